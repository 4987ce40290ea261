package main

// This file holds what diff says of the demo's three moments: before, during and after a release.

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect/demo"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestDiffOfTheDemo(t *testing.T) {
	goldens, err := filepath.Abs("testdata/diff")
	if err != nil {
		t.Fatal(err)
	}
	playInto(t, t.TempDir())
	for _, pair := range [][2]string{{"before", "during"}, {"during", "after"}} {
		for format, ext := range map[string]string{"text": ".txt", "markdown": ".md", "json": ".json"} {
			said := diffOf(t, exitFailed, pair[0], pair[1], "--exit-code", "--format", format)
			if format == "json" {
				if err := schemas.ValidateComparison(said); err != nil {
					t.Errorf("%v: %v", pair, err)
				}
			}
			holdGolden(t, filepath.Join(goldens, pair[1]+ext), said)
		}
	}
	for _, moment := range []string{"before", "during", "after"} {
		if said := diffOf(t, exitDone, moment, moment, "--exit-code", "--format", "json"); !bytes.Contains(said, []byte(`"services": [],`)) {
			t.Errorf("%s differs from itself: %s", moment, said)
		}
	}
}

// playInto leaves what each moment of the demo's data was like in dir, and goes there.
func playInto(t *testing.T, dir string) {
	t.Helper()
	recorded := t.TempDir()
	if err := os.CopyFS(recorded, demo.Files()); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	for _, moment := range []string{"1-before", "2-during", "3-after"} {
		var talk bytes.Buffer
		code := run(context.Background(), []string{"plimsoll", "collect", "-c", filepath.Join(recorded, moment, "plimsoll.yaml"), "-o", "public"}, io.Discard, &talk)
		if code != exitDone && code != exitPartial {
			t.Fatalf("%s ends with %d: %s", moment, code, talk.String())
		}
		if err := os.CopyFS(filepath.Join(moment[2:], "data"), os.DirFS("public/data")); err != nil {
			t.Fatal(err)
		}
	}
}

func diffOf(t *testing.T, want int, args ...string) []byte {
	t.Helper()
	var said, talk bytes.Buffer
	if code := run(context.Background(), append([]string{"plimsoll", "diff"}, args...), &said, &talk); code != want || talk.Len() > 0 {
		t.Fatalf("diff %q ends with %d, want %d: %s", args, code, want, talk.String())
	}
	return said.Bytes()
}

func holdGolden(t *testing.T, file string, said []byte) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, said, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, said) {
		t.Errorf("%s is not what is said now; look at it, then UPDATE=1 go test . -run TestDiff:\n%s", file, said)
	}
}
