package render

// This file is the diagram of what needs a service and what it needs, each with its state, in Mermaid. It stands on hosts
// that draw it; the page says the same in words.

import (
	"fmt"
	"strings"
	"unicode"
)

// One relation is said faster than drawn.
const fewestDrawn = 2

func (h host) diagram(title string, badge Badge, needs, needed Relations) markdown {
	if !h.mermaid || len(needs.All)+len(needed.All) < fewestDrawn {
		return ""
	}
	var b strings.Builder
	b.WriteString("```mermaid\nflowchart LR\n")
	fmt.Fprintf(&b, "  here[\"%s\"]\n  style here stroke-width:3px\n", nodeText(title, badge))
	draw := func(kind string, r Relations, edge func(node, arrow string) string) {
		for i, each := range r.All {
			node, arrow := fmt.Sprintf("%s%d[\"%s\"]", kind, i, nodeText(each.Name, each.Badge)), "-->"
			if each.Link == "" {
				arrow = "-.->"
			}
			b.WriteString("  " + edge(node, arrow) + "\n")
		}
		if r.More != "" {
			b.WriteString("  " + edge(fmt.Sprintf("%smore[\"%s\"]", kind, nodeText(r.More, Badge{})), "-->") + "\n")
		}
	}
	draw("user", needed, func(node, arrow string) string { return node + " " + arrow + " here" })
	draw("need", needs, func(node, arrow string) string { return "here " + arrow + " " + node })
	b.WriteString("```\n")
	return markdown(b.String())
}

// nodeText is a name and its state, short enough for a box.
func nodeText(name string, badge Badge) string {
	const most = 60
	said := mermaidText(beginning(oneLine(name), most))
	if badge.Word != "" {
		said = badge.Glyph + " " + said + ": " + mermaidText(badge.Word)
	}
	return said
}

// mermaidText spells every character by its number that could mean something to Mermaid, or to HTML, of which it
// makes its labels.
func mermaidText(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" .,:/()-_…", r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	return b.String()
}
