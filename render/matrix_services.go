package render

// This file is the matrix of services that belong together: in each cell how the service is there and what it runs.

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// servicesMatrix is nil where there is nothing to compare: no cluster, or but one.
func servicesMatrix(at place, services []schemas.ServiceEntry, in map[string]string) *Matrix {
	clusters := map[string]bool{}
	for _, s := range services {
		for _, p := range s.Clusters {
			clusters[p.Name] = true
		}
	}
	if len(clusters) < 2 {
		return nil
	}
	names := slices.SortedFunc(maps.Keys(clusters), func(a, b string) int { return cmp.Or(strings.Compare(in[a], in[b]), strings.Compare(a, b)) })
	m := &Matrix{Label: "services by cluster", Of: "service"}
	for _, name := range names {
		m.Columns = append(m.Columns, MatrixColumn{Name: name, Link: at.page(clusterDir(name), ""), Environment: in[name]})
	}
	sorted := slices.Clone(services)
	slices.SortStableFunc(sorted, func(a, b schemas.ServiceEntry) int { return strings.Compare(a.ID, b.ID) })
	for _, s := range sorted {
		row := MatrixRow{Name: titleOf(s), Link: at.page(serviceDir(s.ID), "")}
		usual := usualVersions(s.Clusters, in)
		for _, name := range names {
			row.Cells = append(row.Cells, serviceCell(s.Clusters, name, usual[in[name]]))
		}
		m.Rows = append(m.Rows, row)
	}
	return m.joined()
}

func serviceCell(places []schemas.Placement, cluster, usual string) MatrixCell {
	i := slices.IndexFunc(places, func(p schemas.Placement) bool { return p.Name == cluster })
	if i < 0 {
		return MatrixCell{None: "not here"}
	}
	p := places[i]
	cell := MatrixCell{Badge: badgeOf(p.Status), Version: p.Version, Stale: p.Stale}
	switch {
	case p.Version == "":
		cell.None = cell.Word
	case p.Version != usual:
		cell.Usual = usual
	}
	return cell
}

// usualVersions are what most clusters of each environment run; of two as common it is that of the first cluster.
func usualVersions(places []schemas.Placement, in map[string]string) map[string]string {
	counts := map[[2]string]int{}
	usual := map[string]string{}
	for _, p := range places {
		if p.Version != "" {
			counts[[2]string{in[p.Name], p.Version}]++
		}
	}
	for _, p := range places {
		env := in[p.Name]
		if p.Version != "" && counts[[2]string{env, p.Version}] > counts[[2]string{env, usual[env]}] {
			usual[env] = p.Version
		}
	}
	return usual
}
