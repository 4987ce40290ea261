package main

// This file plays courses of events through the whole program, run after run as a cron job would: what of them becomes
// history, and that a run in which nothing happened writes nothing. The courses are those by which the rules are held.

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// step is one moment of a course.
type step struct {
	Now     time.Time         `json:"now"`
	Objects []json.RawMessage `json:"objects"`
}

// TestSequences has for each course what of it is told.
func TestSequences(t *testing.T) {
	const image = "00:01 prod-eu: checkout (app) image 1.5 → 1.6"
	for name, want := range map[string][]string{
		"start": {
			"00:09 progressing → healthy",
			"00:09 prod-eu: progressing → healthy",
		},
		"scale-up":           nil,
		"scale-down":         nil,
		"autoscaling":        nil,
		"cronjob":            nil,
		"job-retry":          nil,
		"restarted-long-ago": nil,
		"image-pull":         nil, // it was there from the first, and goes on
		"recreate": {
			"00:01 healthy → progressing",
			"00:01 prod-eu: healthy → progressing",
			image,
			"00:06 progressing → healthy",
			"00:06 prod-eu: progressing → healthy",
		},
		"rollout": {
			"00:01 healthy → progressing",
			"00:01 prod-eu: healthy → progressing",
			image,
			"00:04 prod-eu: 1 pod of checkout replaced",
			"00:05 prod-eu: 1 pod of checkout replaced",
			"00:06 progressing → healthy",
			"00:06 prod-eu: progressing → healthy",
		},
		"rollout-statefulset": {
			"00:01 healthy → progressing",
			"00:01 prod-eu: healthy → progressing",
			image,
			"00:10 progressing → healthy",
			"00:10 prod-eu: progressing → healthy",
		},
		"rollout-daemonset": {
			"00:01 healthy → progressing",
			"00:01 prod-eu: healthy → progressing",
			image,
			"00:06 progressing → healthy",
			"00:06 prod-eu: progressing → healthy",
		},
		"drain": {
			"00:01 healthy → progressing",
			"00:01 prod-eu: healthy → progressing",
			"00:01 prod-eu: 1 pod of checkout replaced",
			"00:03 progressing → healthy",
			"00:03 prod-eu: progressing → healthy",
		},
		"drain-statefulset": nil,
		"crash-loop": {
			"00:01 healthy → degraded", "00:01 prod-eu: healthy → degraded",
			"00:01 prod-eu: restarting began on checkout (app): exit 1",
			"00:01 prod-eu: checkout (app) restarted once",
			"00:02 prod-eu: crash-loop began on checkout (app): exit 1",
			"00:02 prod-eu: restarting ended on checkout (app): exit 1",
		},
		"probe-now-and-then": {
			"00:17 healthy → degraded", "00:17 prod-eu: healthy → degraded",
			"00:17 prod-eu: probe-failing began on checkout (app)",
			"00:20 degraded → healthy", "00:20 prod-eu: degraded → healthy",
			"00:20 prod-eu: probe-failing ended on checkout (app)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := play(t, course(t, name))
			if !slices.Equal(got, want) {
				t.Errorf("the history is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

func course(t *testing.T, name string) []step {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("collect", "health", "testdata", "sequences", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var steps []step
	for _, document := range strings.Split(string(b), "\n---\n") {
		var s step
		if err := yaml.Unmarshal([]byte(document), &s); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, s)
	}
	return steps
}

// play runs the program on each step, and once more, and returns the history without the service's first appearance.
func play(t *testing.T, steps []step) []string {
	t.Helper()
	home := t.TempDir()
	dump, dir := filepath.Join(home, "dump"), filepath.Join(home, "public")
	config := filepath.Join(home, "plimsoll.yaml")
	write(t, config, `apiVersion: plimsoll/v1
clusters: [{name: prod-eu, dump: dump}]
services: {define: [{name: checkout, selector: "app in (checkout,sweep,migrate)"}]}
`)
	for _, s := range steps {
		objects, err := json.Marshal(map[string]any{"apiVersion": "v1", "kind": "List", "items": s.Objects})
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dump, "objects.json"), string(objects))
		write(t, filepath.Join(dump, "asOf.txt"), s.Now.Format(time.RFC3339))
		t.Setenv("SOURCE_DATE_EPOCH", strconv.FormatInt(s.Now.Unix(), 10))
		runOnce(t, config, dir)
		before := written(t, dir)
		runOnce(t, config, dir)
		for path, content := range written(t, dir) {
			if before[path] != content {
				t.Errorf("%s: a second run on the same state writes %s anew", s.Now.Format("15:04"), path)
			}
		}
	}
	return told(t, filepath.Join(dir, "data", "history", "checkout.jsonl"))
}

func runOnce(t *testing.T, config, dir string) {
	t.Helper()
	var talk bytes.Buffer
	code := run(context.Background(), []string{"plimsoll", "run", "-c", config, "-o", dir}, io.Discard, &talk)
	if code != exitDone {
		t.Fatalf("the run ends with %d: %s", code, talk.String())
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

// written is every file, by its path and with the time of its writing, save what tells of the run itself.
func written(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := strings.TrimPrefix(path, dir+string(filepath.Separator))
		if name == filepath.Join("data", "run.json") || name == filepath.Join("data", "run.js") || strings.HasPrefix(name, ".plimsoll") {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		b, err := os.ReadFile(path)
		files[name] = info.ModTime().String() + string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func told(t *testing.T, history string) []string {
	t.Helper()
	b, err := os.ReadFile(history)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(b)) {
		var change schemas.Change
		if err := json.Unmarshal([]byte(line), &change); err != nil {
			t.Fatal(err)
		}
		for _, e := range change.Entries {
			if e.What != schemas.ServiceAppeared {
				lines = append(lines, change.At.Format("15:04 ")+diff.Text(e))
			}
		}
	}
	return lines
}
