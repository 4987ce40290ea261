package render

// This file is a report as a comment on a pull request: a sentence, a table, and what is longer folded beneath it. It
// keeps within what a host takes, the most important first, and counts the rest.

import (
	"html"
	"strings"
	"unicode/utf8"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// What a comment may hold. GitHub takes 65,536 characters; some are left for what a workflow puts around it.
const (
	mostComment = 60_000 // bytes
	mostTabled  = 30_000 // of them for what is not folded
	mostInRow   = 3      // changes of a service
	mostInFold  = 100
	mostRunes   = 400 // of one change
)

// DiffMarkdown tells a comparison in at most 60 KB, for whatever host shows it.
func DiffMarkdown(c *schemas.Comparison) string {
	m := &comment{report: reportOf(c)}
	m.write("**" + string(escapeMarkdown(bounded(strings.TrimSuffix(m.Lead(), ".")))) + ".**\n")
	m.clusters()
	if len(m.alike) > 0 { // it stands between what needs attention and the rest
		m.table(m.urgent, mostTabled*2/3)
		m.alikes()
		m.table(m.changed, mostTabled)
	} else {
		m.table(m.every(), mostTabled)
	}
	m.folds()
	sides := m.sides()
	m.write("\n" + string(codeSpan(bounded(sides[0]))) + " → " + string(codeSpan(bounded(sides[1]))) + leading(" · ", m.rest()) + "\n")
	return m.b.String()
}

type comment struct {
	*report
	b strings.Builder
}

func (m *comment) write(text string) { m.b.WriteString(text) }

// fits tells whether there is room for the text, and for what counts the rest.
func (m *comment) fits(text string, most int) bool {
	const counting = 1000
	return m.b.Len()+len(text)+counting <= most
}

// list writes what fits, and counts what does not.
func (m *comment) list(items []string, most int, rest string) {
	for i, item := range items {
		if !m.fits(item, most) {
			m.write("- and " + plural(len(items)-i, "more "+rest) + "\n")
			return
		}
		m.write(item)
	}
}

func (m *comment) clusters() {
	var items []string
	for _, line := range m.unreadLines() {
		items = append(items, "- ⚠ "+inline(bounded(line))+"\n")
	}
	for _, parts := range m.clusterLines() {
		items = append(items, "- "+escapeStart(markedParts(parts))+"\n")
	}
	if len(items) > 0 {
		m.write("\n")
		m.list(items, mostTabled/3, "line")
	}
}

func (m *comment) alikes() {
	var items []string
	for _, a := range m.alike {
		items = append(items, "- "+number(len(a.ids))+" services: "+markedParts(a.said)+"<br>"+inline(bounded(shortList(a.ids, mostAlike)))+"\n")
	}
	m.write("\nAlike in several services:\n\n")
	m.list(items, mostTabled*5/6, "line")
}

// table is a row for each service, with the first of its changes.
func (m *comment) table(all []reported, most int) {
	if len(all) == 0 {
		return
	}
	m.write("\n| service | state | what changed |\n| --- | --- | --- |\n")
	for i, s := range all {
		row := "| " + strong(s.ID) + " | " + stateCell(s) + " | " + firstChanges(s.lines) + " |\n"
		if !m.fits(row, most) {
			m.write("\nAnd " + plural(len(all)-i, "more service") + ": " + countDirections(all[i:]) + ".\n")
			return
		}
		m.write(row)
	}
}

// stateCell says in words how a service is, and how it was where that is not the same.
func stateCell(s reported) string {
	switch s.Direction {
	case schemas.Vanished:
		return "gone, was " + string(s.Old)
	case schemas.Appeared:
		return "**" + string(s.New) + "**, new"
	case schemas.OnlyChanged:
		return string(s.New)
	default:
		return "**" + string(s.New) + "**, " + s.was()
	}
}

func firstChanges(lines []diff.Line) string {
	said := markedLines(lines)
	if rest := len(said) - mostInRow; rest > 1 {
		said = append(said[:mostInRow:mostInRow], number(rest)+" more")
	}
	return strings.Join(said, "<br>")
}

// folds are the services of which the table tells only a part.
func (m *comment) folds() {
	for _, s := range m.every() {
		if len(s.lines) <= mostInRow+1 {
			continue
		}
		text := "\n<details><summary>" + html.EscapeString(oneLine(s.ID)) + ": all " + plural(len(s.lines), "change") + "</summary>\n\n"
		for i, line := range markedLines(s.lines) {
			if i == mostInFold {
				text += "- and " + number(len(s.lines)-i) + " more\n"
				break
			}
			text += "- " + escapeStart(line) + "\n"
		}
		text += "\n</details>\n"
		if !m.fits(text, mostComment) {
			m.write("\nThere is no room here for all changes of each service; `plimsoll diff` without `--format` tells them.\n")
			return
		}
		m.write(text)
	}
}

func markedLines(lines []diff.Line) []string {
	said := make([]string, len(lines))
	for i, l := range lines {
		said[i] = markedParts(shortPlaces(l))
	}
	return said
}

// markedParts sets versions in code. Text that would be too long for a comment is cut.
func markedParts(parts []diff.Part) string {
	if utf8.RuneCountInString(wordsOf(parts)) > mostRunes {
		return inline(bounded(wordsOf(parts)))
	}
	var b strings.Builder
	for _, p := range parts {
		switch {
		case (p.Role == diff.Old || p.Role == diff.New) && strings.ContainsAny(p.Text, "0123456789") && !strings.Contains(p.Text, " "):
			b.WriteString(string(codeSpan(p.Text)))
		default:
			b.WriteString(withSpaces(p.Text))
		}
	}
	return strings.TrimSpace(b.String())
}

// withSpaces escapes text and keeps the spaces at its ends.
func withSpaces(text string) string {
	said := inline(oneLine(text))
	if said == "" {
		return text
	}
	if strings.HasPrefix(text, " ") {
		said = " " + said
	}
	if strings.HasSuffix(text, " ") {
		said += " "
	}
	return said
}

func bounded(text string) string {
	text = oneLine(text)
	if runes := []rune(text); len(runes) > mostRunes {
		return string(runes[:mostRunes-1]) + "…"
	}
	return text
}

// countDirections says which way services went that there is no room for.
func countDirections(services []reported) string {
	var said []string
	for _, d := range schemas.Directions() {
		n := 0
		for _, s := range services {
			if s.Direction == d {
				n++
			}
		}
		if n > 0 {
			said = append(said, number(n)+" "+directionWords[d][min(n, 2)-1])
		}
	}
	return list(said)
}
