package e2e

// This file proves the example for Kubernetes: its manifests are applied to two real control planes, and what their
// CronJobs would run is run, each in a root of its own as a container has it, with the ServiceAccount's token and
// nothing else; the parts that arrive are merged. The kubelet is played by container_linux_test.go.

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

func TestManifests(t *testing.T) {
	tools, err := controlplane.Tools(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	remote := serveRepository(t)
	program := staticProgram(t)
	var clusters []*tenant
	for _, name := range []string{"prod-eu", "prod-us"} {
		k := &tenant{Cluster: startCluster(t, tools, name), remote: remote}
		k.apply(t)
		k.container = k.contain(t, program, k.firstPod(t))
		clusters = append(clusters, k)
	}
	t.Run("a cluster's account may list, and no more", func(t *testing.T) { testAccount(t, clusters[0], clusters[1]) })
	for _, k := range clusters {
		t.Run(k.Name+" pushes its part", func(t *testing.T) { testPart(t, k) })
	}
	t.Run("a token that is not taken", func(t *testing.T) { testBadGitToken(t, clusters[0]) })
	t.Run("the parts become one site", func(t *testing.T) { testParts(t, remote) })
}

// tenant is a cluster with a CronJob that reads it.
type tenant struct {
	*controlplane.Cluster
	remote    *repository
	container *container
}

// manifest is a file of the example, with what its first lines tell people to change changed.
func (k *tenant) manifest(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../.github/examples/kubernetes/cluster", name))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(b), "prod-eu", k.Name)
	return strings.ReplaceAll(text, "https://github.com/acme/parts.git", k.remote.url)
}

// apply does what the README of the examples says, in a cluster whose policy is the strictest that Kubernetes has. What
// is applied on the server's side may hold no field that it does not know.
func (k *tenant) apply(t *testing.T) {
	t.Helper()
	ctx := t.Context()
	if err := k.Apply(ctx, k.manifest(t, "access.yaml")); err != nil {
		t.Fatal(err)
	}
	restricted := `{"metadata":{"labels":{"pod-security.kubernetes.io/enforce":"restricted"}}}`
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Name: "plimsoll-git"}, StringData: map[string]string{"token": k.remote.token}}
	_, errLabel := k.Typed.CoreV1().Namespaces().Patch(ctx, "plimsoll", types.MergePatchType, []byte(restricted), metav1.PatchOptions{})
	_, errSecret := k.Typed.CoreV1().Secrets("plimsoll").Create(ctx, secret, metav1.CreateOptions{})
	if err := errors.Join(errLabel, errSecret, k.Apply(ctx, k.manifest(t, "configmap.yaml")), k.Apply(ctx, k.manifest(t, "cronjob.yaml"))); err != nil {
		t.Fatal(err)
	}
}

// firstPod is that of a Job made of the CronJob, as kubectl create job --from does: not to wait for the clock.
func (k *tenant) firstPod(t *testing.T) *corev1.Pod {
	t.Helper()
	ctx := t.Context()
	cron, err := k.Typed.BatchV1().CronJobs("plimsoll").Get(ctx, "plimsoll", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	job := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "first"}, Spec: cron.Spec.JobTemplate.Spec}
	if _, err := k.Typed.BatchV1().Jobs("plimsoll").Create(ctx, job, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	var pod *corev1.Pod
	err = k.Until(ctx, "wait for the pod of the Job", func(ctx context.Context) error {
		pods, err := k.Typed.CoreV1().Pods("plimsoll").List(ctx, metav1.ListOptions{LabelSelector: "job-name=first"})
		if err == nil && len(pods.Items) == 0 {
			events, _ := k.Typed.CoreV1().Events("plimsoll").List(ctx, metav1.ListOptions{})
			said := "it has none"
			for _, e := range events.Items {
				said += "; " + e.Message
			}
			return errors.New(said)
		}
		if err == nil {
			pod = &pods.Items[0]
		}
		return err
	})
	// Lest the clock start another, between two runs that should see the same.
	_, errSuspend := k.Typed.BatchV1().CronJobs("plimsoll").Patch(ctx, "plimsoll", types.MergePatchType, []byte(`{"spec":{"suspend":true}}`), metav1.PatchOptions{})
	if err := errors.Join(err, errSuspend); err != nil {
		t.Fatal(err)
	}
	return pod
}

