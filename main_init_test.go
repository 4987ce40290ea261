package main

// This file runs init against API servers: one that may be read, one that allows one namespace, one that is gone.

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// labelled has three Deployments, two of them with labels that name services.
func labelled(w http.ResponseWriter, r *http.Request) bool {
	if !strings.HasSuffix(r.URL.Path, "/deployments") {
		return false
	}
	return say(w, 200, "application/json", `{"kind": "DeploymentList", "apiVersion": "apps/v1", "metadata": {}, "items": [
		{"metadata": {"name": "a", "namespace": "shop", "labels": {"app": "a"}}},
		{"metadata": {"name": "b", "namespace": "shop", "labels": {"app": "b"}}, "spec": {"template": {"metadata": {"labels": {"app.kubernetes.io/name": "b"}}}}},
		{"metadata": {"name": "c", "namespace": "shop"}}]}`)
}

// namespaced refuses all lists but those of the namespace shop.
func namespaced(w http.ResponseWriter, r *http.Request) bool {
	kinds := emptyLists()
	kinds[pods] = "Pod"
	if kinds[r.URL.Path] != "" {
		return status(403, `User "jane" cannot list`)(w, r)
	}
	kind := kinds[strings.Replace(r.URL.Path, "/namespaces/shop", "", 1)]
	return kind != "" && (labelled(w, r) || say(w, 200, "application/json", fmt.Sprintf(`{"kind": "%sList", "apiVersion": "v1", "metadata": {}, "items": []}`, kind)))
}

// kubeconfig has a context for each server, and namespaces for some.
func kubeconfig(t *testing.T, dir string, contexts ...string) {
	t.Helper()
	var clusters, entries []string
	for i, c := range contexts {
		name, rest, _ := strings.Cut(c, " ")
		server, authority, _ := strings.Cut(rest, " ")
		authority, namespace, _ := strings.Cut(authority, " ")
		clusters = append(clusters, fmt.Sprintf(`{"name": "c%d", "cluster": {"server": %q, "certificate-authority-data": %q}}`, i, server, authority))
		entries = append(entries, fmt.Sprintf(`{"name": %q, "context": {"cluster": "c%d", "user": "u", "namespace": %q}}`, name, i, namespace))
	}
	writeFile(t, dir, "kubeconfig", fmt.Sprintf(`{"apiVersion": "v1", "kind": "Config", "clusters": [%s], "contexts": [%s],
		"users": [{"name": "u", "user": {"token": %q}}]}`, strings.Join(clusters, ","), strings.Join(entries, ","), bearer))
}

func TestInit(t *testing.T) {
	wide, narrow := newAPI(t), newAPI(t)
	wide.be(labelled)
	narrow.be(namespaced)
	dir := t.TempDir()
	kubeconfig(t, dir,
		"gke_p_europe-west1_prod "+wide.URL+" "+wide.authority(),
		"narrow "+narrow.URL+" "+narrow.authority()+" shop",
		"old https://127.0.0.1:1 ",
		"twin "+wide.URL+" "+wide.authority())
	cmd, talk := program(t, dir, "init", "--kubeconfig", "kubeconfig")
	start(t, cmd)
	if code := wait(t, cmd); code != exitPartial {
		t.Fatalf("exit code %d: %s", code, talk)
	}
	b, err := os.ReadFile(filepath.Join(dir, "plimsoll.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	if err := schemas.ValidateConfig(b); err != nil {
		t.Error(err)
	}
	for _, want := range []string{
		`^  - name: prod\n    kubeconfig: kubeconfig\n    context: gke_p_europe-west1_prod\n    region: europe-west1 `,
		`^  - name: narrow\n    kubeconfig: kubeconfig\n    context: narrow\n(.*\n){2}    namespaces: \[shop\] `,
		`^  # Left out: unreachable: https://127.0.0.1:1 cannot be reached: connection refused\n  # - name: old$`,
		`^  # Left out, because it is the same API server as prod:\n  # - name: twin$`,
		`^    - app  # on 4\n    - app.kubernetes.io/name  # on 2\n`,
		`; 6 workloads were found\.$`,
	} {
		if !regexp.MustCompile("(?m)" + want).MatchString(text) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if strings.Contains(text+talk.String(), bearer) {
		t.Error("the token was told")
	}
	if code, _, talk := plimsoll(t, dir); code != exitDone {
		t.Errorf("a run with it ends with %d: %s", code, talk)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 3 { // kubeconfig, plimsoll.yaml, public
		t.Errorf("something was left behind: %v", entries)
	}
}

func TestNumbersPicked(t *testing.T) {
	for line, want := range map[string]string{
		"": "[1 2 3 4 5]", "2": "[2]", "4, 1-2,2": "[1 2 4]", " 5 1 ": "[1 5]", "0": "", "6": "", "2-1": "", "a": "", "1-": "", "-1": "",
	} {
		got, err := picked(line, 5)
		if err == nil != (want != "") || err == nil && fmt.Sprint(got) != want {
			t.Errorf("%q: %v %v, want %s", line, got, err, want)
		}
	}
}
