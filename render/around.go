package render

// This file is what stands around a service's workloads in a cluster: jobs, network, storage, budgets, quotas and
// custom resources.

import (
	"strconv"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Part is a titled table.
type Part struct {
	Title string
	Table *Table
}

// partsOf lists the parts that hold anything.
func partsOf(c schemas.Cluster) []Part {
	all := []Part{
		{"Network", networkTable(c.Network)}, {"Storage", storageTable(c.Storage)},
		{"Disruption budgets", budgetTable(c.Budgets)}, {"Quotas of its namespaces", quotaTable(c.Quotas)},
		{"Custom resources", resourceTable(c.Resources)},
	}
	var parts []Part
	for _, p := range all {
		if p.Table.Any() {
			parts = append(parts, p)
		}
	}
	return parts
}

// jobOf shows a job as a workload, because it opens like one.
func jobOf(j schemas.Job) Workload {
	v := Workload{
		Badge: badgeOf(j.Status), Kind: j.Kind, Name: j.Name, Namespace: j.Namespace, Summary: jobSummary(j),
		Containers: containerTable(j.Containers), List: podTableOf(j.Pods, j.Containers),
	}
	add := func(name, text string) {
		if text != "" {
			v.Facts = append(v.Facts, Fact{Name: name, Text: text})
		}
	}
	add("namespace", j.Namespace)
	add("schedule", j.Schedule)
	add("time zone", j.TimeZone)
	add("started by", j.Owner)
	if j.Failed > 0 {
		add("failed attempts", number(j.Failed))
	}
	for _, f := range []Fact{{Name: "started", At: Moment{j.Started}}, {Name: "finished", At: Moment{j.Finished}}, {Name: "last success", At: Moment{j.LastSuccess}}} {
		if f.At.Known() {
			v.Facts = append(v.Facts, f)
		}
	}
	return v
}

// outcomeWords say how a job's newest run ended.
var outcomeWords = map[string]string{
	"succeeded": "newest run succeeded", "failed": "newest run failed", "active": "running now", "none": "has not run yet",
}

func jobSummary(j schemas.Job) string {
	if j.Kind == "Job" {
		return strings.TrimPrefix(outcomeWords[j.Outcome], "newest run ")
	}
	said := outcomeWords[j.Outcome]
	if said == "" {
		said = j.Outcome
	}
	if j.Suspended {
		said += ", suspended"
	}
	if j.Schedule != "" {
		said = j.Schedule + " · " + said
	}
	return said
}

func networkTable(all []schemas.Network) *Table {
	t := &Table{Head: []string{"name", "kind", "type", "ports", "hosts", "leads to", "addresses", "pods ready"}}
	for _, n := range all {
		t.Rows = append(t.Rows, []Cell{code(n.Name), text(n.Kind), text(n.Type), texts(n.Ports), texts(n.Hosts), texts(backends(n.Backends)), texts(n.Addresses), text(readyOf(n))})
	}
	return t
}

func backends(all []string) []string {
	short := make([]string, len(all))
	for i, b := range all {
		short[i] = lastName(b)
	}
	return short
}

func readyOf(n schemas.Network) string {
	if n.Pods == nil || n.Ready == nil {
		return ""
	}
	return number(*n.Ready) + " of " + number(*n.Pods)
}

func storageTable(all []schemas.Claim) *Table {
	t := &Table{Head: []string{"claim", "phase", "size", "class", "access", "used by"}}
	for _, c := range all {
		t.Rows = append(t.Rows, []Cell{code(c.Name), text(c.Phase), text(c.Size), text(c.Class), texts(c.Access), texts(backends(c.UsedBy))})
	}
	return t
}

func budgetTable(all []schemas.Budget) *Table {
	t := &Table{Head: []string{"budget", "keeps at least", "loses at most", "pods", "healthy", "may be disrupted now"}}
	for _, b := range all {
		t.Rows = append(t.Rows, []Cell{code(b.Name), text(b.MinAvailable), text(b.MaxUnavailable), amount(b.Expected), text(number(b.Healthy) + " of " + number(b.Desired) + " needed"), amount(b.Allowed)})
	}
	return t
}

// quotaWords: a quota's band is against its hard limit, not against a target.
var quotaWords = map[schemas.Band]string{
	schemas.BandBelow: "room left", schemas.BandNear: "nearly used up", schemas.BandAbove: "used up", schemas.BandUnknown: "not known",
}

func quotaTable(all []schemas.Quota) *Table {
	t := &Table{Head: []string{"quota", "namespace", "resource", "limit", "use"}}
	for _, q := range all {
		t.Rows = append(t.Rows, []Cell{code(q.Name), text(q.Namespace), code(q.Resource), text(q.Hard), text(quotaWords[q.Band])})
	}
	return t
}

func resourceTable(all []schemas.Resource) *Table {
	t := &Table{Head: []string{"name", "kind", "state", "message"}}
	for _, r := range all {
		t.Rows = append(t.Rows, []Cell{code(r.Name), text(r.Kind + "." + r.Group), text(string(r.Status)), text(r.Message)})
	}
	return t
}

// readTable is how every read of a cluster went.
func readTable(reads []schemas.Read) *Table {
	t := &Table{Head: []string{"resource", "namespace", "state", "message", "older state from"}}
	for _, r := range reads {
		t.Rows = append(t.Rows, []Cell{resourceCell(r.Resource), text(r.Namespace), {Badge: readBadge(r.State), Text: string(r.State)}, text(r.Message), moment(Moment{r.AsOf})})
	}
	return t
}

func readBadge(state schemas.ReadState) Badge {
	switch state {
	case schemas.ReadOK:
		return Badge{"succeeded", string(state), "ok", "✓"}
	case schemas.ReadNotServed:
		return Badge{"info", string(state), "off", "○"}
	default:
		return Badge{"unknown", string(state), "warn", "?"}
	}
}

func resourceCell(resource string) Cell {
	if resource == "*" {
		return text("the whole cluster")
	}
	return code(resource)
}

// countTable counts objects by kind and namespace.
func countTable(all []schemas.Unclaimed) *Table {
	t := &Table{Head: []string{"kind", "namespace", "count"}}
	for _, u := range all {
		t.Rows = append(t.Rows, []Cell{text(u.Kind), text(u.Namespace), text(strconv.Itoa(u.Count))})
	}
	return t
}
