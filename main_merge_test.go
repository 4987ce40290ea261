package main

// This file holds what merge promises: what is collected in parts and merged is, byte for byte, what is collected at
// once; and merged again it writes nothing.

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plimsoll-k8s/plimsoll/collect/demo"
)

// plimsollRun runs a command in this process: one at a time, because the library of commands keeps a flag for help that
// all of them share.
func plimsollRun(t *testing.T, codes []int, args ...string) (stdout, stderr string) {
	t.Helper()
	var out, talk strings.Builder
	code := run(context.Background(), append([]string{"plimsoll"}, args...), &out, &talk)
	for _, want := range codes {
		if code == want {
			return out.String(), talk.String()
		}
	}
	t.Fatalf("plimsoll %s: exit code %d, want %v\n%s%s", strings.Join(args, " "), code, codes, out.String(), talk.String())
	return "", ""
}

var wellOrPartly = []int{exitDone, exitPartial}

// TestMergeIsCollectedAtOnce plays the demo's three moments, a part for some of the clusters each: with a cluster that
// dies, a release that goes wrong, findings that come and go, and histories.
func TestMergeIsCollectedAtOnce(t *testing.T) {
	recorded := t.TempDir()
	if err := os.CopyFS(recorded, demo.Files()); err != nil {
		t.Fatal(err)
	}
	moments, err := filepath.Glob(filepath.Join(recorded, "*", "plimsoll.yaml"))
	if err != nil || len(moments) != 3 {
		t.Fatalf("%d moments: %v", len(moments), err)
	}
	for name, parts := range map[string][][]string{
		"one part":    {{"prod-eu", "prod-us", "prod-ap", "staging-eu"}},
		"two parts":   {{"prod-eu", "staging-eu"}, {"prod-us", "prod-ap"}},
		"three parts": {{"prod-ap"}, {"prod-us"}, {"staging-eu", "prod-eu"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			once, merged := filepath.Join(dir, "once"), filepath.Join(dir, "merged")
			for _, config := range moments {
				plimsollRun(t, wellOrPartly, "collect", "-c", config, "-o", once)
				plimsollRun(t, wellOrPartly, append([]string{"merge", "-c", config, "-o", merged}, collectParts(t, dir, config, parts)...)...)
				sameData(t, once, merged)
			}
			before := times(t, filepath.Join(merged, "data"))
			args := []string{"merge", "-c", moments[2], "-o", merged}
			for i := range parts {
				args = append(args, filepath.Join(dir, fmt.Sprint(i)))
			}
			out, _ := plimsollRun(t, wellOrPartly, args...)
			if diff := cmp.Diff(before, times(t, filepath.Join(merged, "data"))); diff != "" || !strings.Contains(out, "data: nothing changed") {
				t.Errorf("merged again, this was written: %s\n%s", diff, out)
			}
		})
	}
}

// TestMergeOfOnePartIsThatPart holds without a configuration too: what one part says, it has judged by its own.
func TestMergeOfOnePartIsThatPart(t *testing.T) {
	dir := t.TempDir()
	part, merged := filepath.Join(dir, "part"), filepath.Join(dir, "merged")
	plimsollRun(t, wellOrPartly, "demo", "-o", part)
	for range 2 {
		plimsollRun(t, wellOrPartly, "merge", part, "-o", merged)
		for id, want := range snapshotsIn(t, part) {
			if got := snapshotsIn(t, merged)[id]; got != want {
				t.Errorf("%s: %s", id, cmp.Diff(want, got))
			}
		}
	}
}

func snapshotsIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	walk(t, filepath.Join(dir, "data", "services"), func(path, rel string, _ fs.DirEntry) {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[rel] = string(b)
	})
	return files
}

// collectParts collects each part into a folder of its own.
func collectParts(t *testing.T, dir, config string, parts [][]string) []string {
	t.Helper()
	var folders []string
	for i, clusters := range parts {
		folder := filepath.Join(dir, fmt.Sprint(i))
		args := []string{"collect", "-c", config, "-o", folder}
		for _, k := range clusters {
			args = append(args, "--cluster", k)
		}
		plimsollRun(t, wellOrPartly, args...)
		folders = append(folders, folder)
	}
	return folders
}

// sameData compares all but the accounts of the runs, which tell when they ran.
func sameData(t *testing.T, a, b string) {
	t.Helper()
	of := func(dir string) map[string]string {
		files := map[string]string{}
		walk(t, filepath.Join(dir, "data"), func(path, rel string, _ fs.DirEntry) {
			if base := filepath.Base(path); base == "run.json" || base == "run.js" {
				return
			}
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files[rel] = string(content)
		})
		return files
	}
	one := of(a)
	if len(one) < 20 { // snapshots, histories, the index and the schemas
		t.Fatalf("%d files in %s", len(one), a)
	}
	if diff := cmp.Diff(one, of(b)); diff != "" {
		t.Fatalf("-at once +merged:\n%s", diff)
	}
}

func times(t *testing.T, dir string) map[string]time.Time {
	t.Helper()
	files := map[string]time.Time{}
	walk(t, dir, func(_, rel string, d fs.DirEntry) {
		info, err := d.Info()
		if err != nil {
			t.Fatal(err)
		}
		files[rel] = info.ModTime()
	})
	return files
}

func walk(t *testing.T, dir string, see func(path, rel string, d fs.DirEntry)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		see(path, rel, d)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
