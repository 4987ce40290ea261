package git

// The tests publish to bare repositories of their own making, without a git program.

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// place is a bare repository and a site that is published to it.
type place struct {
	*testing.T
	repository string
	config     schemas.PublishConfig
	site       fstest.MapFS
	kept       map[string][]byte
	options    Options
}

// The account of a run that ended at an hour of the day.
func account(hour int) string {
	return fmt.Sprintf(`{"finished": "2026-11-23T%02d:00:00Z"}`, hour)
}

// newPlace has a site of two services and an account of a run at noon.
func newPlace(t *testing.T) *place {
	t.Helper()
	t.Setenv("PATH", "")
	t.Setenv("GIT_AUTHOR_NAME", "")
	t.Setenv("GIT_AUTHOR_EMAIL", "")
	p := &place{T: t, repository: filepath.Join(t.TempDir(), "docs.git"), kept: map[string][]byte{}, site: fstest.MapFS{}}
	if _, err := gogit.PlainInit(p.repository, true); err != nil {
		t.Fatal(err)
	}
	p.config = schemas.PublishConfig{Repository: p.repository, Branch: "main", Path: "services"}
	p.options = Options{Now: time.Date(2026, 11, 23, 12, 0, 5, 0, time.UTC), Heartbeat: 24 * time.Hour, Version: "v1.2.3"}
	p.write("data/run.json", account(12))
	p.write("data/run.js", "run at 12")
	p.write("data/services/checkout.json", "{}")
	p.write("data/history/checkout.jsonl", line("healthy", schemas.Entry{What: schemas.ServiceAppeared, To: "healthy"}))
	p.write("services/checkout/index.html", "<p>checkout")
	p.write("services/search/index.html", "<p>search")
	p.list()
	return p
}

func (p *place) write(name, text string) {
	p.site[name] = &fstest.MapFile{Data: []byte(text), ModTime: time.Unix(0, int64(len(p.site)+1)), Mode: 0o644}
}

// change gives a file another content, and with it another time.
func (p *place) change(name, text string) {
	p.site[name] = &fstest.MapFile{Data: []byte(text), ModTime: time.Now(), Mode: 0o644}
}

// list writes the files that name the others: the tests' own are lists of names.
func (p *place) list() {
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(p.site)), func(n string) bool { return n == indexFile || n == manifestFile })
	b, _ := json.Marshal(names)
	p.change(manifestFile, string(b))
	p.change(indexFile, string(b))
}

func line(status schemas.Status, entries ...schemas.Entry) string {
	b, err := schemas.EncodeLine(schemas.Change{
		At: time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC), Digest: strings.Repeat("a", 64), Status: status, Entries: entries,
	})
	if err != nil {
		panic(err)
	}
	return string(b)
}

func (p *place) folder() *Folder {
	return &Folder{
		Dir: "public", Names: slices.Sorted(maps.Keys(p.site)), Scratch: p.TempDir(),
		Look: func(name string) (fs.FileInfo, error) { return fs.Stat(p.site, name) },
		Read: func(name string) ([]byte, error) { return fs.ReadFile(p.site, name) },
		Wrote: func(manifest, _ []byte) map[string]bool {
			var names []string
			json.Unmarshal(manifest, &names)
			wrote := map[string]bool{manifestFile: true, indexFile: true}
			for _, n := range names {
				wrote[n] = true
			}
			return wrote
		},
		Recall: func(name string) []byte { return p.kept[name] },
		Keep:   func(name string, b []byte) error { p.kept[name] = b; return nil },
	}
}

func (p *place) try() (*Published, error) {
	target, err := Locate(&p.config, "public")
	if err != nil {
		return nil, err
	}
	return Publish(context.Background(), target, p.folder(), p.options)
}

func (p *place) publish() *Published {
	p.Helper()
	done, err := p.try()
	if err != nil {
		p.Fatal(err)
	}
	return done
}

// fails publishes, wants an error with these words, and wants the branch to stay as it is.
func (p *place) fails(words string) {
	p.Helper()
	before := p.tip(p.config.Branch)
	_, err := p.try()
	if err == nil || !strings.Contains(err.Error(), words) {
		p.Errorf("publishing says %v, want %q", err, words)
	}
	if after := p.tip(p.config.Branch); after != before {
		p.Errorf("%s moved from %s to %s", p.config.Branch, before, after)
	}
}

func (p *place) open() *gogit.Repository {
	p.Helper()
	r, err := gogit.PlainOpen(p.repository)
	if err != nil {
		p.Fatal(err)
	}
	return r
}

func (p *place) tip(branch string) plumbing.Hash {
	ref, err := p.open().Reference(plumbing.NewBranchReferenceName(branch), false)
	if err != nil {
		return plumbing.ZeroHash
	}
	return ref.Hash()
}

