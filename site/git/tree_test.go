package git

import (
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/memory"
)

func TestFilesOfATree(t *testing.T) {
	store := memory.NewStorage()
	services := keep(t, store, &object.Tree{Entries: []object.TreeEntry{
		{Name: "checkout.json", Mode: filemode.Regular, Hash: blob(t, store, "{}\n")},
		{Name: "search.json", Mode: filemode.Regular, Hash: blob(t, store, "")},
	}})
	data := keep(t, store, &object.Tree{Entries: []object.TreeEntry{
		{Name: "index.json", Mode: filemode.Regular, Hash: blob(t, store, "{}")},
		{Name: "other", Mode: filemode.Submodule, Hash: plumbing.NewHash(strings.Repeat("1", 40))},
		{Name: "services", Mode: filemode.Dir, Hash: services},
		{Name: "way-out", Mode: filemode.Symlink, Hash: blob(t, store, "/etc/passwd")},
	}})
	tree, err := object.GetTree(store, data)
	if err != nil {
		t.Fatal(err)
	}
	opened := Files(tree, new(sync.Mutex))
	if err := fstest.TestFS(opened, "index.json", "services/checkout.json", "services/search.json"); err != nil {
		t.Error(err)
	}
	if b, err := fs.ReadFile(opened, "services/checkout.json"); string(b) != "{}\n" {
		t.Errorf("checkout.json reads %q, %v", b, err)
	}
	if info, err := fs.Stat(opened, "way-out"); err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Errorf("a symbolic link is not shown as one: %v, %v", info, err)
	}
	for name, want := range map[string]string{
		"services/none.json": "file does not exist", "none/a": "file does not exist", "../up": "invalid argument", "services": "is a directory",
	} {
		if _, err := fs.ReadFile(opened, name); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("reading %s says %v, want %q", name, err, want)
		}
	}
}

func TestATreeWithoutItsObjects(t *testing.T) {
	store := memory.NewStorage()
	missing := plumbing.NewHash(strings.Repeat("2", 40))
	hash := keep(t, store, &object.Tree{Entries: []object.TreeEntry{{Name: "index.json", Mode: filemode.Regular, Hash: missing}}})
	tree, err := object.GetTree(store, hash)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.ReadFile(Files(tree, new(sync.Mutex)), "index.json"); err == nil || !strings.Contains(err.Error(), "lacks this object") {
		t.Errorf("reading says %v", err)
	}
}

func blob(t *testing.T, store *memory.Storage, text string) plumbing.Hash {
	t.Helper()
	o := store.NewEncodedObject()
	o.SetType(plumbing.BlobObject)
	w, err := o.Writer()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return set(t, store, o)
}

func keep(t *testing.T, store *memory.Storage, tree *object.Tree) plumbing.Hash {
	t.Helper()
	o := store.NewEncodedObject()
	if err := tree.Encode(o); err != nil {
		t.Fatal(err)
	}
	return set(t, store, o)
}

func set(t *testing.T, store *memory.Storage, o plumbing.EncodedObject) plumbing.Hash {
	t.Helper()
	hash, err := store.SetEncodedObject(o)
	if err != nil {
		t.Fatal(err)
	}
	return hash
}
