package main

// This file fills the cluster: Deployments whose pods the controller manager makes, and what belongs to them.

import (
	"context"
	"fmt"
	"sync"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

const (
	namespace = "shop"
	// writers is how many objects are applied at once: more only queue up in the API server.
	writers = 8
	// fillTimeout bounds the making of the pods: two minutes on an idle machine of two cores.
	fillTimeout = 20 * time.Minute
)

// fill brings the cluster from one number of Deployments to another and waits until all of their pods are ready.
func fill(ctx context.Context, c *controlplane.Cluster, from, to int) error {
	ctx, cancel := context.WithTimeout(ctx, fillTimeout)
	defer cancel()
	if from == 0 {
		if err := c.CreateNamespace(ctx, namespace); err != nil {
			return err
		}
	}
	fmt.Printf("making %d pods in %d Deployments\n", to*podsEach, to)
	var wg sync.WaitGroup
	failures := make(chan error, to)
	numbers := make(chan int)
	for range writers {
		wg.Go(func() {
			for n := range numbers {
				if err := makeService(ctx, c, n); err != nil {
					failures <- err
				}
			}
		})
	}
	for n := from; n < to; n++ {
		numbers <- n
	}
	close(numbers)
	wg.Wait()
	close(failures)
	if err := <-failures; err != nil {
		return err
	}
	return ready(ctx, c, to)
}

// makeService applies one service, and says of its autoscaler what the controller would: that it sees its metric, and
// that all is well.
func makeService(ctx context.Context, c *controlplane.Cluster, n int) error {
	if err := c.Apply(ctx, fmt.Sprintf(service, n, podsEach, n%3+1)); err != nil {
		return err
	}
	hpas := c.Typed.AutoscalingV2().HorizontalPodAutoscalers(namespace)
	hpa, err := hpas.Get(ctx, fmt.Sprintf("service-%d", n), metav1.GetOptions{})
	if err != nil {
		return fmt.Errorf("get an autoscaler: %w", err)
	}
	use, now := int32(50+n%15), metav1.Now()
	condition := func(kind autoscalingv2.HorizontalPodAutoscalerConditionType, is corev1.ConditionStatus, reason string) autoscalingv2.HorizontalPodAutoscalerCondition {
		return autoscalingv2.HorizontalPodAutoscalerCondition{Type: kind, Status: is, Reason: reason, LastTransitionTime: now}
	}
	hpa.Status = autoscalingv2.HorizontalPodAutoscalerStatus{
		CurrentReplicas: podsEach, DesiredReplicas: podsEach,
		CurrentMetrics: []autoscalingv2.MetricStatus{{
			Type:     autoscalingv2.ResourceMetricSourceType,
			Resource: &autoscalingv2.ResourceMetricStatus{Name: corev1.ResourceCPU, Current: autoscalingv2.MetricValueStatus{AverageUtilization: &use}},
		}},
		Conditions: []autoscalingv2.HorizontalPodAutoscalerCondition{
			condition(autoscalingv2.AbleToScale, corev1.ConditionTrue, "ReadyForNewScale"),
			condition(autoscalingv2.ScalingActive, corev1.ConditionTrue, "ValidMetricFound"),
			condition(autoscalingv2.ScalingLimited, corev1.ConditionFalse, "DesiredWithinRange"),
		},
	}
	if _, err := hpas.UpdateStatus(ctx, hpa, metav1.UpdateOptions{}); err != nil {
		return fmt.Errorf("play the autoscaler's controller: %w", err)
	}
	return nil
}

// ready waits until every Deployment is complete. It asks seldom: the answer is large.
func ready(ctx context.Context, c *controlplane.Cluster, wanted int) error {
	for {
		list, err := c.Typed.AppsV1().Deployments(namespace).List(ctx, metav1.ListOptions{})
		if err != nil {
			return fmt.Errorf("list the Deployments: %w", err)
		}
		complete := 0
		for _, d := range list.Items {
			if d.Status.ReadyReplicas == podsEach {
				complete++
			}
		}
		if complete == wanted {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%d of %d Deployments are complete: %w", complete, wanted, ctx.Err())
		case <-time.After(3 * time.Second):
		}
	}
}

// service is a Deployment with its autoscaler and Service: its number, replicas and the number of its node.
const service = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: service-%[1]d, namespace: shop, labels: {app: service-%[1]d}}
spec:
  replicas: %[2]d
  selector: {matchLabels: {app: service-%[1]d}}
  template:
    metadata: {labels: {app: service-%[1]d}}
    spec:
      nodeName: node-%[3]d
      containers:
      - name: app
        image: registry.shop.example/service-%[1]d:1.0.0
        env: [{name: LOG_LEVEL, value: info}, {name: REGION, value: europe-west1}]
        ports: [{name: http, containerPort: 8080}]
        readinessProbe: {httpGet: {path: /ready, port: http}}
        resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: service-%[1]d, namespace: shop, labels: {app: service-%[1]d}}
spec:
  minReplicas: %[2]d
  maxReplicas: 40
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: service-%[1]d}
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
---
apiVersion: v1
kind: Service
metadata: {name: service-%[1]d, namespace: shop, labels: {app: service-%[1]d}}
spec:
  selector: {app: service-%[1]d}
  ports: [{port: 80}]
`
