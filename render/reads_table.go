package render

// This file is how every read of a cluster went, in a table: what failed first, then what was read, what is not there
// to be read, and what nobody asked for.

import (
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func readTable(c schemas.ClusterEntry) *Table {
	t := &Table{Head: []string{"resource", "namespace", "reading", "message", "older state from"}}
	row := func(resource, namespace string, badge Badge, message string, asOf Moment) {
		t.Rows = append(t.Rows, []Cell{resourceCell(resource), text(namespace), {Badge: badge, Text: badge.Word}, text(message), moment(asOf)})
	}
	for _, r := range c.Reads {
		row(r.Resource, r.Namespace, readBadge(r.State), r.Message, Moment{r.AsOf})
	}
	for _, kind := range c.Listed {
		row(kind, "", readBadge(schemas.ReadOK), "", Moment{})
	}
	for _, kind := range c.NotServed {
		row(kind, "", readBadge(schemas.ReadNotServed), "it has no such kind", Moment{})
	}
	for _, kind := range c.LeftOut {
		row(kind, "", leftOut, "the configuration says not to read it", Moment{})
	}
	return t
}

var leftOut = Badge{"suspended", "left out", "off", "‖"}

// readCounts is the table in a line: "12 kinds read · 1 not allowed · 9 not served".
func readCounts(c schemas.ClusterEntry) string {
	var said []string
	add := func(n int, what string) {
		if n > 0 {
			said = append(said, number(n)+" "+what)
		}
	}
	var states []schemas.ReadState
	counts := map[schemas.ReadState]int{}
	for _, r := range c.Reads {
		if counts[r.State]++; counts[r.State] == 1 {
			states = append(states, r.State)
		}
	}
	for _, state := range states {
		add(counts[state], state.Words())
	}
	add(len(c.Listed), "read")
	add(len(c.NotServed), "not served")
	add(len(c.LeftOut), "left out")
	return strings.Join(said, " · ")
}

func readBadge(state schemas.ReadState) Badge {
	switch state {
	case schemas.ReadOK:
		return Badge{"succeeded", state.Words(), "ok", "✓"}
	case schemas.ReadNotServed:
		return Badge{"info", state.Words(), "off", "○"}
	default:
		return Badge{"unknown", state.Words(), "warn", "?"}
	}
}

func resourceCell(resource string) Cell {
	if resource == "*" {
		return text("the whole cluster")
	}
	return code(resource)
}
