package render

// This file is a workload in full: what a person opens a lane's details for.

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// A page lists at most so many pods of a workload: the ones with a story first. The snapshot has them all.
const mostPods = 100

// Workload is a Deployment and its like, or a job.
type Workload struct {
	Badge
	Kind, Name, Namespace, Version, Summary string
	Of                                      string // its name in data/run.js
	Hull                                    *Hull
	Pods                                    Pods
	Facts, Scaler                           []Fact
	Held                                    []string // what binds the autoscaler now
	Room                                    string
	Containers, Metrics, Conditions, List   *Table
}

// Fact is a name and what is known under it.
type Fact struct {
	Name, Text string
	At         Moment
}

func workloadOf(w schemas.Workload, problems []schemas.Problem) Workload {
	v := Workload{
		Badge: badgeOf(w.Status), Kind: w.Kind, Name: w.Name, Namespace: w.Namespace, Version: w.Version,
		Hull: hullOf(w, problems), Pods: podsOf([]schemas.Workload{w}),
		Containers: containerTable(w.Containers), List: podTableOf(w.Pods, w.Containers),
	}
	v.Summary = v.Pods.Summary()
	v.Facts = factsOf(w)
	conditions := w.Conditions
	if a := w.Autoscaler; a != nil {
		v.Metrics, v.Scaler, v.Held, v.Room = metricTable(a.Metrics), scalerFacts(a), heldBack(a), roomWords(w)
		conditions = append(slices.Clone(conditions), a.Conditions...)
	}
	v.Conditions = conditionTable(conditions)
	return v
}

func factsOf(w schemas.Workload) []Fact {
	r := w.Replicas
	facts := []Fact{
		{Name: "namespace", Text: w.Namespace},
		{Name: "wanted", Text: number(r.Wanted)}, {Name: "current", Text: number(r.Current)}, {Name: "updated", Text: number(r.Updated)},
		{Name: "ready", Text: number(r.Ready)}, {Name: "available", Text: number(r.Available)},
	}
	if w.Strategy != "" {
		facts = append(facts, Fact{Name: "strategy", Text: w.Strategy})
	}
	if w.Paused {
		facts = append(facts, Fact{Name: "rollout", Text: "paused"})
	}
	if !w.Created.IsZero() {
		facts = append(facts, Fact{Name: "created", At: Moment{w.Created}})
	}
	return facts
}

func containerTable(containers []schemas.ContainerSpec) *Table {
	t := &Table{Head: []string{"container", "kind", "image", "CPU: request → limit", "memory: request → limit"}}
	for _, c := range containers {
		request, limit := cmp.Or(c.Requests, &schemas.Amounts{}), cmp.Or(c.Limits, &schemas.Amounts{})
		t.Rows = append(t.Rows, []Cell{code(c.Name), text(string(c.Kind)), code(c.Image), measured(cpuAt, c.Name, request.CPU, limit.CPU), measured(memoryAt, c.Name, request.Memory, limit.Memory)})
	}
	return t
}

// bounds words a request and a limit: "250m → 1", "250m, no limit".
func bounds(request, limit string) string {
	switch {
	case request == "" && limit == "":
		return "none set"
	case limit == "":
		return request + ", no limit"
	case request == "":
		return "no request → " + limit
	default:
		return request + " → " + limit
	}
}

// bandWords say where a metric stands; its figure is usage and not part of a page.
var bandWords = map[schemas.Band]string{
	schemas.BandBelow: "below target", schemas.BandNear: "at target", schemas.BandAbove: "above target", schemas.BandUnknown: "no value",
}

func metricTable(metrics []schemas.Metric) *Table {
	t := &Table{Head: []string{"scales by", "type", "of", "target", "now"}}
	for _, m := range metrics {
		t.Rows = append(t.Rows, []Cell{code(m.Name), text(m.Type), text(m.Of), text(m.Target), followed(m)})
	}
	return t
}

