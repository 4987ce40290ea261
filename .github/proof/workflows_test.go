package proof

// This file plays the examples' workflows, each run on a fresh machine, day after day.

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// testPages deploys a site, and has the next run go on where the first one left off, though its machine is new.
func testPages(t *testing.T, w world) {
	s, flow := &store{dir: t.TempDir()}, readWorkflow(t, example("pages", "workflow.yml"))
	for day, want := range []struct{ moment, changed string }{{"1-before", "true"}, {"1-before", "false"}, {"2-during", "true"}} {
		r := w.runner(t, s)
		r.checkOut(t, "pages", want.moment, "")
		r.succeed(t, flow, "plimsoll")
		if got := r.output("changed"); got != want.changed {
			t.Errorf("run %d: changed is %q, want %q:\n%s", day+1, got, want.changed, r.log.String())
		}
	}
	for _, file := range []string{"index.html", "services/shop/checkout/index.html", "data/history/shop/checkout.jsonl"} {
		if _, err := os.Stat(s.at("pages", filepath.FromSlash(file))); err != nil {
			t.Error(err)
		}
	}
}

// testDocsRepository pushes into a repository that holds something else, from a fresh machine each time.
func testDocsRepository(t *testing.T, w world) {
	flow, docs := readWorkflow(t, example("docs-repository", "workflow.yml")), remote(t)
	run := func(moment string, silent ...string) *runner {
		r := w.runner(t, &store{})
		r.checkOut(t, "docs-repository", moment, docs)
		for _, cluster := range silent {
			r.silence(t, cluster)
		}
		r.succeed(t, flow, "plimsoll")
		if info, err := os.Stat(filepath.Join(r.home, ".kube", "config")); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("the kubeconfig: %v, %v", info, err)
		}
		return r
	}
	r := run("1-before")
	wantCommits(t, docs, "main", 2)
	if got := git(t, docs, "show", "main:README.md"); got != "# Documentation" {
		t.Errorf("README.md is %q", got)
	}
	git(t, docs, "cat-file", "-e", "main:services/index.html")
	if r.output("changed") != "true" {
		t.Errorf("changed is %q", r.output("changed"))
	}

	// Nothing has changed, and nothing is pushed.
	if r = run("1-before"); r.output("changed") != "false" {
		t.Errorf("a second run: changed is %q:\n%s", r.output("changed"), r.log.String())
	}
	wantCommits(t, docs, "main", 2)

	// A cluster falls silent: its state stays, and the step passes with a warning.
	r = run("2-during", "prod-us")
	wantCommits(t, docs, "main", 3)
	if code := r.output("exit-code"); code != "3" {
		t.Errorf("exit-code is %q", code)
	}
	snapshot := git(t, docs, "show", "main:services/data/services/shop/checkout.json")
	if !strings.Contains(snapshot, `"name": "prod-us"`) || !strings.Contains(snapshot, `"stale": true`) {
		t.Errorf("the silent cluster is not kept:\n%s", snapshot)
	}
	if strings.Contains(r.log.String(), "ghp_docs") {
		t.Error("the log holds the token")
	}
}

// testMatrix collects in a job for each cluster and publishes what came.
func testMatrix(t *testing.T, w world) {
	s, docs := &store{dir: t.TempDir()}, remote(t)
	flow := readWorkflow(t, example("matrix", "workflow.yml"))
	run := func(moment string, silent ...string) {
		must(t, s.clear())
		for _, cluster := range flow.Jobs["collect"].Strategy.Matrix["cluster"] {
			r := w.runner(t, s)
			r.checkOut(t, "matrix", moment, docs)
			r.contexts["matrix.cluster"] = cluster
			if slices.Contains(silent, cluster) {
				r.silence(t, cluster)
			}
			if code := r.job(t, flow, "collect"); (code != 0) != slices.Contains(silent, cluster) {
				t.Fatalf("the job of %s ends with %d:\n%s", cluster, code, r.log.String())
			}
		}
		r := w.runner(t, s)
		r.checkOut(t, "matrix", moment, docs)
		must(t, os.RemoveAll(filepath.Join(r.workspace, "dumps"))) // this job reads no cluster
		r.succeed(t, flow, "publish")
	}
	run("1-before")
	wantCommits(t, docs, "main", 2)
	wantStates(t, docs, "main:services", "prod-eu ok", "prod-us ok")
	run("1-before")
	wantCommits(t, docs, "main", 2)
	run("2-during", "prod-us") // its job fails, and the other goes on
	wantStates(t, docs, "main:services", "prod-eu ok", "prod-us failed")
	snapshot := git(t, docs, "show", "main:services/data/services/shop/checkout.json")
	if !strings.Contains(snapshot, `"name": "prod-us"`) || !strings.Contains(snapshot, `"stale": true`) {
		t.Errorf("the cluster that is in no part is not kept:\n%s", snapshot)
	}
}

