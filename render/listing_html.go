package render

// This file draws a list of services as long as it has room for pictures; lean.go draws the longer ones.

import "html/template"

// HTML is the list.
func (l Listing) HTML() template.HTML {
	if len(l.Rows) > mostRich {
		return l.Lean()
	}
	d := drawing{buf: make([]byte, 0, 512+len(l.Rows)*1500)}
	d.raw(`<table class="list stack"><thead><tr><th scope="col">service</th><th scope="col">state</th><th scope="col">owner</th>`)
	d.raw(either(l.Where, `<th scope="col">where</th>`, ""), `<th scope="col">version</th><th scope="col">ready</th>`)
	d.raw(either(l.Hulls, `<th scope="col" data-down>headroom</th>`, ""))
	d.raw(either(l.Restarts, `<th scope="col" data-down>restarts</th>`, ""))
	d.raw(either(l.Dated, `<th scope="col" data-down>changed</th>`, ""), `</tr></thead><tbody>`)
	for i := range l.Rows {
		l.row(&d, &l.Rows[i])
	}
	d.raw("\n</tbody></table>")
	return d.html()
}

func (l Listing) row(d *drawing, r *Row) {
	d.raw("\n<tr><th scope=\"row\"><a class=\"name\" href=\"")
	d.text(r.Link)
	d.raw(`">`)
	d.text(r.Name)
	d.raw(`</a>`)
	d.small(r.Space)
	d.raw(`</th><td data-label="state">`)
	d.state(r.Badge)
	d.raw(either(r.Stale && !l.Where, ` <span class="tag">stale</span>`, ""))
	if r.Ignored != "" {
		d.raw(`<small>`)
		d.text(r.Ignored)
		d.raw(`</small>`)
	}
	d.raw("</td>")
	r.owner(d)
	if l.Where {
		r.where(d)
	}
	r.versions(d)
	if r.Ready != "" {
		d.raw(`<td class="num" data-label="ready"><div>`, r.Ready, `</div></td>`)
	} else {
		d.raw(nothing)
	}
	if l.Hulls {
		r.headroom(d)
	}
	if l.Restarts {
		d.raw(`<td class="num" data-label="restarts"><div`, either(r.Restarts == "0", ` class="zero"`, ""), `>`, r.Restarts, `</div></td>`)
	}
	switch {
	case l.Dated && r.Changed.Known():
		d.raw(`<td data-label="changed"><small>`)
		d.moment(r.Changed)
		d.raw(`</small></td>`)
	case l.Dated:
		d.raw(nothing)
	}
	d.raw(`</tr>`)
}

func (r *Row) owner(d *drawing) {
	if r.Owner == "" && r.System == "" {
		d.raw(nothing)
		return
	}
	d.raw(`<td data-label="owner">`)
	if r.Owner != "" {
		d.raw(`<a class="own" href="`)
		d.text(r.OwnerLink)
		d.raw(`">`)
		d.text(r.Owner)
		d.raw(`</a>`)
	}
	d.small(r.System)
	d.raw(`</td>`)
}

func (r *Row) where(d *drawing) {
	if len(r.Places) == 0 {
		d.raw(nothing)
		return
	}
	d.raw(`<td data-label="where" data-in="`)
	d.text(r.In)
	d.raw(`"><span class="dots">`)
	for _, p := range r.Places {
		stale := either(p.Stale, ", stale", "")
		d.raw(`<span class="st" title="`)
		d.text(p.Word)
		d.raw(stale, `"><svg class="sh `, p.Tone, `" role="img" aria-label="`)
		d.text(p.Word)
		d.raw(stale, `"><use href="#p-`, p.Shape, `"/></svg>`)
		d.text(p.Name)
		d.raw(either(p.Stale, ` <span class="tag">stale</span>`, ""), `</span>`)
	}
	d.raw(`</span></td>`)
}

func (r *Row) versions(d *drawing) {
	if len(r.Versions) == 0 {
		d.raw(nothing)
		return
	}
	d.raw(`<td data-label="version"><div class="vers">`)
	for i, version := range r.Versions {
		if i > 0 {
			d.raw(either(r.Drift, ` <b class="warn" title="differs between clusters">≠</b> `, ", "))
		}
		d.code(version)
	}
	d.raw(`</div></td>`)
}

func (r *Row) headroom(d *drawing) {
	if r.Hull == nil {
		d.raw(nothing)
		return
	}
	d.raw(`<td data-label="headroom"><div>`)
	r.Hull.mini(d)
	d.raw(`<small class="num">`, r.Hull.Now(), `</small></div></td>`)
}
