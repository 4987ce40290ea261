package main

// This file holds the README against the code: its tables are made from the tables that the program works with.
// UPDATE=1 go test . writes them.

import (
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestReadme(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	readme := string(b)
	for name, table := range map[string]string{"commands": commandTable(), "rights": rightTable(), "rules": ruleTable(), "diff": diffSample(t)} {
		readme = put(t, readme, name, table)
	}
	if readme == string(b) {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Fatal("README.md does not say what the code does: run UPDATE=1 go test .")
	}
	if err := os.WriteFile("README.md", []byte(readme), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestReadmeConfiguration wants the configuration that the README shows to be one that is taken.
func TestReadmeConfiguration(t *testing.T) {
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(b), "```yaml\n")
	config, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("README.md shows no configuration")
	}
	if err := schemas.ValidateConfig([]byte(config)); err != nil {
		t.Error(err)
	}
}

func put(t *testing.T, readme, name, table string) string {
	begin, end := fmt.Sprintf("<!-- begin %s -->\n", name), fmt.Sprintf("<!-- end %s -->", name)
	before, rest, ok := strings.Cut(readme, begin)
	_, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("README.md lacks the place for its %s: %s…%s", name, begin, end)
	}
	return before + begin + "\n" + table + "\n" + end + after
}

func commandTable() string {
	var b strings.Builder
	b.WriteString("| command | what it does |\n|---|---|\n")
	for _, c := range newApp(io.Discard, io.Discard).Commands {
		use := strings.TrimSpace("plimsoll " + c.Name + " " + c.ArgsUsage)
		fmt.Fprintf(&b, "| `%s` | %s |\n", use, c.Usage)
	}
	return b.String()
}

// diffSample is what diff says of the demo, as its own test holds it.
func diffSample(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("testdata/diff/during.txt")
	if err != nil {
		t.Fatal(err)
	}
	return "```\n" + string(b) + "```\n"
}

func rightTable() string {
	var b strings.Builder
	b.WriteString("| API group | kinds | verb |\n|---|---|---|\n")
	for _, r := range collect.Rights(&schemas.Config{}) {
		fmt.Fprintf(&b, "| %s | `%s` | `list` |\n", groupText(r.Group), strings.Join(r.Resources, "`, `"))
	}
	return b.String()
}

func groupText(group string) string {
	if group == "" {
		return "core"
	}
	return "`" + group + "`"
}

func ruleTable() string {
	var b strings.Builder
	b.WriteString("| rule | severity | holds when |\n|---|---|---|\n")
	for _, r := range collect.Rules() {
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.ID, r.Severity, r.When)
	}
	return b.String()
}
