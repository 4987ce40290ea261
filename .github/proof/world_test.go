package proof

// This file sets the stage: a release built as release.yml builds it, the demo's clusters, and repositories to push to.

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// world is what the scenarios share, and none of them changes.
type world struct {
	source string // a checkout of the project, tagged as the release
	dist   string // what release.yml made of it
}

// TestSteps builds a release once and plays every scenario with it.
func TestSteps(t *testing.T) {
	w := world{source: taggedSource(t)}
	w.dist = buildRelease(t, w.source, "linux/amd64 windows/amd64")
	scenarios := []struct {
		name string
		play func(*testing.T, world)
	}{
		{"a release is tried, and made", testRelease},
		{"a release can be built again to the byte", testReproducible},
		{"the image's build, by its Dockerfile", testDockerfile},
		{"the image is pushed", testImage},
		{"the Action downloads a release", testDownload},
		{"the Action builds its own commit", testFromSource},
		{"the Action in the project's own workflow", testOwnJob},
		{"the Action, wrongly used", testWrongUse},
		{"the Action says what a run found", testOutputs},
		{"the Action as a gate", testCheck},
		{"what a cluster says is no command", testHostileWords},
		{"a cluster that cannot be read", testPartial},
		{"the configurations are valid", testConfigurations},
		{"the steps of the README", testReadmeSteps},
		{"Pages", testPages},
		{"a docs repository", testDocsRepository},
		{"a matrix", testMatrix},
		{"a pull request", testPullRequest},
		{"GitLab", testGitLab},
		{"parts that clusters push", testCentral},
	}
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) { s.play(t, w) })
	}
}

// taggedSource is the working tree as a repository of one commit with the tag of a release, always the same commit.
func taggedSource(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name := range strings.SplitSeq(command(t, top, "git", "ls-files", "-co", "--exclude-standard", "-z"), "\x00") {
		info, err := os.Stat(filepath.Join(top, name))
		if name == "" || err != nil { // one that was deleted is listed too
			continue
		}
		b, err := os.ReadFile(filepath.Join(top, name))
		must(t, err)
		must(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, name), b, info.Mode()))
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"add", "-A"}, {"commit", "-q", "-m", "Release"}, {"tag", releaseTag}} {
		git(t, dir, args...)
	}
	return dir
}

// clone is another checkout of the release, which nothing was built in.
func (w world) clone(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "elsewhere")
	git(t, top, "clone", "-q", w.source, dir)
	return dir
}

// git runs git as a person without a configuration, on a fixed day.
func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=someone", "GIT_AUTHOR_EMAIL=someone@shop.example", "GIT_AUTHOR_DATE=2026-11-20T12:00:00Z",
		"GIT_COMMITTER_NAME=someone", "GIT_COMMITTER_EMAIL=someone@shop.example", "GIT_COMMITTER_DATE=2026-11-20T12:00:00Z")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// runner is a fresh machine that can reach the release.
func (w world) runner(t *testing.T, s *store) *runner {
	t.Helper()
	r := newRunner(t, s)
	r.edge["RELEASES"] = w.dist
	return r
}

// checkOut lays down what a workflow's checkout would hold: the example's configuration, save that its clusters are the
// demo's recorded ones at one of its moments, and that its repository is on this disk.
func (r *runner) checkOut(t *testing.T, name, moment, repository string) {
	t.Helper()
	config := read(t, example(name, "plimsoll.yaml"))
	config = strings.ReplaceAll(config, ", context: ", ", dump: dumps/")
	for _, host := range []string{"https://github.com/acme/docs.git", "https://github.com/acme/services.git", "https://gitlab.com/acme/docs.git"} {
		config = strings.ReplaceAll(config, host, "file://"+repository)
	}
	write(t, filepath.Join(r.workspace, "plimsoll.yaml"), config)
	for _, cluster := range []string{"prod-eu", "prod-us"} {
		must(t, copyAll(filepath.Join(top, "collect", "demo", moment, cluster), filepath.Join(r.workspace, "dumps", cluster)))
	}
	r.contexts["secrets.KUBECONFIG"] = "apiVersion: v1\nkind: Config\n"
	r.contexts["secrets.DOCS_TOKEN"] = "ghp_docs"
}

// silence makes a cluster unreadable: a dump of which nothing can be read.
func (r *runner) silence(t *testing.T, cluster string) {
	t.Helper()
	dir := filepath.Join(r.workspace, "dumps", cluster)
	must(t, os.RemoveAll(dir))
	write(t, filepath.Join(dir, "pods.json"), "{")
}

// remote is a bare repository whose branch main holds a file of somebody else's.
func remote(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	checkout := filepath.Join(dir, "checkout")
	must(t, os.Mkdir(checkout, 0o755))
	write(t, filepath.Join(checkout, "README.md"), "# Documentation\n")
	git(t, checkout, "init", "-q", "-b", "main")
	git(t, checkout, "add", "-A")
	git(t, checkout, "commit", "-q", "-m", "Begin")
	git(t, dir, "clone", "-q", "--bare", checkout, "docs.git")
	return filepath.Join(dir, "docs.git")
}

// site is what the tests read of a data/index.json.
type site struct {
	Clusters []struct{ Name, State string }
	Services []struct{ ID, Status string }
}

func readSite(t *testing.T, text string) site {
	t.Helper()
	var s site
	must(t, json.Unmarshal([]byte(text), &s))
	return s
}

// succeed runs a job that must.
func (r *runner) succeed(t *testing.T, w workflow, name string) {
	t.Helper()
	if code := r.job(t, w, name); code != 0 {
		t.Fatalf("the job %s ends with %d:\n%s", name, code, r.log.String())
	}
}
