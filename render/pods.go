package render

// This file is pods as small shapes: one each while they can be told apart, a bar of their shares beyond.

import (
	"html"
	"html/template"
	"slices"
	"strconv"
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
	switch {
	case len(p.pods) == 0:
		return ""
	case len(p.pods) > mostShapes:
		return p.bar(fullBar)
	default:
		return p.shapes()
	}
}

// Small is the picture for a lane of one line: a single row.
func (p Pods) Small() template.HTML {
	const most = 9
	if len(p.pods) > most {
		return p.bar(smallBar)
	}
	return p.Drawing()
}

// shapes draws one shape a pod, in rows of sixteen, or of twenty smaller ones where there are many.
func (p Pods) shapes() template.HTML {
	pitch, row := 11, 16
	if len(p.pods) > 2*row {
		pitch, row = 9, 20
	}
	width, height := min(len(p.pods), row)*pitch, (len(p.pods)+row-1)/row*pitch
	var b strings.Builder
	openSVG(&b, "pods", width, height, p.words())
	last := ""
	for i, pod := range p.pods {
		badge := podBadgeOf(pod.State)
		if badge.Shape != last {
			if last != "" {
				b.WriteString("</g>")
			}
			b.WriteString(`<g class="` + badge.Tone + `">`)
			last = badge.Shape
		}
		b.WriteString(`<use href="#p-` + badge.Shape + `"` + box(i%row*pitch, i/row*pitch, pitch-1, pitch-1) + `><title>`)
		b.WriteString(html.EscapeString(podTitle(pod, badge)))
		b.WriteString(`</title></use>`)
	}
	b.WriteString("</g></svg>")
	return template.HTML(b.String())
}

// bar draws the share of each state; the smallest share is still to be seen.
func (p Pods) bar(width int) template.HTML {
	const height, least = 10, 3
	var b strings.Builder
	openSVG(&b, "bar", width, height, p.words())
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
		b.WriteString(`<rect class="` + podTable[i].Tone + `"` + box(x, 0, max(1, w-1), height) + `><title>` + number(n) + " " + podTable[i].Word + `</title></rect>`)
		x += w
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}

func podTitle(pod schemas.Pod, badge Badge) string {
	title := pod.Name + ": " + badge.Word
	if pod.Reason != "" && pod.State != schemas.PodReady {
		title += " (" + pod.Reason + ")"
	}
	if pod.Restarts > 0 {
		title += ", " + plural(pod.Restarts, "restart")
	}
	return title
}

// openSVG begins a picture that has a name for those who cannot see it.
func openSVG(b *strings.Builder, class string, width, height int, label string) {
	b.WriteString(`<svg class="` + class + `" width="` + strconv.Itoa(width) + `" height="` + strconv.Itoa(height) + `" viewBox="0 0 ` + strconv.Itoa(width) + ` ` + strconv.Itoa(height) + `" role="img" aria-label="` + html.EscapeString(label) + `">`)
}

// box is where a shape stands and how large it is.
func box(x, y, width, height int) string {
	return ` x="` + strconv.Itoa(x) + `" y="` + strconv.Itoa(y) + `" width="` + strconv.Itoa(width) + `" height="` + strconv.Itoa(height) + `"`
}
