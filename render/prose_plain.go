package render

// This file is prose without a mark in it, as most descriptions are: one paragraph, whoever reads it. Reading it as
// Markdown takes as long as drawing a quarter of the page that it stands on.

import (
	htmltemplate "html/template"
	"strings"
)

// unmarked are the characters, beside letters and digits, that mean nothing in Markdown where text begins with a letter.
const unmarked = " ,.;()'%"

// plainProse makes both forms of such a text, and says whether it is one. A test holds it to what goldmark makes.
func plainProse(source []byte) (Prose, bool) {
	said := string(source)
	if said == "" || !isLetter(said[0]) || said[len(said)-1] == ' ' || len(said) > 4000 || strings.Contains(said, "  ") || strings.Contains(strings.ToLower(said), "www.") {
		return Prose{}, false
	}
	for i := range len(said) {
		if c := said[i]; !isWord(c) && strings.IndexByte(unmarked, c) < 0 && !(c == '-' && isWord(said[i-1])) {
			return Prose{}, false
		}
	}
	return Prose{HTML: htmltemplate.HTML("<p>" + said + "</p>\n"), Markdown: markdown(escapeStart(inline(said)) + "\n")}, true
}
