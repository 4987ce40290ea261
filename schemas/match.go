package schemas

// This file finds the same workload in several clusters of an environment, so that it can be compared.

import (
	"maps"
	"slices"
)

// Placed is a workload and the cluster that it is in.
type Placed struct {
	*Workload
	Cluster *Cluster
}

// Match finds the same workload across clusters: by kind and name, and by namespace too where a cluster has the name
// twice; what is left, by being the only one of its kind. What stays ambiguous is not compared. Workloads that take
// refuses, and bare pods, are as good as absent.
func Match(clusters []*Cluster, take func(*Workload) bool) [][]Placed {
	byName, byKind := map[string][]Placed{}, map[string][]Placed{}
	for _, c := range clusters {
		for i := range c.Workloads {
			w := &c.Workloads[i]
			if w.Kind == "Pod" || !take(w) {
				continue
			}
			byName[w.Kind+"/"+w.Name] = append(byName[w.Kind+"/"+w.Name], Placed{w, c})
			byKind[w.Kind] = append(byKind[w.Kind], Placed{w, c})
		}
	}
	var groups [][]Placed
	matched := map[string]bool{} // kinds
	for _, key := range slices.Sorted(maps.Keys(byName)) {
		for _, group := range unambiguous(byName[key]) {
			matched[group[0].Kind] = true
			groups = append(groups, group)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(byKind)) {
		if group := byKind[kind]; !matched[kind] && len(group) > 1 && once(group) {
			groups = append(groups, group)
		}
	}
	return groups
}

func unambiguous(group []Placed) [][]Placed {
	if once(group) {
		if len(group) < 2 {
			return nil
		}
		return [][]Placed{group}
	}
	byNamespace := map[string][]Placed{}
	for _, p := range group {
		byNamespace[p.Namespace] = append(byNamespace[p.Namespace], p)
	}
	var groups [][]Placed
	for _, namespace := range slices.Sorted(maps.Keys(byNamespace)) {
		if same := byNamespace[namespace]; len(same) > 1 && once(same) {
			groups = append(groups, same)
		}
	}
	return groups
}

// once says that no cluster has two of the group.
func once(group []Placed) bool {
	seen := map[string]bool{}
	for _, p := range group {
		if seen[p.Cluster.Name] {
			return false
		}
		seen[p.Cluster.Name] = true
	}
	return true
}
