package render

// This file keeps the time that Markdown takes within bounds. A parser looks back from every mark to those before it in
// the same block, so its time grows with their number squared; nobody writes so many by hand.

import (
	"bytes"
	"strings"
)

const (
	mostTangle = 20_000_000 // sum over blocks of the marks squared: one block of some 4,500 links, or any number of shorter ones
	mostNested = 60         // quotes and lists inside each other on one line
	mostCells  = 100_000    // of a table, which is padded to a rectangle
	mostNotesC = 1000       // footnotes: each is looked up among all
)

// tangled tells whether a text is one that is shown as it was written.
func tangled(source []byte) bool {
	if bytes.Count(source, []byte("[^")) > mostNotesC {
		return true
	}
	marks, lines, pipes, total := 0, 0, 0, 0
	end := func() bool {
		total += marks*marks + lines*lines
		wide := pipes*lines > mostCells
		marks, lines, pipes = 0, 0, 0
		return wide || total > mostTangle
	}
	for line := range bytes.Lines(source) {
		trimmed := bytes.TrimLeft(line, " \t")
		if nested(trimmed) > mostNested || len(line)-len(trimmed) > 2*mostNested+1000 {
			return true
		}
		if len(bytes.TrimSpace(line)) == 0 || len(line)-len(trimmed) < 4 && begins(trimmed) {
			if end() {
				return true
			}
		}
		lines++
		for _, mark := range []string{"[", "](", "*", "_", "~", "`", "<", "!"} {
			marks += bytes.Count(line, []byte(mark))
		}
		pipes = max(pipes, bytes.Count(line, []byte("|")))
	}
	return end()
}

// begins tells whether a line surely begins a block of its own.
func begins(line []byte) bool {
	return len(line) > 2 && strings.IndexByte("-*+", line[0]) >= 0 && line[1] == ' '
}

// nested counts the quotes and list marks that a line begins with.
func nested(line []byte) int {
	n := 0
	for _, c := range line {
		switch {
		case c == '>' || c == '-' || c == '*' || c == '+' || c == '.' || c == ')':
			n++
		case c != ' ' && c != '\t' && (c < '0' || c > '9'):
			return ruled(line, n)
		}
	}
	return ruled(line, n)
}

// ruled forgives a line of one mark alone: a rule, or the line under a heading.
func ruled(line []byte, n int) int {
	if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '>' && bytes.IndexByte(line, ' ') < 0 {
		return 0
	}
	return n
}