func testAccount(t *testing.T, k, other *tenant) {
	g := grant{cluster: k.Cluster, name: "plimsoll", as: clientOf(t, k.Cluster, k.container.token)}
	g.allowed(t, "pods", "", true)
	for _, resource := range []string{"secrets", "configmaps", "nodes"} {
		g.allowed(t, resource, "", false)
	}
	_, err := clientOf(t, other.Cluster, k.container.token).CoreV1().Pods("shop").List(t.Context(), metav1.ListOptions{})
	if !apierrors.IsUnauthorized(err) {
		t.Errorf("with the token of %s, %s answers %v", k.Name, other.Name, err)
	}
	printed := plimsoll(t, 0, "rbac", "-c", k.container.path("/etc/plimsoll/plimsoll.yaml")).stdout
	if _, want, _ := strings.Cut(printed, "\napiVersion: "); !strings.HasSuffix(k.manifest(t, "access.yaml"), "\napiVersion: "+want) {
		t.Errorf("access.yaml is not what plimsoll rbac prints:\n%s", printed)
	}
}

// testPart runs the CronJob's command twice: the second has a new folder, and nothing to push.
func testPart(t *testing.T, k *tenant) {
	grant{cluster: k.Cluster, as: clientOf(t, k.Cluster, k.container.token)}.allowed(t, "pods", "", true)
	k.container.run(t, 0)
	index := k.remote.git(t, "show", "main:parts/"+k.Name+"/data/index.json")
	if !strings.Contains(index, `"shop/checkout"`) || !strings.Contains(index, `"name": "`+k.Name+`"`) {
		t.Errorf("the part of %s is\n%s", k.Name, index)
	}
	tip := k.remote.git(t, "rev-parse", "main")
	k.container.empty(t, "/site")
	if out := k.container.run(t, 0); k.remote.git(t, "rev-parse", "main") != tip {
		t.Errorf("a second run pushes though nothing has changed:\n%s\n%s", out, k.remote.git(t, "show", "--stat", "main"))
	}
}

// testBadGitToken has the site stand and the push refused, in a line that does not hold the token.
func testBadGitToken(t *testing.T, k *tenant) {
	k.container.empty(t, "/site")
	out := k.container.run(t, 1, "PLIMSOLL_GIT_TOKEN=a-wrong-one")
	if strings.Contains(out, "a-wrong-one") || strings.Contains(out, k.remote.token) || !strings.Contains(out, k.remote.url) {
		t.Errorf("it says\n%s", out)
	}
	k.container.empty(t, "/site")
}

func testParts(t *testing.T, remote *repository) {
	dir := t.TempDir()
	clone := exec.CommandContext(t.Context(), "git", "clone", "-q", remote.dir, filepath.Join(dir, "checkout"))
	if out, err := clone.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if out := remote.git(t, "fsck", "--strict"); strings.Contains(out, "error") {
		t.Error(out)
	}
	parts, out := filepath.Join(dir, "checkout", "parts"), filepath.Join(dir, "public")
	// The repository that the example publishes to is not here, and nothing is asked of it.
	config := filepath.Join(dir, "plimsoll.yaml")
	text, err := os.ReadFile("../../.github/examples/kubernetes/central/plimsoll.yaml")
	before, _, ok := strings.Cut(string(text), "publish:")
	if err != nil || !ok {
		t.Fatalf("%v: %s", err, text)
	}
	if err := os.WriteFile(config, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	plimsoll(t, 0, "merge", filepath.Join(parts, "prod-eu"), filepath.Join(parts, "prod-us"), "-c", config, "-o", out)
	plimsoll(t, 0, "render", "-c", config, "-o", out)
	plimsoll(t, 0, "validate", out)
	s := readSnapshot(t, out, "data/services/shop/checkout.json")
	if len(s.Clusters) != 2 || s.Clusters[0].Name != "prod-eu" || s.Clusters[1].Name != "prod-us" {
		t.Errorf("checkout is in %v", s.Clusters)
	}
}
