package site

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/render"
)

// renderIn renders pages alone, as `plimsoll render` does.
func renderIn(t *testing.T, dir string, p []render.Page) (Rendered, error) {
	t.Helper()
	s := open(t, dir)
	defer s.Close()
	return s.Render(p, false)
}

func TestOnlyWhatChangedIsWritten(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, update(), pages(map[string]string{"index.html": "one", "owners/ada/index.html": "ada", "owners/bob/index.html": "bob"}))
	_, rendered := run(t, dir, update(), pages(map[string]string{"index.html": "two", "owners/ada/index.html": "ada", "clusters/eu/index.html": "eu"}))

	if want := []string{"clusters/eu/index.html", "index.html"}; !slices.Equal(rendered.Written, want) {
		t.Errorf("wrote %q, want %q", rendered.Written, want)
	}
	if want := []string{"owners/bob/index.html"}; !slices.Equal(rendered.Removed, want) {
		t.Errorf("removed %q, want %q", rendered.Removed, want)
	}
	files := tree(t, dir)
	if files["index.html"] != "two" || files["owners/ada/index.html"] != "ada" || files["clusters/eu/index.html"] != "eu" {
		t.Errorf("files %v", files)
	}
	if _, ok := files["owners/bob/"]; ok {
		t.Error("an empty directory was left")
	}
}

func TestMissingPageIsWrittenAgain(t *testing.T) {
	dir := t.TempDir()
	p := pages(map[string]string{"a/index.html": "a", "b/index.html": "b"})
	renderIn(t, dir, p)
	os.Remove(filepath.Join(dir, "a/index.html"))
	rendered, err := renderIn(t, dir, p)
	if err != nil || !slices.Equal(rendered.Written, []string{"a/index.html"}) {
		t.Errorf("%+v, %v", rendered, err)
	}
}

// A page made from other facts may have the same bytes: then its file is left alone, and its time with it.
func TestSameBytesFromOtherInput(t *testing.T) {
	dir := t.TempDir()
	p := pages(map[string]string{"index.html": "all"})
	renderIn(t, dir, p)
	p[0].Input = "other"
	if rendered, err := renderIn(t, dir, p); err != nil || len(rendered.Written) > 0 || rendered.Unchanged != 1 {
		t.Errorf("%+v, %v", rendered, err)
	}
}

func TestPartialRenderRemovesNothing(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	s.Render(pages(map[string]string{"a.html": "a", "b.html": "b"}), false)
	rendered, err := s.Render(pages(map[string]string{"a.html": "a"}), true)
	if err != nil || len(rendered.Removed) > 0 || tree(t, dir)["b.html"] != "b" {
		t.Errorf("%+v, %v", rendered, err)
	}
	rendered, err = s.Render(pages(map[string]string{"a.html": "a"}), false)
	if err != nil || !slices.Equal(rendered.Removed, []string{"b.html"}) {
		t.Errorf("%+v, %v", rendered, err)
	}
}

// A docs repository is a natural home for a site: what it holds is left alone, from the first run to the last page's end.
func TestForeignFilesAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	foreign := map[string]string{"README.md": "# docs", "services/howto.md": "how", ".git/config": "[core]"}
	for name, content := range foreign {
		write(t, dir, name, content)
	}
	run(t, dir, update(snapshot("checkout", "a")), pages(map[string]string{"index.html": "all", "services/checkout/index.html": "c"}))
	run(t, dir, update(), nil)

	files := tree(t, dir)
	for name, content := range foreign {
		if files[name] != content {
			t.Errorf("%s was touched", name)
		}
	}
	for _, name := range []string{"index.html", "services/checkout/index.html", "services/checkout/", "data/services/checkout.json"} {
		if _, ok := files[name]; ok {
			t.Errorf("%s was left", name)
		}
	}
}

func TestCollisions(t *testing.T) {
	tests := []struct {
		name    string
		foreign string // a file that stands in the folder, with the content "mine"
		page    string // with the content "ours"
		want    string // of the error
	}{
		{"someone else's page", "index.html", "index.html", "index.html is not Plimsoll's"},
		{"a directory", "index.html/x", "index.html", "index.html is not a plain file"},
		{"a file where a directory must be", "services", "services/a/index.html", "a file stands where a directory is needed"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, test.foreign, "mine")
			before := tree(t, dir)
			_, err := renderIn(t, dir, pages(map[string]string{"aaa.html": "ours", test.page: "ours"}))
			wantError(t, err, dir, test.want, "move it away")
			sameTree(t, tree(t, dir), before)
		})
	}
}

// A checkout that lost its manifest, or never had one, is taken over where it says the same.
func TestIdenticalForeignFile(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, ".nojekyll", "")
	p := pages(map[string]string{".nojekyll": ""})
	if _, err := renderIn(t, dir, p); err != nil {
		t.Fatal(err)
	}
	if rendered, err := renderIn(t, dir, p); err != nil || rendered.Unchanged != 1 {
		t.Errorf("%+v, %v", rendered, err)
	}
}

func TestPathsThatCannotBePages(t *testing.T) {
	tests := []struct {
		paths []string
		want  string
	}{
		{[]string{"../index.html"}, "not a path within the site"},
		{[]string{"/etc/passwd"}, "not a path within the site"},
		{[]string{"data/index.html"}, "not a place for a page"},
		{[]string{".plimsoll/lock"}, "not a place for a page"},
		{[]string{".git/config"}, "not a place for a page"},
		{[]string{".GIT/config"}, "not a place for a page"},
		{[]string{"Owners/a.html", "owners/a.html"}, "would share a file"},
		{[]string{"owners/a", "owners/a/index.html"}, "needs a directory"},
	}
	for _, test := range tests {
		t.Run(strings.Join(test.paths, " "), func(t *testing.T) {
			contents := map[string]string{}
			for _, name := range test.paths {
				contents[name] = "x"
			}
			_, err := renderIn(t, t.TempDir(), pages(contents))
			wantError(t, err, test.want)
		})
	}
}

