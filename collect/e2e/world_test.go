package e2e

// This file sets the stage: two clusters that run one service, and the configurations and clusters of a scenario.

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

// world is what the scenarios share: they may read it, and leave it as they found it.
type world struct {
	eu, us *controlplane.Cluster
}

// TestPlimsoll runs every scenario against two clusters that are started once.
func TestPlimsoll(t *testing.T) {
	tools, err := controlplane.Tools(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := world{eu: startCluster(t, tools, "eu"), us: startCluster(t, tools, "us")}
	scenarios := []struct {
		name string
		run  func(*testing.T, world)
	}{
		{"two clusters in one snapshot", testTwoClusters},
		{"a second run writes nothing but run.json", testSecondRun},
		{"a token for one namespace", testNamespaceToken},
		{"a token for one namespace, read cluster-wide", testNamespaceTokenWithoutNamespaces},
		{"a forbidden kind", testForbiddenKind},
		{"a right that was lost", testLostRight},
		{"credentials from a plugin", testPlugin},
		{"a plugin that fails", testFailingPlugin},
		{"a plugin that hangs", testHangingPlugin},
		{"a bad token", testBadToken},
		{"a wrong authority", testWrongAuthority},
		{"a server that answers HTML", testHTML},
		{"a server that never answers", testSilentServer},
		{"no readable cluster", testNoReadableCluster},
		{"an unknown context", testUnknownContext},
		{"a missing kubeconfig", testMissingKubeconfig},
		{"a cluster that dies and comes back", testDyingCluster},
		{"more pods than a page holds", testManyPods},
		{"clusters that differ", testFindings},
		{"a cluster that lacks a service", testAbsent},
		{"what could not be read is a finding", testReadingFindings},
		{"an ordinary rollout, and more pods", testOrdinary},
		{"problems set aside in either way", testIgnored},
		{"a service of the catalog", testCatalog},
		{"a schedule that no API server takes any more", testUnreadableSchedule},
	}
	for _, s := range scenarios {
		t.Run(s.name, func(t *testing.T) { s.run(t, w) })
	}
}

// startCluster starts a cluster with the service checkout in it and waits until its pods are ready.
func startCluster(t *testing.T, tools, name string) *controlplane.Cluster {
	t.Helper()
	c, err := controlplane.Start(t.Context(), tools, t.TempDir(), controlplane.Options{Name: name})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(c.Logs())
		}
		c.Stop()
	})
	err = errors.Join(c.CreateNamespace(t.Context(), "shop"), c.Apply(t.Context(), checkout))
	if err == nil {
		err = errors.Join(c.RolledOut(t.Context(), "shop", "checkout"), autoscalerTried(t, c))
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// autoscalerTried waits for the autoscaler's conditions, lest they come between two runs that should see the same.
func autoscalerTried(t *testing.T, c *controlplane.Cluster) error {
	return c.Until(t.Context(), "wait for the autoscaler", func(ctx context.Context) error {
		hpa, err := c.Typed.AutoscalingV2().HorizontalPodAutoscalers("shop").Get(ctx, "checkout", metav1.GetOptions{})
		if err == nil && len(hpa.Status.Conditions) < 2 {
			err = errors.New("it has no conditions")
		}
		return err
	})
}

// checkout is a service as most are: pods, an autoscaler, a Service. Its pods name their node, for want of a scheduler.
const checkout = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: checkout, namespace: shop, labels: {app: checkout}}
spec:
  replicas: 3
  selector: {matchLabels: {app: checkout}}
  template:
    metadata: {labels: {app: checkout}}
    spec:
      nodeName: node-1
      containers:
      - name: app
        image: registry.shop.example/checkout:2.7.3
        env: [{name: PASSWORD, value: never-to-be-seen}]
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: checkout, namespace: shop}
spec:
  minReplicas: 2
  maxReplicas: 10
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: checkout}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
---
apiVersion: v1
kind: Service
metadata: {name: checkout, namespace: shop}
spec:
  selector: {app: checkout}
  ports: [{port: 80}]
`

// contexts writes a kubeconfig of these contexts and returns its path, quoted for YAML: a test's name may be part of it.
func contexts(t *testing.T, contexts ...controlplane.Context) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "kubeconfig")
	if err := controlplane.WriteKubeconfig(path, contexts...); err != nil {
		t.Fatal(err)
	}
	return strconv.Quote(path)
}

// config writes a plimsoll.yaml that reads these clusters, each a line of YAML, and defines the service checkout.
func config(t *testing.T, clusters ...string) string {
	t.Helper()
	text := "apiVersion: plimsoll/v1\nclusters:\n"
	for _, cluster := range clusters {
		text += "- " + cluster + "\n"
	}
	text += "services:\n  define:\n  - {name: checkout, owner: payments, selector: app=checkout}\n"
	path := filepath.Join(t.TempDir(), "plimsoll.yaml")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// both is the configuration that reads both clusters as their administrator.
func (w world) both(t *testing.T) string {
	t.Helper()
	return config(t, w.healthy(t),
		"{name: us, region: us-east1, environment: prod, context: us, kubeconfig: "+contexts(t, w.us.Admin())+"}")
}

// healthy is the line that reads the eu cluster as its administrator: the one that must not suffer from the other.
func (w world) healthy(t *testing.T) string {
	t.Helper()
	return "{name: eu, region: europe-west1, environment: prod, context: eu, kubeconfig: " + contexts(t, w.eu.Admin()) + "}"
}
