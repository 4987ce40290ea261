package render

// This file draws a workload's details, which stand folded below.

import "html/template"

// HTML is the workload as a fold.
func (w *Workload) HTML() template.HTML {
	d := drawing{buf: make([]byte, 0, w.size())}
	w.draw(&d)
	return d.html()
}

func (w *Workload) draw(d *drawing) {
	d.raw(`<details class="fold"`)
	if w.Of != "" {
		d.raw(` data-of="`)
		d.text(w.Of)
		d.raw(`"`)
	}
	d.raw(`>`)
	w.summary(d)
	d.raw("\n<div class=\"body\">\n")
	d.facts(w.Facts)
	if w.Hull != nil {
		w.scaling(d)
	}
	for _, part := range []struct {
		title string
		table *Table
	}{{"", w.Metrics}, {"Containers", w.Containers}, {"Conditions", w.Conditions}, {"Pods", w.List}} {
		if !part.table.Any() {
			continue
		}
		if part.title != "" {
			d.raw(`<h5>`, part.title, `</h5>`)
		}
		part.table.draw(d)
	}
	d.raw("\n</div></details>")
}

// size is about how many bytes it comes to.
func (w *Workload) size() int {
	return 2048 + w.Metrics.size() + w.Containers.size() + w.Conditions.size() + w.List.size()
}

// summary is what stands there while the rest is folded.
func (w *Workload) summary(d *drawing) {
	d.raw(`<summary><h4>`)
	d.icon(w.Badge)
	d.raw(`<span><span class="kind">`)
	d.text(w.Kind)
	d.raw(`</span> `)
	d.text(w.Name)
	d.raw(`</span></h4>`)
	if w.Version != "" {
		d.code(w.Version)
	}
	d.raw(`<span class="end">`)
	if w.Hull != nil {
		w.Hull.mini(d)
		d.raw(w.Hull.Now())
	}
	d.raw(`<span class="num">`)
	d.text(w.Summary)
	d.raw(`</span></span></summary>`)
}

// scaling is the autoscaler: how near it is to its bounds, what people decided of it, and what binds it now.
func (w *Workload) scaling(d *drawing) {
	d.raw(`<h5>Autoscaling</h5><div>`)
	w.Hull.full(d)
	d.raw("</div>\n")
	d.facts(w.Scaler)
	for _, held := range w.Held {
		d.raw(`<p class="held">`)
		d.text(held)
		d.raw(`</p>`)
	}
	if w.Room != "" {
		d.raw(`<p class="quiet">`)
		d.text(w.Room)
		d.raw(`</p>`)
	}
}

func (d *drawing) facts(facts []Fact) {
	d.raw(`<dl class="facts">`)
	for _, f := range facts {
		d.raw(`<div><dt>`)
		d.text(f.Name)
		d.raw(`</dt><dd>`)
		if f.At.Known() {
			d.moment(f.At)
		} else {
			d.text(f.Text)
		}
		d.raw(`</dd></div>`)
	}
	d.raw(`</dl>`)
}
