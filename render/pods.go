package render

// This file is pods as small shapes: one each while they can be told apart, a bar of their shares beyond.

import (
	"html/template"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Beyond mostShapes pods a shape each says less than a bar, and makes a page of megabytes.
const mostShapes = 60

// How wide a bar is, in pixels.
const fullBar, smallBar = 176, 90

// Pods are the pods of a lane or a workload, in the order in which they are drawn.
type Pods struct {
	Ready, Wanted int
	pods          []schemas.Pod
	tally         []int // by the rows of podTable
}

// Tally is how many pods are in one state.
type Tally struct {
	Badge
	Count string
}

func podsOf(workloads []schemas.Workload) Pods {
	var p Pods
	for _, w := range workloads {
		p.Ready += w.Replicas.Ready
		p.Wanted += w.Replicas.Wanted
		p.pods = append(p.pods, w.Pods...)
	}
	p.tally = make([]int, len(podTable))
	for _, pod := range p.pods {
		p.tally[podOrder(pod.State)]++
	}
	if len(p.pods) <= mostShapes {
		slices.SortStableFunc(p.pods, func(a, b schemas.Pod) int { return podOrder(a.State) - podOrder(b.State) })
	}
	return p
}

// Any tells whether there is anything to draw.
func (p Pods) Any() bool { return len(p.pods) > 0 }

// Summary is the gauge in words: "9 of 12 ready".
func (p Pods) Summary() string {
	if p.Wanted == 0 && len(p.pods) == 0 {
		return "no pods wanted"
	}
	return number(p.Ready) + " of " + number(p.Wanted) + " ready"
}

// Count is Summary in a column that says of what: "9 of 12".
func (p Pods) Count() string {
	if p.Wanted == 0 && len(p.pods) == 0 {
		return "none wanted"
	}
	return number(p.Ready) + " of " + number(p.Wanted)
}

// Trouble counts the pods that are not simply ready.
func (p Pods) Trouble() []Tally {
	var all []Tally
	for i, n := range p.tally {
		if n > 0 && podTable[i].state != schemas.PodReady {
			all = append(all, Tally{podTable[i].Badge, number(n)})
		}
	}
	return all
}

// words says the whole picture: "12 pods: 9 ready, 3 failing".
func (p Pods) words() string {
	var parts []string
	for i, n := range p.tally {
		if n > 0 {
			parts = append(parts, number(n)+" "+podTable[i].Word)
		}
	}
	if len(parts) == 0 {
		return "no pods"
	}
	return plural(len(p.pods), "pod") + ": " + strings.Join(parts, ", ")
}

// Drawing is the picture.
func (p Pods) Drawing() template.HTML {
	var d drawing
	p.draw(&d)
	return d.html()
}

// Small is the picture for a lane of one line: a single row.
func (p Pods) Small() template.HTML {
	var d drawing
	p.small(&d)
	return d.html()
}

func (p Pods) draw(d *drawing) {
	switch {
	case len(p.pods) == 0:
	case len(p.pods) > mostShapes:
		p.bar(d, fullBar)
	default:
		p.shapes(d)
	}
}

func (p Pods) small(d *drawing) {
	const most = 9
	if len(p.pods) > most {
		p.bar(d, smallBar)
		return
	}
	p.draw(d)
}

// shapes draws one shape a pod, in rows of sixteen, or of twenty smaller ones where there are many.
func (p Pods) shapes(d *drawing) {
	pitch, row := 11, 16
	if len(p.pods) > 2*row {
		pitch, row = 9, 20
	}
	width, height := min(len(p.pods), row)*pitch, (len(p.pods)+row-1)/row*pitch
	d.svg("pods", width, height, p.words())
	last := ""
	for i := range p.pods {
		badge := podBadgeOf(p.pods[i].State)
		if badge.Shape != last {
			d.raw(either(last != "", "</g>", ""), `<g class="`, badge.Tone, `">`)
			last = badge.Shape
		}
		d.raw(`<use href="#p-`, badge.Shape, `"`)
		d.box(i%row*pitch, i/row*pitch, pitch-1, pitch-1)
		d.raw(`><title>`)
		d.podTitle(&p.pods[i], badge)
		d.raw(`</title></use>`)
	}
	d.raw("</g></svg>")
}

// bar draws the share of each state; the smallest share is still to be seen.
func (p Pods) bar(d *drawing, width int) {
	const height, least = 10, 3
	d.svg("bar", width, height, p.words())
	left, total := width, len(p.pods)
	for _, n := range p.tally {
		if n > 0 && n*width/len(p.pods) < least {
			left -= least
			total -= n
		}
	}
	x := 0
	for i, n := range p.tally {
		if n == 0 {
			continue
		}
		w := least
		if n*width/len(p.pods) >= least {
			w = max(least, n*left/total)
		}
		d.raw(`<rect class="`, podTable[i].Tone, `"`)
		d.box(x, 0, max(1, w-1), height)
		d.raw(`><title>`, number(n), " ", podTable[i].Word, `</title></rect>`)
		x += w
	}
	d.raw("</svg>")
}

func (d *drawing) podTitle(pod *schemas.Pod, badge Badge) {
	d.text(pod.Name)
	d.raw(": ", badge.Word)
	if pod.Reason != "" && pod.State != schemas.PodReady {
		d.raw(" (")
		d.text(pod.Reason)
		d.raw(")")
	}
	if pod.Restarts > 0 {
		d.raw(", ", plural(pod.Restarts, "restart"))
	}
}
