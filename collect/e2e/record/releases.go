package main

// This file releases versions and waits for what comes of it.

import (
	"context"
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// shortDeadline is how many seconds a rollout is given in the recording. In the story it is Kubernetes' default.
const shortDeadline = 15

// upgrade releases the next version of the whole shop, save where skip says so.
func (c *cluster) upgrade(ctx context.Context, skip func(deployment) bool) error {
	for _, d := range deployments() {
		if len(d.versions) < 2 || skip(d) {
			continue
		}
		if err := c.release(ctx, d.Namespace, d.Name, d.App, d.versions[1]); err != nil {
			return err
		}
	}
	return c.settle(ctx)
}

// release sets the image of a Deployment.
func (c *cluster) release(ctx context.Context, namespace, name, app, version string) error {
	patch := fmt.Sprintf(`{"spec":{"template":{"spec":{"containers":[{"name":"app","image":%q}]}}}}`, image(app, version))
	_, err := c.Typed.AppsV1().Deployments(namespace).
		Patch(ctx, name, types.StrategicMergePatchType, []byte(patch), metav1.PatchOptions{})
	return err
}

// settle waits until every Deployment, StatefulSet and DaemonSet has all its pods, and no pod is being deleted.
func (c *cluster) settle(ctx context.Context) error {
	for _, d := range deployments() {
		if err := c.RolledOut(ctx, d.Namespace, d.Name); err != nil {
			return err
		}
	}
	return c.Until(ctx, "wait for the pods", func(ctx context.Context) error {
		pods, err := c.Typed.CoreV1().Pods("").List(ctx, metav1.ListOptions{})
		if err != nil {
			return err
		}
		for _, pod := range pods.Items {
			if pod.DeletionTimestamp != nil || pod.Status.Phase == corev1.PodPending {
				return fmt.Errorf("pod %s is not settled", pod.Name)
			}
		}
		search, err := c.Typed.AppsV1().StatefulSets("shop").Get(ctx, "search", metav1.GetOptions{})
		if err == nil && search.Status.AvailableReplicas != *search.Spec.Replicas {
			err = fmt.Errorf("search has %d replicas", search.Status.AvailableReplicas)
		}
		return err
	})
}

// stuck waits until the controller gives up waiting for a rollout.
func (c *cluster) stuck(ctx context.Context, namespace, name string) error {
	return c.deployment(ctx, namespace, name, "exceed its deadline", func(d *appsv1.Deployment) bool {
		for _, condition := range d.Status.Conditions {
			if condition.Reason == "ProgressDeadlineExceeded" {
				return true
			}
		}
		return false
	})
}

func (c *cluster) deployment(ctx context.Context, namespace, name, what string, done func(*appsv1.Deployment) bool) error {
	return c.Until(ctx, "see "+name+" "+what, func(ctx context.Context) error {
		d, err := c.Typed.AppsV1().Deployments(namespace).Get(ctx, name, metav1.GetOptions{})
		if err == nil && (d.Status.ObservedGeneration < d.Generation || !done(d)) {
			err = fmt.Errorf("%d of %d replicas are updated", d.Status.UpdatedReplicas, *d.Spec.Replicas)
		}
		return err
	})
}

// unschedulable waits until the scheduler has said so of that many pods.
func (c *cluster) unschedulable(ctx context.Context, wanted int) error {
	return c.Until(ctx, "see unschedulable pods", func(ctx context.Context) error {
		pods, err := c.Typed.CoreV1().Pods("").List(ctx, metav1.ListOptions{FieldSelector: "spec.nodeName="})
		if err != nil {
			return err
		}
		found := 0
		for _, pod := range pods.Items {
			for _, condition := range pod.Status.Conditions {
				if condition.Type == corev1.PodScheduled && condition.Reason == corev1.PodReasonUnschedulable {
					found++
				}
			}
		}
		if found < wanted {
			return fmt.Errorf("%d pods of %d", found, wanted)
		}
		return nil
	})
}
