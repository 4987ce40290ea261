package e2e

// This file is a bare repository, and what git's own client sees in it.

import (
	"archive/tar"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// commits are those of a branch, newest first, each with its subject.
func (r *repository) commits(branch string) []string {
	r.t.Helper()
	return strings.Split(r.run("log", "--format=%s", "refs/heads/"+branch), "\n")
}

// tree is every file of a branch below a path, by its path from there.
func (r *repository) tree(branch, path string) map[string]string {
	r.t.Helper()
	all := map[string]string{}
	if _, err := r.git.Run(r.path, "rev-parse", "--verify", "--quiet", branch+":"+path); err != nil {
		return all
	}
	archive := tar.NewReader(strings.NewReader(r.run("archive", "--format=tar", branch+":"+path)))
	for {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		r.must(err)
		content, err := io.ReadAll(archive)
		r.must(err)
		if head.Typeflag == tar.TypeReg {
			all[head.Name] = string(content)
		}
	}
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

// becomesSound demands the same of a repository that a server may still be unpacking a dead client's pack into: objects
// arrive there one by one.
func (r *repository) becomesSound(within time.Duration) {
	r.t.Helper()
	for deadline := time.Now().Add(within); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if _, err := r.git.Run(r.path, "fsck", "--strict", "--full", "--no-dangling"); err == nil {
			return
		}
	}
	r.sound()
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
