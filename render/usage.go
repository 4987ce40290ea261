package render

// This file marks where figures of the last run belong, for the script to draw them from data/run.js: a page's bytes
// do not age, so that it holds what they are held against and not the figures.

import (
	"cmp"
	"html"
	"strconv"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// The places of what a container uses, in fields before its name.
const (
	memoryAt = 1
	cpuAt    = 2
)

// measured is a cell for what a container asks for of one resource, and where what it uses belongs.
func measured(place int, container, request, limit string) Cell {
	c := text(bounds(request, limit))
	c.Use = figureAt(place, "/"+container) + bound("request", request, place) + bound("limit", limit, place)
	return c
}

// followed is the cell of what an autoscaler sees of a metric.
func followed(m schemas.Metric) Cell {
	c := text(cmp.Or(bandWords[m.Band], string(m.Band)))
	c.Use = figureAt(1, strings.TrimSpace("="+m.Name+" "+m.Of))
	return c
}

func figureAt(place int, name string) string {
	return ` data-use="` + number(place) + html.EscapeString(name) + `"`
}

// bound is a quantity in the unit that figures are in: thousandths of a core, or mebibytes.
func bound(name, amount string, place int) string {
	n, ok := quantity(amount)
	if n *= unit(place); !ok || n <= 0 {
		return ""
	}
	return ` data-` + name + `="` + strconv.FormatFloat(n, 'f', -1, 64) + `"`
}

func unit(place int) float64 {
	if place == cpuAt {
		return 1000
	}
	return 1.0 / (1 << 20)
}

// measure names the section's workloads, jobs after the others, as data/run.js does.
func (s *Section) measure(service string, c schemas.Cluster) {
	var objects []string
	for _, w := range c.Workloads {
		objects = append(objects, w.Object())
	}
	for _, j := range c.Jobs {
		objects = append(objects, j.Object())
	}
	for i, object := range objects {
		s.Workloads[i].Of = service + " " + s.Name + " " + object
	}
}
