package e2e

// This file holds the table in README.md of how each rule was brought about, and wants every rule to have been seen. Its
// name puts it last.

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// elsewhere are the rules whose scenarios are tests of their own.
func elsewhere() []scenario {
	return []scenario{
		{rule: "unavailable", name: "effect", by: controllers, how: "likewise beneath a crash loop"},
		{rule: "autoscaler-unable", by: controllers, how: "the autoscaler's controller: it cannot ask for the scale of a target that does not exist"},
		{rule: "cronjob-invalid", by: "a dump", how: "no current API server takes such a CronJob; old ones kept them"},
		{rule: "absent", by: controllers, how: "a definition that names a cluster without the service"},
		{rule: "image-drift", by: controllers, how: "people roll out one version here and another there"},
		{rule: "config-drift", by: controllers, how: "people give the autoscalers other bounds"},
		{rule: "failover-headroom", by: controllers, how: "the autoscaler's controller counts, people bound"},
		{rule: "cluster-unreachable", by: controllers, how: "an API server refuses a token"},
		{rule: "unreadable", by: controllers, how: "an API server's RBAC refuses a list"},
	}
}

type ruleRow struct{ ID string }

func rules(t *testing.T) []ruleRow {
	t.Helper()
	r := plimsoll(t, 0, "explain", "--format", "json")
	var rows []ruleRow
	if err := json.Unmarshal([]byte(r.stdout), &rows); err != nil || len(rows) == 0 {
		t.Fatalf("%v: %s", err, r.stdout)
	}
	return rows
}

func TestReadmeNamesEveryRule(t *testing.T) {
	all := slices.Concat(scenarios(), elsewhere())
	var table strings.Builder
	table.WriteString("| rule | brought about by | how |\n|---|---|---|\n")
	for _, r := range rules(t) {
		n := 0
		for _, s := range all {
			if s.rule == r.ID {
				fmt.Fprintf(&table, "| `%s` | %s | %s |\n", s.rule, s.by, s.how)
				n++
			}
		}
		if n == 0 {
			t.Errorf("no scenario: make %s fire on a control plane, in rules_…_test.go", r.ID)
		}
	}
	const begin, end = "<!-- begin rules -->\n", "<!-- end rules -->"
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(b), begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatal("README.md lacks the place for its rules")
	}
	readme := before + begin + "\n" + table.String() + "\n" + end + after
	if readme == string(b) {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Fatal("README.md does not say what the scenarios do: UPDATE=1 go test -run TestReadme .")
	}
	if err := os.WriteFile("README.md", []byte(readme), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestZEveryRuleWasSeen runs last, because tests run in the order of their files, and only with all of them.
func TestZEveryRuleWasSeen(t *testing.T) {
	if only := cmp.Or(flag.Lookup("test.run").Value.String(), flag.Lookup("test.skip").Value.String()); only != "" {
		t.Logf("not asked, because only some tests run: %s", only)
		return
	}
	for _, r := range rules(t) {
		if _, ok := seen.Load(r.ID); !ok {
			t.Errorf("%s fired in no scenario", r.ID)
		}
	}
}
