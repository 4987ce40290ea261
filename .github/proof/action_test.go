package proof

// This file plays the Action in every way that it can be used, and in some in which it cannot.

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func (r *runner) act(t *testing.T, with map[string]string) int {
	t.Helper()
	return r.ours(t, "plimsoll", with)
}

func (r *runner) output(name string) string { return r.contexts["steps.plimsoll.outputs."+name] }

func testDownload(t *testing.T, w world) {
	r := w.runner(t, &store{})
	with := map[string]string{"version": releaseTag, "command": "none"}
	if code := r.act(t, with); code != 0 {
		t.Fatalf("ends with %d:\n%s", code, r.log.String())
	}
	if log := r.log.String(); !strings.Contains(log, "plimsoll_v1.0.0_linux_amd64.tar.gz: OK\n") || !strings.Contains(log, "plimsoll version v1.0.0\n") {
		t.Errorf("it says\n%s", log)
	}
	if code := r.step(t, step{Run: "plimsoll --version", Shell: "bash"}); code != 0 {
		t.Error("plimsoll is not on the path of the steps that follow")
	}

	// What is not what the checksums say, is not run.
	spoilt := t.TempDir()
	must(t, copyAll(w.dist, spoilt))
	archive := filepath.Join(spoilt, "plimsoll_v1.0.0_linux_amd64.tar.gz")
	must(t, os.Truncate(archive, 1000))
	r = w.runner(t, &store{})
	r.edge["RELEASES"] = spoilt
	if code := r.act(t, with); code == 0 || len(r.path) > 0 {
		t.Errorf("a spoilt download ends with %d, and the path is %v:\n%s", code, r.path, r.log.String())
	}
}

func testFromSource(t *testing.T, w world) {
	r := w.runner(t, &store{})
	if code := r.act(t, map[string]string{"command": "none"}); code != 0 || !strings.Contains(r.log.String(), "plimsoll version ") {
		t.Errorf("ends with %d:\n%s", code, r.log.String())
	}
}

// testOwnJob plays the job of ci.yml that uses the Action on a runner of GitHub's.
func testOwnJob(t *testing.T, w world) {
	r := w.runner(t, &store{})
	r.workspace = w.clone(t)
	r.succeed(t, readWorkflow(t, filepath.Join(top, ".github/workflows/ci.yml")), "action")
}

func testWrongUse(t *testing.T, w world) {
	tests := map[string]struct {
		with map[string]string
		says string
	}{
		"a version that is a path": {map[string]string{"version": "v1.0.0/../../x"}, "::error title=Plimsoll::the input version is not one of a release, such as v1.0.0"},
		"no such command":          {map[string]string{"version": releaseTag, "command": "run; id"}, "::error title=Plimsoll::the input command is run, collect,"},
		"no such way":              {map[string]string{"version": releaseTag, "partial": "ignore"}, "::error title=Plimsoll::the input partial is warn or fail"},
		"no configuration":         {map[string]string{"version": releaseTag}, "plimsoll.yaml"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := w.runner(t, &store{})
			if code := r.act(t, test.with); code != 2 || !strings.Contains(r.log.String(), test.says) {
				t.Errorf("ends with %d:\n%s", code, r.log.String())
			}
		})
	}
	// The path of a binary has a blank and a quote in it.
	r := w.runner(t, &store{})
	odd := filepath.Join(t.TempDir(), `a "b`, "plimsoll")
	write(t, odd, "#!/bin/sh\necho plimsoll version of mine\n")
	if code := r.act(t, map[string]string{"binary": odd, "command": "none"}); code != 0 || !strings.Contains(r.log.String(), "version of mine") {
		t.Errorf("a binary ends with %d:\n%s", code, r.log.String())
	}
}

// demo lays down the demo's clusters without a repository.
func (r *runner) demo(t *testing.T, moment string) map[string]string {
	t.Helper()
	r.checkOut(t, "pages", moment, "")
	return map[string]string{"version": releaseTag}
}

