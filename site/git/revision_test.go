package git

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// history is a repository whose commits bear the names of the files that they add:
//
//	one ── two ── four (main, HEAD)
//	         ├── three (side, tags v1 and, with a message, v2)
//	         └── (add)
func history(t *testing.T) (dir string, repo *git.Repository, at map[string]plumbing.Hash) {
	t.Helper()
	dir = t.TempDir()
	repo, err := git.PlainInitWithOptions(dir, &git.PlainInitOptions{InitOptions: git.InitOptions{DefaultBranch: "refs/heads/main"}})
	must(t, err)
	tree, err := repo.Worktree()
	must(t, err)
	at = map[string]plumbing.Hash{}
	add := func(name string) {
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(name), 0o666))
		_, err := tree.Add(name)
		must(t, err)
		at[name], err = tree.Commit(name, &git.CommitOptions{Author: someone})
		must(t, err)
	}
	add("one")
	add("two")
	point(t, repo, "refs/heads/add", at["two"])
	must(t, tree.Checkout(&git.CheckoutOptions{Branch: "refs/heads/side", Create: true}))
	add("three")
	must(t, tree.Checkout(&git.CheckoutOptions{Branch: "refs/heads/main"}))
	add("four")
	point(t, repo, "refs/tags/v1", at["three"])
	point(t, repo, "refs/remotes/origin/release", at["one"])
	_, err = repo.CreateTag("v2", at["three"], &git.CreateTagOptions{Tagger: someone, Message: "v2"})
	must(t, err)
	return dir, repo, at
}

var someone = &object.Signature{Name: "someone", Email: "someone@example", When: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}

func TestRevisions(t *testing.T) {
	dir, _, at := history(t)
	r := opened(t, dir)
	for name, want := range map[string]string{
		"HEAD": "four", "@": "four", "main": "four", "heads/main": "four", "refs/heads/side": "three",
		"v1": "three", "tags/v2": "three", "origin/release": "one", at["two"].String(): "two", at["three"].String()[:8]: "three",
		"add":    "two", // and not a hash that begins so
		"HEAD~1": "two", "HEAD~": "two", "HEAD^": "two", "@~2": "one", "HEAD~1^": "one", "main^0": "four", "v2^^": "one",
	} {
		v, err := r.Revision(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if _, err := fs.Stat(v.Files(), want); v.Hash != at[want].String() || err != nil || v.Name != name {
			t.Errorf("%s is %s, want %s, %v", name, v.Hash, want, err)
		}
	}
	for name, want := range map[string]string{
		"maim":       "has no revision maim; did you mean main?",
		"release":    "did you mean origin/release?",
		"nonsense":   "git branch --all and git tag list those that there are",
		"":           "has no revision ",
		"~1":         "has no revision ",
		"HEAD~9":     "HEAD~9 asks for parent number 1 of commit " + at["one"].String()[:7] + ", which has 0",
		"HEAD^2":     "HEAD^2 asks for parent number 2",
		"HEAD^{}":    "~N and ^N may follow a name",
		"HEAD~x":     "~N and ^N may follow a name",
		"dead":       "has no revision dead",
		"HEAD~1~~^7": "asks for parent number",
	} {
		if _, err := r.Revision(name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: said %v, want %q", name, err, want)
		}
	}
	var unknown *UnknownError
	if _, err := r.Revision("maim"); !errors.As(err, &unknown) || unknown.Nearest != "main" {
		t.Errorf("said %v", err)
	}
}

func TestMergeBase(t *testing.T) {
	dir, repo, at := history(t)
	r := opened(t, dir)
	side, main := revision(t, r, "side"), revision(t, r, "main")
	if base, err := r.MergeBase(side, main); err != nil || base.Hash != at["two"].String() || base.Name != "the merge base of side and main" {
		t.Errorf("found %v, %v", base, err)
	}
	orphan := *side.commit
	orphan.ParentHashes = nil
	point(t, repo, "refs/heads/orphan", store(t, repo, &orphan))
	if _, err := r.MergeBase(main, revision(t, r, "orphan")); err == nil || !strings.Contains(err.Error(), "compare them with two dots, main..orphan") {
		t.Errorf("said %v", err)
	}
}

// TestShallowClones lack what was before: the message says how to get it.
func TestShallowClones(t *testing.T) {
	dir, repo, _ := history(t)
	cut := *revision(t, opened(t, dir), "main").commit
	cut.ParentHashes = []plumbing.Hash{plumbing.NewHash(strings.Repeat("1", 40))}
	hash := store(t, repo, &cut)
	point(t, repo, "refs/heads/cut", hash)
	must(t, repo.Storer.SetShallow([]plumbing.Hash{hash}))
	r := opened(t, dir)
	for name, want := range map[string]string{"cut~1": "is a shallow clone: git fetch --unshallow", "gone": "git fetch --unshallow origin gone:gone", "cut": ""} {
		if _, err := r.Revision(name); want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: said %v, want %q", name, err, want)
		}
	}
	if _, err := r.MergeBase(revision(t, r, "cut"), revision(t, r, "side")); err == nil || !strings.Contains(err.Error(), "shallow clone") {
		t.Errorf("said %v", err)
	}
}

