package git

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
)

// TestCheckoutFollows publishes from a folder of a checkout, in which somebody has staged a file and changed another.
func TestCheckoutFollows(t *testing.T) {
	p := newPlace(t)
	p.somebody("main", map[string]string{"README.md": "1"})
	root := t.TempDir()
	repository, err := gogit.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := repository.CreateRemote(&config.RemoteConfig{Name: "origin", URLs: []string{p.repository}}); err != nil {
		t.Fatal(err)
	}
	p.lend(repository, root)
	tree, err := repository.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	if err := tree.Reset(&gogit.ResetOptions{Mode: gogit.HardReset, Commit: p.tip("main")}); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"README.md": "2", "staged": "by hand"} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tree.Add("staged"); err != nil {
		t.Fatal(err)
	}
	p.checkOut(root)
	status, err := tree.Status()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]gogit.FileStatus{
		"README.md": {Staging: gogit.Unmodified, Worktree: gogit.Modified}, "staged": {Staging: gogit.Added, Worktree: gogit.Unmodified},
	}
	for name, s := range status {
		if w, ok := want[name]; !ok || s.Staging != w.Staging || s.Worktree != w.Worktree {
			t.Errorf("%s is %c%c in the status", name, s.Staging, s.Worktree)
		}
	}
	head, err := repository.Head()
	if err != nil || head.Hash() != p.tip("main") || head.Name() != "refs/heads/main" {
		t.Errorf("HEAD is %v, %v, want %s", head, err, p.tip("main"))
	}

	p.somebody("main", map[string]string{"README.md": "3"})
	p.change("services/checkout/index.html", "<p>2")
	if done := p.checkOut(root); done.Stays == nil {
		t.Error("a checkout that is behind went along")
	}
}

// lend gives another repository what the bare one holds, as a clone would, with HEAD on main.
func (p *place) lend(to *gogit.Repository, root string) {
	p.Helper()
	if err := os.CopyFS(filepath.Join(root, ".git", "objects"), os.DirFS(filepath.Join(p.repository, "objects"))); err != nil {
		p.Fatal(err)
	}
	main := plumbing.NewBranchReferenceName("main")
	for _, ref := range []*plumbing.Reference{plumbing.NewHashReference(main, p.tip("main")), plumbing.NewSymbolicReference(plumbing.HEAD, main)} {
		if err := to.Storer.SetReference(ref); err != nil {
			p.Fatal(err)
		}
	}
}

// checkOut writes the site into the checkout's folder public and publishes it from there.
func (p *place) checkOut(root string) *Published {
	p.Helper()
	dir := filepath.Join(root, "public")
	for name, f := range p.site {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			p.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), f.Data, 0o666); err != nil {
			p.Fatal(err)
		}
	}
	p.config.Repository, p.config.Branch, p.config.Path = "", "", ""
	target, err := Locate(&p.config, dir)
	if err != nil {
		p.Fatal(err)
	}
	p.config.Branch = "main"
	folder := p.folder()
	folder.Names = slices.Sorted(maps.Keys(p.site))
	folder.Look = func(name string) (fs.FileInfo, error) { return os.Lstat(filepath.Join(dir, name)) }
	done, err := Publish(context.Background(), target, folder, p.options)
	if err != nil {
		p.Fatal(err)
	}
	return done
}
