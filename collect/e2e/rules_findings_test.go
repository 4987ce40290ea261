package e2e

// This file holds the rules that take two clusters, and those about reading them. Nobody plays anything here: what
// differs, people have applied, and what cannot be read, an API server refuses.

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

// testFindings runs one service in both clusters: another image, other requests, and autoscalers without room for
// what the other cluster runs.
func testFindings(t *testing.T, w world) {
	for c, version := range map[*controlplane.Cluster]string{w.eu: "1.0.0", w.us: "1.1.0"} {
		objects := deploymentOf("web", 4, "registry.shop.example/web:"+version, "progressDeadlineSeconds: 60")
		if err := errors.Join(c.CreateNamespace(t.Context(), "drift"), c.ApplyIn(t.Context(), "drift", onNode(objects)+pinnedAutoscaler(c == w.us))); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(c.RolledOut(t.Context(), "drift", "web"), counted(t.Context(), c, "drift", "web", 4)); err != nil {
			t.Fatal(err)
		}
	}
	out := t.TempDir()
	plimsollAt(t, time.Now().Add(12*time.Minute), 0, "run", "-o", out, "-c", both(t, w, "services: {discover: [app]}\n"))
	got := problemsOf(t, out, "drift", "web")
	for _, want := range []expected{
		{rule: "image-drift", severity: "info", object: "Deployment/web", says: "1.1.0"},
		{rule: "config-drift", severity: "info", object: "Deployment/web", says: "2–5 in eu, 2–6 in us"},
		{rule: "failover-headroom", severity: "info", object: "Deployment/web", says: "%"},
	} {
		wantProblem(t, "drift", want, got)
	}
}

// testAbsent expects a service in a cluster that does not have it.
func testAbsent(t *testing.T, w world) {
	if err := errors.Join(w.eu.CreateNamespace(t.Context(), "lone"), w.eu.ApplyIn(t.Context(), "lone", onNode(deployment("lone", 1)))); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	plimsoll(t, 0, "run", "-o", out, "-c", both(t, w, "services: {define: [{name: lone, selector: app=lone, clusters: [eu, us]}]}\n"))
	s := readSnapshot(t, out, "data/services/lone.json")
	wantProblem(t, "", expected{rule: "absent", severity: "warning", says: "us"}, s.Findings)
	if s.Status != "missing" && s.Status != "degraded" {
		t.Errorf("a service that one of its clusters lacks is %s", s.Status)
	}
}

// testReadingFindings reads one cluster with a token that has expired, and one without a right.
func testReadingFindings(t *testing.T, w world) {
	out := t.TempDir()
	plimsoll(t, 0, "run", "-o", out, "-c", w.both(t))
	bad := contexts(t, w.us.As("bad", controlplane.Token("expired-long-ago")))
	plimsoll(t, 3, "run", "-o", out, "-c", config(t, w.healthy(t), "{name: us, context: bad, kubeconfig: "+bad+"}"))
	wantProblem(t, "", expected{rule: "cluster-unreachable", severity: "warning", says: "us"}, readSnapshot(t, out, "data/services/checkout.json").Findings)

	out = t.TempDir()
	token := noAutoscalers(t, w.us, "nearly-all")
	kubeconfig := contexts(t, w.us.As("nearly-all", controlplane.Token(token)))
	plimsoll(t, 3, "run", "-o", out, "-c", config(t, w.healthy(t), "{name: us, context: nearly-all, kubeconfig: "+kubeconfig+"}"))
	wantProblem(t, "", expected{rule: "unreadable", severity: "warning", says: "horizontalpodautoscalers.autoscaling"}, readSnapshot(t, out, "data/services/checkout.json").Findings)
}

// testUnreadableSchedule reads a dump: no current API server takes such a CronJob, but old ones kept them.
func testUnreadableSchedule(t *testing.T, _ world) {
	dir := t.TempDir()
	dump := `{"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"web","namespace":"old","labels":{"app":"web"},"creationTimestamp":"2026-01-01T00:00:00Z"},
"spec":{"schedule":"61 * * * *","jobTemplate":{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"web"}]}}}}},"status":{}}`
	configuration := "apiVersion: plimsoll/v1\nclusters: [{name: old, dump: dump}]\nservices: {discover: [app]}\n"
	for path, text := range map[string]string{"dump/cronjobs.json": dump, "plimsoll.yaml": configuration} {
		path = filepath.Join(dir, path)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	out := t.TempDir()
	plimsoll(t, 0, "run", "-o", out, "-c", filepath.Join(dir, "plimsoll.yaml"))
	wantProblem(t, "old", expected{rule: "cronjob-invalid", severity: "warning", object: "CronJob/web", says: "61"}, problemsOf(t, out, "old", "web"))
}

// both writes a configuration that reads both clusters as one environment, and ends with these lines.
func both(t *testing.T, w world, rest string) string {
	t.Helper()
	text := "apiVersion: plimsoll/v1\nclusters:\n"
	for _, c := range []*controlplane.Cluster{w.eu, w.us} {
		text += "- {name: " + c.Name + ", environment: prod, context: " + c.Name + ", kubeconfig: " + contexts(t, c.Admin()) + "}\n"
	}
	path := filepath.Join(t.TempDir(), "plimsoll.yaml")
	if err := os.WriteFile(path, []byte(text+rest), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// pinnedAutoscaler has room for one more pod, and for two in the other cluster.
func pinnedAutoscaler(other bool) string {
	most := "5"
	if other {
		most = "6"
	}
	return `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  minReplicas: 2
  maxReplicas: ` + most + `
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
`
}

// counted waits until an autoscaler has counted its pods.
func counted(ctx context.Context, c *controlplane.Cluster, namespace, name string, replicas int32) error {
	return c.Until(ctx, "wait for the autoscaler's count", func(ctx context.Context) error {
		h, err := c.Typed.AutoscalingV2().HorizontalPodAutoscalers(namespace).Get(ctx, name, metav1.GetOptions{})
		if err == nil && (h.Status.CurrentReplicas != replicas || len(h.Status.Conditions) < 2) {
			err = errors.New("it has not counted")
		}
		return err
	})
}
