package e2e

// This file is a bare repository, and what git's own client sees in it.

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/site/git/e2e/servers"
)

// repository is a bare one in a folder of its own.
type repository struct {
	t    *testing.T
	path string
	git  servers.Git
}

// newRepository makes an empty one.
func newRepository(t *testing.T) *repository {
	t.Helper()
	r := &repository{t: t, path: filepath.Join(t.TempDir(), "docs.git"), git: servers.Git{Home: t.TempDir()}}
	r.must(r.git.NewRepository(r.path))
	return r
}

// newDocs makes one with a branch main that holds someone else's files.
func newDocs(t *testing.T) *repository {
	t.Helper()
	r := newRepository(t)
	r.commit("main", map[string]string{"README.md": "# Docs\n", "guide/start.md": "Start here.\n", "services/NOTES.txt": "Ours.\n"})
	return r
}

func (r *repository) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// run is git in the repository itself.
func (r *repository) run(args ...string) string {
	r.t.Helper()
	out, err := r.git.Run(r.path, args...)
	r.must(err)
	return out
}

// commit has someone else write files on a branch, "" removing one, through a clone of theirs.
func (r *repository) commit(branch string, files map[string]string) {
	r.t.Helper()
	dir := r.t.TempDir()
	steps := [][]string{{"init", "-q", "-b", branch}, {"remote", "add", "origin", r.path}}
	if r.has(branch) {
		steps = append(steps, []string{"fetch", "-q", "origin", branch}, []string{"reset", "-q", "--hard", "FETCH_HEAD"})
	}
	for _, step := range steps {
		_, err := r.git.Run(dir, step...)
		r.must(err)
	}
	for name, content := range files {
		if content == "" {
			r.must(os.Remove(filepath.Join(dir, name)))
			continue
		}
		write(r.t, filepath.Join(dir, name), content)
	}
	for _, step := range [][]string{{"add", "-A"}, {"commit", "-q", "-m", "Someone else's work"}, {"push", "-q", "origin", "HEAD:refs/heads/" + branch}} {
		_, err := r.git.Run(dir, step...)
		r.must(err)
	}
}

func (r *repository) has(branch string) bool {
	_, err := r.git.Run(r.path, "rev-parse", "--verify", "--quiet", "refs/heads/"+branch)
	return err == nil
}

// tip is the commit of a branch.
func (r *repository) tip(branch string) string {
	r.t.Helper()
	return r.run("rev-parse", "refs/heads/"+branch)
}

// sound demands that everything in the repository is whole.
func (r *repository) sound() {
	r.t.Helper()
	r.run("fsck", "--strict", "--full", "--no-dangling")
}

// files is every file of a folder, by its path.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		name, err = filepath.Rel(dir, name)
		all[filepath.ToSlash(name)] = read(t, filepath.Join(dir, name))
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return all
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
