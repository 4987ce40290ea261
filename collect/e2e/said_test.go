package e2e

// This file holds the scenarios of what people say of a service beside what runs: what is to be ignored, and the catalog.

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// testIgnored scales two services to zero. One says so itself, the other is said in the configuration, until a day that
// has passed for a third.
func testIgnored(t *testing.T, w world) {
	asleep := func(name, annotation string) string {
		return "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name + ", labels: {app: " + name + "}, annotations: {" + annotation + "}}\n" +
			"spec: {replicas: 0, selector: {matchLabels: {app: " + name + "}}, template: {metadata: {labels: {app: " + name + "}}, spec: {containers: [{name: app, image: x}]}}}\n"
	}
	err := errors.Join(w.eu.CreateNamespace(t.Context(), "asleep"), w.eu.ApplyIn(t.Context(), "asleep",
		asleep("one", `plimsoll/ignore: "scaled-to-zero until 2099-01-01: until spring"`)+asleep("two", "")+asleep("three", "")))
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	plimsoll(t, 0, "run", "-o", out, "-c", written(t, "clusters: ["+w.healthy(t)+"]\nservices: {discover: [app]}\nrules: {ignore: ["+
		"{rule: scaled-to-zero, service: asleep/two, reason: not needed yet}, {rule: scaled-to-zero, service: asleep/three, until: 2020-01-01, reason: over}]}\n"))
	for name, by := range map[string]string{"one": "annotation", "two": "configuration", "three": ""} {
		problems := problemsOf(t, out, "asleep", name)
		if len(problems) != 1 || problems[0].Rule != "scaled-to-zero" {
			t.Errorf("%s: %+v, want scaled-to-zero and nothing else", name, problems)
			continue
		}
		got := ""
		if problems[0].Ignored != nil {
			got = problems[0].Ignored.By
		}
		if got != by {
			t.Errorf("%s is ignored by %q, want %q", name, got, by)
		}
	}
}

// testCatalog finds a service by what a Backstage file says of it.
func testCatalog(t *testing.T, w world) {
	config := written(t, "clusters: ["+w.healthy(t)+"]\nservices: {catalog: [catalog/*.yaml]}\n")
	file := filepath.Join(filepath.Dir(config), "catalog", "shop.yaml")
	err := errors.Join(os.Mkdir(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(`
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: till, title: Checkout, annotations: {backstage.io/kubernetes-label-selector: app=checkout, backstage.io/kubernetes-namespace: shop}}
spec: {type: service, lifecycle: production, owner: group:default/payments, dependsOn: [resource:orders-db]}
`), 0o644))
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	plimsoll(t, 0, "run", "-o", out, "-c", config)
	s := readSnapshot(t, out, "data/services/till.json")
	if s.Service.Origin != "catalog" || s.Service.Owner != "payments" || s.Service.Title != "Checkout" {
		t.Errorf("the service is %+v", s.Service)
	}
	if len(s.Clusters) != 1 || len(s.Clusters[0].Workloads) != 1 || s.Clusters[0].Workloads[0].Name != "checkout" {
		t.Errorf("it runs %+v", s.Clusters)
	}
}

// written writes a configuration and returns its path.
func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plimsoll.yaml")
	if err := os.WriteFile(path, []byte("apiVersion: plimsoll/v1\n"+text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
