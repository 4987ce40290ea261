package render

// This file is how a list of services is narrowed: what there is to choose from, and when it is worth offering.

import (
	"slices"
	"strings"
)

// A list is filtered and sorted from fewestFiltered rows on: fewer are seen at a glance.
const fewestFiltered = 9

// Choice is one thing to filter by; the script finds its name and its values in the rows.
type Choice struct {
	Name    string
	Options []Option
}

// Option is a value; Value is what the script looks for where that is not the word itself.
type Option struct{ Value, Word string }

// Filtered tells whether the list has controls above it.
func (l Listing) Filtered() bool { return len(l.Rows) >= fewestFiltered }

// choices offers what differs between rows.
func choices(rows []Row, worries int) []Choice {
	if len(rows) < fewestFiltered {
		return nil
	}
	facts := []struct {
		name string
		of   func(Row) []string
	}{
		{"state", func(r Row) []string { return []string{r.Word} }},
		{"owner", func(r Row) []string { return []string{r.Owner} }},
		{"system", func(r Row) []string { return []string{r.System} }},
		{"cluster", func(r Row) []string { return strings.Split(r.In, "|") }},
	}
	var all []Choice
	for _, fact := range facts {
		if values := distinct(rows, fact.of); len(values) > 1 {
			all = append(all, Choice{fact.name, values})
		}
	}
	if worries > 0 && worries < len(rows) {
		all[0].Options = slices.Insert(all[0].Options, 0, Option{"attention", "needs attention"})
	}
	return all
}

func distinct(rows []Row, of func(Row) []string) []Option {
	seen := map[string]bool{"": true}
	var options []Option
	for _, r := range rows {
		for _, value := range of(r) {
			if !seen[value] {
				seen[value] = true
				options = append(options, Option{Word: value})
			}
		}
	}
	slices.SortFunc(options, func(a, b Option) int { return strings.Compare(strings.ToLower(a.Word), strings.ToLower(b.Word)) })
	return options
}
