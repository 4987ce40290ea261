package render

// This file is what is wrong with an object, for the row that shows it.

import (
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// complaint is a problem as a row shows it.
type complaint struct {
	problem schemas.Problem
	link    string // of the rule
}

// complaints are the problems of a cluster by their object.
type complaints map[string][]complaint

func (r *Renderer) complaintsOf(at place, problems []schemas.Problem) complaints {
	on := complaints{}
	for _, p := range problems {
		on[p.Object] = append(on[p.Object], complaint{p, r.ruleLink(at, p.Rule)})
	}
	return on
}

// ruleLink leads to a rule's place in the catalogue, where it has one.
func (r *Renderer) ruleLink(at place, rule string) string {
	if !r.known[rule] {
		return ""
	}
	return at.page("rules/", rule)
}

// cell says what is wrong with an object, the worst first as the snapshot has it. A part is one line of an object that
// has several: a problem that names another one is not said.
func (on complaints) cell(object, part string) Cell {
	var lines []Cell
	for _, c := range on[object] {
		if part != "" && c.problem.Cause != "" && c.problem.Cause != part {
			continue
		}
		said := upperFirst(c.problem.Message)
		badge := severityBadge(c.problem.Severity)
		if aside := asideWords(c.problem.Ignored); aside != "" {
			said, badge = strings.TrimSuffix(said, ".")+". "+aside, asideBadge
		}
		lines = append(lines, Cell{Badge: badge, Text: said, Rule: c.problem.Rule, Link: c.link})
	}
	return Cell{Lines: lines}
}
