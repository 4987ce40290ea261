package e2e

// This file proves rbac, doctor and init: the rights that rbac prints are enough and none too many, doctor says of them
// what a run shows, and what init writes can be run.

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

// TestAccess has a cluster of its own, because it installs custom kinds.
func TestAccess(t *testing.T) {
	tools, err := controlplane.Tools(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c := startCluster(t, tools, "access")
	err = errors.Join(c.Define(t.Context(),
		controlplane.CustomKind{GroupVersionResource: schema.GroupVersionResource{Group: "cert-manager.io", Version: "v1", Resource: "certificates"}, Kind: "Certificate"},
		controlplane.CustomKind{GroupVersionResource: schema.GroupVersionResource{Group: "kustomize.toolkit.fluxcd.io", Version: "v1", Resource: "kustomizations"}, Kind: "Kustomization"}),
		c.Apply(t.Context(), loneReplicaSet))
	if err == nil {
		err = everyKindNeeded(t, c)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Run("cluster-wide", func(t *testing.T) { testGrant(t, c, "", nil) })
	t.Run("in one namespace", func(t *testing.T) {
		testGrant(t, c, ", namespaces: [shop]", []string{"--name", "narrow", "--service-account", "shop/narrow"})
	})
	t.Run("from init to run", func(t *testing.T) { testInit(t, c) })
	t.Run("init with rights in one namespace", func(t *testing.T) { testInitInNamespace(t, c) })
}

// everyKindNeeded waits until both custom kinds are told of, and the lone ReplicaSet has its pod.
func everyKindNeeded(t *testing.T, c *controlplane.Cluster) error {
	return c.Until(t.Context(), "wait for what needs every kind", func(ctx context.Context) error {
		_, certificates := c.Typed.Discovery().ServerResourcesForGroupVersion("cert-manager.io/v1")
		_, kustomizations := c.Typed.Discovery().ServerResourcesForGroupVersion("kustomize.toolkit.fluxcd.io/v1")
		pods, err := c.Typed.CoreV1().Pods("shop").List(ctx, metav1.ListOptions{LabelSelector: "app=lone"})
		if err == nil && len(pods.Items) == 0 {
			err = errors.New("the lone ReplicaSet has no pod")
		}
		return errors.Join(certificates, kustomizations, err)
	})
}

// loneReplicaSet has pods that nothing but their ReplicaSet explains: only then is that kind read.
const loneReplicaSet = `
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: lone, namespace: shop, labels: {app: lone}}
spec:
  replicas: 1
  selector: {matchLabels: {app: lone}}
  template:
    metadata: {labels: {app: lone}}
    spec: {nodeName: node-1, containers: [{name: app, image: "registry.shop.example/lone:1.0.0"}]}
`

// testGrant applies what rbac prints and uses it: all of it is enough, and each right that is taken away is missed.
func testGrant(t *testing.T, c *controlplane.Cluster, entry string, flags []string) {
	ctx := t.Context()
	file := filepath.Join(t.TempDir(), "kubeconfig")
	config := config(t, fmt.Sprintf("{name: access, context: access, kubeconfig: %q%s}", file, entry))
	printed := plimsoll(t, 0, append([]string{"rbac", "-c", config}, flags...)...).stdout
	namespace, account := "plimsoll", "plimsoll"
	if entry != "" { // then the account is somebody's already
		namespace, account = "shop", "narrow"
		if _, err := c.ServiceAccountToken(ctx, namespace, account); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Apply(ctx, printed); err != nil {
		t.Fatalf("%v\n%s", err, printed)
	}
	request, err := c.Typed.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, account, &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if err := controlplane.WriteKubeconfig(file, c.As("access", controlplane.Token(request.Status.Token))); err != nil {
		t.Fatal(err)
	}
	g := grant{cluster: c, config: config, name: account, as: clientOf(t, c, request.Status.Token)}
	if entry != "" {
		g.namespace = "shop"
	}
	g.allowed(t, "pods", "", true)
	g.wantUnread(t, "")
	g.missEach(t)
}

// missEach takes each kind out of the role in turn, and gives it back.
func (g grant) missEach(t *testing.T) {
	rules := g.rules(t, nil)
	for i, rule := range rules {
		for _, resource := range rule.Resources {
			fewer := slices.Clone(rules)
			fewer[i].Resources = slices.DeleteFunc(slices.Clone(rule.Resources), func(r string) bool { return r == resource })
			if len(fewer[i].Resources) == 0 {
				fewer = slices.Delete(fewer, i, i+1)
			}
			plural, group := resource, rule.APIGroups[0]
			if group != "" {
				plural += "." + group
			}
			g.rules(t, fewer)
			g.allowed(t, resource, group, false)
			if served(plural) {
				g.wantUnread(t, plural)
			} else {
				g.wantUnread(t, "")
			}
			g.rules(t, rules)
			g.allowed(t, resource, group, true)
		}
	}
}

func clientOf(t *testing.T, c *controlplane.Cluster, token string) kubernetes.Interface {
	t.Helper()
	client, err := kubernetes.NewForConfig(&rest.Config{Host: c.Server, BearerToken: token, TLSClientConfig: rest.TLSClientConfig{CAData: c.CA}, QPS: -1})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// served says whether the cluster here has a kind: what Kubernetes has, and the two that were installed.
func served(plural string) bool {
	_, group, _ := strings.Cut(plural, ".")
	return slices.Contains([]string{"", "apps", "batch", "autoscaling", "policy", "networking.k8s.io", "cert-manager.io", "kustomize.toolkit.fluxcd.io"}, group)
}

// grant is a ServiceAccount with the rights that rbac printed for a configuration.
type grant struct {
	cluster         *controlplane.Cluster
	config          string
	namespace, name string // of the Role; a ClusterRole has no namespace
	as              kubernetes.Interface
}

// rules returns those of the role, and replaces them where others are given.
func (g grant) rules(t *testing.T, others []rbacv1.PolicyRule) []rbacv1.PolicyRule {
	t.Helper()
	ctx, rbac := t.Context(), g.cluster.Typed.RbacV1()
	if g.namespace == "" {
		role, err := rbac.ClusterRoles().Get(ctx, g.name, metav1.GetOptions{})
		before := role.Rules
		if err == nil && others != nil {
			role.Rules = others
			_, err = rbac.ClusterRoles().Update(ctx, role, metav1.UpdateOptions{})
		}
		if err != nil {
			t.Fatal(err)
		}
		return before
	}
	role, err := rbac.Roles(g.namespace).Get(ctx, g.name, metav1.GetOptions{})
	before := role.Rules
	if err == nil && others != nil {
		role.Rules = others
		_, err = rbac.Roles(g.namespace).Update(ctx, role, metav1.UpdateOptions{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return before
}

// allowed waits until the API server has taken note of a change of rules.
func (g grant) allowed(t *testing.T, resource, group string, want bool) {
	t.Helper()
	err := g.cluster.Until(t.Context(), "wait for the rights to "+resource, func(ctx context.Context) error {
		review := &authorizationv1.SelfSubjectAccessReview{}
		review.Spec.ResourceAttributes = &authorizationv1.ResourceAttributes{Verb: "list", Group: group, Resource: resource, Namespace: g.namespace}
		answer, err := g.as.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
		if err == nil && answer.Status.Allowed != want {
			err = fmt.Errorf("allowed is %t", answer.Status.Allowed)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// wantUnread demands that a run and doctor both find just that kind forbidden, "" for none, and that all others are
// read, or not served here.
func (g grant) wantUnread(t *testing.T, plural string) {
	t.Helper()
	code := 0
	if plural != "" {
		code = 3
	}
	out := t.TempDir()
	plimsoll(t, code, "collect", "-c", g.config, "-o", out)
	told := readJSON[run](t, out, "data/run.json").Clusters[0].Reads
	g.wantStates(t, "collect", told, plural)

	var d diagnosis
	if err := json.Unmarshal([]byte(plimsoll(t, code, "doctor", "-c", g.config, "--format", "json").stdout), &d); err != nil {
		t.Fatal(err)
	}
	g.wantStates(t, "doctor", d.Clusters[0].Kinds, plural)
	if account := d.Clusters[0].User; !strings.HasPrefix(account, "system:serviceaccount:") || !strings.HasSuffix(account, ":"+g.name) {
		t.Errorf("doctor takes itself for %q", account)
	}
	steps, _ := json.Marshal(d.Steps)
	if advised := strings.Contains(string(steps), "plimsoll rbac "); advised != (plural != "") {
		t.Errorf("without %q, doctor advises %s", plural, steps)
	}
}

type diagnosis struct {
	Clusters []struct {
		Name, State, User string
		Kinds             []read
	}
	Services []struct{ ID string }
	Steps    []struct{ Run string }
}

func (g grant) wantStates(t *testing.T, who string, reads []read, forbidden string) {
	t.Helper()
	seen := map[string]bool{}
	for _, r := range reads {
		want := "ok"
		switch {
		case r.Resource == forbidden:
			want = "forbidden"
		case !served(r.Resource):
			want = "not-served"
		}
		if r.State != want {
			t.Errorf("%s without %q: %s is %s, want %s: %s", who, forbidden, r.Resource, r.State, want, r.Message)
		}
		seen[r.Resource] = true
	}
	for _, plural := range []string{"pods", "replicasets.apps", "events", "certificates.cert-manager.io", "kustomizations.kustomize.toolkit.fluxcd.io"} {
		if needless := plural == "replicasets.apps" && forbidden == "pods"; !seen[plural] && !needless { // no pod, no question whose it is
			t.Errorf("%s without %q says nothing of %s", who, forbidden, plural)
		}
	}
}

func testInit(t *testing.T, c *controlplane.Cluster) {
	file := filepath.Join(t.TempDir(), "plimsoll.yaml")
	admin, dead := c.Admin(), c.Admin()
	dead.Name, dead.Server = "dead", "https://127.0.0.1:1"
	kubeconfig := filepath.Join(t.TempDir(), "kubeconfig")
	if err := controlplane.WriteKubeconfig(kubeconfig, admin, dead); err != nil {
		t.Fatal(err)
	}
	plimsoll(t, 3, "init", "-c", file, "--kubeconfig", kubeconfig)
	wantText(t, file, "    context: access\n", "# Left out: unreachable: ", "    - app  # on ", "!namespaces:")
	plimsoll(t, 2, "init", "-c", file, "--kubeconfig", kubeconfig)
	wantFound(t, file)
}

func testInitInNamespace(t *testing.T, c *controlplane.Cluster) {
	file, kubeconfig := filepath.Join(t.TempDir(), "plimsoll.yaml"), filepath.Join(t.TempDir(), "kubeconfig")
	reader := namespaceReader(t, c, "only-shop")
	reader.Namespace = "shop"
	if err := controlplane.WriteKubeconfig(kubeconfig, reader); err != nil {
		t.Fatal(err)
	}
	plimsoll(t, 0, "init", "-c", file, "--kubeconfig", kubeconfig)
	wantText(t, file, "    namespaces: [shop]  # ", "    - app  # on ")
	rights := plimsoll(t, 0, "rbac", "-c", file, "--service-account", "shop/only-shop", "--name", "only-shop").stdout
	if err := c.Apply(t.Context(), rights); err != nil { // custom kinds too, which the reader lacks
		t.Fatal(err)
	}
	g := grant{cluster: c, namespace: "shop", as: clientOf(t, c, reader.User.Token)}
	g.allowed(t, "certificates", "cert-manager.io", true)
	g.allowed(t, "kustomizations", "kustomize.toolkit.fluxcd.io", true)
	wantFound(t, file)
}

// wantText demands texts of a file, those that begin with "!" not to be there.
func wantText(t *testing.T, file string, texts ...string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range texts {
		text, unwanted := strings.CutPrefix(text, "!")
		if strings.Contains(string(b), text) == unwanted {
			t.Errorf("%q in it: %t\n%s", text, unwanted, b)
		}
	}
}

// wantFound has doctor and then a run find the service checkout.
func wantFound(t *testing.T, file string) {
	t.Helper()
	doctor := plimsoll(t, 0, "doctor", "-c", file).stdout
	if !strings.Contains(doctor, "✓ shop/checkout access: 1 workload, 3 pods") && !strings.Contains(doctor, "✓ shop/checkout only-shop: 1 workload, 3 pods") {
		t.Errorf("doctor does not find checkout:\n%s", doctor)
	}
	out := t.TempDir()
	plimsoll(t, 0, "run", "-c", file, "-o", out)
	if _, err := os.Stat(filepath.Join(out, "services/shop/checkout/index.html")); err != nil {
		t.Error(err)
	}
}
