package e2e

// This file reads what pods use from a real metrics server, through a real API server's aggregation: with the right to,
// without it, and while the metrics server is down. kwok answers for the kubelets.

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

// metered is the service checkout, whose pods use 120m and 180Mi, as far as kwok can make them.
var metered = strings.NewReplacer(
	"metadata: {labels: {app: checkout}}\n    spec:",
	`metadata: {labels: {app: checkout}, annotations: {kwok.x-k8s.io/usage-cpu: 120m, kwok.x-k8s.io/usage-memory: 180Mi}}
    spec:`,
	"env: [", "resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 192Mi}}\n        env: [",
).Replace(checkout[:strings.Index(checkout, "---")])

func TestUsage(t *testing.T) {
	tools, err := controlplane.Tools(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c, err := controlplane.Start(t.Context(), tools, t.TempDir(), controlplane.Options{Name: "eu", Metrics: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(c.Logs())
		}
		c.Stop()
	})
	err = errors.Join(c.CreateNamespace(t.Context(), "shop"), c.Apply(t.Context(), metered))
	if err == nil {
		err = errors.Join(c.RolledOut(t.Context(), "shop", "checkout"), c.Measured(t.Context(), "shop", 3))
	}
	if err != nil {
		t.Fatal(err)
	}
	u := usageWorld{c: c, line: "{name: eu, context: eu, kubeconfig: " + contexts(t, c.Admin()) + "}"}
	u.without(t)
	t.Run("as the administrator", u.testRead)
	t.Run("by the rights that rbac prints", u.testRights)
	t.Run("without the right", u.testForbidden)
	t.Run("with the metrics server down", u.testDown)
}

// usageWorld is one measured cluster, and the snapshot of a run that did not ask for usage.
type usageWorld struct {
	c        *controlplane.Cluster
	line     string
	snapshot string
}

func (u *usageWorld) without(t *testing.T) {
	t.Helper()
	out := t.TempDir()
	plimsoll(t, 0, "run", "-o", out, "-c", config(t, u.line))
	u.snapshot = mustRead(t, filepath.Join(out, "data/services/checkout.json"))
	if used := readJSON[usage](t, out, "data/run.json").Usage; len(used) > 0 {
		t.Errorf("usage that nobody asked for: %+v", used)
	}
}

type usage struct {
	Usage []struct {
		Service, Cluster, Workload, Container, CPU, Memory, CPUAll, MemoryAll string
		Pods                                                                  int
	}
}

// measuring is a configuration that asks for usage.
func measuring(t *testing.T, cluster string) string {
	t.Helper()
	path := config(t, cluster)
	if err := os.WriteFile(path, []byte(mustRead(t, path)+"metrics: true\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// run demands that a run with usage ends well, with the snapshot that there is without, and returns how the reading of
// usage went and what it came to.
func (u *usageWorld) run(t *testing.T, cluster string) (result, read, usage) {
	t.Helper()
	out := t.TempDir()
	r := plimsoll(t, 0, "run", "-o", out, "-c", measuring(t, cluster))
	plimsoll(t, 0, "validate", out)
	if got := mustRead(t, filepath.Join(out, "data/services/checkout.json")); got != u.snapshot {
		t.Errorf("the snapshot is another:\n%s\nwithout usage:\n%s", got, u.snapshot)
	}
	reads := readJSON[run](t, out, "data/run.json").Clusters[0].Reads
	last := reads[len(reads)-1]
	if last.Resource != "pods.metrics.k8s.io" {
		t.Fatalf("the last read is %+v", last)
	}
	return r, last, readJSON[usage](t, out, "data/run.json")
}

// wantUsage demands figures as they were declared. kwok counts processor time by its own clock, so that what comes of
// it is near to what was declared, not equal.
func wantUsage(t *testing.T, got usage) {
	t.Helper()
	if len(got.Usage) != 1 {
		t.Fatalf("usage: %+v", got)
	}
	one := got.Usage[0]
	if !strings.HasSuffix(one.CPU, "m") || one.CPU == "0m" || len(one.CPU) != 4 {
		t.Errorf("%s of processor, want some 120m", one.CPU)
	}
	one.CPU, one.CPUAll = "", ""
	want := one
	want.Service, want.Cluster, want.Workload, want.Container = "checkout", "eu", "Deployment/shop/checkout", "app"
	want.Pods, want.Memory, want.MemoryAll = 3, "180Mi", "540Mi"
	if !reflect.DeepEqual(one, want) {
		t.Errorf("%+v, want %+v", one, want)
	}
}

func (u *usageWorld) testRead(t *testing.T) {
	_, read, used := u.run(t, u.line)
	if read.State != "ok" {
		t.Errorf("%+v", read)
	}
	wantUsage(t, used)
}

// testRights gives a ServiceAccount what rbac prints for this configuration, and nothing else.
func (u *usageWorld) testRights(t *testing.T) {
	token, err := u.c.ServiceAccountToken(t.Context(), "shop", "meter-reader")
	if err != nil {
		t.Fatal(err)
	}
	line := "{name: eu, context: meter-reader, namespaces: [shop], kubeconfig: " + contexts(t, u.c.As("meter-reader", controlplane.Token(token))) + "}"
	roles := plimsoll(t, 0, "rbac", "-c", measuring(t, line), "--service-account", "shop/meter-reader").stdout
	if err := u.c.Apply(t.Context(), roles); err != nil {
		t.Fatal(err)
	}
	_, read, used := u.run(t, line)
	if read.State != "ok" || read.Namespace != "shop" {
		t.Errorf("%+v", read)
	}
	wantUsage(t, used)
	if r := plimsoll(t, 0, "doctor", "-c", measuring(t, line)); !strings.Contains(r.stdout, "Nothing to do") {
		t.Errorf("doctor has something to say:\n%s", r.stdout)
	}
}

func (u *usageWorld) testForbidden(t *testing.T) {
	line := "{name: eu, context: reader, namespaces: [shop], kubeconfig: " + contexts(t, namespaceReader(t, u.c, "reader")) + "}"
	r, read, used := u.run(t, line)
	if read.State != "forbidden" || len(used.Usage) > 0 || !strings.Contains(r.stderr, "pods.metrics.k8s.io: forbidden: ") {
		t.Errorf("%+v, %+v\n%s", read, used, r.stderr)
	}
	if r := plimsoll(t, 0, "doctor", "-c", measuring(t, line)); !strings.Contains(r.stdout, "forbidden     pods.metrics.k8s.io in shop") {
		t.Errorf("doctor does not say what is forbidden:\n%s", r.stdout)
	}
}

func (u *usageWorld) testDown(t *testing.T) {
	if err := u.c.StopMetrics(t.Context()); err != nil {
		t.Fatal(err)
	}
	r, read, used := u.run(t, u.line)
	if read.State != "failed" || !strings.Contains(read.Message, "503") || len(used.Usage) > 0 {
		t.Errorf("%+v, %+v", read, used)
	}
	if !strings.Contains(r.stderr, "kubectl describe apiservice v1beta1.metrics.k8s.io") || r.took.Seconds() > 20 {
		t.Errorf("after %s:\n%s", r.took, r.stderr)
	}
	if r := plimsoll(t, 0, "doctor", "-c", measuring(t, u.line)); !strings.Contains(r.stdout, "see why nothing answers for metrics.k8s.io") {
		t.Errorf("doctor does not say what to look at:\n%s", r.stdout)
	}
}
