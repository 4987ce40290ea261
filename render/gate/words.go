package gate

// This file is the words that a gate can be asked to close on, a row each: what of the index tells that one holds, or
// may, and which problems speak for it.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Unread closes the gate on what could not be read.
const Unread = "unread"

// view is a service's row, as far as the scope lets it be seen.
type view struct {
	schemas.ServiceEntry
	status   schemas.Status // the worst in scope
	places   []schemas.Placement
	narrowed bool            // to some clusters: then the row's counts are those of more than is looked at
	unread   map[string]bool // clusters that could not be read whole
}

// condition is one word.
type condition struct {
	word   string
	may    func(view) bool      // it holds, or its snapshot has to be asked
	sure   func(view) bool      // it holds by the row alone
	tells  func(complaint) bool // such a problem speaks for it, and where the row is not sure, decides
	unread bool                 // a cluster that could not be read closes the gate too
}

// Words are all words but the rules: what completes a command line, and what an error lists.
func Words() []string {
	var list []string
	for _, c := range table() {
		list = append(list, c.word)
	}
	return list
}

// table is all conditions but the rules.
func table() []condition {
	return []condition{
		statusIs(schemas.Down),
		statusIs(schemas.Degraded, schemas.Down), // as bad as that, or worse
		statusIs(schemas.Missing),
		statusIs(schemas.Unknown),
		statusIs(schemas.Progressing),
		statusIs(schemas.Suspended),
		severityIs(schemas.Critical, func(v view) bool { return v.Critical > 0 }),
		severityIs(schemas.Warning, func(v view) bool { return v.Critical+v.Warnings > 0 }),
		severityIs(schemas.Info, func(v view) bool { return v.Lead != nil }),
		unreadPlaces(),
	}
}

// statusIs holds where a service is in one of these states, the first of which is the word.
func statusIs(states ...schemas.Status) condition {
	is := func(v view) bool { return slices.Contains(states, v.status) }
	return condition{word: string(states[0]), may: is, sure: is, tells: func(p complaint) bool {
		return !p.explained && p.Severity != schemas.Info && (!p.reading || states[0] == schemas.Unknown) // else it makes no state worse
	}}
}

// severityIs holds where a problem weighs as much as that, or more. The row counts them, but over all clusters.
func severityIs(s schemas.Severity, some func(view) bool) condition {
	return condition{
		word: string(s), may: some,
		sure:  func(v view) bool { return some(v) && !v.narrowed },
		tells: func(p complaint) bool { return !p.explained && p.Severity.Rank() <= s.Rank() },
	}
}

// unreadPlaces holds where what is known of a service in some cluster is not of the last run.
func unreadPlaces() condition {
	is := func(v view) bool {
		return slices.ContainsFunc(v.places, func(p schemas.Placement) bool { return p.Stale || v.unread[p.Name] })
	}
	return condition{word: Unread, may: is, sure: is, unread: true, tells: func(p complaint) bool { return p.reading }}
}

// ruleIs holds where the rule does, be it as what another problem explains: who names a rule means it.
func ruleIs(id string) condition {
	return condition{
		word: id, may: func(v view) bool { return v.Lead != nil }, // what an ignored problem explains is ignored with it
		sure:  func(view) bool { return false },
		tells: func(p complaint) bool { return p.Rule == id },
	}
}

// conditionsOf are the conditions that a person named, each once.
func conditionsOf(names, rules []string) ([]condition, error) {
	var list []condition
	for _, name := range names {
		c, err := conditionOf(strings.ToLower(strings.TrimSpace(name)), rules)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(list, func(have condition) bool { return have.word == c.word }) {
			list = append(list, c)
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("--fail-on is empty; it is one of %s, or a rule", strings.Join(Words(), ", "))
	}
	return list, nil
}

func conditionOf(name string, rules []string) (condition, error) {
	for _, c := range table() {
		if c.word == name {
			return c, nil
		}
	}
	if slices.Contains(rules, name) {
		return ruleIs(name), nil
	}
	meant := ""
	if near := schemas.Nearest(name, slices.Concat(Words(), rules)); near != "" {
		meant = fmt.Sprintf("did you mean %s? ", near)
	}
	return condition{}, fmt.Errorf("--fail-on %q: %sit is one of %s, or a rule; plimsoll explain lists those", name, meant, strings.Join(Words(), ", "))
}

func words(conditions []condition) []string {
	list := make([]string, 0, len(conditions))
	for _, c := range conditions {
		list = append(list, c.word)
	}
	return list
}
