package main

// This file follows each way in which a read can end through the whole program: what is said on stdout and stderr, the
// exit code, the snapshot, the index and the account of the run.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// twoClusters is a folder with a configuration of two clusters, here and there.
func twoClusters(t *testing.T, here, there *api) string {
	t.Helper()
	dir := workplace(t, here.URL, here.authority())
	if err := os.Rename(filepath.Join(dir, "kubeconfig"), filepath.Join(dir, "here.config")); err != nil {
		t.Fatal(err)
	}
	other := workplace(t, there.URL, there.authority())
	if err := os.Rename(filepath.Join(other, "kubeconfig"), filepath.Join(dir, "there.config")); err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir, "plimsoll.yaml", `apiVersion: plimsoll/v1
resources: [example.org/v1/widgets]
clusters:
  - {name: here, kubeconfig: here.config, timeout: 4s}
  - {name: there, kubeconfig: there.config, timeout: 4s}
`)
	return dir
}

// loginPage is an answer that is none; a fault would be asked for again and again, up to the timeout.
func loginPage(w http.ResponseWriter, _ *http.Request) bool {
	return say(w, 200, "text/html", "<!doctype html><title>Log in</title>")
}

// accounts is what a run has left in the folder, of the cluster here.
type accounts struct {
	snapshot schemas.Cluster
	entry    schemas.ClusterEntry
	run      schemas.RunCluster
}

