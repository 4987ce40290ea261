package collect

// This file keeps the last known objects of single kinds that were not read, in a cluster that otherwise was.

import (
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/health"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// keepUnread puts the last known objects of kinds that were not read into a cluster that otherwise was, with the
// verdicts on them, and says in the reads since when they stand.
func (c *Collected) keepUnread(cluster *schemas.Cluster, past *schemas.Cluster, read *facts.Cluster) {
	if past == nil {
		return
	}
	kept, judged := false, len(cluster.Problems)
	for i := range cluster.Reads {
		keepUntied(cluster, past, cluster.Reads[i], read)
		keepResting(cluster, past, cluster.Reads[i])
		if c.keepKind(cluster, past, cluster.Reads[i]) {
			kept = true
			cluster.Reads[i].AsOf = keptSince(past, cluster.Reads[i], c.lastRead(cluster.Name))
		}
	}
	if len(cluster.Problems) > judged {
		tieCauses(cluster, past)
		health.Override(cluster.Problems, schemas.RulesConfig{}) // sorts
	}
	if kept {
		sortCluster(cluster)
	}
}

// keptSince is when a kind was last read: what the past says if it was not read then either, which is never for one
// that has not been read yet, else the last run.
func keptSince(past *schemas.Cluster, read schemas.Read, last time.Time) time.Time {
	for _, p := range past.Reads {
		if p.Resource == read.Resource && (p.Namespace == read.Namespace || p.Namespace == "") {
			return p.AsOf
		}
	}
	return last
}

// keepKind keeps one kind's objects; it says whether there were any.
func (c *Collected) keepKind(cluster, past *schemas.Cluster, read schemas.Read) bool {
	in := func(namespace string) bool { return read.Namespace == "" || read.Namespace == namespace }
	is := func(kind string) bool { return resourceOf(kind) == read.Resource }
	switch read.Resource {
	case "pods":
		return keepPods(cluster, past, in)
	case "horizontalpodautoscalers.autoscaling", "scaledobjects.keda.sh":
		scaled := keepAutoscalers(cluster, past, in)
		return c.keepResources(cluster, past, read, in) || scaled
	}
	before := size(cluster)
	for _, w := range past.Workloads {
		if is(w.Kind) && in(w.Namespace) {
			cluster.Workloads = appendNew(cluster.Workloads, w, schemas.Workload.Object)
		}
	}
	for _, j := range past.Jobs {
		if is(j.Kind) && in(j.Namespace) {
			cluster.Jobs = appendNew(cluster.Jobs, j, schemas.Job.Object)
		}
	}
	for _, n := range past.Network {
		if is(n.Kind) && in(n.Namespace) {
			cluster.Network = appendNew(cluster.Network, n, schemas.Network.Object)
		}
	}
	keepNamed(cluster, past, read.Resource, in)
	about := resourceProblems(past)
	keepProblems(cluster, past, func(p schemas.Problem) bool {
		kind, _, _ := strings.Cut(p.Object, "/")
		return is(kind) && in(namespaceOf(p)) && !about[p.Key()]
	})
	return c.keepResources(cluster, past, read, in) || size(cluster) > before
}

// keepNamed keeps what has a list of its own.
func keepNamed(cluster, past *schemas.Cluster, resource string, in func(string) bool) {
	switch resource {
	case "persistentvolumeclaims":
		for _, s := range filter(past.Storage, func(s schemas.Claim) bool { return in(s.Namespace) }) {
			cluster.Storage = appendNew(cluster.Storage, s, schemas.Claim.Object)
		}
	case "poddisruptionbudgets.policy":
		for _, b := range filter(past.Budgets, func(b schemas.Budget) bool { return in(b.Namespace) }) {
			cluster.Budgets = appendNew(cluster.Budgets, b, schemas.Budget.Object)
		}
	case "resourcequotas":
		for _, q := range filter(past.Quotas, func(q schemas.Quota) bool { return in(q.Namespace) }) {
			cluster.Quotas = appendNew(cluster.Quotas, q, func(q schemas.Quota) string { return q.Object() + "/" + q.Resource })
		}
	}
}

func keepPods(cluster, past *schemas.Cluster, in func(string) bool) bool {
	kept := false
	for i := range cluster.Workloads {
		w := &cluster.Workloads[i]
		for _, p := range past.Workloads {
			if p.Object() == w.Object() && in(w.Namespace) && len(w.Pods) == 0 {
				w.Pods, kept = p.Pods, true
			}
		}
	}
	for _, p := range past.Workloads {
		if (p.Kind == "Pod" || resourceOf(p.Kind) == "") && in(p.Namespace) { // what was made up from pods, of a kind that nobody reads
			cluster.Workloads, kept = appendNew(cluster.Workloads, p, schemas.Workload.Object), true
		}
	}
	if kept {
		ofPods := rulesOf("Pods and containers")
		keepProblems(cluster, past, func(p schemas.Problem) bool { return ofPods[p.Rule] && in(namespaceOf(p)) })
	}
	return kept
}

func keepProblems(cluster, past *schemas.Cluster, keep func(schemas.Problem) bool) {
	for _, p := range past.Problems {
		if keep(p) {
			cluster.Problems = appendNew(cluster.Problems, p, schemas.Problem.Key)
		}
	}
}

// rulesOf are the rules of a family.
func rulesOf(family string) map[string]bool {
	rules := map[string]bool{}
	for _, r := range health.Rules() {
		if r.Family == family {
			rules[r.ID] = true
		}
	}
	return rules
}

func appendNew[T any](list []T, one T, key func(T) string) []T {
	if slices.ContainsFunc(list, func(have T) bool { return key(have) == key(one) }) {
		return list
	}
	return append(list, one)
}

func filter[T any](list []T, keep func(T) bool) []T {
	return slices.DeleteFunc(slices.Clone(list), func(one T) bool { return !keep(one) })
}

func size(c *schemas.Cluster) int {
	return len(c.Workloads) + len(c.Jobs) + len(c.Network) + len(c.Storage) + len(c.Budgets) + len(c.Quotas)
}

// resourceOf is the resource of a kind that stands in a snapshot without its group: what runs, and what leads to it. Of
// two kinds of one name that is the first of the table, for the others stand among the custom resources.
func resourceOf(kind string) string {
	for _, k := range facts.Kinds() {
		if k.Kind == kind {
			return k.Plural()
		}
	}
	return ""
}
