package main

// This file is how reading the clusters went, in words: on stdout one line for each cluster that has less to show than
// was asked for, on stderr each reason once.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// sayUnread tells of every cluster and kind that could not be read, with the reason. A kind that could not be read in
// several namespaces in the same way is one line.
func (j *job) sayUnread(c *collect.Collected) {
	for _, k := range c.Clusters {
		if k.State != schemas.ReadOK {
			j.talk.warn("%s: %s: %s", k.Name, k.State, k.Message)
			continue
		}
		for _, reads := range alike(slices.Concat(k.Reads, c.Unmeasured(k.Name)), sameReason) {
			text := reads[0].Message
			if names := namespacesOf(reads); len(names) > 1 {
				text += " (and likewise in " + strings.Join(names[1:], ", ") + ")"
			}
			j.talk.warn("%s: %s: %s: %s", k.Name, reads[0].Resource, reads[0].State, text)
		}
	}
}

// sameReason holds where two messages differ in the name of the namespace alone.
func sameReason(a, b schemas.Read) bool {
	of := func(r schemas.Read) string {
		return strings.ReplaceAll(r.Message, "namespace "+r.Namespace, "namespace")
	}
	return of(a) == of(b)
}

func anyReason(_, _ schemas.Read) bool { return true }

// alike groups reads of one resource, one state and the same reason, in the order in which they come.
func alike(reads []schemas.Read, same func(a, b schemas.Read) bool) [][]schemas.Read {
	var groups [][]schemas.Read
	for _, r := range reads {
		at := slices.IndexFunc(groups, func(g []schemas.Read) bool {
			return g[0].Resource == r.Resource && g[0].State == r.State && same(g[0], r)
		})
		if at < 0 {
			groups = append(groups, nil)
			at = len(groups) - 1
		}
		groups[at] = append(groups[at], r)
	}
	return groups
}

func namespacesOf(reads []schemas.Read) []string {
	var names []string
	for _, r := range reads {
		if r.Namespace != "" {
			names = append(names, r.Namespace)
		}
	}
	return names
}

// reading is one cluster's line: a word for how far it was read, coloured as a status is, and the rest of the sentence.
type reading struct {
	word, text string
	tone       schemas.Status
}

// readings are the lines of the clusters of which something is to be said; a cluster that was read whole and holds
// services needs none, nor does one that --cluster left out.
func (o *outcome) readings(paint painter) []string {
	var lines []string
	for _, k := range o.collected.Clusters {
		run := o.runOf(k.Name)
		if run == nil || run.State == schemas.ReadStale {
			continue
		}
		for _, r := range o.readingsOf(k, run) {
			lines = append(lines, fmt.Sprintf("%s %s: %s", paint(r.tone, fmt.Sprintf("%-11s", r.word)), k.Name, r.text))
		}
	}
	return lines
}

func (o *outcome) runOf(cluster string) *schemas.RunCluster {
	for i, k := range o.collected.Run.Clusters {
		if k.Name == cluster {
			return &o.collected.Run.Clusters[i]
		}
	}
	return nil
}

func (o *outcome) readingsOf(k schemas.ClusterEntry, run *schemas.RunCluster) []reading {
	var all []reading
	switch {
	case k.State != schemas.ReadOK:
		return []reading{{"not read", lostText(k), schemas.Degraded}}
	case len(k.Reads) > 0:
		all = append(all, reading{"in part", partText(k.Reads), schemas.Degraded})
	case run.Objects == 0:
		all = append(all, reading{"empty", "it answered, and nothing is there", schemas.Healthy})
	case !o.serves(k.Name) && !o.narrowed:
		all = append(all, reading{"empty", fmt.Sprintf("it answered, and no service is in it (%s)", count(run.Objects, "object")), schemas.Healthy})
	}
	if reads := o.collected.Unmeasured(k.Name); len(reads) > 0 {
		all = append(all, reading{"no usage", partText(reads), schemas.Healthy})
	}
	if text := notServedText(o.asked, run.Reads); text != "" {
		all = append(all, reading{"not served", text, schemas.Healthy})
	}
	return all
}

// lostText says why a cluster was not read, and of when the state is that is shown instead.
func lostText(k schemas.ClusterEntry) string {
	text := k.State.Words()
	switch k.State {
	case schemas.ReadForbidden:
		text = "not allowed to list anything"
	case schemas.ReadFailed: // which says nothing by itself
		text += ": " + k.Message
	}
	if k.AsOf.IsZero() {
		return text + "; it has never been read"
	}
	return text + "; it is shown as of " + k.AsOf.UTC().Format("2006-01-02 15:04 UTC")
}

// partText says what of a cluster was not read, by the reason: "not allowed to list secrets in namespaces a, b".
func partText(reads []schemas.Read) string {
	byState := map[schemas.ReadState][]string{}
	var states []schemas.ReadState
	for _, group := range alike(reads, anyReason) {
		state, where := group[0].State, "in all namespaces"
		switch names := namespacesOf(group); len(names) {
		case 0:
		case 1:
			where = "in namespace " + names[0]
		default:
			where = "in namespaces " + strings.Join(names, ", ")
		}
		if byState[state] == nil {
			states = append(states, state)
		}
		what := group[0].Resource + " " + where
		if group[0].Resource == "*" { // of a cluster that was read otherwise: files of a dump that say not what they hold
			what = "some files"
		}
		byState[state] = append(byState[state], what)
	}
	var parts []string
	for _, state := range states {
		verb := state.Words() + ": "
		if state == schemas.ReadForbidden {
			verb = "not allowed to list "
		}
		parts = append(parts, verb+strings.Join(byState[state], ", "))
	}
	return strings.Join(parts, "; ")
}

// notServedText names what the configuration asks for and the cluster does not have. Of the other kinds that it does
// not have nothing is said: few clusters have all.
func notServedText(asked []string, reads []schemas.RunRead) string {
	var kinds []string
	for _, r := range reads {
		if r.State == schemas.ReadNotServed && slices.Contains(asked, r.Resource) && !slices.Contains(kinds, r.Resource) {
			kinds = append(kinds, r.Resource)
		}
	}
	return strings.Join(kinds, ", ")
}

// askedKinds are the kinds that a configuration asks for beyond the usual ones, as reads name them.
func askedKinds(config *schemas.Config) []string {
	var kinds []string
	for _, r := range config.Resources {
		if parts := strings.Split(r, "/"); len(parts) == 3 {
			kinds = append(kinds, parts[2]+"."+parts[0])
		}
	}
	if config.Metrics {
		kinds = append(kinds, "pods.metrics.k8s.io")
	}
	return kinds
}

// serves says whether some service is in the cluster.
func (o *outcome) serves(cluster string) bool {
	for _, s := range o.index.Services {
		for _, p := range s.Clusters {
			if p.Name == cluster && p.Status != schemas.Missing {
				return true
			}
		}
	}
	return false
}
