package main

// This file holds site/demo, the rendered demo that the repository shows, against what the code makes today.
// UPDATE=1 go test . -run TestDemo renders it anew.

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestDemoIsRendered(t *testing.T) {
	fresh := filepath.Join(t.TempDir(), "demo")
	makeDemo(t, fresh)
	const shown = "site/demo"
	if os.Getenv("UPDATE") != "" {
		if err := os.RemoveAll(shown); err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS(shown, os.DirFS(fresh)); err != nil {
			t.Fatal(err)
		}
		return
	}
	// The manifest holds digests of the renderer's own source: a comment changes it, and no page.
	compareTrees(t, shown, fresh, ".plimsoll.json")
}

func TestDemoTwiceIsTheSame(t *testing.T) {
	one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	makeDemo(t, one)
	makeDemo(t, two)
	compareTrees(t, one, two)
}

// TestDemoOverItself plays it into a folder that holds it: a second time tells no story twice.
func TestDemoOverItself(t *testing.T) {
	one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	makeDemo(t, one)
	makeDemo(t, two)
	makeDemo(t, two)
	compareTrees(t, one, two)
}

func makeDemo(t *testing.T, dir string) {
	t.Helper()
	var stderr bytes.Buffer
	if code := run(context.Background(), []string{"plimsoll", "demo", "-o", dir}, io.Discard, &stderr); code != exitDone {
		t.Fatalf("demo ends with %d: %s", code, stderr.String())
	}
}

// compareTrees holds two sites to the same bytes, save the account of the run and what is named.
func compareTrees(t *testing.T, want, got string, save ...string) {
	t.Helper()
	a, b := tree(t, want), tree(t, got)
	for _, name := range save {
		delete(a, name)
		delete(b, name)
	}
	for name, content := range a {
		other, ok := b[name]
		switch {
		case !ok:
			t.Errorf("%s is in %s and not in %s", name, want, got)
		case !bytes.Equal(content, other):
			t.Errorf("%s differs between %s and %s; look at the difference, then UPDATE=1 go test . -run TestDemo", name, want, got)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			t.Errorf("%s is in %s and not in %s", name, got, want)
		}
	}
}

func tree(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name == "data/run.json" || name == "data/run.js" {
			return err
		}
		files[name], err = os.ReadFile(filepath.Join(dir, name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
