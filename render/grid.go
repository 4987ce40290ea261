package render

// This file is services by clusters: in each cell how the service is there and what it runs, so that a version that
// differs stands out.

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Grid has a row a service and a column a cluster.
type Grid struct {
	Columns []GridColumn
	Rows    []GridRow
	Drift   bool // some cell differs
}

// GridColumn is a cluster and its environment.
type GridColumn struct{ Name, Link, Environment string }

// GridRow is a service.
type GridRow struct {
	Name, Link string
	Cells      []GridCell
}

// GridCell is a service in a cluster; without a shape it is not there.
type GridCell struct {
	Badge
	Version string
	Usual   string // what most clusters of the environment run, where this one differs
	Stale   bool
}

// gridOf is nil where there is nothing to compare: no cluster, or but one.
func gridOf(at place, services []schemas.ServiceEntry, in map[string]string) *Grid {
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
	g := &Grid{}
	for _, name := range names {
		g.Columns = append(g.Columns, GridColumn{name, at.page(clusterDir(name), ""), in[name]})
	}
	sorted := slices.Clone(services)
	slices.SortStableFunc(sorted, func(a, b schemas.ServiceEntry) int { return strings.Compare(a.ID, b.ID) })
	for _, s := range sorted {
		row := GridRow{Name: cmp.Or(s.Title, s.Name), Link: at.page(serviceDir(s.ID), "")}
		usual := usualVersions(s.Clusters, in)
		for _, name := range names {
			cell := gridCell(s.Clusters, name, usual[in[name]])
			g.Drift = g.Drift || cell.Usual != ""
			row.Cells = append(row.Cells, cell)
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

func gridCell(places []schemas.Placement, cluster, usual string) GridCell {
	i := slices.IndexFunc(places, func(p schemas.Placement) bool { return p.Name == cluster })
	if i < 0 {
		return GridCell{}
	}
	p := places[i]
	cell := GridCell{Badge: badgeOf(p.Status), Version: p.Version, Stale: p.Stale}
	if p.Version != "" && p.Version != usual {
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

// Table is the grid for formats without its marks.
func (g *Grid) Table() *Table {
	t := &Table{Head: []string{"service"}}
	for _, c := range g.Columns {
		t.Head = append(t.Head, c.Name)
	}
	for _, row := range g.Rows {
		cells := []Cell{text(row.Name)}
		for _, c := range row.Cells {
			cells = append(cells, c.plain())
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func (c GridCell) plain() Cell {
	said := c.Version
	if c.Usual != "" {
		said = "≠ " + said
	}
	if said = cmp.Or(said, c.Word); c.Stale {
		said += " (stale)"
	}
	return Cell{Badge: c.Badge, Text: said}
}
