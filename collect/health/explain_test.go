package health

// This file holds the table of explanations to its promise: every rule in it exists, and no path leads back.

import (
	"slices"
	"testing"
)

func TestLinksHaveNoCycles(t *testing.T) {
	causes := map[string][]string{}
	for _, l := range links() {
		causes[l.effect] = append(causes[l.effect], l.causes...)
	}
	var follow func(rule string, path []string)
	follow = func(rule string, path []string) {
		if slices.Contains(path, rule) {
			t.Fatalf("a cycle: %v, %s", path, rule)
		}
		for _, c := range causes[rule] {
			follow(c, append(slices.Clone(path), rule))
		}
	}
	known := familyOf()
	for _, row := range spoken {
		if known[row.rule] == "" {
			t.Errorf("%s speaks for events and is no rule", row.rule)
		}
	}
	for effect := range causes {
		follow(effect, nil)
		for _, rule := range append(causes[effect], effect) {
			if known[rule] == "" {
				t.Errorf("%s is no rule", rule)
			}
		}
	}
}
