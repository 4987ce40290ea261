package render

// This file is a report for a terminal, or for a log.

import (
	"strings"
	"unicode/utf8"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// mostAlike is how many services are named of those to which the same happened.
const mostAlike = 12

// DiffText tells a comparison in lines no wider than width, where that is not 0. Paint may colour the word of a status.
func DiffText(c *schemas.Comparison, width int, paint func(schemas.Status, string) string) string {
	t := &textReport{report: reportOf(c), width: width, paint: paint}
	t.line(0, t.Lead())
	t.line(0, strings.Join(t.sides(), " → ")+leading(" · ", t.rest()))
	t.gap()
	for _, line := range t.unreadLines() {
		t.line(0, line)
	}
	for _, parts := range t.clusterLines() {
		t.line(0, wordsOf(parts))
	}
	for _, s := range t.urgent {
		t.service(s)
	}
	t.gap()
	for _, a := range t.alike {
		t.line(0, number(len(a.ids))+" services · "+wordsOf(a.said))
		t.line(1, shortList(a.ids, mostAlike))
	}
	for _, s := range t.changed {
		t.service(s)
	}
	return strings.TrimRight(t.b.String(), "\n") + "\n"
}

type textReport struct {
	*report
	b     strings.Builder
	width int
	paint func(schemas.Status, string) string
}

// service is a heading that says how it is now, and a line for each change.
func (t *textReport) service(s reported) {
	t.gap()
	status, word := s.New, string(s.New)
	if s.Direction == schemas.Vanished {
		status, word = schemas.Missing, "gone"
	}
	head := oneLine(s.ID)
	switch s.Direction {
	case schemas.Appeared:
		head += ", new"
	case schemas.OnlyChanged:
	default:
		head += ", " + s.was()
	}
	if s.Owner != "" {
		head += " · " + oneLine(s.Owner)
	}
	t.b.WriteString(t.paint(status, word) + strings.Repeat(" ", max(1, 12-len(word))) + head + "\n")
	for _, l := range s.lines {
		t.line(1, lineText(l))
	}
}

// was says how a service was, and where it is called the same now, which way it went.
func (s reported) was() string {
	if s.Old == s.New {
		return directionWords[s.Direction][0]
	}
	return "was " + string(s.Old)
}

// lineText is a change with its clusters cut to what can be taken in.
func lineText(l diff.Line) string { return wordsOf(shortPlaces(l)) }

func shortPlaces(l diff.Line) []diff.Part {
	parts := l.Parts()
	for i, p := range parts {
		if p.Role == diff.Cluster {
			parts[i].Text = shortList(l.Clusters, mostPlaces)
		}
	}
	return parts
}

// gap is an empty line, but never two.
func (t *textReport) gap() {
	if said := t.b.String(); !strings.HasSuffix(said, "\n\n") {
		t.b.WriteByte('\n')
	}
}

// line writes text at a depth, broken between words where it would be too wide; what follows hangs a step deeper.
func (t *textReport) line(depth int, text string) {
	indent, used := strings.Repeat("  ", depth), 0
	for i, word := range strings.Fields(oneLine(text)) {
		long := utf8.RuneCountInString(word)
		switch {
		case i == 0:
			t.b.WriteString(indent)
			used = len(indent)
		case t.width > 0 && used+1+long > t.width:
			t.b.WriteString("\n" + indent + "  ")
			used = len(indent) + 2
		default:
			t.b.WriteByte(' ')
			used++
		}
		t.b.WriteString(word)
		used += long
	}
	t.b.WriteByte('\n')
}

// leading is the text behind what leads to it, or nothing where there is no text.
func leading(lead, text string) string {
	if text == "" {
		return ""
	}
	return lead + text
}