// testPullRequest proposes, proposes again, and rests once it was merged.
func testPullRequest(t *testing.T, w world) {
	services, github := remote(t), t.TempDir()
	flow := readWorkflow(t, example("pull-request", "workflow.yml"))
	run := func(moment string) *runner {
		r := w.runner(t, &store{})
		r.edge["GITHUB"] = github
		git(t, r.temp, "clone", "-q", "file://"+services, r.workspace+"/checkout")
		must(t, copyAll(filepath.Join(r.workspace, "checkout", ".git"), filepath.Join(r.workspace, ".git")))
		must(t, os.RemoveAll(filepath.Join(r.workspace, "checkout")))
		r.checkOut(t, "pull-request", moment, services)
		r.succeed(t, flow, "plimsoll")
		return r
	}
	run("1-before")
	wantCommits(t, services, "main", 1)
	if first := wantComments(t, github, 1); !strings.Contains(first[0].Body, "These are the first snapshots.") {
		t.Errorf("the first comment is %v", first)
	}
	git(t, services, "update-ref", "refs/heads/main", "refs/heads/plimsoll") // merged
	run("2-during")
	wantCommits(t, services, "plimsoll", 3) // one on main's tip
	comments := wantComments(t, github, 1)
	if !strings.HasPrefix(comments[0].Body, "<!-- plimsoll diff -->\n**") || !strings.Contains(comments[0].Body, "shop/checkout") {
		t.Errorf("the comment says\n%s", comments[0].Body)
	}

	// The next day checkout has recovered, and inventory has a new image. Somebody else has written a comment that
	// begins likewise; ours is still the one that is renewed.
	write(t, filepath.Join(github, "comments.json"), `[{"id": 1, "user": {"login": "mallory"}, "body": "<!-- plimsoll diff -->"}, {"id": 101, "user": {"login": "github-actions[bot]"}, "body": "<!-- plimsoll diff -->\nold"}]`)
	run("3-after")
	wantCommits(t, services, "plimsoll", 3) // made anew there
	comments = wantComments(t, github, 2)
	if comments[0].Body != "<!-- plimsoll diff -->" || !strings.Contains(comments[1].Body, "shop/inventory") || strings.Contains(comments[1].Body, "shop/checkout") {
		t.Errorf("the wrong comment was renewed: %v", comments)
	}
	if calls := read(t, filepath.Join(github, "calls")); strings.Count(calls, "gh pr create") != 1 {
		t.Errorf("more than one pull request was made:\n%s", calls)
	}

	git(t, services, "update-ref", "refs/heads/main", "refs/heads/plimsoll")
	if r := run("3-after"); !strings.Contains(r.log.String(), "Nothing has changed since the last one was merged.") {
		t.Errorf("after the merge:\n%s", r.log.String())
	}
	git(t, services, "update-ref", "-d", "refs/heads/plimsoll") // as GitHub does for whoever wants it
	if r := run("3-after"); !strings.Contains(r.log.String(), "There is no branch plimsoll: nothing has changed.") || r.output("changed") != "false" {
		t.Errorf("after the branch has gone:\n%s", r.log.String())
	}
	wantComments(t, github, 2)
}

type comment struct {
	ID   int
	Body string
}

func wantComments(t *testing.T, github string, n int) []comment {
	t.Helper()
	var comments []comment
	must(t, json.Unmarshal([]byte(read(t, filepath.Join(github, "comments.json"))), &comments))
	if len(comments) != n {
		t.Fatalf("there are %d comments, want %d: %v", len(comments), n, comments)
	}
	return comments
}

// testGitLab runs the job's scripts as GitLab does: one script, in an image with curl.
func testGitLab(t *testing.T, w world) {
	var pipeline struct {
		Plimsoll struct {
			Variables    map[string]string
			Before       []string `yaml:"before_script"`
			Main         []string `yaml:"script"`
			AllowFailure struct {
				ExitCodes int `yaml:"exit_codes"`
			} `yaml:"allow_failure"`
		}
	}
	readYAML(t, example("gitlab", ".gitlab-ci.yml"), &pipeline)
	j, docs := pipeline.Plimsoll, remote(t)
	run := func(moment string, silent ...string) int {
		r := w.runner(t, &store{})
		r.checkOut(t, "gitlab", moment, docs)
		for _, cluster := range silent {
			r.silence(t, cluster)
		}
		maps.Copy(r.env, j.Variables)
		r.env["PLIMSOLL_GIT_TOKEN"] = "glpat"
		code := r.step(t, step{Shell: "bash", Run: strings.Join(slices.Concat(j.Before, j.Main), "\n")})
		if code != 0 && code != j.AllowFailure.ExitCodes {
			t.Fatalf("the job ends with %d:\n%s", code, r.log.String())
		}
		return code
	}
	run("1-before")
	if message := git(t, docs, "log", "-1", "--format=%B", "main"); !strings.Contains(message, "[skip ci]") {
		t.Errorf("the message starts a pipeline:\n%s", message)
	}
	if code := run("2-during", "prod-eu"); code != 3 {
		t.Errorf("a silent cluster ends the job with %d", code)
	}
	wantCommits(t, docs, "main", 3)
}

func wantCommits(t *testing.T, repository, branch string, n int) {
	t.Helper()
	if got := git(t, repository, "rev-list", "--count", branch); got != strconv.Itoa(n) {
		t.Errorf("%s has %s commits, want %d:\n%s", branch, got, n, git(t, repository, "log", "--stat", branch))
	}
}

// wantStates demands how reading each cluster went, by the index that was published.
func wantStates(t *testing.T, repository, tree string, want ...string) {
	t.Helper()
	var got []string
	for _, c := range readSite(t, git(t, repository, "show", tree+"/data/index.json")).Clusters {
		got = append(got, c.Name+" "+c.State)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the clusters are %q, want %q", got, want)
	}
}
