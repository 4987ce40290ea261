package e2e

// This file kills the binary at random moments. Whatever it was doing, the repository and the folder are valid, and the
// next run finishes the work.

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// kills is how many runs are killed.
func kills(t *testing.T) int {
	t.Helper()
	text := os.Getenv("PLIMSOLL_E2E_KILLS")
	if text == "" {
		return 40
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("PLIMSOLL_E2E_KILLS is no number: %q", text)
	}
	return n
}

// TestKilled kills run and publish by each way in turn, each time with another version to publish.
func TestKilled(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	docs := newDocs(t)
	all := ways(t, docs)
	all["checkout"] = way{}
	share := kills(t) / len(all)
	for name, way := range all {
		t.Run(name, func(t *testing.T) {
			docs.t = t
			v := newVictim(t, docs, name, way)
			for attempts := 0; v.killed <= share; attempts++ {
				if attempts > 20*(share+1) {
					t.Fatalf("only %d of %d runs were killed before their end", v.killed, attempts)
				}
				v.attempt(random, attempts)
				if t.Failed() {
					t.Fatalf("after attempt %d", attempts)
				}
			}
			noSecretsIn(t, docs.path)
			t.Logf("%d killed", v.killed)
		})
	}
}

// victim is a world whose runs are killed.
type victim struct {
	*world
	docs      *repository
	out, path string
	killed    int
	took      time.Duration
}

func newVictim(t *testing.T, docs *repository, name string, way way) *victim {
	v := &victim{docs: docs, out: "public", path: "killed/" + plain(name)}
	v.world = newWorld(t, "{repository: '"+way.repository+"', path: "+v.path+"}")
	v.env = way.env
	v.plant(way.home)
	if way.repository == "" {
		v.publish, v.out = "{}", "clone/"+v.path
		_, err := docs.git.Run(v.dir, "clone", "-q", docs.path, "clone")
		docs.must(err)
	}
	v.took = v.plimsoll(0, "run", "-o", v.out).took
	return v
}

// attempt kills a run, looks at what it left, and has the next one finish.
func (v *victim) attempt(random *rand.Rand, n int) {
	t := v.t
	t.Helper()
	v.clusters["eu"]["cart"] = fmt.Sprint("v", n)
	command := "run"
	if n%2 == 0 { // all of the time is the push's
		command = "publish"
		v.plimsoll(0, "run", "--no-publish", "-o", v.out)
	}
	v.settle()
	if v.kill(time.Duration(random.Int64N(int64(v.took))), command, "-o", v.out) {
		v.killed++
	}
	v.docs.becomesSound(10 * time.Second)
	v.sound()
	v.took = v.plimsoll(0, "run", "-o", v.out).took                                     // how fast the machine is just now
	same(t, v.docs.tree("main", v.path), v.site(v.out), "data/run.json", "data/run.js") // it may have arrived before the kill
	if left, _ := filepath.Glob(filepath.Join(v.docs.path, "refs", "heads", "*.lock")); len(left) > 0 {
		t.Errorf("locks are left: %q", left)
	}
}

// sound holds the folder against the schemas. Snapshots are written before the index that vouches for them: a run that
// died in between has left its marker, and nothing but that to say.
func (v *victim) sound() {
	v.t.Helper()
	v.settle()
	r := attempt(v.t, v.dir, v.environment(), "validate", v.out)
	_, err := os.Stat(filepath.Join(v.dir, v.out, ".plimsoll", "unfinished"))
	died := err == nil
	for line := range strings.Lines(r.stdout) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.Contains(line, ": its content is not what the index vouches for;") {
			died = false
		}
	}
	if r.code != 0 && (r.code != 1 || !died) {
		v.t.Fatalf("after a kill the folder is not valid (exit code %d):\n%s%s", r.code, r.stdout, r.stderr)
	}
}

// kill starts a run and kills it some time later; it says whether that came before the end.
func (v *victim) kill(after time.Duration, args ...string) bool {
	t := v.t
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), commandTimeout)
	defer cancel()
	cmd := command(ctx, t, v.dir, v.environment(), args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	cmd.Process.Kill()
	err := cmd.Wait()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return true
	}
	if err != nil {
		t.Errorf("plimsoll %v failed by itself: %v", args, err)
	}
	return false
}
