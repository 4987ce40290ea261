package render

// This file is what templates leave behind in a Markdown page and nobody wants to read in a review: columns that no row
// fills, blanks at the ends of lines, blank lines beside each other.

import "bytes"

// tidy leaves what stands between fences as it is, and ends the page with one newline.
func tidy(page []byte) []byte {
	lines := bytes.Split(page, []byte("\n"))
	kept := make([][]byte, 0, len(lines))
	fence, blank := 0, true // a page begins with no blank line
	for i := 0; i < len(lines); i++ {
		line := bytes.TrimRight(lines[i], " ")
		ticks := len(line) - len(bytes.TrimLeft(line, "`"))
		switch {
		case fence > 0:
			kept = append(kept, lines[i])
			if ticks >= fence && ticks == len(line) {
				fence = 0
			}
		case ticks > 2:
			fence, kept = ticks, append(kept, line)
		case len(line) == 0:
			if !blank {
				kept = append(kept, nil)
			}
		case line[0] == '|':
			end := i
			for end < len(lines) && len(lines[end]) > 0 && lines[end][0] == '|' {
				end++
			}
			kept = append(kept, narrow(lines[i:end])...)
			i = end - 1
		default:
			kept = append(kept, line)
		}
		blank = len(line) == 0
	}
	return append(bytes.TrimRight(bytes.Join(kept, []byte("\n")), "\n"), '\n')
}

// narrow leaves out the columns of a table that no row fills. No text has a bar of its own: it is escaped.
func narrow(table [][]byte) [][]byte {
	rows := make([][][]byte, len(table))
	var used []bool
	for i, line := range table {
		line = bytes.TrimRight(line, " ")
		cells := bytes.Split(bytes.TrimSuffix(line[1:], []byte("|")), []byte("|"))
		if used == nil {
			used = make([]bool, len(cells))
		}
		for c := range cells {
			cells[c] = bytes.TrimSpace(cells[c])
			if i > 1 && c < len(used) {
				used[c] = used[c] || len(cells[c]) > 0
			}
		}
		rows[i] = cells
	}
	out := make([][]byte, len(rows))
	for i, cells := range rows {
		var b bytes.Buffer
		for c, cell := range cells {
			if c < len(used) && used[c] {
				b.WriteString("| ")
				b.Write(cell)
				if len(cell) > 0 {
					b.WriteByte(' ')
				}
			}
		}
		b.WriteByte('|')
		out[i] = b.Bytes()
	}
	return out
}