func accountsOf(t *testing.T, dir string) (a accounts) {
	t.Helper()
	data := func(name string, into any) {
		b, err := os.ReadFile(filepath.Join(dir, "public", "data", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, into); err != nil {
			t.Fatal(err)
		}
	}
	var s schemas.Snapshot
	var index schemas.Index
	var run schemas.Run
	data("services/shop/web.json", &s)
	data("index.json", &index)
	data("run.json", &run)
	for _, c := range s.Clusters {
		if c.Name == "here" {
			a.snapshot = c
		}
	}
	a.entry, a.run = index.Clusters[0], run.Clusters[0]
	return a
}

// kindIn is the state of one kind in an account; "" where it has no word of it.
func kindIn[T any](reads []T, of func(T) (string, schemas.ReadState), resource string) schemas.ReadState {
	for _, r := range reads {
		if name, state := of(r); name == resource {
			return state
		}
	}
	return ""
}

func (a accounts) kind(resource string) (snapshot, index, run schemas.ReadState) {
	read := func(r schemas.Read) (string, schemas.ReadState) { return r.Resource, r.State }
	counted := func(r schemas.RunRead) (string, schemas.ReadState) { return r.Resource, r.State }
	return kindIn(a.snapshot.Reads, read, resource), kindIn(a.entry.Reads, read, resource), kindIn(a.run.Reads, counted, resource)
}

// TestEveryKindOfRead has a good run first, then one in which one kind ends in each state that a kind can end in.
func TestEveryKindOfRead(t *testing.T) {
	tests := []struct {
		state     schemas.ReadState
		be        func(w http.ResponseWriter, r *http.Request) bool
		code      int
		out, talk string
	}{
		{schemas.ReadOK, nil, exitDone, "", ""},
		{schemas.ReadForbidden, only(pods, status(403, `User "ci" cannot list resource "pods"`)), exitPartial,
			"in part     here: not allowed to list pods in all namespaces$",
			"warning: here: pods: forbidden: list pods in all namespaces is not allowed for ci: ask for verb list on pods in a ClusterRole, or set namespaces: "},
		{schemas.ReadFailed, only(pods, loginPage), exitPartial,
			"in part     here: failed: pods in all namespaces$", "warning: here: pods: failed: .*is a proxy or a login page in between"},
		{schemas.ReadTimeout, only(pods, silent), exitPartial,
			"in part     here: no answer in time: pods in all namespaces", "warning: here: pods: timeout: .* did not answer in time"},
	}
	for _, test := range tests {
		t.Run(string(test.state), func(t *testing.T) {
			t.Parallel()
			here, there := newAPI(t), newAPI(t)
			dir := twoClusters(t, here, there)
			good(t, dir)
			before := accountsOf(t, dir)
			if test.be != nil {
				here.be(test.be)
			}
			code, out, talk := plimsoll(t, dir)
			said(t, code, test.code, out, test.out, talk, test.talk)
			a := accountsOf(t, dir)
			snapshot, index, run := a.kind("pods")
			if kept := test.state; run != kept || kept != schemas.ReadOK && (snapshot != kept || index != kept) || kept == schemas.ReadOK && snapshot+index != "" {
				t.Errorf("pods are %q in the snapshot, %q in the index, %q in the account of the run", snapshot, index, run)
			}
			if len(a.snapshot.Workloads) != len(before.snapshot.Workloads) || a.snapshot.Stale || a.entry.State != schemas.ReadOK {
				t.Errorf("what was there is not there any more, or the whole cluster is in doubt: %+v", a)
			}
			if test.code == exitPartial && !a.snapshot.Reads[0].AsOf.Equal(before.run.LastRead) {
				t.Errorf("kept as of %v, read at %v", a.snapshot.Reads[0].AsOf, before.run.LastRead)
			}
			comesBack(t, dir, here, a)
		})
	}
}

// TestKindThatIsNotServed is no trouble: it is said where the configuration asks for it, and stands in no snapshot.
func TestKindThatIsNotServed(t *testing.T) {
	dir := twoClusters(t, newAPI(t), newAPI(t))
	code, out, talk := plimsoll(t, dir)
	said(t, code, exitDone, out, `not served  here: widgets\.example\.org$`, talk, "")
	if strings.Contains(out, "cronjobs") {
		t.Errorf("a kind that nobody asked for is spoken of:\n%s", out)
	}
	for _, kind := range []string{"widgets.example.org", "cronjobs.batch"} {
		if snapshot, index, run := accountsOf(t, dir).kind(kind); snapshot != "" || index != "" || run != schemas.ReadNotServed {
			t.Errorf("%s are %q in the snapshot, %q in the index, %q in the account of the run", kind, snapshot, index, run)
		}
	}
}

// TestEveryEndOfACluster has a good run first, then one in which nothing of one of two clusters can be read.
func TestEveryEndOfACluster(t *testing.T) {
	tests := []struct {
		state     schemas.ReadState
		be        func(w http.ResponseWriter, r *http.Request) bool // nil: it is gone
		out, talk string
	}{
		{schemas.ReadUnauthorized, status(401, "Unauthorized"), "credentials expired or wrong", "unauthorized: .* refused the credentials: they have expired or are wrong; log in again$"},
		{schemas.ReadForbidden, status(403, `User "ci" cannot list`), "not allowed to list anything", "forbidden: list .* is not allowed for ci: ask for "},
		{schemas.ReadUnreachable, nil, "cannot be reached", "unreachable: .*connection refused"},
		{schemas.ReadTimeout, silent, "no answer in time", "timeout: .* did not answer in time"},
		{schemas.ReadFailed, loginPage, "failed: .*text/html.*: is a proxy or a login page in between\\?", "failed: .*is a proxy or a login page in between"},
	}
	for _, test := range tests {
		t.Run(string(test.state), func(t *testing.T) {
			t.Parallel()
			here, there := newAPI(t), newAPI(t)
			dir := twoClusters(t, here, there)
			good(t, dir)
			before := accountsOf(t, dir)
			if test.be == nil {
				here.Close()
			} else {
				here.be(test.be)
			}
			code, out, talk := plimsoll(t, dir)
			said(t, code, exitPartial, out, "not read    here: "+test.out+`; it is shown as of \d{4}-\d\d-\d\d \d\d:\d\d UTC$`, talk, "warning: here: "+test.talk)
			if !strings.Contains(out, "1 service, 1 of 2 clusters read: ") {
				t.Errorf("not counted:\n%s", out)
			}
			a := accountsOf(t, dir)
			if whole, _, run := a.kind("*"); whole != test.state || a.entry.State != test.state || a.run.State != test.state || run != "" && run != test.state {
				t.Errorf("%q in the snapshot, %q in the index, %q in the account of the run", whole, a.entry.State, a.run.State)
			}
			if read := before.run.LastRead; !a.snapshot.Stale || !a.snapshot.AsOf.Equal(read) || !a.entry.AsOf.Equal(read) || !a.run.LastRead.Equal(read) {
				t.Errorf("stale %v as of %v, %v, %v; it was read at %v", a.snapshot.Stale, a.snapshot.AsOf, a.entry.AsOf, a.run.LastRead, read)
			}
			if len(a.snapshot.Workloads) != 1 || a.snapshot.Status != before.snapshot.Status {
				t.Errorf("what was there is not there any more: %+v", a.snapshot)
			}
			if test.be != nil {
				comesBack(t, dir, here, a)
			}
		})
	}
}

// TestClusterThatIsLeftOut keeps its bytes; only the account of the run says that it was not asked.
func TestClusterThatIsLeftOut(t *testing.T) {
	dir := twoClusters(t, newAPI(t), newAPI(t))
	good(t, dir)
	before, files := accountsOf(t, dir), tree(t, filepath.Join(dir, "public", "data"))
	code, out, talk := plimsoll(t, dir, "--cluster", "there")
	said(t, code, exitDone, out, "1 service, 1 cluster: 1 healthy$", talk, "")
	if strings.Contains(out, " here:") {
		t.Errorf("what was not asked for is spoken of:\n%s", out)
	}
	a := accountsOf(t, dir)
	if a.run.State != schemas.ReadStale || !a.run.LastRead.Equal(before.run.LastRead) || a.run.Requests != 0 || len(a.run.Reads) != len(before.run.Reads) {
		t.Errorf("the account of the run: %+v", a.run)
	}
	for kind, want := range map[string]schemas.ReadState{"pods": schemas.ReadStale, "cronjobs.batch": schemas.ReadNotServed} {
		if _, _, run := a.kind(kind); run != want {
			t.Errorf("%s are %s in the account of the run, want %s", kind, run, want)
		}
	}
	after := tree(t, filepath.Join(dir, "public", "data"))
	for _, name := range []string{"services/shop/web.json", "index.json"} {
		if !bytes.Equal(files[name], after[name]) {
			t.Errorf("%s was written", name)
		}
	}
}

// TestClusterWithNothingInIt answers, and that is said: it is not one that could not be read.
func TestClusterWithNothingInIt(t *testing.T) {
	here := newAPI(t)
	here.be(only(pods, func(w http.ResponseWriter, _ *http.Request) bool {
		return say(w, 200, "application/json", `{"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": []}`)
	}))
	dir := twoClusters(t, here, newAPI(t))
	code, out, talk := plimsoll(t, dir)
	said(t, code, exitDone, out, "empty       here: it answered, and nothing is there$", talk, "")

	here.be(only(pods, func(w http.ResponseWriter, _ *http.Request) bool {
		return say(w, 200, "application/json", `{"kind": "PodList", "apiVersion": "v1", "metadata": {}, "items": [{"metadata": {"name": "stray", "namespace": "shop"}}]}`)
	}))
	code, out, talk = plimsoll(t, dir)
	said(t, code, exitDone, out, "empty       here: it answered, and no service is in it \\(1 object\\)$", talk, "")
}

// TestNoClusterCanBeRead is the one case in which a run fails for what clusters do.
func TestNoClusterCanBeRead(t *testing.T) {
	here, there := newAPI(t), newAPI(t)
	dir := twoClusters(t, here, there)
	good(t, dir)
	files := tree(t, filepath.Join(dir, "public"))
	here.be(status(401, "Unauthorized"))
	there.Close()
	code, out, talk := plimsoll(t, dir)
	said(t, code, exitFailed, out, "", talk, "plimsoll: no cluster could be read, so nothing was written; .* keeps its last state$")
	for name, content := range tree(t, filepath.Join(dir, "public")) {
		if !bytes.Equal(files[name], content) {
			t.Errorf("%s was written", name)
		}
	}
}

// TestManyNamespaces wants a line for each kind and reason, not for each namespace.
func TestManyNamespaces(t *testing.T) {
	here := newAPI(t)
	dir := twoClusters(t, here, newAPI(t))
	writeFile(t, dir, "plimsoll.yaml", "apiVersion: plimsoll/v1\nclusters: [{name: here, kubeconfig: here.config, timeout: 4s, namespaces: [cart, pay, shop]}]\n")
	refuse := status(403, `User "ci" cannot list`)
	here.be(func(w http.ResponseWriter, r *http.Request) bool {
		namespaced := regexp.MustCompile(`^(/api/v1|/apis/apps/v1)/namespaces/(\w+)/(\w+)$`).FindStringSubmatch(r.URL.Path)
		if namespaced == nil {
			return false
		}
		if namespaced[2] != "shop" && namespaced[3] == "services" {
			return refuse(w, r)
		}
		kind := emptyLists()[namespaced[1]+"/"+namespaced[3]]
		if kind == "" {
			kind = "Pod"
		}
		return say(w, 200, "application/json", fmt.Sprintf(`{"kind": "%sList", "apiVersion": "v1", "metadata": {}, "items": []}`, kind))
	})
	code, out, talk := plimsoll(t, dir)
	said(t, code, exitPartial, out, "in part     here: not allowed to list services in namespaces cart, pay$", talk,
		`warning: here: services: forbidden: list services in namespace cart is not allowed for ci: ask for verb list on services in a Role there \(and likewise in pay\)$`)
	if n := strings.Count(talk, "warning: "); n != 1 {
		t.Errorf("%d warnings:\n%s", n, talk)
	}
}

func good(t *testing.T, dir string) {
	t.Helper()
	if code, _, talk := plimsoll(t, dir); code != exitDone {
		t.Fatalf("the good run ends with %d: %s", code, talk)
	}
}

func said(t *testing.T, code, wantCode int, out, wantOut, talk, wantTalk string) {
	t.Helper()
	if code != wantCode {
		t.Errorf("exit code %d, want %d", code, wantCode)
	}
	if wantOut != "" && !regexp.MustCompile("(?m)^"+wantOut).MatchString(out) {
		t.Errorf("stdout has no line %q:\n%s", wantOut, out)
	}
	if wantTalk != "" && !regexp.MustCompile("(?m)^"+wantTalk).MatchString(talk) {
		t.Errorf("stderr has no line %q:\n%s", wantTalk, talk)
	}
	if wantTalk == "" && strings.Contains(talk, "warning") {
		t.Errorf("a warning of nothing:\n%s", talk)
	}
}

// comesBack wants the state of a cluster that answers again to take the place of what was kept.
func comesBack(t *testing.T, dir string, here *api, lost accounts) {
	t.Helper()
	here.be(nil)
	good(t, dir)
	a := accountsOf(t, dir)
	if a.snapshot.Stale || !a.snapshot.AsOf.IsZero() || len(a.snapshot.Reads) != 0 || a.entry.State != schemas.ReadOK || !a.entry.AsOf.IsZero() || a.run.State != schemas.ReadOK {
		t.Errorf("it came back, and is still %+v", a)
	}
	if a.run.LastRead.Before(lost.run.LastRead) || len(a.snapshot.Workloads) != 1 {
		t.Errorf("it came back without what is in it: %+v", a)
	}
}
