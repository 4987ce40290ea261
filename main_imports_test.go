package main

// This file holds the arrows of the architecture: who may import whom, and who alone may import what.

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/plimsoll-k8s/plimsoll"

// arrows lists what each package of ours may import of ours. A package below one listed may import what its parent
// may, and its parent's other rooms.
var arrows = map[string][]string{
	".":               {"collect", "collect/demo", "collect/source", "render", "render/diff", "render/gate", "schemas", "site", "site/git"},
	"collect":         {"collect/catalog", "collect/facts", "collect/health", "collect/source", "schemas"},
	"collect/catalog": {"schemas"},
	"collect/source":  {"collect/facts", "schemas"},
	"collect/demo":    {},
	"collect/facts":   {},
	"collect/health":  {"collect/facts", "schemas"},
	"render":          {"render/diff", "schemas", "templates"},
	"render/diff":     {"schemas"},
	"render/gate":     {"render", "schemas"},

	// The sites that the browser looks at: a program of its own, made of everything.
	"render/browser/sites":   {"collect", "render", "render/browser/hostile", "schemas", "site"},
	"render/browser/hostile": {},
	"render/hosts/check":     {},

	"schemas":    {},
	"site":       {"render", "render/diff", "schemas"},
	"site/git":   {"render/diff", "schemas"},
	"site/bench": {"schemas", "site"},
	"templates":  {},
}

// alone lists libraries and the one room that may know them.
var alone = map[string][]string{
	"k8s.io/client-go":                {"collect/source"},
	"k8s.io/api":                      {"collect/facts"},
	"k8s.io/apimachinery":             {"collect", "collect/facts", "collect/source"},
	"github.com/xeipuuv/gojsonschema": {"schemas"},
	"github.com/yuin/goldmark":        {"render"},
	"github.com/go-git/go-git":        {"site/git"},
	"github.com/urfave/cli":           {"."},
	"github.com/bmatcuk/doublestar":   {"collect/catalog"},
}

func TestImports(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && file != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "node_modules" || d.Name() == "e2e") {
			return fs.SkipDir
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		dir := path.Dir(filepath.ToSlash(file))
		seen[dir] = true
		checkImports(t, dir, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir := range seen {
		if _, ok := arrows[dir]; !ok {
			t.Errorf("package %s has no arrows: draw them in .github/ARCHITECTURE.md and list them here", dir)
		}
	}
	for dir := range arrows {
		if !seen[dir] {
			t.Errorf("arrows lists package %s, which is not there", dir)
		}
	}
}

func checkImports(t *testing.T, dir, file string) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range f.Imports {
		name, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if ours, ok := strings.CutPrefix(name, module+"/"); ok && !slices.Contains(arrows[dir], ours) {
			t.Errorf("%s imports %s: no arrow leads from %s there", file, ours, dir)
		}
		for library, rooms := range alone {
			if (name == library || strings.HasPrefix(name, library+"/")) && !slices.Contains(rooms, dir) {
				t.Errorf("%s imports %s: only %v may", file, name, rooms)
			}
		}
	}
}
