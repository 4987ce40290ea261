package e2e

// This file holds the scenarios in which a token may read some things and not others.

import (
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

// everyKind are rules that let a token list all that a run reads.
const everyKind = `
- {apiGroups: [""], resources: [pods, services, persistentvolumeclaims, resourcequotas, events], verbs: [list]}
- {apiGroups: [apps], resources: [deployments, replicasets, statefulsets, daemonsets], verbs: [list]}
- {apiGroups: [batch], resources: [jobs, cronjobs], verbs: [list]}
- {apiGroups: [autoscaling], resources: [horizontalpodautoscalers], verbs: [list]}
- {apiGroups: [networking.k8s.io], resources: [ingresses], verbs: [list]}
- {apiGroups: [policy], resources: [poddisruptionbudgets], verbs: [list]}
`

func testNamespaceToken(t *testing.T, w world) {
	kubeconfig := contexts(t, namespaceReader(t, w.us, "reader"))
	out := t.TempDir()
	plimsoll(t, 0, "collect", "-o", out, "-c",
		config(t, w.healthy(t), "{name: us, context: reader, namespaces: [shop], kubeconfig: "+kubeconfig+"}"))
	wantReady(t, out, "us")
	if reads := checkoutIn(t, out, "us").Reads; len(reads) > 0 {
		t.Errorf("reads of a token that may read all of its namespace: %+v", reads)
	}
}

func testNamespaceTokenWithoutNamespaces(t *testing.T, w world) {
	kubeconfig := contexts(t, namespaceReader(t, w.us, "lost-reader"))
	out := t.TempDir()
	r := plimsoll(t, 3, "collect", "-o", out, "-c",
		config(t, w.healthy(t), "{name: us, context: lost-reader, kubeconfig: "+kubeconfig+"}"))
	wantReady(t, out, "eu")
	_, message := clusterState(t, out, "us")
	if !strings.Contains(r.stderr+message, "namespaces") {
		t.Errorf("nobody was told to set namespaces:\n%s\n%s", message, r.stderr)
	}
}

// namespaceReader is the context of a ServiceAccount that may read the namespace shop and nothing else.
func namespaceReader(t *testing.T, c *controlplane.Cluster, name string) controlplane.Context {
	t.Helper()
	token, err := c.ServiceAccountToken(t.Context(), "shop", name)
	if err != nil {
		t.Fatal(err)
	}
	err = c.Apply(t.Context(), `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: `+name+`, namespace: shop}
rules: `+everyKind+`
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: `+name+`, namespace: shop}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: `+name+`}
subjects: [{kind: ServiceAccount, name: `+name+`, namespace: shop}]
`)
	if err != nil {
		t.Fatal(err)
	}
	return c.As(name, controlplane.Token(token))
}

func testForbiddenKind(t *testing.T, w world) {
	token := noAutoscalers(t, w.us, "no-autoscalers")
	kubeconfig := contexts(t, w.us.As("no-autoscalers", controlplane.Token(token)))
	out := t.TempDir()
	plimsoll(t, 3, "collect", "-o", out, "-c",
		config(t, w.healthy(t), "{name: us, context: no-autoscalers, kubeconfig: "+kubeconfig+"}"))
	plimsoll(t, 0, "validate", out)
	wantReady(t, out, "us")
	reads := checkoutIn(t, out, "us").Reads
	if len(reads) != 1 || reads[0].Resource != "horizontalpodautoscalers.autoscaling" || reads[0].State != "forbidden" {
		t.Errorf("reads: %+v, want horizontalpodautoscalers.autoscaling forbidden and nothing else", reads)
	}
	if reads := checkoutIn(t, out, "eu").Reads; len(reads) > 0 {
		t.Errorf("the other cluster suffered: %+v", reads)
	}
}

// testLostRight reads a kind once, and then no more: what was known of it is kept, and said to be old.
func testLostRight(t *testing.T, w world) {
	out := t.TempDir()
	plimsoll(t, 0, "collect", "-c", w.both(t), "-o", out)
	kubeconfig := contexts(t, w.us.As("nearly-admin", controlplane.Token(noAutoscalers(t, w.us, "nearly-admin"))))
	plimsoll(t, 3, "collect", "-o", out, "-c",
		config(t, w.healthy(t), "{name: us, context: nearly-admin, kubeconfig: "+kubeconfig+"}"))
	us := checkoutIn(t, out, "us")
	if us.Workloads[0].Autoscaler == nil {
		t.Error("the autoscaler that could not be read again is gone")
	}
	if us.Stale || len(us.Reads) != 1 || us.Reads[0].AsOf.IsZero() {
		t.Errorf("stale %t, reads %+v: want one read that says since when it is old", us.Stale, us.Reads)
	}
}

// noAutoscalers is the token of a ServiceAccount that may read all of the cluster save autoscalers.
func noAutoscalers(t *testing.T, c *controlplane.Cluster, name string) string {
	t.Helper()
	token, err := c.ServiceAccountToken(t.Context(), "shop", name)
	if err != nil {
		t.Fatal(err)
	}
	err = c.Apply(t.Context(), `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: `+name+`}
rules: `+strings.ReplaceAll(everyKind, "horizontalpodautoscalers", "none")+`
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: `+name+`}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: `+name+`}
subjects: [{kind: ServiceAccount, name: `+name+`, namespace: shop}]
`)
	if err != nil {
		t.Fatal(err)
	}
	return token
}
