package catalog

// Each archive under testdata/read is a configuration, catalog files as people write them, and what is made of them.

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestRead(t *testing.T) {
	archives, err := filepath.Glob("testdata/read/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives under testdata/read: %v", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			dir, want := t.TempDir(), ""
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = string(f.Data)
					continue
				}
				writeFile(t, filepath.Join(dir, f.Name), string(f.Data))
			}
			c, err := Read(config(t, dir, "catalog/**"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, outline(c, dir)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path, diff)
			}
		})
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// config is a plimsoll.yaml of a folder that names these globs.
func config(t *testing.T, dir string, globs ...string) *schemas.Config {
	t.Helper()
	path := filepath.Join(dir, "plimsoll.yaml")
	text := "apiVersion: plimsoll/v1\nclusters: [{name: eu, dump: eu}]\nservices:\n  catalog:\n"
	for _, glob := range globs {
		text += fmt.Sprintf("    - %q\n", glob)
	}
	writeFile(t, path, text)
	c, err := schemas.LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// outline is a catalog in a few lines, without the folder it was read from.
func outline(c *Catalog, dir string) string {
	var b strings.Builder
	for _, k := range c.Components {
		fmt.Fprintf(&b, "%s (%s, %s)\n", k.ID, k.Ref, k.Place())
		say := func(what, text string) {
			if text != "" {
				fmt.Fprintf(&b, "  %s: %s\n", what, text)
			}
		}
		say("title", k.Title)
		say("description", strings.ReplaceAll(k.Description, "\n", "⏎"))
		say("owner", strings.TrimSuffix(k.Owner+" ("+k.OwnerTitle+")", " ()"))
		say("system", k.System)
		say("lifecycle", k.Lifecycle)
		for _, l := range k.Links {
			say("link", l.Title+" → "+l.URL)
		}
		for _, r := range k.DependsOn {
			say("depends on", r.String())
		}
		say("provides", strings.Join(k.ProvidesAPIs, ", "))
		for _, v := range []Value{k.KubernetesID, k.LabelSelector, k.Namespaces, k.Clusters} {
			if v.Text != "" {
				say(fmt.Sprintf("%s (line %d)", v.Annotation, v.Line), strings.Join(v.List(), " & "))
			}
		}
	}
	for _, n := range c.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	if c.Torn {
		fmt.Fprintln(&b, "torn")
	}
	return strings.ReplaceAll(b.String(), dir+string(filepath.Separator), "")
}
