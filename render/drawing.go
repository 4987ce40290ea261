package render

// This file is what HTML is written with where a page has so much of it that a template, which asks for every field and
// method by reflection, would take most of the time: lanes, workloads, tables, pictures.

import (
	"html/template"
	"strconv"
	"strings"
	"time"
)

// drawing is HTML under way. Text goes in by text, and by nothing else.
type drawing struct{ buf []byte }

// raw is markup, or text that has been escaped.
func (d *drawing) raw(parts ...string) {
	for _, part := range parts {
		d.buf = append(d.buf, part...)
	}
}

// text is any text, in an element or between the quotes of an attribute.
func (d *drawing) text(s string) {
	if !strings.ContainsAny(s, special) {
		d.buf = append(d.buf, s...)
		return
	}
	d.buf = append(d.buf, specials.Replace(s)...)
}

// int is a figure of a picture; those that people read are text (number).
func (d *drawing) int(n int) { d.buf = strconv.AppendInt(d.buf, int64(n), 10) }

// html is what was drawn.
func (d *drawing) html() template.HTML { return template.HTML(d.buf) }

// What html/template writes otherwise, and how: whoever draws a part of a page differs from it in no byte.
const special = "\x00\"&'+<>"

// specials is read only.
var specials = strings.NewReplacer("\x00", "\ufffd", `"`, "&#34;", "&", "&amp;", "'", "&#39;", "+", "&#43;", "<", "&lt;", ">", "&gt;")

// nothing is a cell that has no word to say.
const nothing = `<td class="empty"></td>`

// icon is a badge's shape in its tone.
func (d *drawing) icon(b Badge) {
	d.raw(`<svg class="sh `, b.Tone, `" aria-hidden="true"><use href="#p-`, b.Shape, `"/></svg>`)
}

// state is the shape and the word.
func (d *drawing) state(b Badge) {
	d.raw(`<span class="st `, b.Tone, `">`)
	d.icon(b)
	d.text(b.Word)
	d.raw(`</span>`)
}

// code is a name, a version, an image.
func (d *drawing) code(s string) {
	d.raw(`<code>`)
	d.text(s)
	d.raw(`</code>`)
}

// small is a word beside another, where there is one.
func (d *drawing) small(s string) {
	if s == "" {
		return
	}
	d.raw(` <small>`)
	d.text(s)
	d.raw(`</small>`)
}

// moment is Moment's Tag.
func (d *drawing) moment(m Moment) {
	if m.at.IsZero() {
		return
	}
	at := m.at.UTC()
	d.raw(`<time datetime="`)
	d.buf = at.AppendFormat(d.buf, time.RFC3339)
	d.raw(`">`)
	d.buf = at.AppendFormat(d.buf, inFull)
	d.raw(`</time>`)
}

// svg begins a picture that has a name for those who cannot see it.
func (d *drawing) svg(class string, width, height int, label string) {
	d.raw(`<svg class="`, class, `" width="`)
	d.int(width)
	d.raw(`" height="`)
	d.int(height)
	d.raw(`" viewBox="0 0 `)
	d.int(width)
	d.raw(` `)
	d.int(height)
	d.raw(`" role="img" aria-label="`)
	d.text(label)
	d.raw(`">`)
}

// box is where a shape stands and how large it is.
func (d *drawing) box(x, y, width, height int) {
	d.raw(` x="`)
	d.int(x)
	d.raw(`" y="`)
	d.int(y)
	d.raw(`" width="`)
	d.int(width)
	d.raw(`" height="`)
	d.int(height)
	d.raw(`"`)
}

func either(condition bool, yes, no string) string {
	if condition {
		return yes
	}
	return no
}
