package collect

// This file keeps what could not be read again: a failed read never deletes. A cluster that did not answer keeps
// its last known state and verdicts, marked stale; a kind that did not answer keeps its last known objects.

import (
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/health"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// recall adds the services of the index that nothing was found of, as long as a cluster that holds them was not
// read whole: they are still there, for all that is known.
func (c *Collected) recall(claimer *claimer) {
	if c.options.Past.Index == nil {
		return
	}
	for _, s := range c.options.Past.Index.Services {
		if claimer.services[s.ID] != nil || !slices.ContainsFunc(s.Clusters, c.keeps) {
			continue
		}
		if past := c.past(s.ID); past != nil {
			claimer.services[s.ID] = &claimed{service: past.Service, shares: map[string]*facts.Share{}}
		}
	}
}

// keeps says whether a placement of the past still stands: its cluster is in the configuration and was not read
// whole, or was not asked.
func (c *Collected) keeps(p schemas.Placement) bool {
	r := c.reading(p.Name)
	if r == nil {
		return c.configured(p.Name)
	}
	return !readWhole(r)
}

func (c *Collected) configured(cluster string) bool {
	return slices.ContainsFunc(c.options.Config.Clusters, func(k schemas.ClusterConfig) bool { return k.Name == cluster })
}

// past is the snapshot of the run before, nil where there is none. One that cannot be read was reported by its
// keeper, and is as good as none.
func (c *Collected) past(id string) *schemas.Snapshot {
	if c.options.Past.Snapshot == nil {
		return nil
	}
	s, err := c.options.Past.Snapshot(id)
	if err != nil {
		return nil
	}
	return s
}

func pastCluster(s *schemas.Snapshot, cluster string) *schemas.Cluster {
	if s == nil {
		return nil
	}
	for i := range s.Clusters {
		if s.Clusters[i].Name == cluster {
			return &s.Clusters[i]
		}
	}
	return nil
}

// lastRead is when a cluster was last read, as the newest run.json knows.
func (c *Collected) lastRead(cluster string) time.Time {
	if c.options.Past.Run == nil {
		return time.Time{}
	}
	for _, r := range c.options.Past.Run.Clusters {
		if r.Name == cluster {
			return r.LastRead
		}
	}
	return time.Time{}
}

// stale is the last known state of a cluster that did not answer. Its verdicts are those of its last read.
func (c *Collected) stale(past *schemas.Cluster, r *Reading) schemas.Cluster {
	kept := *past
	if !kept.Stale {
		kept.AsOf = c.lastRead(r.Name)
	}
	kept.Stale = true
	kept.Reads = []schemas.Read{{Resource: "*", State: r.State, Message: r.Message, AsOf: kept.AsOf}}
	return kept
}

// keepUnread puts the last known objects of kinds that were not read into a cluster that otherwise was, with the
// verdicts on them, and says in the reads since when they stand.
func (c *Collected) keepUnread(cluster *schemas.Cluster, past *schemas.Cluster) {
	if past == nil {
		return
	}
	kept := false
	for i := range cluster.Reads {
		if keepKind(cluster, past, cluster.Reads[i]) {
			kept = true
			cluster.Reads[i].AsOf = keptSince(past, cluster.Reads[i], c.lastRead(cluster.Name))
		}
	}
	if kept {
		sortCluster(cluster)
	}
}

// keptSince is when a kind was last read: what the past says if it was kept then already, else the last run.
func keptSince(past *schemas.Cluster, read schemas.Read, last time.Time) time.Time {
	for _, p := range past.Reads {
		if p.Resource == read.Resource && p.Namespace == read.Namespace && !p.AsOf.IsZero() {
			return p.AsOf
		}
	}
	return last
}

// keepKind keeps one kind's objects; it says whether there were any.
func keepKind(cluster, past *schemas.Cluster, read schemas.Read) bool {
	in := func(namespace string) bool { return read.Namespace == "" || read.Namespace == namespace }
	resource, _, _ := strings.Cut(read.Resource, ".")
	if resource == "pods" {
		return keepPods(cluster, past, in)
	}
	before := size(cluster)
	for _, w := range past.Workloads {
		if plural(w.Kind) == resource && in(w.Namespace) {
			cluster.Workloads = appendNew(cluster.Workloads, w, schemas.Workload.Object)
		}
	}
	for _, j := range past.Jobs {
		if plural(j.Kind) == resource && in(j.Namespace) {
			cluster.Jobs = appendNew(cluster.Jobs, j, schemas.Job.Object)
		}
	}
	for _, n := range past.Network {
		if plural(n.Kind) == resource && in(n.Namespace) {
			cluster.Network = append(cluster.Network, n)
		}
	}
	switch resource {
	case "persistentvolumeclaims":
		cluster.Storage = append(cluster.Storage, filter(past.Storage, func(s schemas.Claim) bool { return in(s.Namespace) })...)
	case "poddisruptionbudgets":
		cluster.Budgets = append(cluster.Budgets, filter(past.Budgets, func(b schemas.Budget) bool { return in(b.Namespace) })...)
	case "resourcequotas":
		cluster.Quotas = append(cluster.Quotas, filter(past.Quotas, func(q schemas.Quota) bool { return in(q.Namespace) })...)
	case "horizontalpodautoscalers":
		return keepAutoscalers(cluster, past, in)
	}
	keepProblems(cluster, past, func(p schemas.Problem) bool {
		kind, rest, _ := strings.Cut(p.Object, "/")
		namespace, _, _ := strings.Cut(rest, "/")
		return plural(kind) == resource && in(namespace)
	})
	return size(cluster) > before
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
		if p.Kind == "Pod" && in(p.Namespace) {
			cluster.Workloads, kept = appendNew(cluster.Workloads, p, schemas.Workload.Object), true
		}
	}
	if kept {
		ofPods := podRules()
		keepProblems(cluster, past, func(p schemas.Problem) bool { return ofPods[p.Rule] })
	}
	return kept
}

func keepAutoscalers(cluster, past *schemas.Cluster, in func(string) bool) bool {
	kept := false
	for i := range cluster.Workloads {
		w := &cluster.Workloads[i]
		for _, p := range past.Workloads {
			if p.Object() == w.Object() && in(w.Namespace) && w.Autoscaler == nil && p.Autoscaler != nil {
				w.Autoscaler, kept = p.Autoscaler, true
			}
		}
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

// podRules are the rules that are judged from pods.
func podRules() map[string]bool {
	rules := map[string]bool{}
	for _, r := range health.Rules() {
		if r.Family == "Pods and containers" {
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

// plural is the resource of a kind that a snapshot holds.
func plural(kind string) string {
	switch kind {
	case "Ingress":
		return "ingresses"
	default:
		return strings.ToLower(kind) + "s"
	}
}
