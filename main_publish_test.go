package main

// This file plays a cron job that begins in a fresh folder each time, as a CI's does: what it knows of yesterday it has
// from the repository that it publishes to. The repositories are of go-git's making; no git program is needed.

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gogit "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// job is a place with a docs repository, where each run gets a folder of its own.
type cron struct {
	*testing.T
	home string
}

// newCron has two clusters, east and west, with one service in both.
func newCron(t *testing.T) *cron {
	t.Helper()
	t.Setenv("PATH", "")
	t.Setenv("SOURCE_DATE_EPOCH", "1795400000") // 2026-11-23
	c := &cron{t, t.TempDir()}
	if _, err := gogit.PlainInit(filepath.Join(c.home, "docs.git"), true); err != nil {
		t.Fatal(err)
	}
	for _, cluster := range []string{"east", "west"} {
		c.write(filepath.Join(cluster, "all.yaml"), deployment)
	}
	c.write("kubeconfig", `{"apiVersion": "v1", "kind": "Config", "current-context": "here",
		"clusters": [{"name": "c", "cluster": {"server": "http://127.0.0.1:1"}}], "users": [{"name": "u", "user": {}}],
		"contexts": [{"name": "here", "context": {"cluster": "c", "user": "u"}}]}`)
	c.configure("dump: east", "dump: west", "repository: docs.git, path: services")
	return c
}

