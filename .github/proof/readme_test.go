package proof

// This file holds the README of the examples against what it speaks of. UPDATE=1 go test ./.github/proof writes it.

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestReadme(t *testing.T) {
	a, old := readAction(t), read(t, example("README.md"))
	var inputs, outputs strings.Builder
	inputs.WriteString("| input | default | what it is |\n|---|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(a.Inputs)) {
		value := a.Inputs[name].Default
		if value != "" {
			value = "`" + value + "`"
		}
		fmt.Fprintf(&inputs, "| `%s` | %s | %s |\n", name, value, a.Inputs[name].Description)
	}
	outputs.WriteString("| output | what it is |\n|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(a.Outputs)) {
		fmt.Fprintf(&outputs, "| `%s` | %s |\n", name, a.Outputs[name].Description)
	}
	readme := between(t, between(t, old, "inputs", inputs.String()), "outputs", outputs.String())
	if readme == old {
		return
	}
	if os.Getenv("UPDATE") == "" {
		t.Fatal("the README of the examples does not say what the Action does: run UPDATE=1 go test ./.github/proof -run Readme")
	}
	write(t, example("README.md"), readme)
}

func between(t *testing.T, text, name, table string) string {
	t.Helper()
	place := regexp.MustCompile(fmt.Sprintf(`(?s)<!-- begin %s -->\n.*<!-- end %s -->`, name, name))
	if !place.MatchString(text) {
		t.Fatalf("the README has no place for its %s", name)
	}
	return place.ReplaceAllLiteralString(text, fmt.Sprintf("<!-- begin %s -->\n\n%s\n<!-- end %s -->", name, table, name))
}

// TestReadmeLinks wants what the README leads to to be there.
func TestReadmeLinks(t *testing.T) {
	for _, m := range regexp.MustCompile(`\]\(([^)#]+)\)`).FindAllStringSubmatch(read(t, example("README.md")), -1) {
		if _, err := os.Stat(example(m[1])); err != nil && !strings.Contains(m[1], "://") {
			t.Errorf("the README leads to %s: %v", m[1], err)
		}
	}
}
