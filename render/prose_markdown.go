package render

// This file writes prose as Markdown anew, from goldmark's tree and not from its source: every character of text is
// escaped as that of a cluster is, and only what the tree holds becomes markup. So a host that lets HTML through, or
// reads Markdown in another way, finds nothing that this program did not see.

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

func (w *writing) markdown(root ast.Node) markdown {
	return markdown(strings.Join(w.blocks(root, true), "\n\n") + "\n")
}

func (w *writing) blocks(n ast.Node, top bool) []string {
	var all []string
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if b := w.block(c, top); b != "" {
			all = append(all, b)
		}
	}
	return all
}

func (w *writing) block(n ast.Node, top bool) string {
	switch n := n.(type) {
	case *ast.Heading:
		return strings.Repeat("#", n.Level) + " " + w.inline(n, false)
	case *ast.ThematicBreak:
		return "* * *"
	case *ast.Blockquote:
		return prefixed(strings.Join(w.blocks(n, false), "\n\n"), "> ", "> ")
	case *ast.List:
		return w.list(n)
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		return codeBlock(string(n.Lines().Value(w.source)), top)
	case *extast.Table:
		return w.table(n)
	case *extast.FootnoteList:
		var notes []string
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			notes = append(notes, prefixed(strings.Join(w.blocks(c, false), "\n\n"), fmt.Sprintf("[^%s%d]: ", w.prefix, c.(*extast.Footnote).Index), "    "))
		}
		return strings.Join(notes, "\n\n")
	default:
		return w.inline(n, false)
	}
}

// list indents by four, which every reader of Markdown takes for the same item.
func (w *writing) list(n *ast.List) string {
	var items []string
	number := n.Start
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		mark := "-   "
		if n.IsOrdered() {
			mark = fmt.Sprintf("%-3s ", fmt.Sprintf("%d.", number))
			number++
		}
		gap := "\n\n"
		if n.IsTight {
			gap = "\n"
		}
		items = append(items, prefixed(strings.Join(w.blocks(c, false), gap), mark, "    "))
	}
	if n.IsTight {
		return strings.Join(items, "\n")
	}
	return strings.Join(items, "\n\n")
}

// prefixed sets one mark before the first line and another before the rest.
func prefixed(text, first, rest string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		switch {
		case i == 0:
			lines[i] = first + line
		case line != "" || strings.TrimSpace(rest) != "":
			lines[i] = strings.TrimRight(rest+line, " ")
		}
	}
	return strings.Join(lines, "\n")
}

// codeBlock fences code. Inside a list or a quote, hosts disagree on what a fence is: what could be more than text there
// stands line by line in spans.
func codeBlock(code string, top bool) string {
	if top && !strings.Contains(code, "{{") || !strings.ContainsAny(code, "<&[{!") {
		return fence(code)
	}
	var lines []string
	for line := range strings.Lines(code) {
		if span := string(codeSpan(line)); span != "" {
			lines = append(lines, span)
		}
	}
	return strings.Join(lines, "\n\n")
}

func fence(code string) string {
	longest, run := 2, 0
	for i := range len(code) {
		if run++; code[i] != '`' {
			run = 0
		}
		longest = max(longest, run)
	}
	mark := strings.Repeat("`", longest+1)
	return mark + "\n" + strings.TrimRight(code, "\n") + "\n" + mark
}

func (w *writing) table(n ast.Node) string {
	var rows []string
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		line, rule := "|", "|"
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			line += " " + w.inline(cell, true) + " |"
			rule += " --- |"
		}
		rows = append(rows, line)
		if row.Kind() == extast.KindTableHeader {
			rows = append(rows, rule)
		}
	}
	return strings.Join(rows, "\n")
}

// inline writes what stands in a line. Neighbouring text is escaped as one, because what it means depends on its neighbours.
func (w *writing) inline(n ast.Node, cell bool) string {
	var b, said strings.Builder
	flush := func() {
		b.WriteString(spaced(said.String()))
		said.Reset()
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			said.WriteString(resolved(c.Segment.Value(w.source)))
			if c.SoftLineBreak() || c.HardLineBreak() {
				said.WriteByte(' ')
			}
		case *ast.String:
			said.WriteString(resolved(c.Value))
		default:
			flush()
			b.WriteString(w.span(c, cell))
		}
	}
	flush()
	return strings.TrimSpace(b.String())
}

// spaced escapes text and keeps the space around it, which tells words from their neighbours.
func spaced(s string) string {
	trimmed := strings.TrimSpace(s)
	if trimmed == "" {
		return s[:min(len(s), 1)]
	}
	escaped := string(escapeMarkdown(trimmed))
	if s[0] == ' ' || s[0] == '\t' {
		escaped = " " + escaped
	}
	if last := s[len(s)-1]; last == ' ' || last == '\t' {
		escaped += " "
	}
	return escaped
}

func (w *writing) span(n ast.Node, cell bool) string {
	around := func(mark string) string {
		if inner := w.inline(n, cell); inner != "" {
			return mark + inner + mark
		}
		return ""
	}
	switch n := n.(type) {
	case *ast.CodeSpan:
		return string(codeSpan(w.codeText(n)))
	case *ast.Emphasis:
		return around(strings.Repeat("*", n.Level))
	case *extast.Strikethrough:
		return around("~~")
	case *ast.Link:
		return linkAround(w.inline(n, cell), w.follow(resolved(n.Destination)))
	case *ast.Image:
		t, alt := w.follow(resolved(n.Destination)), string(escapeMarkdown(w.plain(n)))
		switch {
		case t.picture:
			return "!" + linkAround(alt, t)
		case linked(n):
			return alt
		}
		return linkAround(alt, t)
	case *ast.AutoLink:
		return linkAround(string(escapeMarkdown(string(n.Label(w.source)))), webTarget(string(n.URL(w.source))))
	case *extast.TaskCheckBox:
		if n.IsChecked {
			return "[x] "
		}
		return "[ ] "
	case *extast.FootnoteLink:
		return fmt.Sprintf("[^%s%d]", w.prefix, n.Index)
	case *extast.FootnoteBacklink:
		return ""
	}
	return w.inline(n, cell)
}

// linkAround is a link around what is escaped already, or that alone where the link leads nowhere.
func linkAround(inner string, t target) string {
	_, tail, ok := strings.Cut(string(markdownLink("x", t.address)), "](")
	if t.address == "" || !ok {
		return inner
	}
	if inner == "" {
		inner = string(escapeMarkdown(t.address))
	}
	return "[" + inner + "](" + tail
}
