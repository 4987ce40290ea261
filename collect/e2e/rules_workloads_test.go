package e2e

// This file holds the scenarios of workloads. Their controllers are real, and so is all that they say.

import (
	"context"
	"errors"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

func workloadScenarios() []scenario {
	return slices.Concat(shortScenarios(), quietScenarios())
}

func shortScenarios() []scenario {
	return []scenario{
		{
			rule: "rollout-stuck", by: controllers, how: "the Deployment controller, with a progress deadline of a second",
			objects: deploymentOf("web", 2, "registry.shop.example/web:1.0.0", "progressDeadlineSeconds: 1"),
			play: func(ctx context.Context, s *stage) error {
				return errors.Join(s.RolledOut(ctx, s.namespace, "web"), s.patchDeployment(ctx, "web",
					`{"spec":{"template":{"spec":{"containers":[{"name":"app","image":"`+kubeletsOwn+`"}]}}}}`))
			},
			until: condition(deployments, "web", "Progressing=False"),
			want:  []expected{{severity: "critical", object: "Deployment/web", says: "1 second"}},
		},
		{
			rule: "unavailable", by: controllers, how: "the Deployment controller: pods that nobody starts",
			objects: deploymentOf("web", 2, kubeletsOwn, "progressDeadlineSeconds: 1"),
			until:   condition(deployments, "web", "Progressing=False"),
			later:   12 * time.Minute,
			want:    []expected{{severity: "critical", object: "Deployment/web", causedBy: "pending"}},
		},
		{
			rule: "under-replicated", by: controllers, how: "a ReplicaSet whose second pod nobody starts",
			objects: `---
apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web, labels: {app: web}}
spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: registry.shop.example/web:1.0.0}]}}}
`,
			play: func(ctx context.Context, s *stage) error {
				if err := s.readyPods(ctx, 1); err != nil {
					return err
				}
				_, err := s.Typed.AppsV1().ReplicaSets(s.namespace).Patch(ctx, "web", types.StrategicMergePatchType,
					[]byte(`{"spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"app","image":"`+kubeletsOwn+`"}]}}}}`), metav1.PatchOptions{})
				if err != nil {
					return err
				}
				_, err = s.pods(ctx, 2)
				return err
			},
			later: 12 * time.Minute,
			want:  []expected{{severity: "warning", object: "ReplicaSet/web", causedBy: "pending"}},
		},
		{
			rule: "replica-failure", by: controllers, how: "a ResourceQuota that a rollout runs into",
			objects: `---
apiVersion: v1
kind: ResourceQuota
metadata: {name: small}
spec: {hard: {pods: "1"}}
` + deployment("web", 3),
			until: condition(deployments, "web", "ReplicaFailure=True"),
			want:  []expected{{severity: "critical", object: "Deployment/web", says: "exceeded quota"}},
		},
	}
}

func quietScenarios() []scenario {
	return []scenario{
		{
			rule: "paused", by: controllers, how: "the Deployment controller's word on a paused rollout",
			objects: deploymentOf("web", 1, "registry.shop.example/web:1.0.0", "paused: true"),
			until:   condition(deployments, "web", "Progressing=Unknown"),
			want:    []expected{{severity: "info", object: "Deployment/web"}},
		},
		{
			rule: "misscheduled", by: controllers, how: "the DaemonSet controller, after its node selector fits no node any more",
			objects: `---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: web, labels: {app: web}}
spec: {updateStrategy: {type: OnDelete}, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}, finalizers: [shop.example/stay]}, spec: {containers: [{name: app, image: registry.shop.example/web:1.0.0}]}}}
`,
			play: func(ctx context.Context, s *stage) error {
				if err := s.readyPods(ctx, 2); err != nil {
					return err
				}
				_, err := s.Typed.AppsV1().DaemonSets(s.namespace).Patch(ctx, "web", types.StrategicMergePatchType,
					[]byte(`{"spec":{"template":{"spec":{"nodeSelector":{"pool":"none-such"}}}}}`), metav1.PatchOptions{})
				return err
			},
			until: func(ctx context.Context, s *stage) error {
				return s.Until(ctx, "wait for misscheduled pods", func(ctx context.Context) error {
					d, err := s.Typed.AppsV1().DaemonSets(s.namespace).Get(ctx, "web", metav1.GetOptions{})
					if err == nil && d.Status.NumberMisscheduled == 0 {
						err = errors.New("none is")
					}
					return err
				})
			},
			want: []expected{{severity: "info", object: "DaemonSet/web"}},
		},
		{
			rule: "scaled-to-zero", by: controllers, how: "a person scales a Deployment to zero",
			objects: deployment("web", 0),
			until:   condition(deployments, "web", "Available=True"),
			want:    []expected{{severity: "info", object: "Deployment/web"}},
		},
	}
}

func (s *stage) patchDeployment(ctx context.Context, name, patch string) error {
	_, err := s.Typed.AppsV1().Deployments(s.namespace).Patch(ctx, name, types.StrategicMergePatchType, []byte(patch), metav1.PatchOptions{})
	return err
}
