package health

// This file is the rules about a service's clusters as a whole, and about reading them: absent, cluster-unreachable,
// unreadable. They look at snapshots alone, so that they can be judged again wherever snapshots are joined.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Findings finds what only the view across the clusters of a service shows, and what could not be read. The clusters
// must have their statuses. Settings are applied by Override.
func Findings(s, previous *schemas.Snapshot, now time.Time) []schemas.Problem {
	v := &view{Snapshot: s, previous: previous, now: now, past: past{problems: map[string]schemas.Problem{}}}
	if previous != nil {
		for _, p := range previous.Findings {
			v.past.problems[p.Key()] = p
		}
	}
	var all []*verdict
	for _, r := range table() {
		if r.finding != nil && s != nil {
			all = append(all, fold(r, r.finding(v), v.past)...)
		}
	}
	return publish(all, schemas.RulesConfig{})
}

// view is one judgement's view of a snapshot.
type view struct {
	*schemas.Snapshot
	previous *schemas.Snapshot
	now      time.Time
	past     past
}

func clusterObject(c *schemas.Cluster) string { return clusterPrefix + c.Name }

var absent = rule{
	Rule: schemas.Rule{
		ID: "absent", Family: findingFamily, Severity: schemas.Warning,
		When:  "the service's definition names a cluster and nothing of the service is there; or it was there within 7 days and is gone. Both only if the cluster was read",
		Means: "The service does not run where it should, or no longer runs where it did.",
		Next:  "Deploy it there, or take the cluster out of the service's definition.",
	},
	finding: judgeAbsent,
}

const gone = "gone"

func judgeAbsent(v *view) []found {
	var all []found
	for i := range v.Clusters {
		c := &v.Clusters[i]
		if !empty(c) || c.Stale || !readWhole(c) {
			continue
		}
		switch {
		case c.Expected:
			all = append(all, found{
				object: clusterObject(c), oldest: true,
				message: fmt.Sprintf("expected in cluster %s, and nothing of it is there", c.Name),
				hint:    "Deploy it there, or take the cluster out of the service's definition.",
			})
		case Gone(v.previous, c.Name, v.now):
			all = append(all, found{
				object: clusterObject(c), cause: gone, since: first(goneSince(v.previous, c.Name), v.now),
				message: fmt.Sprintf("was in cluster %s, and nothing of it is there any more", c.Name),
				hint:    "If it was taken away on purpose, this ends by itself after 7 days; else deploy it again.",
			})
		}
	}
	return all
}

// Gone says that a cluster in which nothing of a service was found belongs into its snapshot nonetheless, because it
// was there within 7 days: at the previous run, or found to be gone since.
func Gone(previous *schemas.Snapshot, cluster string, now time.Time) bool {
	if previous == nil {
		return false
	}
	was := slices.ContainsFunc(previous.Clusters, func(c schemas.Cluster) bool { return c.Name == cluster && !empty(&c) })
	return was || within(goneSince(previous, cluster), now, goneNews)
}

func goneSince(previous *schemas.Snapshot, cluster string) time.Time {
	key := found{object: "Cluster/" + cluster, cause: gone}.key("absent")
	for _, p := range previous.Findings {
		if p.Key() == key {
			return p.Since
		}
	}
	return time.Time{}
}

var clusterUnreachable = rule{
	Rule: schemas.Rule{
		ID: "cluster-unreachable", Family: findingFamily, Severity: schemas.Warning,
		When:  "a cluster of the service could not be read",
		Means: "What is shown of it is its last known state, or nothing. It says nothing about the service itself.",
		Next:  "See why the cluster could not be read.",
	},
	finding: judgeClusterUnreachable,
}

func judgeClusterUnreachable(v *view) []found {
	var all []found
	for i := range v.Clusters {
		c := &v.Clusters[i]
		n := slices.IndexFunc(c.Reads, func(r schemas.Read) bool { return r.Resource == "*" && notRead(r.State) })
		if n < 0 && !c.Stale {
			continue
		}
		f := found{object: clusterObject(c), since: c.AsOf, message: fmt.Sprintf("cluster %s could not be read", c.Name), hint: readHints[""]}
		if n >= 0 {
			r := c.Reads[n]
			f.message = join(f.message, cmp.Or(r.Message, r.State.Words()))
			f.hint = cmp.Or(readHints[r.State], readHints[""])
			f.since = first(c.AsOf, r.AsOf)
		}
		if !f.since.IsZero() {
			f.message += "; what is shown is as of " + f.since.UTC().Format("2006-01-02 15:04 UTC")
		}
		all = append(all, f)
	}
	return all
}

