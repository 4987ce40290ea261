package e2e

// This file looks at commits: when there is one, what it says, whose files it touches.

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestCommits follows one site over days.
func TestCommits(t *testing.T) {
	t.Parallel()
	docs := newDocs(t)
	w := newWorld(t, "{repository: "+docs.path+", path: services, heartbeat: 24h, skipCI: true, author: {name: Ship, email: ship@example.com}}")
	w.plimsoll(0, "run")
	touched := func() string {
		return docs.run("diff-tree", "-r", "--no-commit-id", "--name-only", "main")
	}

	w.later(time.Hour)
	w.plimsoll(0, "run")
	w.later(time.Hour)
	w.plimsoll(0, "publish")
	if n := len(docs.commits("main")); n != 2 {
		t.Errorf("%d commits: there is one for nothing", n)
	}

	w.later(25 * time.Hour)
	w.plimsoll(0, "run")
	if got, want := touched(), "services/data/run.js\nservices/data/run.json"; got != want {
		t.Errorf("the heartbeat touched\n%s\nwant\n%s", got, want)
	}

	w.later(time.Hour)
	w.clusters["eu"]["cart"] = "2"
	w.plimsoll(0, "run")
	message := docs.run("log", "-1", "--format=%an <%ae>%n%B", "main")
	t.Log(message)
	for _, want := range []string{"Ship <ship@example.com>", "shop/cart", "cart image 1 → 2", "[skip ci]"} {
		if !strings.Contains(message, want) {
			t.Errorf("the message does not say %q:\n%s", want, message)
		}
	}
	if strings.Contains(message, "shop/checkout") {
		t.Errorf("the message names a service that has not changed:\n%s", message)
	}
	for name := range strings.SplitSeq(touched(), "\n") {
		if !strings.HasPrefix(name, "services/") || strings.Contains(name, "checkout") {
			t.Errorf("%s is touched", name)
		}
	}

	delete(w.clusters["eu"], "checkout")
	docs.commit("main", map[string]string{"services/services/shop/checkout/ours.md": "Ours too.\n"})
	w.plimsoll(0, "run")
	left := docs.tree("main", "services/services/shop/checkout")
	if len(left) != 1 || left["ours.md"] != "Ours too.\n" {
		t.Errorf("of the removed service's pages there is left: %q", slices.Sorted(maps.Keys(left)))
	}
}

// TestDryRun says what would happen, and nothing does.
func TestDryRun(t *testing.T) {
	docs := newDocs(t)
	w := newWorld(t, "{repository: "+docs.path+", path: services}")
	w.plimsoll(0, "run", "--no-publish")
	tip := docs.tip("main")
	w.plimsoll(0, "publish", "--dry-run").says(t, "shop/cart")
	if docs.tip("main") != tip {
		t.Error("it was pushed")
	}
}

// TestUnfinishedFolder is refused: half of it is old.
func TestUnfinishedFolder(t *testing.T) {
	docs := newDocs(t)
	w := newWorld(t, "{repository: "+docs.path+", path: services}")
	w.plimsoll(0, "collect")
	write(t, w.dir+"/public/.plimsoll/unfinished", "data\n")
	tip := docs.tip("main")
	t.Log(w.plimsoll(1, "publish").oneError(t))
	if docs.tip("main") != tip {
		t.Error("it was pushed")
	}
	w.plimsoll(0, "run")
	same(t, docs.tree("main", "services"), with(w.site("public"), "NOTES.txt", "Ours.\n"))
}
