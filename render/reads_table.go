package render

// This file is how every read of a cluster went, in a table.

import "github.com/plimsoll-k8s/plimsoll/schemas"

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
