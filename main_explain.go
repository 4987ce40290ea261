package main

// This file is explain: what a rule says, what it means, and how to tune or ignore it, from the rule's own row.

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func runExplain(c *cli.Context) error {
	rules, err := named(c.Args().Slice())
	if err != nil {
		return err
	}
	asJSON, err := wantsJSON(c)
	if err != nil {
		return err
	}
	out := c.App.Writer
	switch {
	case asJSON:
		return explainJSON(out, rules)
	case c.Args().Present():
		fmt.Fprint(out, explainEach(rules, painterFor(out), widthOf(out)))
	default:
		fmt.Fprint(out, listRules(rules, painterFor(out), widthOf(out)))
	}
	return nil
}

// named are the rules with these ids, or all.
func named(ids []string) ([]schemas.Rule, error) {
	all := collect.Rules()
	if len(ids) == 0 {
		return all, nil
	}
	var rules []schemas.Rule
	for _, id := range ids {
		at := slices.IndexFunc(all, func(r schemas.Rule) bool { return r.ID == strings.ToLower(id) })
		if at < 0 {
			return nil, usage("explain: %s", noSuchRule(id))
		}
		rules = append(rules, all[at])
	}
	return rules, nil
}

// explained is a rule as --format json has it. The keys stay as they are.
type explained struct {
	ID         string           `json:"id"`
	Family     string           `json:"family"`
	Severity   schemas.Severity `json:"severity"`
	When       string           `json:"when"`
	Means      string           `json:"means"`
	Next       string           `json:"next"`
	Threshold  float64          `json:"threshold,omitempty"`
	Annotation bool             `json:"annotation"` // the annotation plimsoll/ignore may name it
}

func explainJSON(out io.Writer, rules []schemas.Rule) error {
	list := make([]explained, 0, len(rules))
	for _, r := range rules {
		list = append(list, explained{
			ID: r.ID, Family: r.Family, Severity: r.Severity, When: r.When, Means: r.Means, Next: r.Next,
			Threshold: r.Threshold, Annotation: !r.Across,
		})
	}
	return writeJSON(out, list)
}

// listRules is a line a rule, under its family.
func listRules(rules []schemas.Rule, paint painter, width int) string {
	var b strings.Builder
	longest := 0
	for _, r := range rules {
		longest = max(longest, len(r.ID))
	}
	for i, r := range rules {
		if i == 0 || rules[i-1].Family != r.Family {
			fmt.Fprintf(&b, "%s%s\n", strings.Repeat("\n", min(i, 1)), r.Family)
		}
		when := shortened(r.When, width-longest-14)
		fmt.Fprintf(&b, "  %-*s  %s  %s\n", longest, r.ID, paint(toneOf(r.Severity), fmt.Sprintf("%-8s", r.Severity)), when)
	}
	b.WriteString("\nplimsoll explain RULE tells what one means, and how to tune or ignore it.\n")
	return b.String()
}

func explainEach(rules []schemas.Rule, paint painter, width int) string {
	pages := make([]string, 0, len(rules))
	for _, r := range rules {
		pages = append(pages, explain(r, paint, width))
	}
	return strings.Join(pages, "\n\n")
}

func explain(r schemas.Rule, paint painter, width int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n%s\n\n", r.ID, paint(toneOf(r.Severity), string(r.Severity)), r.Family)
	for _, text := range []string{"It holds when " + r.When + ".", r.Means, "Next: " + r.Next} {
		b.WriteString(wrapped(text, width) + "\n")
	}
	b.WriteString("\n" + wrapped("To tune it, in plimsoll.yaml (severity may be critical, warning or info):", width) + "\n")
	fmt.Fprintf(&b, "\n  rules:\n    %s: {%s}\n\n", r.ID, settings(r))
	where := ` cluster: "prod-*", object: "*/shop/*",`
	switch {
	case r.Several:
		where = ""
	case r.Across:
		where = ` cluster: "prod-*",`
	}
	b.WriteString(wrapped("To ignore it there (patterns and until may be left out; on the day of until it counts again):", width) + "\n")
	fmt.Fprintf(&b, "\n  rules:\n    ignore:\n      - {rule: %s, service: checkout,%s until: 2027-01-01, reason: why}\n", r.ID, where)
	if !r.Across {
		b.WriteString("\n" + wrapped("Or on the object that the problem names (several rules with commas, several entries with semicolons):", width) + "\n")
		fmt.Fprintf(&b, "\n  metadata:\n    annotations:\n      plimsoll/ignore: \"%s until 2027-01-01: why\"\n", r.ID)
	}
	return b.String()
}

// settings shows what may be set, with another severity than the rule's own: its own needs no setting.
func settings(r schemas.Rule) string {
	text := "severity: " + string(r.Other())
	if r.Threshold != 0 {
		text += fmt.Sprintf(", threshold: %g", r.Threshold)
	}
	return text
}

// toneOf is the status that a severity makes of a service: they share their colours.
func toneOf(s schemas.Severity) schemas.Status {
	switch s {
	case schemas.Critical:
		return schemas.Down
	case schemas.Warning:
		return schemas.Degraded
	default:
		return schemas.Healthy
	}
}
