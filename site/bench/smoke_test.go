//go:build unix

package main

// This file runs the whole comparison on a few services, so that it does not rot between the days on which somebody
// asks it. A script that copies stands in for Hugo, which not every machine has.

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// asItself makes of this test's program the benchmark, which runs itself to make data.
const asItself = "SITE_BENCH_TEST_AS_ITSELF"

func TestMain(m *testing.M) {
	if os.Getenv(asItself) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestComparison(t *testing.T) {
	rival := filepath.Join(t.TempDir(), "hugo")
	const copies = "#!/bin/sh\n# --quiet --source FOLDER --destination FOLDER\nmkdir -p \"$5\" && cp -r \"$3/content/.\" \"$5\"\n"
	if err := os.WriteFile(rival, []byte(copies), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv(asItself, "yes")
	b := bench{services: 30, pods: 13, rounds: 2, formats: "html,markdown,atom,badge", rival: rival}
	if err := b.run(); err != nil {
		t.Fatal(err)
	}
	if b.full.wall <= 0 || b.full.memory <= 0 || b.again.wall <= 0 || b.around.wall <= 0 {
		t.Errorf("nothing was measured: %+v", b)
	}
	for _, m := range b.missed { // on so few services no time is worth comparing
		if m == "with nothing changed nothing is written" {
			t.Error(m, "is missed")
		}
	}
	if _, err := os.Stat(b.dir); err == nil {
		t.Errorf("%s is left", b.dir)
	}
}

func TestContestOfDiff(t *testing.T) {
	t.Setenv(asItself, "yes")
	b := bench{services: 200, pods: 1, rounds: 1, diff: true, dir: t.TempDir()}
	if err := b.run(); err != nil { // the time itself is worth nothing on so few services
		t.Fatal(err)
	}
	if said, err := exec.Command(b.plimsoll, "diff", b.at("before"), b.at("after")).Output(); err != nil || !strings.HasPrefix(string(said), "2 services changed") {
		t.Errorf("diff says %q, %v", said, err)
	}
}
