package render

// This file draws the lanes as a table: five answers for each cluster.

import "html/template"

// HTML is the table; where lanes are dense, each is a line.
func (t LaneTable) HTML() template.HTML {
	var d drawing
	d.raw(`<table class="lanes stack`, either(t.Dense, " dense", ""), `"><thead><tr><th scope="col">cluster</th><th scope="col">state</th><th scope="col">version</th><th scope="col">`, either(t.Dense, "pods ready", "pods"), `</th>`)
	if t.Autoscale {
		d.raw(`<th scope="col">headroom</th>`)
	}
	d.raw(`<th scope="col">restarts</th>`)
	if t.Changed {
		d.raw(`<th scope="col">last change</th>`)
	}
	d.raw(`</tr></thead><tbody>`)
	for i := range t.Lanes {
		t.lane(&d, &t.Lanes[i])
	}
	d.raw("\n</tbody></table>")
	return d.html()
}

func (t LaneTable) lane(d *drawing, l *Lane) {
	d.raw("\n<tr", either(l.Stale, ` class="stale"`, ""), `><th scope="row"><a href="`)
	d.text(l.Link)
	d.raw(`">`)
	d.text(l.Name)
	d.raw(`</a>`)
	d.small(either(t.Dense, l.Near, l.Where))
	d.raw("</th>\n")
	t.state(d, l)
	t.cell(d, "version", "", "version")
	t.version(d, l)
	d.raw("</div></td>\n")
	t.pods(d, l)
	d.raw("\n")
	if t.Autoscale {
		t.headroom(d, l)
	}
	d.raw("\n")
	t.restarts(d, l)
	d.raw("\n")
	if t.Changed {
		t.change(d, l)
	}
	d.raw("</tr>")
}

// cell opens one, marked with the question that it answers where the lanes are in sight.
func (t LaneTable) cell(d *drawing, label, class, answer string) {
	d.raw(`<td`, class, ` data-label="`, label, `"`)
	if t.Answers && answer != "" {
		d.raw(` data-answer="`, answer, `"`)
	}
	d.raw(`><div`, either(answer == "version", ` class="vers"`, ""), `>`)
}

func (t LaneTable) state(d *drawing, l *Lane) {
	t.cell(d, "state", "", "")
	d.state(l.Badge)
	if l.Stale {
		d.raw(` <small><span class="tag">stale</span>`)
		if l.AsOf.Known() && !t.Dense {
			d.raw(` as of `)
			d.moment(l.AsOf)
		}
		d.raw(`</small>`)
	}
	d.raw("</div></td>\n")
}

func (t LaneTable) version(d *drawing, l *Lane) {
	v := l.Version
	switch {
	case v.Text == "":
		d.raw(`<span class="quiet">`)
		d.text(either(l.Unread != "", l.Unread, "none"))
		d.raw(`</span>`)
		return
	case v.Usual == "":
		d.code(v.Text)
	default:
		d.raw(`<code class="drift">`)
		d.text(v.Text)
		d.raw(`</code> <small>`, either(t.Dense, "≠ ", "elsewhere "))
		d.text(v.Usual)
		d.raw(`</small>`)
	}
	if v.More != "" {
		d.raw(` <small>`, either(t.Dense && v.Usual != "", "· ", ""))
		d.text(v.More)
		d.raw(`</small>`)
	}
}

func (t LaneTable) pods(d *drawing, l *Lane) {
	switch {
	case l.Pods.Any():
		t.cell(d, "pods", "", "")
		if t.Dense {
			l.Pods.small(d)
			d.raw(`<small class="num">`, l.Pods.Count())
		} else {
			l.Pods.draw(d)
			d.raw(`<small class="num">`, l.Pods.Summary())
		}
		for _, each := range l.Pods.Trouble() {
			d.raw(` · <span class="`, each.Tone, `">`, each.Count, ` `, each.Word, `</span>`)
		}
		d.raw(`</small></div></td>`)
	case len(l.Jobs) > 0:
		t.cell(d, "jobs", "", "")
		for _, each := range l.Jobs {
			d.raw(`<div><span class="st `, each.Tone, `">`)
			d.icon(each.Badge)
			d.raw(each.Count, ` `)
			d.text(each.Word)
			d.raw(`</span></div>`)
		}
		d.raw(`</div></td>`)
	default:
		t.cell(d, "pods", ` class="none"`, "")
		d.text(l.None)
		d.raw(`</div></td>`)
	}
}

func (t LaneTable) headroom(d *drawing, l *Lane) {
	if l.Hull == nil {
		d.raw(nothing)
		return
	}
	t.cell(d, "headroom", "", "headroom")
	if t.Dense {
		l.Hull.mini(d)
		d.raw(`<small class="num"><b class="count">`, l.Hull.Now(), `</b>`)
		if l.Hull.Tone != "ok" {
			d.raw(` · <b class="`, l.Hull.Tone, `">`, l.Hull.Left(), `</b>`)
		}
		d.raw(either(l.Hull.Blind, ` · sees no metrics`, ""), `</small>`)
	} else {
		l.Hull.full(d)
	}
	d.small(l.Hulls)
	d.raw(`</div></td>`)
}

func (t LaneTable) restarts(d *drawing, l *Lane) {
	t.cell(d, "restarts", ` class="num"`, "restarts")
	switch {
	case l.Unread != "":
		d.raw(`<span class="quiet">`)
		d.text(l.Unread)
		d.raw(`</span>`)
	case l.Restarts.News:
		d.raw(`<b class="bad">`, l.Restarts.Count, `</b>`)
	default:
		d.raw(`<span class="quiet">`, l.Restarts.Count, `</span>`)
	}
	switch {
	case t.Dense && l.Restarts.News:
		d.raw(` <small>lately</small>`)
	case !t.Dense && l.Restarts.Last.Known():
		d.raw(` <small>`)
		d.moment(l.Restarts.Last)
		d.raw(`</small>`)
	}
	d.raw("</div></td>")
}

func (t LaneTable) change(d *drawing, l *Lane) {
	if l.Change.Text == "" {
		d.raw(nothing)
		return
	}
	d.raw(`<td data-label="last change"`, either(t.Answers, ` data-answer="changed"`, ""), `><div class="chg">`)
	d.text(l.Change.Text)
	d.raw(` <small>`)
	if t.Dense {
		d.raw(string(l.Change.At.Date()))
	} else {
		d.moment(l.Change.At)
	}
	d.raw(`</small></div></td>`)
}