// tree is all that a branch holds.
func (p *place) tree(branch string) map[string]string {
	p.Helper()
	c, err := p.open().CommitObject(p.tip(branch))
	if err != nil {
		p.Fatal(err)
	}
	files, err := c.Files()
	if err != nil {
		p.Fatal(err)
	}
	all := map[string]string{}
	err = files.ForEach(func(f *object.File) (err error) { all[f.Name], err = f.Contents(); return err })
	if err != nil {
		p.Fatal(err)
	}
	return all
}

// somebody commits a whole tree of theirs to a branch, with a program of their own.
func (p *place) somebody(branch string, files map[string]string) {
	p.Helper()
	r := p.open()
	o := &objects{}
	var list []file
	b := &Target{}
	for name, text := range files {
		blob := r.Storer.NewEncodedObject()
		blob.SetType(plumbing.BlobObject)
		w, _ := blob.Writer()
		w.Write([]byte(text))
		w.Close()
		hash, err := r.Storer.SetEncodedObject(blob)
		if err != nil {
			p.Fatal(err)
		}
		list = append(list, file{name: name, hash: hash})
	}
	made, err := build(b, o, plumbing.ZeroHash, list, nil)
	if err != nil {
		p.Fatal(err)
	}
	for _, raw := range made.fresh {
		tree := r.Storer.NewEncodedObject()
		tree.SetType(plumbing.TreeObject)
		w, _ := tree.Writer()
		w.Write(raw)
		w.Close()
		if _, err := r.Storer.SetEncodedObject(tree); err != nil {
			p.Fatal(err)
		}
	}
	c := &object.Commit{Message: "theirs", TreeHash: made.root}
	if tip := p.tip(branch); !tip.IsZero() {
		c.ParentHashes = []plumbing.Hash{tip}
	}
	encoded := r.Storer.NewEncodedObject()
	if err := c.Encode(encoded); err != nil {
		p.Fatal(err)
	}
	hash, err := r.Storer.SetEncodedObject(encoded)
	if err != nil {
		p.Fatal(err)
	}
	if err := r.Storer.SetReference(plumbing.NewHashReference(plumbing.NewBranchReferenceName(branch), hash)); err != nil {
		p.Fatal(err)
	}
}

func (p *place) holds(branch, name, want string) {
	p.Helper()
	if got, ok := p.tree(branch)[name]; !ok || got != want {
		p.Errorf("%s of %s is %q (there: %v), want %q", name, branch, got, ok, want)
	}
}

func (p *place) lacks(branch, name string) {
	p.Helper()
	if _, ok := p.tree(branch)[name]; ok {
		p.Errorf("%s is still in %s", name, branch)
	}
}

func TestPublishToAnEmptyRepository(t *testing.T) {
	p := newPlace(t)
	done := p.publish()
	if len(done.Added) != len(p.site) || p.tip("main").String() != done.Commit {
		t.Errorf("published %+v", done)
	}
	for name, f := range p.site {
		p.holds("main", "services/"+name, string(f.Data))
	}
	c, err := p.open().CommitObject(p.tip("main"))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.ParentHashes) != 0 || c.Author.Name != "Plimsoll" || !c.Author.When.Equal(p.options.Now) {
		t.Errorf("the commit is %+v", c)
	}
	if again := p.publish(); again.Commit != "" || again.Says != "main" {
		t.Errorf("a second publishing did %+v", again)
	}
}

func TestOthersFilesAreNotTouched(t *testing.T) {
	p := newPlace(t)
	p.somebody("main", map[string]string{"README.md": "ours", "services/notes.md": "by hand", "services-old/a": "1"})
	p.publish()
	delete(p.site, "services/search/index.html")
	p.change("services/checkout/index.html", "<p>checkout, changed")
	p.list()
	done := p.publish()
	if !slices.Equal(done.Removed, []string{"services/search/index.html"}) {
		t.Errorf("removed %q", done.Removed)
	}
	p.holds("main", "README.md", "ours")
	p.holds("main", "services/notes.md", "by hand")
	p.holds("main", "services-old/a", "1")
	p.holds("main", "services/services/checkout/index.html", "<p>checkout, changed")
	p.lacks("main", "services/services/search/index.html")
}

// TestForgetful has no memory between two publishings, as a job in a fresh folder.
func TestForgetful(t *testing.T) {
	p := newPlace(t)
	p.publish()
	for _, kept := range []string{"", "torn", string(p.kept[rememberedFile][:100])} {
		p.kept[rememberedFile] = []byte(kept)
		if done := p.publish(); done.Commit != "" {
			t.Errorf("with %q remembered it published %+v", kept, done)
		}
	}
	p.kept = map[string][]byte{}
	delete(p.site, "services/search/index.html")
	p.list()
	if done := p.publish(); !slices.Equal(done.Removed, []string{"services/search/index.html"}) {
		t.Errorf("removed %q", done.Removed)
	}
}

