package controlplane

import (
	"context"
	"errors"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TestLifecycle starts a cluster, sees a pod become ready, and sees state outlive its API server.
func TestLifecycle(t *testing.T) {
	ctx := t.Context()
	tools, err := Tools(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Start(ctx, tools, t.TempDir(), Options{Name: "one", Scheduler: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Stop)
	if err := errors.Join(c.CreateNamespace(ctx, "shop"), c.Apply(ctx, bare)); err != nil {
		t.Fatal(err)
	}
	ready := func(ctx context.Context) error {
		pod, err := c.Typed.CoreV1().Pods("shop").Get(ctx, "bare", metav1.GetOptions{})
		if err == nil && pod.Status.Phase != "Running" {
			err = errors.New("pod is " + string(pod.Status.Phase))
		}
		return err
	}
	if err := c.Until(ctx, "wait for the pod", ready); err != nil {
		t.Fatal(err, c.Logs())
	}
	c.StopServer()
	if ready(ctx) == nil {
		t.Fatal("a stopped API server answered")
	}
	if err := c.StartServer(ctx); err != nil {
		t.Fatal(err, c.Logs())
	}
	if err := c.Until(ctx, "find the pod again", ready); err != nil {
		t.Fatal(err, c.Logs())
	}
}

const bare = `
apiVersion: v1
kind: Pod
metadata: {name: bare, namespace: shop}
spec:
  containers: [{name: app, image: registry.example/bare:1.0.0}]
`