func conditionTable(conditions []schemas.Condition) *Table {
	t := &Table{Head: []string{"condition", "status", "reason", "message", "since"}}
	for _, c := range conditions {
		t.Rows = append(t.Rows, []Cell{text(c.Type), word(c.Status), word(c.Reason), text(c.Message), moment(Moment{c.Since})})
	}
	return t
}

// podTableOf lists pods, those with something to tell first; an image is named where it is not the template's.
func podTableOf(pods []schemas.Pod, template []schemas.ContainerSpec) *Table {
	images := map[string]string{}
	for _, c := range template {
		images[c.Name] = c.Image
	}
	sorted := slices.Clone(pods)
	slices.SortStableFunc(sorted, func(a, b schemas.Pod) int {
		return cmp.Or(cmp.Compare(story(a), story(b)), cmp.Compare(b.Restarts, a.Restarts))
	})
	t := &Table{Head: []string{"pod", "state", "containers", "restarts", "node", "created"}}
	if rest := len(sorted) - mostPods; rest > 0 {
		sorted = sorted[:mostPods]
		t.More = number(rest) + " more pods are in the snapshot; those that are not ready or have restarted stand first."
	}
	cells := make([]Cell, 0, len(sorted)*len(t.Head)) // of all rows: a list is long
	t.Rows = make([][]Cell, 0, len(sorted))
	for i := range sorted {
		p := &sorted[i]
		badge := podBadgeOf(p.State)
		state := badge.Word
		if p.Reason != "" && p.State != schemas.PodReady {
			state += ": " + p.Reason
		}
		row := len(cells)
		cells = append(cells, Cell{Badge: badge, Text: p.Name, Code: true}, text(state), Cell{Lines: containerLines(p, images)}, amount(p.Restarts), text(p.Node), moment(Moment{p.Created}))
		t.Rows = append(t.Rows, cells[row:])
	}
	return t
}

// story is 0 for a pod that is not ready.
func story(p schemas.Pod) int {
	if p.State == schemas.PodReady {
		return 1
	}
	return 0
}

// containerLines says one line for each container that has something to tell, and counts the rest.
func containerLines(p *schemas.Pod, images map[string]string) []Cell {
	var lines []Cell
	quiet := 0
	for _, c := range p.Containers {
		image := images[c.Name]
		other := image != "" && c.Image != "" && imageTag(image) != imageTag(c.Image)
		done := c.Kind == schemas.InitContainer && c.State == "terminated" && c.Reason == "Completed"
		if (c.State == "running" && c.Ready || done) && c.Restarts == 0 && !other && c.Last == nil {
			quiet++
			continue
		}
		said := c.Name + " " + containerState(c)
		if other {
			said += ", image " + imageTag(c.Image)
		}
		line := Cell{Text: said}
		if c.Last != nil {
			line.Text += "; last " + ending(c.Last)
			line.At = Moment{c.Last.Finished}
		}
		lines = append(lines, line)
	}
	if quiet > 0 {
		said := number(quiet) + " running"
		if len(lines) > 0 {
			said = number(quiet) + " more running"
		}
		lines = append(lines, Cell{Text: said})
	}
	return lines
}

func containerState(c schemas.Container) string {
	said := c.State
	if c.Reason != "" {
		said += " (" + c.Reason + ")"
	}
	if c.State == "running" && !c.Ready && c.Kind != schemas.InitContainer {
		said += ", not ready"
	}
	if c.Restarts > 0 {
		said += ", " + plural(c.Restarts, "restart")
	}
	return said
}

// ending words how a container's previous run ended: "Error, exit 1".
func ending(t *schemas.Termination) string {
	var parts []string
	if t.Reason != "" {
		parts = append(parts, t.Reason)
	}
	if t.Signal != 0 {
		parts = append(parts, "signal "+number(t.Signal))
	} else if t.Reason != "Completed" {
		parts = append(parts, "exit "+number(t.ExitCode))
	}
	return strings.Join(parts, ", ")
}
