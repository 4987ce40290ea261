package catalog

// Which files a glob finds, and what it says where it finds none.

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// component is the least that a file can say.
func component(name string) string {
	return "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: " + name + "}\n"
}

func TestGlobs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a [folder] with {odd*} names")
	for path, name := range map[string]string{
		"catalog/b.yaml":                 "b",
		"catalog/a.yaml":                 "a",
		"catalog/deep/er/c.yml":          "c",
		"catalog/d.json":                 "d",
		"catalog/.git/e.yaml":            "e",
		"catalog/.hidden.yaml":           "f",
		".backstage/catalog-info.yaml":   "g",
		"../beside/catalog-info.yaml":    "h",
		"catalog/[x]/catalog-info.yaml":  "i",
		"catalog/folder.yaml/inner.yaml": "j",
	} {
		writeFile(t, filepath.Join(dir, path), component(name))
	}
	for _, c := range []struct{ globs, want string }{
		{"catalog/*.yaml", "a b"},
		{"catalog/**/*.{yaml,yml}", "i a b c j"},
		{"catalog/b.yaml catalog/*", "b a d"},
		{".backstage/*.yaml", "g"},
		{"**/.hidden.yaml", "f"},
		{"../beside/*.yaml", "h"},
		{"./catalog/../catalog/a.yaml", "a"},
		{`catalog/\[x\]/*`, "i"},
		{"*/[x]/../*", ""},
	} {
		cat, err := Read(config(t, dir, strings.Fields(c.globs)...))
		if c.want == "" {
			if err == nil || !strings.HasSuffix(err.Error(), "matches no file") {
				t.Errorf("%s: %v", c.globs, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", c.globs, err)
			continue
		}
		var got []string
		for _, k := range cat.Components {
			got = append(got, k.ID)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" || len(cat.Notes) > 0 {
			t.Errorf("%s: notes %q, components (-want +got):\n%s", c.globs, cat.Notes, diff)
		}
	}
}

func TestGlobMistakes(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "catalog", "a.yaml"), component("a"))
	for glob, want := range map[string]string{
		"catalog/*.yml": "plimsoll.yaml:5: services.catalog[0]: matches no file",
		"catalogue/*":   "plimsoll.yaml:5: services.catalog[0]: matches no file: there is no such folder",
		"catalog/[a":    "plimsoll.yaml:5: services.catalog[0]: is not a glob; * and ? stand for parts of a name, ** for any folders, as in catalog/**/*.yaml",
		"catalog":       "plimsoll.yaml:5: services.catalog[0]: matches no file",
	} {
		_, err := Read(config(t, dir, glob))
		var mistake *schemas.ConfigError
		if !errors.As(err, &mistake) || strings.TrimPrefix(err.Error(), dir+"/") != want {
			t.Errorf("%s: %v\nwant %s", glob, err, want)
		}
	}
}

// TestLinksOut: what a symbolic link leads to outside of the folder is not the glob's to read.
func TestLinksOut(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "outside", "secret.yaml"), component("secret"))
	writeFile(t, filepath.Join(dir, "catalog", "a.yaml"), component("a"))
	for link, to := range map[string]string{
		"catalog/out.yaml":    "../outside/secret.yaml",
		"catalog/outfolder":   "../outside",
		"catalog/in.yaml":     "a.yaml",
		"catalog/loop":        ".",
		"catalog/absent.yaml": "nowhere",
	} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	c, err := Read(config(t, dir, "catalog/**/*"))
	if err != nil {
		t.Fatal(err)
	}
	want := `a (component:default/a, catalog/a.yaml:1)
note: catalog/absent.yaml: is not read: no such file or directory
note: catalog/in.yaml:1: component a is already described in catalog/a.yaml:1, which stands
note: catalog/out.yaml: is not read: path escapes from parent
note: catalog/outfolder: is not read: path escapes from parent
torn
`
	if diff := cmp.Diff(want, outline(c, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFilesThatAreNoText(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "catalog", "a.yaml"), "\ufeff"+component("a"))
	writeFile(t, filepath.Join(dir, "catalog", "b.yaml"), "\xff\xfea\x00")
	writeFile(t, filepath.Join(dir, "catalog", "c.yaml"), component("c")+strings.Repeat("#", maxFileBytes))
	c, err := Read(config(t, dir, "catalog/*"))
	if err != nil {
		t.Fatal(err)
	}
	want := `a (component:default/a, catalog/a.yaml:1)
note: catalog/b.yaml: is not UTF-8 text, and not read
note: catalog/c.yaml: is larger than 8 MiB, and not read; split it
torn
`
	if diff := cmp.Diff(want, outline(c, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestPipeIsNotWaitedFor would not end.
func TestPipeIsNotWaitedFor(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "catalog", "a.yaml"), component("a"))
	if err := syscall.Mkfifo(filepath.Join(dir, "catalog", "b.yaml"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Read(config(t, dir, "catalog/*"))
	if err != nil {
		t.Fatal(err)
	}
	want := "a (component:default/a, catalog/a.yaml:1)\nnote: catalog/b.yaml: is no ordinary file, and not read\ntorn\n"
	if diff := cmp.Diff(want, outline(c, dir)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTooManyDocuments(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "catalog", "a.yaml"), strings.Repeat("--- backstage\n", maxDocuments+1))
	_, err := Read(config(t, dir, "catalog/*"))
	if err == nil || !strings.Contains(err.Error(), "plimsoll.yaml:4: services.catalog: names files that hold more than 50000 documents in all; narrow it") {
		t.Error(err)
	}
}

func TestNotesAreBounded(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "catalog", "a.yaml"), strings.Repeat("apiVersion: backstage.io/v1alpha1\n---\n", 100))
	c, err := Read(config(t, dir, "catalog/*"))
	if err != nil || len(c.Notes) != 31 {
		t.Errorf("%d notes, %v", len(c.Notes), err)
	}
}
