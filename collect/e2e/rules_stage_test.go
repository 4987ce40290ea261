package e2e

// This file is what scenarios are written with: workloads, what is waited for, and what a kubelet would have said.

import (
	"context"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/yaml"
)

// deployment is a Deployment whose pods kwok makes ready.
func deployment(name string, replicas int) string {
	return deploymentOf(name, replicas, "registry.shop.example/"+name+":1.0.0", "")
}

// played is a Deployment whose pods stay as the scheduler leaves them until a scenario says what their kubelet says.
func played(name string, replicas int) string { return deploymentOf(name, replicas, kubeletsOwn, "") }

// deploymentOf adds fields of the specification, each a line of YAML, to a Deployment.
func deploymentOf(name string, replicas int, image string, spec ...string) string {
	return fmt.Sprintf(`---
apiVersion: apps/v1
kind: Deployment
metadata: {name: %[1]s, labels: {app: %[1]s}}
spec:
  replicas: %[2]d
%[4]s  selector: {matchLabels: {app: %[1]s, part: web}}
  template:
    metadata: {labels: {app: %[1]s, part: web}}
    spec:
      containers:
      - {name: app, image: %[3]s, resources: {requests: {cpu: 100m}}}
`, name, replicas, image, indented(spec, "  "))
}

// onNode names a node in pod templates, for clusters without a scheduler.
func onNode(objects string) string {
	return strings.ReplaceAll(objects, "    spec:\n      containers:", "    spec:\n      nodeName: node-1\n      containers:")
}

func indented(lines []string, by string) string {
	var b strings.Builder
	for _, l := range lines {
		if l != "" {
			b.WriteString(by + l + "\n")
		}
	}
	return b.String()
}

// barePod is a pod that nothing owns, scheduled, whose kubelet a scenario plays.
func barePod(name string, spec string) string {
	return fmt.Sprintf(`---
apiVersion: v1
kind: Pod
metadata: {name: %[1]s, labels: {app: web}}
spec: {%[3]scontainers: [{name: app, image: %[2]s}]}
`, name, kubeletsOwn, spec)
}

// pods waits until the namespace has so many pods that no longer wait for the scheduler.
func (s *stage) pods(ctx context.Context, n int) ([]corev1.Pod, error) {
	var pods []corev1.Pod
	err := s.Until(ctx, fmt.Sprintf("wait for %d pods in %s", n, s.namespace), func(ctx context.Context) error {
		list, err := s.Typed.CoreV1().Pods(s.namespace).List(ctx, metav1.ListOptions{})
		if err != nil {
			return err
		}
		pods = list.Items
		scheduled := 0
		for _, p := range pods {
			if p.Spec.NodeName != "" {
				scheduled++
			}
		}
		if scheduled < n {
			return fmt.Errorf("%d of %d pods are scheduled", scheduled, len(pods))
		}
		return nil
	})
	return pods, err
}

// readyPods waits until so many pods are ready.
func (s *stage) readyPods(ctx context.Context, n int) error {
	return s.Until(ctx, fmt.Sprintf("wait for %d ready pods in %s", n, s.namespace), func(ctx context.Context) error {
		list, err := s.Typed.CoreV1().Pods(s.namespace).List(ctx, metav1.ListOptions{})
		if err != nil {
			return err
		}
		ready := 0
		for _, p := range list.Items {
			for _, c := range p.Status.Conditions {
				if c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue {
					ready++
				}
			}
		}
		if ready < n {
			return fmt.Errorf("%d of %d pods are ready", ready, len(list.Items))
		}
		return nil
	})
}

// kubelet says the same of all n pods of the namespace: a status as YAML, in which NOW, AGO and SOON are times, the
// second two minutes past and the third two minutes to come.
func kubelet(n int, status string) func(context.Context, *stage) error {
	return func(ctx context.Context, s *stage) error {
		pods, err := s.pods(ctx, n)
		if err != nil {
			return err
		}
		for _, p := range pods {
			if err := s.patchPod(ctx, p.Name, status); err != nil {
				return err
			}
		}
		return nil
	}
}

func (s *stage) patchPod(ctx context.Context, name, status string) error {
	patch, err := statusPatch(status)
	if err != nil {
		return err
	}
	_, err = s.Typed.CoreV1().Pods(s.namespace).Patch(ctx, name, types.StrategicMergePatchType, patch, metav1.PatchOptions{}, "status")
	return err
}

// operator writes the status of any object, as its controller would.
func (s *stage) operator(ctx context.Context, resource schema.GroupVersionResource, name, status string) error {
	patch, err := statusPatch(status)
	if err != nil {
		return err
	}
	_, err = s.Dynamic.Resource(resource).Namespace(s.namespace).Patch(ctx, name, types.MergePatchType, patch, metav1.PatchOptions{}, "status")
	return err
}

func statusPatch(status string) ([]byte, error) {
	times := strings.NewReplacer("NOW", stamp(0), "AGO", stamp(-2*time.Minute), "SOON", stamp(2*time.Minute))
	return yaml.ToJSON([]byte("status:\n  " + strings.ReplaceAll(strings.TrimSpace(times.Replace(status)), "\n", "\n  ")))
}

func stamp(from time.Duration) string { return time.Now().Add(from).UTC().Format(time.RFC3339) }

// warning makes the event that a kubelet or a controller would have written now.
func warning(object, reason, message string) string {
	kind, name, _ := strings.Cut(object, "/")
	field := ""
	if pod, container, ok := strings.Cut(name, " "); ok {
		name, field = pod, fmt.Sprintf(", fieldPath: 'spec.containers{%s}'", container)
	}
	return fmt.Sprintf(`---
apiVersion: v1
kind: Event
metadata: {name: %s.%s}
type: Warning
reason: %s
message: %q
lastTimestamp: %s
count: 3
involvedObject: {apiVersion: v1, kind: %s, name: %s, namespace: NAMESPACE%s}
`, name, strings.ToLower(reason), reason, message, stamp(0), kind, name, field)
}

// condition waits for a condition that a controller sets: "Progressing=False".
func condition(resource schema.GroupVersionResource, name, want string) func(context.Context, *stage) error {
	return func(ctx context.Context, s *stage) error {
		return s.Until(ctx, "wait for "+want+" of "+name, func(ctx context.Context) error {
			o, err := s.Dynamic.Resource(resource).Namespace(s.namespace).Get(ctx, name, metav1.GetOptions{})
			if err != nil {
				return err
			}
			list, _, _ := unstructured.NestedSlice(o.Object, "status", "conditions")
			for _, c := range list {
				if c, ok := c.(map[string]any); ok && fmt.Sprintf("%s=%s", c["type"], c["status"]) == want {
					return nil
				}
			}
			return fmt.Errorf("its conditions are %v", list)
		})
	}
}

var (
	deployments = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}
	jobs        = schema.GroupVersionResource{Group: "batch", Version: "v1", Resource: "jobs"}
	autoscalers = schema.GroupVersionResource{Group: "autoscaling", Version: "v2", Resource: "horizontalpodautoscalers"}
)
