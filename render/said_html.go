package render

// This file draws what is said in a line: sentences, what a service is related to, what changed, what shapes mean.

import (
	"html/template"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
)

// HTML is the sentence with its marks.
func (s Sentence) HTML() template.HTML {
	var d drawing
	d.sentence(s)
	return d.html()
}

func (d *drawing) sentence(s Sentence) {
	for _, each := range s {
		switch {
		case each.At.Known() && each.Since:
			d.raw(string(each.At.Since()))
		case each.At.Known():
			d.moment(each.At)
		case each.Code:
			d.code(each.Text)
		case each.Mark != "":
			d.strong(each.Mark, each.Text)
		case each.Strong:
			d.strong("", each.Text)
		default:
			d.text(each.Text)
		}
	}
}

// strong sets text apart, in a tone or in none.
func (d *drawing) strong(tone, text string) {
	d.raw(`<b`)
	if tone != "" {
		d.raw(` class="`, tone, `"`)
	}
	d.raw(`>`)
	d.text(text)
	d.raw(`</b>`)
}

// HTML names each, those that have a page with how they are.
func (r Relations) HTML() template.HTML {
	var d drawing
	for i, each := range r.All {
		d.raw(either(i > 0, `<span class="sep">·</span>`, ""))
		if each.Link == "" {
			d.text(each.Name)
			continue
		}
		d.raw(`<span class="st `, each.Tone, `">`)
		d.icon(each.Badge)
		d.raw(`</span> <a href="`)
		d.text(each.Link)
		d.raw(`">`)
		d.text(each.Name)
		d.raw(`</a> <small class="`, each.Tone, `">`)
		d.text(each.Word)
		d.raw(`</small>`)
	}
	if r.More != "" {
		d.raw(` and `, r.More)
	}
	return d.html()
}

// HTML is the change as an item of the timeline.
func (c Change) HTML() template.HTML {
	var d drawing
	d.raw(`<li`)
	if c.ID != "" {
		d.raw(` id="`)
		d.text(c.ID)
		d.raw(`"`)
	}
	d.raw(` data-answer="changed">`)
	d.icon(c.Badge)
	d.raw(`<span class="at num">`, c.At.Clock(), `</span><ul>`)
	for _, line := range c.Lines {
		d.raw(`<li>`)
		for _, part := range line {
			switch {
			case part.Tone != "":
				d.strong(part.Tone, part.Text)
			case part.Role == diff.New, part.Role == diff.Cluster:
				d.strong("", part.Text)
			default:
				d.text(part.Text)
			}
		}
		d.raw(`</li>`)
	}
	if c.More != "" {
		d.raw(`<li class="quiet">`, c.More, `</li>`)
	}
	d.raw(`</ul></li>`)
	return d.html()
}

// HTML explains the shapes.
func (l Legend) HTML() template.HTML {
	var d drawing
	for _, each := range l {
		d.raw(`<span class="st">`)
		d.icon(each)
		d.text(each.Word)
		d.raw(`</span>`)
	}
	return d.html()
}
