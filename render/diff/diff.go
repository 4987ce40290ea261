// Package diff says by meaning what changed between two snapshots of a service: what a person would tell a
// colleague, and nothing that ordinary operation changes at every run.
//
// This file pairs the two snapshots, their clusters and what the whole service says.
package diff

import (
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Snapshots lists what changed from old to new, the most important first. Either may be nil: the service appeared
// or vanished. A failed read is never a deletion: what could not be read in new is compared with nothing.
func Snapshots(old, new *schemas.Snapshot) []schemas.Entry {
	switch {
	case old == nil && new == nil:
		return nil
	case old == nil:
		return []schemas.Entry{{What: schemas.ServiceAppeared, To: string(new.Status), Count: len(new.Clusters)}}
	case new == nil:
		return []schemas.Entry{{What: schemas.ServiceVanished, From: string(old.Status)}}
	}
	entries := status(schemas.Entry{}, old.Status, new.Status)
	entries = append(entries, service(old.Service, new.Service)...)
	entries = append(entries, problems("", old.Findings, new.Findings, always)...)
	before, after := byName(old.Clusters), byName(new.Clusters)
	for _, c := range new.Clusters {
		entries = append(entries, cluster(before[c.Name], after[c.Name])...)
	}
	for _, c := range old.Clusters {
		if after[c.Name] == nil {
			entries = append(entries, schemas.Entry{What: schemas.ClusterVanished, Cluster: c.Name, From: string(c.Status)})
		}
	}
	return ordered(entries)
}

// Motion says that nothing changed but that pods are on their way, or have arrived: what every scale-up and every pod
// that is replaced brings about, and no news by itself.
func Motion(entries []schemas.Entry) bool {
	ordinary := func(s string) bool { return s == string(schemas.Healthy) || s == string(schemas.Progressing) }
	return !slices.ContainsFunc(entries, func(e schemas.Entry) bool {
		return e.What != schemas.StatusChanged || !ordinary(e.From) || !ordinary(e.To)
	})
}

// cluster compares one cluster. New is never nil. What stands in a cluster that just came is said by its coming;
// only its problems are news beside that. A stale cluster holds its last known state, so how it was read is all that
// can have changed.
func cluster(old, new *schemas.Cluster) []schemas.Entry {
	if old == nil {
		came := schemas.Entry{What: schemas.ClusterAppeared, Cluster: new.Name, To: string(new.Status)}
		return append([]schemas.Entry{came}, problems(new.Name, nil, new.Problems, always)...)
	}
	entries := reads(old, new)
	if new.Stale {
		return entries
	}
	e := schemas.Entry{Cluster: new.Name}
	entries = append(entries, status(e, old.Status, new.Status)...)
	entries = append(entries, surroundings(e, old, new)...)
	known := knowledge{old, new}
	entries = append(entries, problems(new.Name, old.Problems, new.Problems, known.canEnd)...)
	for _, compare := range []func(knowledge) []schemas.Entry{workloads, jobs, network, claims, budgets, quotas, resources} {
		entries = append(entries, compare(known)...)
	}
	return unrepeated(entries)
}

func byName(clusters []schemas.Cluster) map[string]*schemas.Cluster {
	m := make(map[string]*schemas.Cluster, len(clusters))
	for i := range clusters {
		m[clusters[i].Name] = &clusters[i]
	}
	return m
}
