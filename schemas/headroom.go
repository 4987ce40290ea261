package schemas

// This file is the arithmetic of headroom: of a workload, of a service, and of the fleet if a cluster is lost. What
// judges it and what draws it both count here.
//
// Current is the size that the autoscaler works from: its target's spec.replicas when it last looked. The surplus
// pods of a rollout are not in it.

import (
	"cmp"
	"math"
	"slices"
)

// HeadroomOf is the mark of one workload: its autoscaler's bounds and where it stands between them. Nil where nothing
// scales it.
func HeadroomOf(w Workload) *Headroom {
	a := w.Autoscaler
	if a == nil || a.Max <= 0 {
		return nil
	}
	return &Headroom{Workload: w.Name, Min: a.Min, Current: a.Current, Desired: a.Desired, Max: a.Max}
}

// Load is the share of the maximum that is in use, current ÷ max: 0.8 at 8 of 10. It passes 1 where somebody has
// scaled past the maximum by hand.
func (h Headroom) Load() float64 {
	if h.Max <= 0 {
		return 0
	}
	return float64(h.Current) / float64(h.Max)
}

// Left is how many replicas can still be added: max − current, never less than none.
func (h Headroom) Left() int { return max(h.Max-h.Current, 0) }

// More is how much more traffic that is, as a share of today's and at today's use of each replica: max ÷ current − 1,
// so 0.25 at 8 of 10 and 1 at 5 of 10. False where nothing runs, and so nothing is there to measure it by.
func (h Headroom) More() (float64, bool) {
	if h.Current <= 0 {
		return 0, false
	}
	return max(float64(h.Max)/float64(h.Current)-1, 0), true
}

// FullestOf is the headroom of the workload that has used most of its range; of equals, the first. One whose bounds
// are pinned together is always full and says nothing, so it counts only where there is no other.
func FullestOf(workloads []Workload) *Headroom {
	var best *Headroom
	for _, w := range workloads {
		if h := HeadroomOf(w); h != nil && (best == nil || h.fuller(best)) {
			best = h
		}
	}
	return best
}

func (h *Headroom) fuller(than *Headroom) bool {
	pinned, other := h.Min == h.Max, than.Min == than.Max
	if pinned != other {
		return other
	}
	return h.Current*than.Max > than.Current*h.Max
}

// Fullest is a service's figure, that of its fullest workload, and the cluster that it is in. Nil where nothing
// scales. A stale cluster counts with its last known state.
func (s *Snapshot) Fullest() (cluster string, h *Headroom) {
	for _, c := range s.Clusters {
		if one := FullestOf(c.Workloads); one != nil && (h == nil || one.fuller(h)) {
			cluster, h = c.Name, one
		}
	}
	return cluster, h
}

// Fleet is one workload across the clusters of an environment, and what the loss of each would leave of it.
type Fleet struct {
	Environment string
	Kind, Name  string   // of the workload in the first of its clusters
	Object      string   // likewise, as problems name it: "Deployment/shop/checkout"
	Members     []Member // at least two, in the order of the snapshot
	Current     int      // what runs now, in all of them
	Max         int      // what they may run together
	Losses      []Loss   // one for each member, the worst first
}

// Member is a fleet's workload in one cluster. One of fixed size counts with a maximum of what it is; its surplus
// pods during a rollout come and go, and so do not count.
type Member struct {
	Cluster      string
	Current, Max int
	Fixed        bool
}

// Loss is what is left of a fleet without one cluster.
type Loss struct {
	Cluster string  // the one that is lost
	Max     int     // what the others may run together
	Share   float64 // of what runs now in all of them, how much the others can carry: 0.6; 1 and more is enough
}

// Fleets are the service's workloads that run in at least two clusters of one environment and that an autoscaler
// scales in at least one of them, while any of it runs: by environment, then in the order of Match. Clusters whose
// state of today is not known, and those that are switched off, are left out, and so are workloads at zero by hand.
func (s *Snapshot) Fleets() []Fleet { return s.fleets((*Cluster).readable) }

// LastKnownFleets are the same with what is kept of clusters that could not be read.
func (s *Snapshot) LastKnownFleets() []Fleet { return s.fleets((*Cluster).known) }

func (s *Snapshot) fleets(take func(*Cluster) bool) []Fleet {
	var fleets []Fleet
	for _, environment := range s.environments() {
		var clusters []*Cluster
		for i := range s.Clusters {
			c := &s.Clusters[i]
			inactive := c.Status == Suspended || c.Status == Missing || c.Status == Unknown
			if c.Environment == environment && !inactive && take(c) {
				clusters = append(clusters, c)
			}
		}
		for _, group := range Match(clusters, active) {
			if f := fleetOf(environment, group); f != nil {
				fleets = append(fleets, *f)
			}
		}
	}
	return fleets
}

func (s *Snapshot) environments() []string {
	var all []string
	for _, c := range s.Clusters {
		if c.Environment != "" {
			all = append(all, c.Environment)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// readable says that what a cluster runs, and how far that may grow, is known as of now.
func (c *Cluster) readable() bool {
	return !c.Stale && !slices.ContainsFunc(c.Reads, missesBounds)
}

// known says that it is known as of some time.
func (c *Cluster) known() bool {
	return c.Stale || !slices.ContainsFunc(c.Reads, func(r Read) bool { return missesBounds(r) && r.AsOf.IsZero() })
}

func missesBounds(r Read) bool {
	needed := []string{"*", "deployments.apps", "statefulsets.apps", "daemonsets.apps", "horizontalpodautoscalers.autoscaling"}
	return slices.Contains(needed, r.Resource) && r.State != ReadOK && r.State != ReadNotServed
}

// active leaves out what was scaled to zero by hand. What an autoscaler keeps idle can come back.
func active(w *Workload) bool {
	return w.Status != Suspended && (w.Replicas.Wanted > 0 || w.Autoscaler != nil)
}

// fleetOf is nil where nothing scales the workload, or nothing of it runs.
func fleetOf(environment string, group []Placed) *Fleet {
	first := group[0]
	f := &Fleet{Environment: environment, Kind: first.Kind, Name: first.Name, Object: first.Object()}
	scaled := false
	for _, p := range group {
		m := memberOf(p)
		f.Members = append(f.Members, m)
		f.Current += m.Current
		f.Max += m.Max
		scaled = scaled || !m.Fixed
	}
	if !scaled || f.Current <= 0 {
		return nil
	}
	for _, m := range f.Members {
		others := f.Max - m.Max
		f.Losses = append(f.Losses, Loss{Cluster: m.Cluster, Max: others, Share: float64(others) / float64(f.Current)})
	}
	slices.SortStableFunc(f.Losses, func(a, b Loss) int { return cmp.Compare(a.Share, b.Share) })
	return f
}

func memberOf(p Placed) Member {
	if h := HeadroomOf(*p.Workload); h != nil {
		return Member{Cluster: p.Cluster.Name, Current: whole(h.Current), Max: whole(h.Max)}
	}
	n := whole(p.Replicas.Wanted)
	return Member{Cluster: p.Cluster.Name, Current: n, Max: n, Fixed: true}
}

// whole keeps absurd numbers from running over when they are summed.
func whole(n int) int { return min(max(n, 0), math.MaxInt32) }
