package catalog

// A catalog has many authors: whatever a file holds, it is read in bounded time, and what is made of it fits an id.

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func FuzzDocuments(f *testing.F) {
	archives, err := filepath.Glob("testdata/read/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range archives {
		b, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range txtar.Parse(b).Files {
			f.Add(file.Data)
		}
	}
	for _, text := range []string{
		"a: &a [backstage, *a]",
		"<<: &x {<<: *x}\nbackstage: 1",
		"&a [*a]: backstage",
		"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: &m {name: a, annotations: *m, <<: [*m, {}]}\nspec: *m",
		"%YAML 1.2\n--- backstage\n...\n---\n--- |\n backstage",
		"{\"backstage\":\"\\ud83d\\ude00\"}",
		"? backstage\n: - !!binary x\n",
		"backstage: " + strings.Repeat("[", 200),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r := &reading{called: map[string]string{}}
		lines := 1 // YAML ends lines with more than \n
		for _, r := range string(b) {
			if strings.ContainsRune("\n\r\u0085\u2028\u2029", r) {
				lines++
			}
		}
		for d := range documents(b) {
			if d.line < 1 || d.line > lines {
				t.Errorf("a document on line %d of %d", d.line, lines)
			}
			if d.wrong == "" {
				r.document("a.yaml", d)
			}
		}
		c := r.catalog()
		for _, k := range c.Components {
			if !schemas.ValidID(k.ID) || k.Line < 1 || k.Line > lines {
				t.Errorf("component %q on line %d of %d", k.ID, k.Line, lines)
			}
		}
		for _, n := range r.notes {
			if n.line > lines {
				t.Errorf("a note on line %d of %d: %s", n.line, lines, n.text)
			}
		}
	})
}
