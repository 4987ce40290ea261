package proof

// This file plays the central half of the example for Kubernetes: parts that clusters have pushed become one site. The
// other half, what runs in a cluster, needs one: collect/e2e proves it.

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func testCentral(t *testing.T, w world) {
	parts, docs := remote(t), remote(t)
	flow := readWorkflow(t, example("kubernetes", "central", "workflow.yml"))
	var held struct{ Data map[string]string }
	readYAML(t, example("kubernetes", "cluster", "configmap.yaml"), &held)
	push := func(cluster, moment string) {
		r := w.runner(t, &store{})
		r.checkOut(t, "pages", moment, "") // for the dumps
		config := strings.ReplaceAll(held.Data["plimsoll.yaml"], "prod-eu", cluster)
		config = strings.ReplaceAll(config, "inCluster: true", "dump: dumps/"+cluster)
		write(t, filepath.Join(r.workspace, "plimsoll.yaml"), strings.ReplaceAll(config, "https://github.com/acme/parts.git", "file://"+parts))
		if code := r.act(t, map[string]string{"version": releaseTag}); code != 0 {
			t.Fatalf("%s ends with %d:\n%s", cluster, code, r.log.String())
		}
	}
	join := func() *runner {
		r := w.runner(t, &store{})
		must(t, os.Remove(r.workspace))
		git(t, r.temp, "clone", "-q", "file://"+parts, r.workspace)
		config := read(t, example("kubernetes", "central", "plimsoll.yaml"))
		write(t, filepath.Join(r.workspace, "plimsoll.yaml"), strings.ReplaceAll(config, "https://github.com/acme/docs.git", "file://"+docs))
		r.contexts["secrets.DOCS_TOKEN"] = "ghp_docs"
		r.succeed(t, flow, "merge")
		return r
	}
	push("prod-eu", "1-before")
	join() // one cluster is late: its part is not there yet
	wantStates(t, docs, "main:services", "prod-eu ok", "prod-us failed")
	push("prod-us", "1-before")
	join()
	wantStates(t, docs, "main:services", "prod-eu ok", "prod-us ok")
	push("prod-eu", "2-during")
	join()
	wantCommits(t, docs, "main", 4)
	if snapshot := git(t, docs, "show", "main:services/data/services/shop/checkout.json"); !strings.Contains(snapshot, `"name": "prod-us"`) {
		t.Errorf("checkout is not joined:\n%s", snapshot)
	}
	tip := git(t, docs, "rev-parse", "main")
	if r := join(); git(t, docs, "rev-parse", "main") != tip {
		t.Errorf("joined again without a new part, it publishes:\n%s", r.log.String())
	}
}
