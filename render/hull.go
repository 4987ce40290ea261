package render

// This file is the mark on the hull: min, current, desired and max of an autoscaler on one line.

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Hull is one autoscaled workload's headroom.
type Hull struct {
	schemas.Headroom
	Tone  string
	Blind bool // the autoscaler sees no metric
}

// hullOf is the headroom of a workload, toned by the problems that were judged.
func hullOf(w schemas.Workload, problems []schemas.Problem) *Hull {
	a := w.Autoscaler
	if a == nil {
		return nil
	}
	h := &Hull{Headroom: schemas.Headroom{Workload: w.Name, Min: a.Min, Current: a.Current, Desired: a.Desired, Max: a.Max}, Tone: "ok"}
	for _, p := range counted(problems) {
		if !scales(w, p.Object) {
			continue
		}
		switch {
		case p.Rule == "at-max" && p.Severity == schemas.Critical:
			h.Tone = "bad"
		case (p.Rule == "at-max" || p.Rule == "near-max") && h.Tone == "ok":
			h.Tone = "warn"
		case p.Rule == "autoscaler-blind":
			h.Blind, h.Tone = true, "off"
		}
	}
	return h
}

// scales tells whether a problem's object is the workload, or its autoscaler.
func scales(w schemas.Workload, object string) bool {
	if object == w.Object() {
		return true
	}
	a := w.Autoscaler
	return a != nil && object == a.Kind+"/"+w.Namespace+"/"+a.Name
}

// hullOfRow is the headroom of a summary row, which carries no problems: it is toned by the figures alone.
func hullOfRow(h *schemas.Headroom) *Hull {
	if h == nil {
		return nil
	}
	tone := "ok"
	if h.Max > h.Min && h.Current > h.Min && h.Load() >= schemas.DefaultThreshold {
		tone = "warn"
	}
	return &Hull{Headroom: *h, Tone: tone}
}

// fullest puts the workload nearest to its limit first.
func fullest(hulls []*Hull) {
	slices.SortStableFunc(hulls, func(a, b *Hull) int { return cmp.Compare(b.Load(), a.Load()) })
}

// Now is the figure that matters: "9 of 10", "9 → 10 of 10" while it scales.
func (h *Hull) Now() string {
	if h.Desired != h.Current {
		return number(h.Current) + " → " + number(h.Desired) + " of " + number(h.Max)
	}
	return number(h.Current) + " of " + number(h.Max)
}

// Left is what remains.
func (h *Hull) Left() string {
	switch left := h.Headroom.Left(); {
	case h.Min == h.Max:
		return "fixed"
	case left <= 0:
		return "none left"
	case left == 1:
		return "one left"
	default:
		return number(left) + " left"
	}
}

// Text is the whole mark in words, for those who read: "min 3 · 9 of 10 · 1 left".
func (h *Hull) Text() string {
	return "min " + number(h.Min) + " · " + h.Now() + " · " + h.Left()
}

func (h *Hull) label() string {
	label := h.Workload + ": " + strconv.Itoa(h.Current) + " of at most " + strconv.Itoa(h.Max) + " replicas, at least " + strconv.Itoa(h.Min)
	if h.Desired != h.Current {
		label += ", " + strconv.Itoa(h.Desired) + " desired"
	}
	return label
}

// Drawing is the mark in full, for a lane.
func (h *Hull) Drawing() template.HTML {
	var d drawing
	h.draw(&d, 190, 18, 6)
	return d.html()
}

// Mini is the mark for a row of a table.
func (h *Hull) Mini() template.HTML {
	var d drawing
	h.mini(&d)
	return d.html()
}

func (h *Hull) mini(d *drawing) { h.draw(d, 84, 12, 4) }

// full is the mark with its figures beside it.
func (h *Hull) full(d *drawing) {
	h.draw(d, 190, 18, 6)
	d.raw(`<small class="num"><b class="count">`, h.Now(), `</b> · min `)
	d.int(h.Min)
	d.raw(` · `)
	if h.Tone == "ok" {
		d.raw(h.Left())
	} else {
		d.raw(`<b class="`, h.Tone, `">`, h.Left(), `</b>`)
	}
	d.raw(either(h.Blind, ` · sees no metrics`, ""), `</small>`)
}

// draw has the waterline from nothing to max, the reach from min to now, and the load line's disc at now. A replica
// count beyond max, which an administrator can cause, is drawn at max.
func (h *Hull) draw(d *drawing, width, height, r int) {
	mid, inset := height/2, r+2
	at := func(n int) int {
		if h.Max <= 0 {
			return inset
		}
		return inset + min(max(n, 0), h.Max)*(width-2*inset)/h.Max
	}
	label := h.label()
	d.svg("hull "+h.Tone, width, height, label)
	d.raw(`<title>`)
	d.text(label)
	d.raw(`</title><rect class="track"`)
	d.box(0, mid-2, width, 5)
	d.raw(` rx="3"/>`)
	if from, to := at(min(h.Min, h.Current)), at(h.Current); to > from {
		d.raw(`<rect class="reach"`)
		d.box(from, mid-2, to-from, 5)
		d.raw(`/>`)
	}
	d.raw(`<path class="tick" d="`)
	d.stroke(at(h.Min), mid-r, 2*r+1)
	d.stroke(width-1, mid-r, 2*r+1)
	d.raw(`"/>`)
	if h.Desired != h.Current {
		d.disc("wish", at(h.Desired), mid, r-1)
	}
	d.disc("disc", at(h.Current), mid, r-1)
	d.raw(`<path class="disc-line" d="`)
	d.stroke(at(h.Current), mid-r-1, 2*r+2)
	d.raw(`"/></svg>`)
}

// stroke is a line downwards, as a path has it.
func (d *drawing) stroke(x, y, length int) {
	d.raw(`M`)
	d.int(x)
	d.raw(` `)
	d.int(y)
	d.raw(`v`)
	d.int(length)
}

func (d *drawing) disc(class string, x, y, r int) {
	d.raw(`<circle class="`, class, `" cx="`)
	d.int(x)
	d.raw(`" cy="`)
	d.int(y)
	d.raw(`" r="`)
	d.int(r)
	d.raw(`"/>`)
}
