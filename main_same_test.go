package main

// This file holds a promise: the bytes of a site follow from the state of the clusters, not from the order in which
// they list their objects, nor from which goroutine is first.

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect/demo"
)

func TestOrderDoesNotMatter(t *testing.T) {
	recorded := t.TempDir()
	if err := os.CopyFS(recorded, demo.Files()); err != nil {
		t.Fatal(err)
	}
	asRecorded := filepath.Join(t.TempDir(), "public")
	threeRuns(t, recorded, asRecorded)
	for seed := range uint64(2) {
		shuffled := shuffle(t, recorded, rand.New(rand.NewPCG(seed, 0)))
		old := runtime.GOMAXPROCS(1 + 7*int(seed))
		dir := filepath.Join(t.TempDir(), "public")
		threeRuns(t, shuffled, dir)
		runtime.GOMAXPROCS(old)
		compareTrees(t, asRecorded, dir)
	}
}

// threeRuns plays the recording as a cron job would, so that there is a history to compare.
func threeRuns(t *testing.T, recorded, dir string) {
	t.Helper()
	moments, err := filepath.Glob(filepath.Join(recorded, "*", "plimsoll.yaml"))
	if err != nil || len(moments) != 3 {
		t.Fatalf("%d moments: %v", len(moments), err)
	}
	for _, config := range moments {
		var talk bytes.Buffer
		code := run(context.Background(), []string{"plimsoll", "run", "-c", config, "-o", dir}, io.Discard, &talk)
		if code != exitDone && code != exitPartial {
			t.Fatalf("%s ends with %d: %s", config, code, talk.String())
		}
	}
}

// shuffle copies dumps, with the items of every list in another order.
func shuffle(t *testing.T, from string, random *rand.Rand) string {
	t.Helper()
	to, lists := t.TempDir(), 0
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var list map[string]json.RawMessage
		var items []json.RawMessage
		if strings.HasSuffix(path, ".json") && json.Unmarshal(b, &list) == nil && json.Unmarshal(list["items"], &items) == nil {
			lists++
			random.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
			list["items"], _ = json.Marshal(items)
			b, _ = json.Marshal(list)
		}
		path = filepath.Join(to, strings.TrimPrefix(path, from))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		return os.WriteFile(path, b, 0o666)
	})
	if err != nil || lists == 0 {
		t.Fatalf("%d lists were shuffled: %v", lists, err)
	}
	return to
}
