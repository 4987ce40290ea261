package render

// This file is the mark on the hull: min, current, desired and max of an autoscaler on one line.

import (
	"cmp"
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"

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
		return fmt.Sprintf("%s → %s of %s", number(h.Current), number(h.Desired), number(h.Max))
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
	label := fmt.Sprintf("%s: %d of at most %d replicas, at least %d", h.Workload, h.Current, h.Max, h.Min)
	if h.Desired != h.Current {
		label += fmt.Sprintf(", %d desired", h.Desired)
	}
	return label
}

// Drawing is the mark in full, for a lane.
func (h *Hull) Drawing() template.HTML { return h.draw(190, 18, 6) }

// Mini is the mark for a row of a table.
func (h *Hull) Mini() template.HTML { return h.draw(84, 12, 4) }

// draw has the waterline from nothing to max, the reach from min to now, and the load line's disc at now. A replica
// count beyond max, which an administrator can cause, is drawn at max.
func (h *Hull) draw(width, height, r int) template.HTML {
	var b strings.Builder
	mid, inset := height/2, r+2
	at := func(n int) int {
		if h.Max <= 0 {
			return inset
		}
		return inset + min(max(n, 0), h.Max)*(width-2*inset)/h.Max
	}
	openSVG(&b, "hull "+h.Tone, width, height, h.label())
	title := html.EscapeString(h.label())
	fmt.Fprintf(&b, `<title>%s</title><rect class="track"%s rx="3"/>`, title, box(0, mid-2, width, 5))
	if from, to := at(min(h.Min, h.Current)), at(h.Current); to > from {
		fmt.Fprintf(&b, `<rect class="reach"%s/>`, box(from, mid-2, to-from, 5))
	}
	fmt.Fprintf(&b, `<path class="tick" d="M%d %dv%dM%d %dv%d"/>`, at(h.Min), mid-r, 2*r+1, width-1, mid-r, 2*r+1)
	if h.Desired != h.Current {
		fmt.Fprintf(&b, `<circle class="wish" cx="%d" cy="%d" r="%d"/>`, at(h.Desired), mid, r-1)
	}
	fmt.Fprintf(&b, `<circle class="disc" cx="%d" cy="%d" r="%d"/><path class="disc-line" d="M%d %dv%d"/></svg>`, at(h.Current), mid, r-1, at(h.Current), mid-r-1, 2*r+2)
	return template.HTML(b.String())
}
