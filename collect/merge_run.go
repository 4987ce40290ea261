package collect

// This file is the account of a merge: the parts' own, cluster by cluster.

import (
	"cmp"
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// account lasts from the first part's beginning to the last one's end: a merge takes no time of its own.
func (m *Merged) account() schemas.Run {
	run := schemas.Run{
		SchemaVersion: schemas.RunVersion, Version: m.options.Version, Services: len(m.services),
		Clusters: []schemas.RunCluster{}, Metrics: []schemas.Figure{},
	}
	var every time.Duration
	for i, p := range m.parts {
		if i == 0 || p.Run.Started.Before(run.Started) {
			run.Started = p.Run.Started
		}
		if p.Run.Finished.After(run.Finished) {
			run.Finished = p.Run.Finished
		}
		if d, err := time.ParseDuration(p.Run.Every); err == nil {
			every = max(every, d)
		}
	}
	if m.options.Config != nil {
		every = cmp.Or(time.Duration(m.options.Config.Site.Every), every)
	}
	if every > 0 {
		run.Every = every.String()
	}
	for _, h := range m.holders {
		run.Clusters = append(run.Clusters, m.runCluster(h))
		if h.part != nil {
			h.addFigures(&run)
		}
	}
	slices.SortStableFunc(run.Metrics, func(a, b schemas.Figure) int {
		return compareStrings(a.Service, b.Service, a.Cluster, b.Cluster, a.Workload, b.Workload)
	})
	slices.SortStableFunc(run.Usage, func(a, b schemas.Usage) int {
		return compareStrings(a.Service, b.Service, a.Cluster, b.Cluster, a.Workload, b.Workload, a.Container, b.Container)
	})
	return run
}

// addFigures adds what the part of a cluster measured there.
func (h *holder) addFigures(run *schemas.Run) {
	for _, f := range h.part.Run.Metrics {
		if f.Cluster == h.name {
			run.Metrics = append(run.Metrics, f)
		}
	}
	for _, u := range h.part.Run.Usage {
		if u.Cluster == h.name {
			run.Usage = append(run.Usage, u)
		}
	}
}

func (m *Merged) runCluster(h *holder) schemas.RunCluster {
	before, known := m.past.runs[h.name]
	switch {
	case h.part != nil:
		row := h.part.runs[h.name]
		if h.last.After(row.LastRead) {
			row.LastRead = h.last
		}
		if row.Name == "" { // its account does not know it
			row.Name, row.State, row.Reads = h.name, h.entry.State, []schemas.RunRead{}
		}
		if h.late {
			row = notAsked(&row)
			row.Message = h.entry.Message
		}
		return row
	case h.aged:
		return before
	case known:
		row := notAsked(&before)
		row.Message = noPart
		return row
	default:
		return schemas.RunCluster{Name: h.name, State: schemas.ReadStale, Message: noPart, Reads: []schemas.RunRead{}}
	}
}
