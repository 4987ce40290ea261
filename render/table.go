package render

// This file is the plain table in both formats: what most of a workload's details are. It is written by hand and not
// by a template because a page may have thousands of its cells.

import (
	"html"
	"html/template"
	"slices"
	"strings"
)

// Table has a heading a column and no empty columns.
type Table struct {
	Head []string
	Rows [][]Cell
	More string // what was left out, said under the table
}

// Cell is a badge, a text, a moment and the rule that says so, each of them only if it is there; Lines stand below each
// other.
type Cell struct {
	Badge Badge
	Text  string
	Code  bool
	At    Moment
	Rule  string
	Link  string // of the rule
	Whole bool   // short enough never to be broken
	Lines []Cell
	Use   string // attributes of a place for a figure
}

func text(s string) Cell   { return Cell{Text: s} }
func code(s string) Cell   { return Cell{Text: s, Code: true} }
func amount(n int) Cell    { return Cell{Text: number(n)} }
func moment(m Moment) Cell { return Cell{At: m} }

// word is one word, or a few, of Kubernetes' own; what is too long for its column may be broken all the same.
func word(s string) Cell { return Cell{Text: s, Whole: len(s) <= 24} }

// words stand below each other.
func words(all []string) Cell {
	c := Cell{Whole: !slices.ContainsFunc(all, func(s string) bool { return !word(s).Whole })}
	if len(all) == 1 {
		c.Text = all[0]
		return c
	}
	for _, s := range all {
		c.Lines = append(c.Lines, text(s))
	}
	return c
}

// Any tells whether the table has rows.
func (t *Table) Any() bool { return t != nil && len(t.Rows) > 0 }

func (c Cell) empty() bool {
	return c.Text == "" && c.Badge.Shape == "" && !c.At.Known() && len(c.Lines) == 0
}

// used tells which columns have anything in them.
func (t *Table) used() []bool {
	used := make([]bool, len(t.Head))
	for _, row := range t.Rows {
		for i, c := range row {
			used[i] = used[i] || !c.empty()
		}
	}
	return used
}

// HTML is the table with its first cells as the rows' headings; the labels are for narrow screens, where a row becomes a card.
func (t *Table) HTML() template.HTML {
	var b strings.Builder
	b.Grow(256 + len(t.Rows)*len(t.Head)*96) // what most come to: growing step by step would copy long tables over and over
	used := t.used()
	b.WriteString(`<table class="plain stack"><thead><tr>`)
	for i, h := range t.Head {
		if used[i] {
			b.WriteString(`<th scope="col">` + html.EscapeString(h) + `</th>`)
		}
	}
	b.WriteString(`</tr></thead><tbody>`)
	for _, row := range t.Rows {
		b.WriteString(`<tr>`)
		for i, c := range row {
			if used[i] {
				c.cell(&b, t.Head[i], i == 0)
			}
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString(`</tbody></table>`)
	if t.More != "" {
		b.WriteString(`<p class="more">` + html.EscapeString(t.More) + `</p>`)
	}
	return template.HTML(b.String())
}

func (c Cell) cell(b *strings.Builder, label string, first bool) {
	switch {
	case first:
		b.WriteString(`<th scope="row"><div>`)
		c.html(b)
		b.WriteString(`</div></th>`)
	case c.empty():
		b.WriteString(`<td class="empty"></td>`)
	default:
		b.WriteString(`<td data-label="` + html.EscapeString(label) + `"` + c.Use)
		if c.Whole {
			b.WriteString(` class="w"`)
		}
		b.WriteString(`><div>`)
		c.html(b)
		b.WriteString(`</div></td>`)
	}
}

func (c Cell) html(b *strings.Builder) {
	if c.Badge.Shape != "" {
		b.WriteString(`<svg class="sh ` + c.Badge.Tone + `" aria-hidden="true"><use href="#p-` + c.Badge.Shape + `"/></svg> `)
	}
	switch {
	case c.Code:
		b.WriteString(`<code>` + html.EscapeString(c.Text) + `</code>`)
	case c.Text != "":
		b.WriteString(html.EscapeString(c.Text))
	}
	if c.At.Known() {
		if c.Text != "" {
			b.WriteByte(' ')
		}
		b.WriteString(string(c.At.Tag()))
	}
	switch {
	case c.Link != "":
		b.WriteString(` <a class="quiet" href="` + html.EscapeString(c.Link) + `">` + html.EscapeString(c.Rule) + `</a>`)
	case c.Rule != "":
		b.WriteString(` <span class="quiet">` + html.EscapeString(c.Rule) + `</span>`)
	}
	for _, line := range c.Lines {
		b.WriteString(`<div>`)
		line.html(b)
		b.WriteString(`</div>`)
	}
}

// Markdown is the table as GitHub writes them.
func (t *Table) Markdown() markdown {
	var b strings.Builder
	used := t.used()
	var rule strings.Builder
	for i, h := range t.Head {
		if used[i] {
			b.WriteString("| " + string(escapeMarkdown(h)) + " ")
			rule.WriteString("| --- ")
		}
	}
	b.WriteString("|\n" + rule.String() + "|\n")
	for _, row := range t.Rows {
		for i, c := range row {
			if used[i] {
				b.WriteString("| " + c.markdown() + " ")
			}
		}
		b.WriteString("|\n")
	}
	if t.More != "" {
		b.WriteString("\n" + string(escapeMarkdown(t.More)) + "\n")
	}
	return markdown(b.String())
}

func (c Cell) markdown() string {
	var parts []string
	if c.Badge.Glyph != "" {
		parts = append(parts, c.Badge.Glyph)
	}
	switch {
	case c.Code && c.Text != "":
		parts = append(parts, string(codeSpan(c.Text)))
	case c.Text != "":
		parts = append(parts, string(escapeMarkdown(c.Text)))
	}
	if c.At.Known() {
		parts = append(parts, c.At.String())
	}
	switch {
	case c.Link != "":
		parts = append(parts, string(markdownLink(c.Rule, c.Link)))
	case c.Rule != "":
		parts = append(parts, string(escapeMarkdown(c.Rule)))
	}
	said := strings.Join(parts, " ")
	for _, line := range c.Lines {
		if said != "" {
			said += " · "
		}
		said += line.markdown()
	}
	return said
}
