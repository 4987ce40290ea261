package render

// This file is which version runs where, as a matrix: a row a thing that has versions, a column a cluster. Columns that
// say the same stand as one, so that drift is what is left to see.

import (
	"cmp"
	"strings"
)

// Beyond mostColumns clusters, those that are alike share a column.
const mostColumns = 6

// Matrix is versions by row and column.
type Matrix struct {
	Label   string // what it shows, for those who do not see it
	Of      string // what a row is: "workload", "service"
	Columns []MatrixColumn
	Rows    []MatrixRow
}

// MatrixColumn is a cluster, or several in which every row says the same.
type MatrixColumn struct {
	Name, Link  string
	Environment string // where rows are compared within it
	More        string // "and 17 more"
}

// MatrixRow is one workload, or one service.
type MatrixRow struct {
	Name, Link string
	Cells      []MatrixCell // one a column

	object string
}

// MatrixCell is what runs there, and how it is there where the page does not say it elsewhere. Without a version there is
// nothing to compare, and None says why.
type MatrixCell struct {
	Badge
	Version string
	Usual   string // what most of its environment run, where this differs
	Stale   bool
	None    string
}

// Drift tells whether some cell differs.
func (m *Matrix) Drift() bool {
	for _, row := range m.Rows {
		for _, c := range row.Cells {
			if c.Usual != "" {
				return true
			}
		}
	}
	return false
}

// joined lets columns share a place where every row says the same in them, once there are many.
func (m *Matrix) joined() *Matrix {
	if len(m.Columns) <= mostColumns {
		return m
	}
	short := &Matrix{Label: m.Label, Of: m.Of}
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
			short.Columns[at].Name, short.Columns[at].Link = "all "+plural(n+1, "cluster"), ""
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
	b.WriteString(m.Columns[i].Environment + "\n")
	for _, row := range m.Rows {
		cell := row.Cells[i]
		b.WriteString(cell.Word + "\x00" + cell.Version + "\x00" + cell.Usual + "\x00" + cell.None)
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
		cells := []Cell{{Text: row.Name, Code: row.Link == ""}}
		for _, c := range row.Cells {
			cells = append(cells, c.plain())
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func (c MatrixCell) plain() Cell {
	said := c.Version
	if c.Usual != "" {
		said = "≠ " + said
	}
	if said = cmp.Or(said, c.None); c.Stale {
		said += " (stale)"
	}
	return Cell{Badge: c.Badge, Text: said}
}