func testOutputs(t *testing.T, w world) {
	r := w.runner(t, &store{})
	with := r.demo(t, "2-during")
	if code := r.act(t, with); code != 0 {
		t.Fatalf("ends with %d:\n%s", code, r.log.String())
	}
	counts := map[string]int{}
	worst := []string{"down", "degraded", "missing", "unknown", "progressing", "suspended", "healthy"}
	first := len(worst)
	for _, s := range readSite(t, read(t, filepath.Join(r.workspace, "public/data/index.json"))).Services {
		counts[s.Status]++
		first = min(first, slices.Index(worst, s.Status))
	}
	if counts["healthy"] == 0 || first == len(worst)-1 {
		t.Fatalf("the demo shows too little: %v", counts)
	}
	if got := r.output("status"); got != worst[first] {
		t.Errorf("status is %q, want %q", got, worst[first])
	}
	if code, changed := r.output("exit-code"), r.output("changed"); code != "0" || changed != "true" {
		t.Errorf("exit-code is %q, changed %q", code, changed)
	}
	if summary := r.output("summary"); summary == "" || !strings.Contains(r.log.String(), summary+"\n") {
		t.Errorf("the run does not count as the summary does: %q\n%s", summary, r.log.String())
	}
	if text := r.summary.String(); !strings.HasPrefix(text, "#### plimsoll run\n\n~~~~text\n") || !strings.Contains(text, "\n~~~~\n") {
		t.Errorf("the step summary is\n%s", text)
	}

	if code := r.act(t, with); code != 0 || r.output("changed") != "false" {
		t.Errorf("a second run ends with %d, changed %q:\n%s", code, r.output("changed"), r.log.String())
	}
	if code := r.act(t, map[string]string{"version": releaseTag, "command": "validate"}); code != 0 || r.output("changed") != "" {
		t.Errorf("validate ends with %d, changed %q", code, r.output("changed"))
	}
}

// testCheck closes a gate: annotations reach the runner, and the summary of the step says why.
func testCheck(t *testing.T, w world) {
	r := w.runner(t, &store{})
	if code := r.act(t, r.demo(t, "2-during")); code != 0 {
		t.Fatalf("ends with %d:\n%s", code, r.log.String())
	}
	r.summary.Reset()
	with := map[string]string{"version": releaseTag, "command": "check", "args": "--fail-on=degraded\n--format=github\n"}
	if code := r.act(t, with); code != 1 || r.output("exit-code") != "1" {
		t.Errorf("a gate that is to close ends with %d, exit-code %q:\n%s", code, r.output("exit-code"), r.log.String())
	}
	if commands := strings.Join(r.commands(), "\n"); !strings.Contains(commands, "::error ") {
		t.Errorf("the runner is told %q", commands)
	}
	if !strings.Contains(r.summary.String(), "shop/") {
		t.Errorf("the step summary is %q", r.summary.String())
	}
	with["args"] = "--fail-on=down"
	if code := r.act(t, with); code != 0 || r.output("exit-code") != "0" {
		t.Errorf("a gate that is to stay open ends with %d:\n%s", code, r.log.String())
	}
}

// testHostileWords has a pod's message hold what a runner obeys.
func testHostileWords(t *testing.T, w world) {
	r := w.runner(t, &store{})
	with := r.demo(t, "1-before")
	write(t, filepath.Join(r.workspace, "dumps/prod-eu/evil.yaml"), `
apiVersion: v1
kind: Pod
metadata: {name: evil-0, namespace: shop, labels: {app.kubernetes.io/name: "evil"}, creationTimestamp: "2026-11-19T08:00:00Z"}
spec: {containers: [{name: app, image: "evil:1"}]}
status:
  phase: Running
  containerStatuses:
  - {name: app, ready: false, restartCount: 9, image: "evil:1", imageID: "", state: {waiting: {reason: CrashLoopBackOff, message: "x\n::error::taken for a command\n::set-env name=PATH::/evil"}}}
`)
	if code := r.act(t, with); code != 0 || !strings.Contains(r.log.String(), "shop/evil") {
		t.Fatalf("ends with %d:\n%s", code, r.log.String())
	}
	if commands := r.commands(); len(commands) > 0 {
		t.Errorf("the runner would obey %q", commands)
	}
	if !strings.Contains(r.log.String(), "::stop-commands::") {
		t.Error("nothing keeps the runner from obeying")
	}
}

func testPartial(t *testing.T, w world) {
	for how, want := range map[string]int{"warn": 0, "fail": 3} {
		t.Run(how, func(t *testing.T) {
			r := w.runner(t, &store{})
			with := r.demo(t, "1-before")
			r.silence(t, "prod-us")
			with["partial"] = how
			if code := r.act(t, with); code != want || r.output("exit-code") != "3" {
				t.Errorf("ends with %d, exit-code %q:\n%s", code, r.output("exit-code"), r.log.String())
			}
			if warned := strings.Contains(strings.Join(r.commands(), "\n"), "::warning title=Plimsoll::done, but"); warned != (how == "warn") {
				t.Errorf("warned is %t: %v", warned, r.commands())
			}
		})
	}
}
