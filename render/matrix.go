package render

// This file is which version runs where, as a matrix: a row a thing that has versions, a column a cluster. Columns that
// say the same stand as one, so that drift is what is left to see.

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Beyond mostColumns clusters, those that are alike share a column.
const mostColumns = 6

// Matrix is versions by row and column.
type Matrix struct {
	Of      string // what a row is: "workload", "service"
	Columns []MatrixColumn
	Rows    []MatrixRow
}

// MatrixColumn is a cluster, or several in which every row says the same.
type MatrixColumn struct {
	Name string
	More string // "and 17 more"
}

// MatrixRow is one workload, or one service.
type MatrixRow struct {
	Name, Link string
	Cells      []MatrixCell // one a column

	object string
}

// MatrixCell is what runs there. Without a version there is nothing to compare, and None says why.
type MatrixCell struct {
	Version string
	Usual   string // what most of its environment run, where this differs
	Stale   bool
	None    string
}

// matrixOf is the matrix of a service's workloads, where one version a cluster cannot tell the whole.
func matrixOf(s *schemas.Snapshot) *Matrix {
	if !severalVersions(s) {
		return nil
	}
	m := &Matrix{Of: "workload"}
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

// joined lets columns share a place where every row says the same in them, once there are many.
func (m *Matrix) joined() *Matrix {
	if len(m.Columns) <= mostColumns {
		return m
	}
	short := &Matrix{Of: m.Of}
	first := map[string]int{}
	var counts []int
	for i, column := range m.Columns {
		key := m.column(i)
		if at, seen := first[key]; seen {
			counts[at]++
			continue
		}
		first[key] = len(short.Columns)
		short.Columns, counts = append(short.Columns, column), append(counts, 0)
	}
	for at, n := range counts {
		if len(counts) == 1 {
			short.Columns[at].Name = "all " + plural(n+1, "cluster")
		} else if n > 0 {
			short.Columns[at].More = "and " + number(n) + " more"
		}
	}
	for _, row := range m.Rows {
		kept := MatrixRow{Name: row.Name, Link: row.Link}
		seen := map[string]bool{}
		for i, cell := range row.Cells {
			if key := m.column(i); !seen[key] {
				seen[key] = true
				kept.Cells = append(kept.Cells, cell)
			}
		}
		short.Rows = append(short.Rows, kept)
	}
	return short
}

// column is all that a column says, to be compared.
func (m *Matrix) column(i int) string {
	var b strings.Builder
	for _, row := range m.Rows {
		cell := row.Cells[i]
		b.WriteString(cell.Version + "\x00" + cell.Usual + "\x00" + cell.None)
		if cell.Stale {
			b.WriteByte(1)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Table is the matrix for formats without its marks.
func (m *Matrix) Table() *Table {
	t := &Table{Head: []string{m.Of}}
	for _, c := range m.Columns {
		t.Head = append(t.Head, strings.TrimSpace(c.Name+" "+c.More))
	}
	for _, row := range m.Rows {
		cells := []Cell{code(row.Name)}
		for _, cell := range row.Cells {
			switch {
			case cell.Version == "":
				cells = append(cells, text(cell.None))
			case cell.Usual != "":
				cells = append(cells, text(cell.Version+" (elsewhere "+cell.Usual+")"))
			default:
				cells = append(cells, text(cell.Version))
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
