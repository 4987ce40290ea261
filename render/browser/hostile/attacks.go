// Package hostile makes data that keeps its schema and is hostile in every text that the schema leaves open: what a
// cluster, a catalog or a configuration could bring to a page. Tests render it, and a browser opens what comes out.
//
// This file is the texts.
package hostile

import "strings"

// Attacks end an attribute, a tag, a cell, a code span, a link and a line, each in its own way; or hide, turn round,
// stretch or empty what stands beside them. Those that would run say so by alert, which a browser reports.
func Attacks() []string {
	return []string{
		`"><script>alert(1)</script><img src=x onerror=alert(1)>`,
		"`</code>`` <b onclick=alert(1)>x</b> | | [x](javascript:alert(1)) ![y](http://evil.example/y.png)",
		"x\n\n# Forged heading\n\n| a | b |\n| - | - |\n<iframe src=//evil.example></iframe>",
		"</title></svg><img src=x onerror=alert(1)>",
		"<script src=//evil.example/x.js ",
		"<!-- the rest is a comment",
		"javascript:alert(1)",
		"data:text/html,<script>alert(1)</script>",
		"{{.Title}} {{<x>}} ]]> --> *a* __b__ \\",
		"\u202eexe.gpj\u2066 \x00\x07 \u2028 end",
		"\u202egpj.exe is turned round",
		strings.Repeat("ab", 5000),
		`<svg onload=alert(1)><use href="//evil.example/x.svg#x"/></svg>`,
		`' onmouseover='alert(1)' autofocus onfocus='alert(1)' x='`,
		"خدمة الدفع \u200f\u2067 שירות \u061c 2.0",
		"\u200b\u200d\ufeff\u2060",
		"👩‍👩‍👧‍👦🏳️‍🌈 Z\u0351\u036b\u0343\u036a\u0302\u036b\u033da\u0321\u034al\u0312\u033d\u0300go\u0300",
	}
}
