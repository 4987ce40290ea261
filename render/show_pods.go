package render

// This file shows templates and pods: of a pod's containers only what does not follow from its template.

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func (t *sheet) containers(specs []schemas.ContainerSpec) {
	for _, c := range specs {
		name := "container " + c.Name
		t.fact(name, "image", c.Image)
		t.fact(name, "is of the kind", string(c.Kind))
		t.amounts(name+" requests", c.Requests)
		t.amounts(name+" is limited to", c.Limits)
	}
}

func (t *sheet) amounts(name string, a *schemas.Amounts) {
	if a != nil {
		t.fact(name, "CPU", a.CPU)
		t.fact(name, "memory", a.Memory)
	}
}

func (t *sheet) pods(pods []schemas.Pod, template []schemas.ContainerSpec) {
	for _, p := range pods {
		name := "pod " + p.Name
		t.fact(name, phrased(string(p.State), p.Reason, told(p.Revision != "", "revision "+p.Revision), told(p.Node != "", "on "+p.Node),
			told(!p.Created.IsZero(), "since "+instant(p.Created)), told(p.Restarts > 0, plural(p.Restarts, "restart"))))
		if !asInTemplate(p, template) {
			t.fact(name, "has", containerNames(p.Containers))
		}
		for _, c := range p.Containers {
			t.fact(name, c.Name, unlikely(c, template))
		}
	}
}

// asInTemplate tells whether the pod has the containers that its template names, in that order.
func asInTemplate(p schemas.Pod, template []schemas.ContainerSpec) bool {
	return slices.EqualFunc(p.Containers, template, func(c schemas.Container, s schemas.ContainerSpec) bool { return c.Name == s.Name })
}

func containerNames(containers []schemas.Container) string {
	if len(containers) == 0 {
		return "no containers"
	}
	var all []string
	for _, c := range containers {
		all = append(all, c.Name)
	}
	return "the containers " + list(all)
}

// unlikely is what a container that runs as its template says would not have; nothing where it does.
func unlikely(c schemas.Container, template []schemas.ContainerSpec) string {
	image, kind := "image "+c.Image, "of the kind "+string(c.Kind)
	for _, s := range template {
		if s.Name == c.Name {
			image, kind = told(s.Image != c.Image, image), told(s.Kind != c.Kind, kind)
		}
	}
	state := c.State
	if c.State == "running" && c.Ready {
		state = ""
	}
	ready := told(c.Ready && state != "", "ready")
	return phrased(state, ready, c.Reason, told(c.Restarts > 0, plural(c.Restarts, "restart")), ended(c.Last), image, kind)
}

// ended is how the previous run of a container ended.
func ended(e *schemas.Termination) string {
	if e == nil {
		return ""
	}
	said := []string{"ended before with exit code", strconv.Itoa(e.ExitCode), told(e.Signal != 0, "signal "+strconv.Itoa(e.Signal)), e.Reason,
		told(!e.Started.IsZero(), "from "+instant(e.Started)), told(!e.Finished.IsZero(), "to "+instant(e.Finished))}
	return strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), " ")
}
