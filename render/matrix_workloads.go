package render

// This file is the matrix of a service's workloads.

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// matrixOf is the matrix of a service's workloads, where one version a cluster cannot tell the whole.
func matrixOf(s *schemas.Snapshot) *Matrix {
	if !severalVersions(s) {
		return nil
	}
	m := &Matrix{Label: "which version runs where", Of: "workload"}
	found := drifts(s)
	seen := map[string]bool{}
	for _, c := range s.Clusters {
		m.Columns = append(m.Columns, MatrixColumn{Name: c.Name})
		for _, w := range c.Workloads {
			if w.Version != "" && !seen[w.Object()] {
				seen[w.Object()] = true
				m.Rows = append(m.Rows, MatrixRow{Name: w.Name, object: w.Object()})
			}
		}
	}
	slices.SortStableFunc(m.Rows, func(a, b MatrixRow) int { return strings.Compare(a.Name, b.Name) })
	for i := range m.Rows {
		for _, c := range s.Clusters {
			m.Rows[i].Cells = append(m.Rows[i].Cells, matrixCell(c, m.Rows[i].object, found))
		}
	}
	return m.joined()
}

// severalVersions tells whether the workloads of some cluster run more than one.
func severalVersions(s *schemas.Snapshot) bool {
	for _, c := range s.Clusters {
		first := ""
		for _, w := range c.Workloads {
			if first != "" && w.Version != "" && w.Version != first {
				return true
			}
			if first == "" {
				first = w.Version
			}
		}
	}
	return false
}

func matrixCell(c schemas.Cluster, object string, found []drift) MatrixCell {
	cell := MatrixCell{Stale: c.Stale, None: noPods(c)}
	for _, w := range c.Workloads {
		if w.Object() != object || w.Version == "" {
			continue
		}
		cell.Version, cell.None = w.Version, ""
		for _, d := range found {
			if d.object == object && slices.Contains(d.clusters, c.Name) {
				cell.Usual = d.usual
			}
		}
		return cell
	}
	return cell
}