// A page whose input is as it was is written again all the same if somebody has cut it off or edited it.
func TestPageThatIsNotAsItWasWritten(t *testing.T) {
	dir := t.TempDir()
	list := pages(map[string]string{"index.html": "whole", "other.html": "other"})
	if _, err := renderIn(t, dir, list); err != nil {
		t.Fatal(err)
	}
	write(t, dir, "index.html", "who")
	got, err := renderIn(t, dir, list)
	if err != nil || len(got.Written) != 1 || got.Written[0] != "index.html" {
		t.Errorf("wrote %v %v, want the page that was cut off", got.Written, err)
	}
}

// A manifest is a file that anyone may edit; what it lists may be removed, so it may not list everything.
func TestManifestThatListsTooMuch(t *testing.T) {
	for _, name := range []string{"../outside", ".git/config", "data/index.json"} {
		dir := t.TempDir()
		write(t, dir, manifestFile, fmt.Sprintf(`{"schemaVersion": 1, "pages": {%q: {"input": "", "size": 0}}}`, name))
		_, err := renderIn(t, dir, nil)
		wantError(t, err, filepath.Join(dir, manifestFile), name)
	}
}

// Without its manifest no page can be told from someone else's; collecting does not need it.
func TestManifestThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, manifestFile, "<<<<<<< HEAD")
	_, err := renderIn(t, dir, nil)
	wantError(t, err, manifestFile, "restore it from Git")
	write(t, dir, manifestFile, `{"schemaVersion": 2, "pages": {}}`)
	s := open(t, dir)
	if _, err := s.WriteData(update(snapshot("checkout", "checkout:1"))); err != nil {
		t.Error(err)
	}
	_, err = s.Render(nil, false)
	wantError(t, err, manifestFile, "use a newer plimsoll")
}

// A template that fails leaves the old page and costs no other page anything, and the next run writes what is missing.
func TestPageThatFails(t *testing.T) {
	dir := t.TempDir()
	renderIn(t, dir, pages(map[string]string{"index.html": "old", "owners.html": "old"}))
	broken := pages(map[string]string{"index.html": "new", "owners.html": "new"})
	broken[0].Render = func(io.Writer) error { return errors.New("no such field") }
	rendered, err := renderIn(t, dir, broken)
	wantError(t, err, "render "+filepath.Join(dir, "index.html"), "no such field")
	if files := tree(t, dir); files["index.html"] != "old" || files["owners.html"] != "new" {
		t.Errorf("files %q", files)
	}
	if !slices.Equal(rendered.Written, []string{"owners.html"}) {
		t.Errorf("wrote %q", rendered.Written)
	}
	s := open(t, dir)
	if !s.Unfinished() {
		t.Error("the folder counts as finished")
	}
	s.Render(pages(map[string]string{"index.html": "new", "owners.html": "new"}), false)
	if s.Unfinished() || tree(t, dir)["index.html"] != "new" {
		t.Error("the next run does not finish it")
	}
}

// No link in the folder leads a write, a read or a removal out of it.
func TestSymbolicLinks(t *testing.T) {
	const page = "services/checkout/index.html"
	links := []string{
		"data", "data/index.json", "data/services", "data/services/checkout.json", "data/history", "data/history/checkout.jsonl",
		"data/schemas", "data/run.json", "data/run.js", "services", "services/checkout", page, "index.html",
		".plimsoll.json", ".plimsoll", ".plimsoll/lock", ".plimsoll/tmp", ".plimsoll/unfinished",
	}
	for _, link := range links {
		for _, ours := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, ours before %v", link, ours), func(t *testing.T) {
				dir, outside := t.TempDir(), t.TempDir()
				p := pages(map[string]string{"index.html": "all", page: "checkout"})
				if ours {
					run(t, dir, update(snapshot("checkout", "checkout:1")), p)
				}
				leadOut(t, filepath.Join(dir, link), outside)
				before := tree(t, outside)

				_, _, err := tryRun(dir, update(snapshot("checkout", "checkout:2")), append(p, pages(map[string]string{"services/checkout/badge.svg": "b"})...))
				sameTree(t, tree(t, outside), before)
				if link == ".plimsoll/tmp" { // ours to clear: the link goes, not what it leads to
					if err != nil {
						t.Error(err)
					}
					return
				}
				wantError(t, err, filepath.Join(dir, link))
			})
		}
	}
}

// A link within the folder is the owner's way to lay it out.
func TestLinkWithinTheFolder(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "store/keep", "")
	if err := os.Symlink("store", filepath.Join(dir, "data")); err != nil {
		t.Fatal(err)
	}
	for _, image := range []string{"checkout:1", "checkout:2"} {
		run(t, dir, update(snapshot("checkout", image)), nil)
	}
	if got, want := timeline(t, dir, "checkout"), []string{"12:00 service-appeared", "12:00 image"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if _, err := os.Stat(filepath.Join(dir, "store/services/checkout.json")); err != nil {
		t.Error(err)
	}
}

// leadOut puts a link in the place of a file or directory, to one of the same kind and content outside.
func leadOut(t *testing.T, link, outside string) {
	t.Helper()
	to := filepath.Join(outside, "target")
	if err := os.MkdirAll(filepath.Dir(link), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(link, to); err != nil {
		if filepath.Ext(link) == "" && filepath.Base(link) != "lock" {
			os.Mkdir(to, 0o777)
		}
	}
	write(t, outside, "precious", "do not touch")
	if err := os.Symlink(to, link); err != nil {
		t.Fatal(err)
	}
}
