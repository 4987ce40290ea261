package render

// This file is the plain table in both formats: what most of a workload's details are. It is written by hand and not
// by a template because a page may have thousands of its cells.

import (
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

func (c *Cell) empty() bool {
	return c.Text == "" && c.Badge.Shape == "" && !c.At.Known() && len(c.Lines) == 0
}

// used tells which columns have anything in them.
func (t *Table) used() []bool {
	used := make([]bool, len(t.Head))
	for _, row := range t.Rows {
		for i := range row {
			used[i] = used[i] || !row[i].empty()
		}
	}
	return used
}

// HTML is the table with its first cells as the rows' headings; the labels are for narrow screens, where a row becomes a card.
func (t *Table) HTML() template.HTML {
	d := drawing{buf: make([]byte, 0, t.size())}
	t.draw(&d)
	return d.html()
}

// size is about how many bytes it comes to: growing step by step would copy long tables over and over.
func (t *Table) size() int {
	if !t.Any() {
		return 0
	}
	return 256 + len(t.Rows)*len(t.Head)*96
}

func (t *Table) draw(d *drawing) {
	used := t.used()
	d.raw(`<table class="plain stack"><thead><tr>`)
	for i, h := range t.Head {
		if used[i] {
			d.raw(`<th scope="col">`)
			d.text(h)
			d.raw(`</th>`)
		}
	}
	d.raw(`</tr></thead><tbody>`)
	for _, row := range t.Rows {
		d.raw(`<tr>`)
		for i := range row {
			if used[i] {
				row[i].cell(d, t.Head[i], i == 0)
			}
		}
		d.raw("</tr>\n")
	}
	d.raw(`</tbody></table>`)
	if t.More != "" {
		d.raw(`<p class="more">`)
		d.text(t.More)
		d.raw(`</p>`)
	}
}

func (c *Cell) cell(d *drawing, label string, first bool) {
	switch {
	case first:
		d.raw(`<th scope="row"><div>`)
		c.html(d)
		d.raw(`</div></th>`)
	case c.empty():
		d.raw(nothing)
	default:
		d.raw(`<td data-label="`)
		d.text(label)
		d.raw(`"`, c.Use, either(c.Whole, ` class="w"`, ""), `><div>`)
		c.html(d)
		d.raw(`</div></td>`)
	}
}

func (c *Cell) html(d *drawing) {
	if c.Badge.Shape != "" {
		d.icon(c.Badge)
		d.raw(` `)
	}
	switch {
	case c.Code:
		d.code(c.Text)
	case c.Text != "":
		d.text(c.Text)
	}
	if c.At.Known() {
		d.raw(either(c.Text != "", ` `, ""))
		d.moment(c.At)
	}
	switch {
	case c.Link != "":
		d.raw(` <a class="quiet" href="`)
		d.text(c.Link)
		d.raw(`">`)
		d.text(c.Rule)
		d.raw(`</a>`)
	case c.Rule != "":
		d.raw(` <span class="quiet">`)
		d.text(c.Rule)
		d.raw(`</span>`)
	}
	for i := range c.Lines {
		d.raw(`<div>`)
		c.Lines[i].html(d)
		d.raw(`</div>`)
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
