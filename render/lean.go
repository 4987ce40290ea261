package render

// This file is a list of hundreds or thousands of services: the same facts in text alone, a few hundred bytes a row, and
// in bodies of a hundred rows that a browser lays out when they come into view. It is written by hand for the same
// reason as a table is.

import (
	"html"
	"html/template"
	"strings"
)

// Beyond mostRich rows drawings cost more than they show: measured in Chromium, a page of 1,000 rich rows takes five
// times as long as one of 10,000 lean ones.
const mostRich = 200

const rowsInBody = 100

// Lean is the list where it is long, else nothing.
func (l Listing) Lean() template.HTML {
	if len(l.Rows) <= mostRich {
		return ""
	}
	var b strings.Builder
	b.Grow(len(l.Rows) * 400)
	b.WriteString(`<table class="list stack lean"><thead><tr>`)
	for _, h := range l.leanHead() {
		b.WriteString(h)
	}
	b.WriteString(`</tr></thead>`)
	for i, r := range l.Rows {
		if i%rowsInBody == 0 {
			if i > 0 {
				b.WriteString(`</tbody>`)
			}
			b.WriteString(`<tbody>`)
		}
		r.lean(&b, l)
	}
	b.WriteString(`</tbody></table>`)
	return template.HTML(b.String())
}

func (l Listing) leanHead() []string {
	heads := []string{`<th scope="col">service</th>`, `<th scope="col">state</th>`, `<th scope="col">owner</th>`}
	if l.Where {
		heads = append(heads, `<th scope="col">where</th>`)
	}
	heads = append(heads, `<th scope="col">version</th>`, `<th scope="col">ready</th>`)
	if l.Hulls {
		heads = append(heads, `<th scope="col" data-down>headroom</th>`)
	}
	if l.Restarts {
		heads = append(heads, `<th scope="col" data-down>restarts</th>`)
	}
	return heads
}

// lean leaves out what is as it should be: a headroom that is far from its mark, restarts that there are none of.
func (r Row) lean(b *strings.Builder, l Listing) {
	escape := html.EscapeString
	b.WriteString("<tr><th scope=\"row\"><a href=\"" + escape(r.Link) + "\">" + escape(r.Name) + "</a>")
	if r.Space != "" {
		b.WriteString(" <small>" + escape(r.Space) + "</small>")
	}
	b.WriteString(`</th>` + r.leanState() + `<td>`)
	if r.Owner != "" {
		b.WriteString("<a href=\"" + escape(r.OwnerLink) + "\">" + escape(r.Owner) + "</a>")
	}
	if r.System != "" {
		b.WriteString(" <small>" + escape(r.System) + "</small>")
	}
	if l.Where {
		b.WriteString("</td>" + r.leanPlaces())
	}
	b.WriteString("</td><td>" + escape(strings.Join(r.Versions, ", ")) + "</td><td>" + r.Ready + "</td>")
	if l.Hulls {
		near := r.Hull != nil && r.Hull.Tone != "ok"
		b.WriteString(cellIf(near, `class="warn"`, func() string { return r.Hull.Now() }))
	}
	if l.Restarts {
		b.WriteString(cellIf(r.Restarts != "0", `data-label="restarts"`, func() string { return r.Restarts }))
	}
	b.WriteString("</tr>\n")
}

// leanState marks what is not as it should be; the word is there in any case.
func (r Row) leanState() string {
	if r.Tone == "ok" {
		return "<td>" + html.EscapeString(r.Word) + "</td>"
	}
	return `<td class="` + r.Tone + `" data-is="` + r.Glyph + `">` + html.EscapeString(r.Word) + "</td>"
}

// leanPlaces names up to three clusters, and counts more; its cell is closed by what follows.
func (r Row) leanPlaces() string {
	if len(r.Places) <= 3 {
		return "<td>" + html.EscapeString(strings.ReplaceAll(r.In, "|", ", "))
	}
	return `<td data-in="` + html.EscapeString(r.In) + `">` + number(len(r.Places)) + " clusters"
}

func cellIf(there bool, attribute string, text func() string) string {
	if !there {
		return "<td></td>"
	}
	return "<td " + attribute + ">" + html.EscapeString(text()) + "</td>"
}
