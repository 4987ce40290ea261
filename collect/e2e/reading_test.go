package e2e

// This file holds the scenarios in which every cluster can be read.

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func testTwoClusters(t *testing.T, w world) {
	out := t.TempDir()
	plimsoll(t, 0, "collect", "-c", w.both(t), "-o", out)
	plimsoll(t, 0, "validate", out)
	for _, name := range []string{"eu", "us"} {
		wantReady(t, out, name)
		c := checkoutIn(t, out, name)
		if c.Kubernetes != "v1.37.2" || c.Stale || len(c.Reads) > 0 {
			t.Errorf("cluster %s: %+v, want v1.37.2, fresh, every kind read", name, c)
		}
		if a := c.Workloads[0].Autoscaler; a == nil || a.Min != 2 || a.Max != 10 {
			t.Errorf("autoscaler in %s: %+v, want 2 to 10", name, a)
		}
	}
	if eu := checkoutIn(t, out, "eu"); eu.Region != "europe-west1" {
		t.Errorf("region of eu: %q", eu.Region)
	}
	b, err := os.ReadFile(filepath.Join(out, "data/services/checkout.json"))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(b, []byte("never-to-be-seen")) {
		t.Error("an environment value reached the snapshot")
	}
}

func testSecondRun(t *testing.T, w world) {
	out, config := t.TempDir(), w.both(t)
	plimsoll(t, 0, "run", "-c", config, "-o", out)
	first := tree(t, out)
	plimsoll(t, 0, "run", "-c", config, "-o", out)
	second := tree(t, out)
	if !maps.Equal(first, second) {
		for path, file := range second {
			if first[path] != file {
				t.Errorf("%s was written again or changed", path)
			}
		}
	}
	if len(first) < 5 {
		t.Errorf("a run wrote %d files only", len(first))
	}
}

// testManyPods also stands for a server that pages: every list here is longer than the page of 500 that is asked of
// older servers. That such servers are paged is shown by the collector's own tests, against a server that lies about
// its version.
func testManyPods(t *testing.T, w world) {
	const many = 1200
	ctx := t.Context()
	if err := w.us.CreateNamespace(ctx, "bulk"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.us.Typed.CoreV1().Namespaces().Delete(context.WithoutCancel(ctx), "bulk", metav1.DeleteOptions{})
	})
	for i := range many {
		pod := &corev1.Pod{
			ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("bulk-%04d", i), Labels: map[string]string{"app": "bulk"}},
			Spec: corev1.PodSpec{
				NodeName:   "node-2",
				Containers: []corev1.Container{{Name: "app", Image: "registry.shop.example/bulk:1.0.0"}},
			},
		}
		if _, err := w.us.Typed.CoreV1().Pods("bulk").Create(ctx, pod, metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	out := t.TempDir()
	plimsoll(t, 0, "collect", "-c", w.both(t), "-o", out)
	for _, c := range readJSON[run](t, out, "data/run.json").Clusters {
		if c.Name == "us" && c.Objects < many {
			t.Errorf("%d objects were read, want %d pods and more", c.Objects, many)
		}
	}
	discover := filepath.Join(t.TempDir(), "plimsoll.yaml")
	text := "apiVersion: plimsoll/v1\nclusters: [{name: us, context: us, kubeconfig: " +
		contexts(t, w.us.Admin()) + "}]\nservices: {discover: [app]}\n"
	if err := os.WriteFile(discover, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	out = t.TempDir()
	plimsoll(t, 0, "collect", "-c", discover, "-o", out)
	bulk := readJSON[snapshot](t, out, "data/services/bulk/bulk.json")
	if n := len(bulk.Clusters[0].Workloads); n != many {
		t.Errorf("the snapshot holds %d bare pods, want %d", n, many)
	}
}