const deployment = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app: web}, generation: 1}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "web:1.0"}]}
status: {observedGeneration: 1, replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1}
`

func (c *cron) configure(east, west, publish string) {
	c.write("plimsoll.yaml", "apiVersion: plimsoll/v1\nclusters:\n  - {name: east, "+east+"}\n  - {name: west, "+west+"}\npublish: {"+publish+"}\n")
}

func (c *cron) write(name, text string) {
	c.Helper()
	name = filepath.Join(c.home, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		c.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		c.Fatal(err)
	}
}

// run is one run in a folder that was never there before.
func (c *cron) run(wantCode int, args ...string) (stdout, stderr string) {
	c.Helper()
	return c.runIn(filepath.Join(c.TempDir(), "public"), wantCode, args...)
}

func (c *cron) runIn(dir string, wantCode int, args ...string) (stdout, stderr string) {
	c.Helper()
	if len(args) == 0 {
		args = []string{"run"}
	}
	var out, talk strings.Builder
	args = append([]string{"plimsoll"}, append(args, "-c", filepath.Join(c.home, "plimsoll.yaml"), "-o", dir)...)
	code := run(context.Background(), args, io.Writer(&out), &talk)
	if code != wantCode {
		c.Fatalf("%q ends with %d, want %d:\n%s%s", args, code, wantCode, out.String(), talk.String())
	}
	return out.String(), talk.String()
}

func (c *cron) wants(text, words string) {
	c.Helper()
	if !strings.Contains(text, words) {
		c.Errorf("it says\n%s\nwithout %q", text, words)
	}
}

// published is a file of the branch, and how many commits lead to it.
func (c *cron) published(name string) (content string, commits int) {
	c.Helper()
	r, err := gogit.PlainOpen(filepath.Join(c.home, "docs.git"))
	if err != nil {
		c.Fatal(err)
	}
	tip, err := r.Reference(plumbing.NewBranchReferenceName("main"), false)
	if err != nil {
		return "", 0
	}
	newest, err := r.CommitObject(tip.Hash())
	if err != nil {
		c.Fatal(err)
	}
	if f, err := newest.File(name); err == nil {
		if content, err = f.Contents(); err != nil {
			c.Fatal(err)
		}
	}
	if err := object.NewCommitPreorderIter(newest, nil, nil).ForEach(func(*object.Commit) error { commits++; return nil }); err != nil {
		c.Fatal(err)
	}
	return content, commits
}

// TestCronJobInFreshFolders has a cluster die between two runs. Its state is kept, marked stale, though the second run
// begins with nothing.
func TestCronJobInFreshFolders(t *testing.T) {
	c := newCron(t)
	out, talk := c.run(exitDone)
	c.wants(talk, "has no past: there is none in main of "+filepath.Join(c.home, "docs.git")+" (services)\n")
	c.wants(out, "(services): ")
	c.wants(out, ": 1 new service\n")
	before, commits := c.published("services/data/services/shop/web.json")
	if commits != 1 || strings.Count(before, `"name": "web:1.0"`)+strings.Count(before, "web:1.0") == 0 {
		t.Fatalf("after %d commits the branch says %s", commits, before)
	}

	out, talk = c.run(exitDone)
	c.wants(talk, "public: restored 1 service from main of ")
	c.wants(out, "nothing to publish: main of ")

	c.configure("dump: east", "kubeconfig: kubeconfig", "repository: docs.git, path: services")
	out, _ = c.run(exitPartial)
	c.wants(out, "published ")
	after, commits := c.published("services/data/services/shop/web.json")
	if commits != 2 || !strings.Contains(after, `"name": "west"`) || strings.Count(after, `"stale": true`) != 1 {
		t.Errorf("after %d commits the branch says %s", commits, after)
	}
	if history, _ := c.published("services/data/history/shop/web.jsonl"); strings.Count(history, "\n") != 2 {
		t.Errorf("the history does not go on: %s", history)
	}

	c.configure("dump: east", "dump: west", "repository: docs.git, path: services")
	c.run(exitDone)
	if again, _ := c.published("services/data/services/shop/web.json"); again != before {
		t.Errorf("when the cluster is back, the branch says %s", again)
	}
}

// TestPastThatCannotBeRead has a repository that is gone on the first day. The clusters are read, nothing is published,
// and the next run, in the same folder, begins with the past.
func TestPastThatCannotBeRead(t *testing.T) {
	c := newCron(t)
	c.run(exitDone)
	docs := filepath.Join(c.home, "docs.git")
	if err := os.Rename(docs, docs+".away"); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "public")
	out, talk := c.runIn(dir, exitFailed)
	c.wants(out, "1 service, 2 clusters: 1 healthy")
	c.wants(talk, "there is no such repository, or these credentials may not see it; collecting goes on without it, and nothing will be published\n")
	c.wants(talk, "is written and not published, because what was published before could not be read: read the past from main of ")
	_, talk = c.runIn(dir, exitFailed, "publish")
	c.wants(talk, "lacks its past, which could not be read from the repository: plimsoll run reads it again\n")

	if err := os.Rename(docs+".away", docs); err != nil {
		t.Fatal(err)
	}
	out, talk = c.runIn(dir, exitDone)
	c.wants(talk, "public: restored 1 service")
	c.wants(out, "nothing to publish")
	if history, commits := c.published("services/data/history/shop/web.jsonl"); commits != 1 || strings.Count(history, "\n") != 1 {
		t.Errorf("after %d commits the history is %s", commits, history)
	}
}

// TestTwoMachines has two folders that take turns, as runners with a cache have. Each goes on from what the other
// published, so that no line of the history is lost.
func TestTwoMachines(t *testing.T) {
	c := newCron(t)
	one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	c.runIn(one, exitDone)
	_, talk := c.runIn(two, exitDone)
	c.wants(talk, "two: restored 1 service from main of ")
	for i, dir := range []string{one, two, one, one} {
		c.write(filepath.Join("east", "all.yaml"), strings.ReplaceAll(deployment, "web:1.0", "web:2."+string(rune('0'+i))))
		c.runIn(dir, exitDone)
		history, commits := c.published("services/data/history/shop/web.jsonl")
		if lines := strings.Count(history, "\n"); lines != i+2 || commits != i+2 {
			t.Fatalf("after %d turns the history has %d lines in %d commits:\n%s", i+1, lines, commits, history)
		}
	}
	_, talk = c.runIn(two, exitDone)
	c.wants(talk, "two is behind: another run has published to main of ")
	_, talk = c.runIn(two, exitDone)
	if strings.Contains(talk, "restored") {
		t.Errorf("a folder that nobody has passed begins anew: %s", talk)
	}
}

func TestNoPublish(t *testing.T) {
	c := newCron(t)
	dir := filepath.Join(t.TempDir(), "public")
	out, _ := c.runIn(dir, exitDone, "run", "--no-publish")
	if _, commits := c.published(""); commits != 0 || strings.Contains(out, "publish") {
		t.Errorf("%d commits, and it says %s", commits, out)
	}
	c.runIn(dir, exitDone, "collect")
	if _, commits := c.published(""); commits != 0 {
		t.Error("collect published")
	}
	out, _ = c.runIn(dir, exitDone, "publish", "--dry-run")
	c.wants(out, "    1 new service\n\n    - shop/web: the service appeared, healthy\n\n    Plimsoll-Run: ")
	c.wants(out, "\nA  data/services/shop/web.json\n")
	if _, commits := c.published(""); commits != 0 {
		t.Error("a dry run published")
	}
	out, _ = c.runIn(dir, exitDone, "publish")
	c.wants(out, "published ")
}

func TestNowhereToPublish(t *testing.T) {
	c := newCron(t)
	dir := filepath.Join(t.TempDir(), "public")
	_, talk := c.runIn(dir, exitUsage, "publish")
	c.wants(talk, "there is no such folder; plimsoll run -o ")
	c.configure("dump: east", "dump: west", "")
	_, talk = c.runIn(dir, exitUsage)
	c.wants(talk, "lies in no checkout of a Git repository: name the repository to publish to\n")
	if _, err := os.Stat(dir); err == nil {
		t.Error("a folder was made")
	}
	c.write("plimsoll.yaml", "apiVersion: plimsoll/v1\nclusters: [{name: east, dump: east}]\n")
	c.runIn(dir, exitDone)
	_, talk = c.runIn(dir, exitUsage, "publish")
	c.wants(talk, "publish: is not set, so there is nowhere to publish to: ")
}
