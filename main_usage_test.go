package main

// This file runs the whole program with metrics: true: whatever a metrics server does, the run ends as it would have
// without, its snapshots are the same, and what was not read is said.

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// metered lets an API server have a metrics server behind it, which answers so.
func metered(answer func(http.ResponseWriter, *http.Request) bool) func(http.ResponseWriter, *http.Request) bool {
	return func(w http.ResponseWriter, r *http.Request) bool {
		switch {
		case r.URL.Path == "/apis":
			return say(w, http.StatusOK, "application/json", `{"kind": "APIGroupList", "groups": [
				{"name": "apps", "versions": [{"groupVersion": "apps/v1", "version": "v1"}]},
				{"name": "metrics.k8s.io", "versions": [{"groupVersion": "metrics.k8s.io/v1beta1", "version": "v1beta1"}]}]}`)
		case strings.HasPrefix(r.URL.Path, "/apis/metrics.k8s.io/"):
			return answer(w, r)
		}
		return false
	}
}

func samples(w http.ResponseWriter, _ *http.Request) bool {
	return say(w, http.StatusOK, "application/json", `{"kind": "PodMetricsList", "apiVersion": "metrics.k8s.io/v1beta1", "metadata": {}, "items": [
		{"metadata": {"name": "web", "namespace": "shop"}, "timestamp": "2026-11-23T02:09:40Z", "window": "20s",
		 "containers": [{"name": "app", "usage": {"cpu": "120400120n", "memory": "184328Ki"}}]}]}`)
}

// withMetrics asks for what pods use in a workplace's configuration.
func withMetrics(t *testing.T, dir string) {
	t.Helper()
	f, err := os.OpenFile(filepath.Join(dir, "plimsoll.yaml"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := io.WriteString(f, "metrics: true\n"); err != nil {
		t.Fatal(err)
	}
}

func TestUsageCostsNothing(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer func(http.ResponseWriter, *http.Request) bool
		state  schemas.ReadState
		talk   string // on stderr
		said   string // on stdout
	}{
		{"read", samples, schemas.ReadOK, "", ""},
		{"forbidden", status(403, `pods.metrics.k8s.io is forbidden: User "ci" cannot list`), schemas.ReadForbidden,
			"pods.metrics.k8s.io: forbidden: .*ask for verb list", "no usage    here: not allowed to list pods.metrics.k8s.io in all namespaces"},
		{"down", status(503, "service unavailable"), schemas.ReadFailed,
			"pods.metrics.k8s.io: failed: .*kubectl describe apiservice", "no usage    here: failed: pods.metrics.k8s.io in all namespaces"},
		{"silent", silent, schemas.ReadTimeout,
			"pods.metrics.k8s.io: timeout: .*no answer in time", "no usage    here: no answer in time: pods.metrics.k8s.io in all namespaces"},
		{"gone", status(404, "the server could not find the requested resource"), schemas.ReadNotServed, "", "not served  here: pods.metrics.k8s.io"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			a.be(metered(test.answer))
			dir := workplace(t, a.URL, a.authority())
			if code, _, talk := plimsoll(t, dir); code != exitDone {
				t.Fatalf("the run without usage ends with %d: %s", code, talk)
			}
			before := tree(t, filepath.Join(dir, "public"))
			withMetrics(t, dir)
			code, out, talk := plimsoll(t, dir)
			if code != exitDone {
				t.Errorf("exit code %d", code)
			}
			after := tree(t, filepath.Join(dir, "public"))
			for name, content := range before {
				if !bytes.Equal(after[name], content) {
					t.Errorf("%s is another", name)
				}
			}
			if len(after) != len(before) {
				t.Errorf("%d files, %d before", len(after), len(before))
			}
			if !regexp.MustCompile(test.talk).MatchString(talk) || !strings.Contains(out, test.said) || test.talk == "" && strings.Contains(talk, "warning") {
				t.Errorf("want %q and %q in\n%s\n%s", test.talk, test.said, talk, out)
			}
			run := lastRun(t, dir)
			reads := run.Clusters[0].Reads
			if last := reads[len(reads)-1]; last.Resource != "pods.metrics.k8s.io" || last.State != test.state {
				t.Errorf("%+v", last)
			}
			want := schemas.Usage{Service: "shop/web", Cluster: "here", Workload: "Pod/shop/web", Container: "app", Pods: 1, CPU: "121m", Memory: "180Mi", CPUAll: "121m", MemoryAll: "180Mi"}
			if (test.state == schemas.ReadOK) != (len(run.Usage) == 1) || len(run.Usage) == 1 && run.Usage[0] != want {
				t.Errorf("%+v", run.Usage)
			}
		})
	}
}

func lastRun(t *testing.T, dir string) schemas.Run {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "public", "data", "run.json"))
	if err != nil {
		t.Fatal(err)
	}
	var run schemas.Run
	if err := json.Unmarshal(b, &run); err != nil {
		t.Fatal(err)
	}
	return run
}

// TestDoctorOnUsage says how usage would be read, and ends as a run would.
func TestDoctorOnUsage(t *testing.T) {
	tests := []struct {
		name string
		be   func(http.ResponseWriter, *http.Request) bool
		want []string
	}{
		{"read", metered(samples), []string{`✓ may list      10 kinds$`, `^Nothing to do: `}},
		{"forbidden", metered(status(403, `User "jane" cannot list`)), []string{
			`✗ forbidden     pods\.metrics\.k8s\.io$`, `✓ may list      9 kinds$`, `plimsoll rbac .* --user jane \| kubectl`}},
		{"down", metered(status(503, "service unavailable")), []string{
			`✗ failed        pods\.metrics\.k8s\.io: .*503`, `1\. here: see why nothing answers for metrics\.k8s\.io`, `kubectl --kubeconfig \S* describe apiservice v1beta1\.metrics\.k8s\.io$`}},
		{"not served", nil, []string{
			`– not served    .*pods\.metrics\.k8s\.io`, `- metrics: true asks for what pods use, and nothing serves metrics\.k8s\.io in here: it needs metrics-server`, `^Nothing to do: `}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t)
			allowed := reviews("jane")
			a.be(func(w http.ResponseWriter, r *http.Request) bool {
				return test.be != nil && test.be(w, r) || allowed(w, r)
			})
			dir := workplace(t, a.URL, a.authority())
			withMetrics(t, dir)
			code, out, talk := doctor(t, dir)
			if code != exitDone {
				t.Errorf("exit code %d", code)
			}
			for _, want := range test.want {
				if !regexp.MustCompile("(?m)" + want).MatchString(out) {
					t.Errorf("no line says %q", want)
				}
			}
			if t.Failed() {
				t.Logf("stdout:\n%s\nstderr:\n%s", out, talk)
			}
		})
	}
}