// TestWhereARepositoryIsFound opens it from a folder inside, bare, and from a linked worktree.
func TestWhereARepositoryIsFound(t *testing.T) {
	dir, repo, at := history(t)
	inside := filepath.Join(dir, "a", "b")
	must(t, os.MkdirAll(inside, 0o777))
	if r := opened(t, inside); r.Root != dir {
		t.Errorf("its root is %s, want %s", r.Root, dir)
	}

	linked := t.TempDir()
	admin := filepath.Join(dir, ".git", "worktrees", "linked")
	must(t, os.MkdirAll(admin, 0o777))
	for name, text := range map[string]string{
		filepath.Join(linked, ".git"):     "gitdir: " + admin + "\n",
		filepath.Join(admin, "HEAD"):      "ref: refs/heads/side\n",
		filepath.Join(admin, "commondir"): "../..\n",
		filepath.Join(admin, "gitdir"):    filepath.Join(linked, ".git") + "\n",
	} {
		must(t, os.WriteFile(name, []byte(text), 0o666))
	}
	if v := revision(t, opened(t, linked), "HEAD"); v.Hash != at["three"].String() {
		t.Errorf("HEAD of the worktree is %s", v.Hash)
	}

	bare := filepath.Join(t.TempDir(), "docs.git")
	_, err := git.PlainClone(bare, true, &git.CloneOptions{URL: dir})
	must(t, err)
	if r := opened(t, bare); r.Root != "" || revision(t, r, "main").Hash != at["four"].String() {
		t.Errorf("a bare repository is not read as one: %q", r.Root)
	}

	if _, err := OpenRepository(t.TempDir()); !errors.Is(err, ErrNoRepository) {
		t.Errorf("said %v", err)
	}
	config, err := repo.Config()
	must(t, err)
	config.Raw.Section("core").SetOption("repositoryformatversion", "1")
	config.Raw.Section("extensions").SetOption("refstorage", "reftable")
	must(t, repo.SetConfig(config))
	if _, err := OpenRepository(dir); err == nil || !strings.Contains(err.Error(), "name two folders instead") {
		t.Errorf("said %v", err)
	}
}

func TestSites(t *testing.T) {
	for _, e := range []struct {
		files, want []string
	}{
		{[]string{"data/index.json", "old/data/index.json"}, []string{"."}},
		{[]string{"docs/shop/data/index.json", "README.md", "docs/shop/services/a/data/index.json"}, []string{"docs/shop"}},
		{[]string{"b/data/index.json", "a/data/index.json"}, []string{"a", "b"}},
		{[]string{"README.md", ".hidden/data/index.json"}, nil},
	} {
		dir := t.TempDir()
		repo, err := git.PlainInit(dir, false)
		must(t, err)
		tree, err := repo.Worktree()
		must(t, err)
		for _, name := range e.files {
			must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777))
			must(t, os.WriteFile(filepath.Join(dir, name), []byte("{}"), 0o666))
			_, err := tree.Add(name)
			must(t, err)
		}
		_, err = tree.Commit("all", &git.CommitOptions{Author: someone})
		must(t, err)
		if got, err := revision(t, opened(t, dir), "HEAD").Sites(); err != nil || !slices.Equal(got, e.want) {
			t.Errorf("%q hold %q, want %q, %v", e.files, got, e.want, err)
		}
	}
}

func opened(t *testing.T, dir string) *Repository {
	t.Helper()
	r, err := OpenRepository(dir)
	must(t, err)
	return r
}

func revision(t *testing.T, r *Repository, name string) *Revision {
	t.Helper()
	v, err := r.Revision(name)
	must(t, err)
	return v
}

func point(t *testing.T, repo *git.Repository, name plumbing.ReferenceName, to plumbing.Hash) {
	t.Helper()
	must(t, repo.Storer.SetReference(plumbing.NewHashReference(name, to)))
}

func store(t *testing.T, repo *git.Repository, commit *object.Commit) plumbing.Hash {
	t.Helper()
	o := repo.Storer.NewEncodedObject()
	must(t, commit.Encode(o))
	hash, err := repo.Storer.SetEncodedObject(o)
	must(t, err)
	return hash
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
