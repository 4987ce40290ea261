package schemas

// This file makes a service's row of the index from its snapshot.

import (
	"cmp"
	"slices"
	"strings"
)

// Summarize makes the row of the service; digest is that of its snapshot's bytes. Problems that another problem
// explains are not counted.
func Summarize(s *Snapshot, digest string) ServiceEntry {
	row := ServiceEntry{
		ID: s.Service.ID, Name: s.Service.Name, Title: s.Service.Title, Digest: digest,
		Owner: s.Service.Owner, OwnerTitle: s.Service.OwnerTitle, System: s.Service.System, DependsOn: s.Service.DependsOn, Status: s.Status,
		Clusters: make([]Placement, 0, len(s.Clusters)),
	}
	leads := row.count(s.Findings, "")
	for _, c := range s.Clusters {
		p := placement(c)
		row.Restarts += p.Restarts
		row.Clusters = append(row.Clusters, p)
		leads = append(leads, row.count(c.Problems, c.Name)...)
	}
	if len(leads) > 0 {
		worst := slices.MinFunc(leads, compareLeads)
		p := worst.Problem
		row.Lead = &Lead{Rule: p.Rule, Severity: p.Severity, Cluster: worst.cluster, Object: p.Object, Message: p.Message, Since: p.Since}
	}
	row.detach()
	return row
}

// located is a problem and the cluster it is in, "" for a finding.
type located struct {
	Problem
	cluster string
}

// count adds the problems to the row's figures and returns those that may lead it.
func (row *ServiceEntry) count(problems []Problem, cluster string) []located {
	var leads []located
	for _, p := range problems {
		if p.Ignored != nil {
			row.Ignored++
		}
		if p.CausedBy != "" || p.Ignored != nil {
			continue
		}
		switch p.Severity {
		case Critical:
			row.Critical++
		case Warning:
			row.Warnings++
		}
		leads = append(leads, located{p, cluster})
	}
	return leads
}

// compareLeads puts the worst first, then what is about the service before what is about reading it, then what has
// held longest; a problem whose beginning is unknown comes last.
func compareLeads(a, b located) int {
	since := a.Since.Compare(b.Since)
	if a.Since.IsZero() != b.Since.IsZero() {
		since = -since
	}
	reading := []string{"cluster-unreachable", "unreadable"}
	doubt := func(l located) int { return min(1, 1+slices.Index(reading, l.Rule)) }
	return cmp.Or(cmp.Compare(a.Severity.Rank(), b.Severity.Rank()), cmp.Compare(doubt(a), doubt(b)), since,
		strings.Compare(a.Key(), b.Key()), strings.Compare(a.cluster, b.cluster))
}

// placement is the service's share of one cluster.
func placement(c Cluster) Placement {
	p := Placement{Name: c.Name, Status: c.Status, Stale: c.Stale, Version: versions(c.Workloads), Headroom: FullestOf(c.Workloads)}
	for _, w := range c.Workloads {
		for _, pod := range w.Pods {
			p.Restarts += pod.Restarts
		}
		if !w.done() {
			p.Wanted += w.Replicas.Wanted
			p.Ready += w.Replicas.Ready
		}
	}
	for _, problem := range c.Problems {
		if problem.CausedBy == "" && problem.Ignored == nil && problem.Severity != Info {
			p.Problems++
		}
	}
	return p
}

// done is a bare pod that has succeeded: nothing more is wanted of it.
func (w Workload) done() bool {
	return w.Kind == "Pod" && len(w.Pods) > 0 && w.Pods[0].State == PodSucceeded
}

// versions joins what the workloads run, two at most.
func versions(workloads []Workload) string {
	var distinct []string
	for _, w := range workloads {
		if w.Version != "" && !slices.Contains(distinct, w.Version) {
			distinct = append(distinct, w.Version)
		}
	}
	if len(distinct) > 2 {
		distinct = append(distinct[:2], "…")
	}
	return strings.Join(distinct, ", ")
}
