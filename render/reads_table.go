package render

// This file is how every read of a cluster went, in a table: what failed first, then what was read, what is not there
// to be read, and what nobody asked for.

import "github.com/plimsoll-k8s/plimsoll/schemas"

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
		row(kind, "", readBadge(schemas.ReadNotServed), "the cluster does not have this kind", Moment{})
	}
	for _, kind := range c.LeftOut {
		row(kind, "", leftOut, "the configuration says not to read it", Moment{})
	}
	return t
}

var leftOut = Badge{"suspended", "left out", "off", "‖"}

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