var unreadable = rule{
	Rule: schemas.Rule{
		ID: "unreadable", Family: findingFamily, Severity: schemas.Warning,
		When:  "a kind could not be read in a cluster of the service",
		Means: "Whether something of that kind is there, and in good order, is not known.",
		Next:  "Ask for the right to list it, where that is what is missing; else see why the cluster did not answer.",
	},
	finding: judgeUnreadable,
}

func judgeUnreadable(v *view) []found {
	var all []found
	for i := range v.Clusters {
		c := &v.Clusters[i]
		if c.Stale {
			continue // cluster-unreachable has said it
		}
		byResource := map[string][]schemas.Read{}
		var resources []string
		for _, r := range c.Reads {
			if r.Resource == "*" || !notRead(r.State) {
				continue
			}
			if byResource[r.Resource] == nil {
				resources = append(resources, r.Resource)
			}
			byResource[r.Resource] = append(byResource[r.Resource], r)
		}
		for _, resource := range resources {
			all = append(all, notReadable(c, resource, byResource[resource]))
		}
	}
	return all
}

// notReadable is one problem for one kind, of however many namespaces. What is not allowed gives the hint: to ask for a
// right is the one step that is sure to help.
func notReadable(c *schemas.Cluster, resource string, reads []schemas.Read) found {
	f := found{object: clusterObject(c), cause: resource, oldest: true}
	byState := map[schemas.ReadState][]schemas.Read{}
	for _, r := range reads {
		f.since = earlier(f.since, r.AsOf)
		byState[r.State] = append(byState[r.State], r)
	}
	var says []string
	for _, state := range []schemas.ReadState{
		schemas.ReadForbidden, schemas.ReadUnauthorized, schemas.ReadUnreachable, schemas.ReadTimeout, schemas.ReadFailed, schemas.ReadStale,
	} {
		if len(byState[state]) == 0 {
			continue
		}
		where, flag := namespaces(byState[state])
		text := state.Words() + " " + where
		if why := byState[state][0].Message; state == schemas.ReadFailed && why != "" {
			text += " (" + why + ")"
		}
		says = append(says, text)
		hint := cmp.Or(readHints[state], readHints[""])
		if state == schemas.ReadForbidden {
			hint = fmt.Sprintf("Ask for the right to list %s %s; to see whether it is there: kubectl auth can-i list %s %s", resource, where, resource, flag)
		}
		f.hint = cmp.Or(f.hint, hint)
	}
	f.message = fmt.Sprintf("%s of cluster %s could not be read: %s", resource, c.Name, strings.Join(says, "; "))
	return f
}

// namespaces words where a kind could not be read, and the flag with which kubectl asks for it.
func namespaces(reads []schemas.Read) (where, flag string) {
	const most = 5
	var names []string
	for _, r := range reads {
		if r.Namespace == "" {
			return "in all namespaces", "-A"
		}
		names = append(names, r.Namespace)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	flag = "-n " + names[0]
	if len(names) == 1 {
		return "in namespace " + names[0], flag
	}
	where = "in namespaces " + strings.Join(names[:min(len(names), most)], ", ")
	if len(names) > most {
		where += fmt.Sprintf(" and %d more", len(names)-most)
	}
	return where, flag
}

// readHints is whom to ask, by how a read ended.
var readHints = map[schemas.ReadState]string{
	"":                       "If it stays so, see the log of the run that collected this.",
	schemas.ReadForbidden:    "Ask for the right to list what a service is made of.",
	schemas.ReadUnauthorized: "Renew the credentials that the collecting job uses for this cluster.",
	schemas.ReadUnreachable:  "Check that the cluster is up and that the collecting job can reach its API server.",
	schemas.ReadTimeout:      "Raise the cluster's timeout in the configuration, if its API server is slow rather than gone.",
	schemas.ReadStale:        "Run again without --cluster, or with this one.",
}
