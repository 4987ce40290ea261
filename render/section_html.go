package render

// This file draws the details of one cluster: what could not be read of it, what runs there and what stands around it.

import "html/template"

// HTML is the section.
func (s Section) HTML() template.HTML {
	size := 1024
	for _, w := range s.Workloads {
		size += w.size()
	}
	for _, p := range s.Parts {
		size += p.Table.size()
	}
	d := drawing{buf: make([]byte, 0, size)}
	d.raw(`<section class="cluster" id="`, s.ID, `" aria-label="`)
	d.text(s.Name)
	d.raw("\">\n")
	s.head(&d)
	d.raw("\n")
	d.asks(s.Asks)
	if s.Empty != "" {
		d.raw(`<p class="quiet">`)
		d.text(s.Empty)
		d.raw(`</p>`)
	}
	for i := range s.Workloads {
		d.raw("\n")
		s.Workloads[i].draw(&d)
	}
	s.around(&d)
	d.raw("\n</section>")
	return d.html()
}

func (s Section) head(d *drawing) {
	d.raw(`<header><h3><a href="`)
	d.text(s.Link)
	d.raw(`">`)
	d.text(s.Name)
	d.raw(`</a></h3>`)
	d.state(s.Badge)
	d.raw(either(s.Stale, `<span class="tag">stale</span>`, ""), `<small>`)
	d.text(s.Where)
	if s.Kubernetes != "" {
		d.raw(` · Kubernetes `)
		d.text(s.Kubernetes)
	}
	if s.AsOf.Known() {
		d.raw(` · as of `)
		d.moment(s.AsOf)
	}
	d.raw(`</small></header>`)
}

// around is what has trouble, each unfolded, and the rest in one fold.
func (s Section) around(d *drawing) {
	for _, p := range s.Wrong {
		d.raw("\n", `<details class="fold" open><summary><h4>`)
		d.icon(p.Badge)
		d.text(p.Title)
		d.raw(`</h4><span class="end">`)
		d.text(p.Count)
		d.raw("</span></summary>\n", `<div class="body one">`)
		p.Table.draw(d)
		d.raw(`</div></details>`)
	}
	if len(s.Parts) == 0 {
		return
	}
	d.raw("\n", `<details class="fold"><summary><h4>Around it</h4><span class="end">`)
	for i, p := range s.Parts {
		d.raw(either(i > 0, " · ", ""))
		d.text(p.Count)
	}
	d.raw("</span></summary>\n", `<div class="body">`)
	for _, p := range s.Parts {
		d.raw(`<h5>`, p.Title, `</h5>`)
		p.Table.draw(d)
	}
	d.raw(`</div></details>`)
}

// HTML is the list, where there is anything to ask for.
func (a Asks) HTML() template.HTML {
	var d drawing
	d.asks(a)
	return d.html()
}

func (d *drawing) asks(asks Asks) {
	if len(asks) == 0 {
		return
	}
	d.raw(`<ul class="asks hatch">`)
	for _, a := range asks {
		d.raw("\n<li><b>")
		d.text(a.What)
		d.raw(`</b> `)
		d.text(a.Outcome)
		d.raw(`. `)
		d.sentence(a.Next)
		if a.AsOf.Known() {
			d.raw(` What stands here is from `)
			d.moment(a.AsOf)
			d.raw(`.`)
		}
		d.small(a.Message)
		d.raw(`</li>`)
	}
	d.raw("\n</ul>")
}