func TestHeartbeat(t *testing.T) {
	p := newPlace(t)
	p.publish()
	p.change("data/run.json", account(20))
	p.change("data/run.js", "run at 20")
	if done := p.publish(); done.Commit != "" {
		t.Errorf("eight hours later it published %+v", done)
	}
	p.kept = map[string][]byte{}
	if done := p.publish(); done.Commit != "" {
		t.Errorf("eight hours later, and with nothing remembered, it published %+v", done)
	}
	p.options.Heartbeat = 8 * time.Hour
	done := p.publish()
	if !slices.Equal(done.Changed, []string{"data/run.js", "data/run.json"}) || !strings.HasPrefix(done.Message, "Account of the newest run: nothing has changed\n") {
		t.Errorf("with a heartbeat of eight hours it published %+v", done)
	}
	if done := p.publish(); done.Commit != "" {
		t.Errorf("and again %+v", done)
	}
}

func TestInTheWay(t *testing.T) {
	for _, test := range []struct{ file, why string }{
		{"services/services/checkout/index.html", "is not Plimsoll's"},
		{"services/services", "is not Plimsoll's"},
		{"services/data/run.json/a", "is a directory with files that are not Plimsoll's"},
	} {
		p := newPlace(t)
		p.somebody("main", map[string]string{test.file: "by hand"})
		p.fails(test.why + ", and a file of the site must stand there: move it away, or choose another folder with publish.path")
	}
}

func TestSameFileIsNotInTheWay(t *testing.T) {
	p := newPlace(t)
	p.somebody("main", map[string]string{"services/services/checkout/index.html": "<p>checkout"})
	if done := p.publish(); slices.Contains(done.Added, "services/checkout/index.html") {
		t.Errorf("published %+v", done)
	}
}

// TestFileBecomesDirectory has a page where the next site needs a directory, and the other way round.
func TestFileBecomesDirectory(t *testing.T) {
	p := newPlace(t)
	p.write("owners/a", "page")
	p.write("owners/b/index.html", "page")
	p.write("owners/a-b", "page")
	p.list()
	p.publish()
	delete(p.site, "owners/a")
	delete(p.site, "owners/b/index.html")
	p.write("owners/a/index.html", "other")
	p.write("owners/b", "other")
	p.list()
	p.publish()
	p.holds("main", "services/owners/a/index.html", "other")
	p.holds("main", "services/owners/b", "other")
	p.holds("main", "services/owners/a-b", "page")
}

func TestDryRun(t *testing.T) {
	p := newPlace(t)
	p.options.DryRun = true
	if done := p.publish(); len(done.Added) != len(p.site) || !p.tip("main").IsZero() || len(p.kept) > 0 {
		t.Errorf("a dry run did %+v, and the tip is %s", done, p.tip("main"))
	}
}

// TestBase keeps a branch for a pull request: rebuilt on base's tip, left alone once base says what it says.
func TestBase(t *testing.T) {
	p := newPlace(t)
	p.config.Branch, p.config.Base = "plimsoll", "main"
	p.fails("it has no branch main, which publish.base names")
	p.somebody("main", map[string]string{"README.md": "1"})
	p.publish()
	p.onTopOf("main")
	if done := p.publish(); done.Commit != "" || done.Says != "plimsoll" {
		t.Errorf("again: %+v", done)
	}
	p.somebody("main", map[string]string{"README.md": "2"})
	p.change("services/checkout/index.html", "<p>checkout 2")
	p.publish()
	p.onTopOf("main")
	p.holds("plimsoll", "README.md", "2")
	merged := p.tree("plimsoll")
	p.somebody("main", merged)
	if done := p.publish(); done.Commit != "" || done.Says != "main" {
		t.Errorf("after the merge: %+v", done)
	}
}

func (p *place) onTopOf(base string) {
	p.Helper()
	c, err := p.open().CommitObject(p.tip(p.config.Branch))
	if err != nil {
		p.Fatal(err)
	}
	if len(c.ParentHashes) != 1 || c.ParentHashes[0] != p.tip(base) {
		p.Errorf("%s is on %v, want one commit on %s", p.config.Branch, c.ParentHashes, p.tip(base))
	}
}

// TestLostRaces has somebody push in between, some times in a row.
func TestLostRaces(t *testing.T) {
	p := newPlace(t)
	p.somebody("main", map[string]string{"n": "0"})
	lock := filepath.Join(p.repository, "refs", "heads", "main.lock")
	if err := os.WriteFile(lock, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(200*time.Millisecond, func() {
		p.somebody("main", map[string]string{"n": "1"})
		os.Remove(lock)
	})
	if done := p.publish(); done.Tries < 2 {
		t.Errorf("published in %d tries", done.Tries)
	}
	p.holds("main", "n", "1")
}
