package e2e

// This file holds the scenarios of custom resources. Their definitions are the bare shape of the projects' own; their
// operators are not there, and so their status is written as those would.

import (
	"context"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

var (
	certificates  = schema.GroupVersionResource{Group: "cert-manager.io", Version: "v1", Resource: "certificates"}
	httproutes    = schema.GroupVersionResource{Group: "gateway.networking.k8s.io", Version: "v1", Resource: "httproutes"}
	rollouts      = schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "rollouts"}
	scaledobjects = schema.GroupVersionResource{Group: "keda.sh", Version: "v1alpha1", Resource: "scaledobjects"}
	brokers       = schema.GroupVersionResource{Group: "queues.shop.example", Version: "v2", Resource: "brokers"}
)

// customKinds are those of the cluster.
func customKinds() []controlplane.CustomKind {
	return []controlplane.CustomKind{
		{GroupVersionResource: certificates, Kind: "Certificate"}, {GroupVersionResource: httproutes, Kind: "HTTPRoute"},
		{GroupVersionResource: rollouts, Kind: "Rollout"}, {GroupVersionResource: scaledobjects, Kind: "ScaledObject"},
		{GroupVersionResource: brokers, Kind: "Broker"},
	}
}

func customScenarios() []scenario {
	return slices.Concat(resourceScenarios(), routeScenarios(), scalingScenarios())
}

func resourceScenarios() []scenario {
	return []scenario{
		{
			rule: "resource-not-ready", by: patched, how: "cert-manager's Ready condition",
			objects: deployment("web", 1) + `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: web-tls, labels: {app: web}}
spec: {secretName: web-tls, dnsNames: [web.shop.example]}
`,
			play: says(certificates, "web-tls", `
conditions: [{type: Ready, status: "False", reason: DoesNotExist, message: Issuing certificate as Secret does not exist, observedGeneration: 1, lastTransitionTime: AGO}]
`),
			until: webIsReady, later: 6 * time.Minute,
			want: []expected{{severity: "warning", object: "Certificate/web-tls", says: "Secret does not exist"}},
		},
		{
			rule: "resource-not-ready", name: "asked", by: patched, how: "an operator's Ready condition on a kind that only the configuration names, in a version that it does not",
			objects: deployment("web", 1) + `---
apiVersion: queues.shop.example/v2
kind: Broker
metadata: {name: orders, labels: {app: web}}
spec: {}
`,
			play: says(brokers, "orders", `
observedGeneration: 1
conditions: [{type: Ready, status: "False", reason: NoQuorum, message: two of three brokers do not answer, lastTransitionTime: AGO}]
`),
			until: webIsReady, later: 6 * time.Minute,
			want: []expected{{severity: "warning", object: "Broker/orders", says: "two of three brokers do not answer"}},
		},
	}
}

func routeScenarios() []scenario {
	return []scenario{
		{
			rule: "route-broken", name: "gateway", by: patched, how: "a Gateway controller's ResolvedRefs condition",
			objects: deployment("web", 1) + service("web", "selector: {app: web}") + `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web}
spec:
  parentRefs: [{name: public, namespace: infra}]
  hostnames: [web.shop.example]
  rules: [{backendRefs: [{name: web, port: 80}, {name: gone, port: 80}]}]
`,
			play: says(httproutes, "web", `
parents:
- parentRef: {name: public, namespace: infra}
  controllerName: shop.example/gateway
  conditions:
  - {type: Accepted, status: "True", reason: Accepted, message: "", observedGeneration: 1, lastTransitionTime: AGO}
  - {type: ResolvedRefs, status: "False", reason: BackendNotFound, message: Service gone not found, observedGeneration: 1, lastTransitionTime: AGO}
`),
			until: webIsReady,
			want:  []expected{{severity: "warning", object: "HTTPRoute/web", says: "gone"}},
		},
	}
}

func scalingScenarios() []scenario {
	return []scenario{
		{
			rule: "rollout-stuck", name: "argo", by: patched, how: "Argo Rollouts' Progressing condition",
			objects: `---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  strategy: {canary: {steps: [{setWeight: 20}, {pause: {}}]}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: registry.shop.example/web:1.1.0}]}}
`,
			play: says(rollouts, "web", `
phase: Degraded
message: 'ProgressDeadlineExceeded: ReplicaSet "web-6f7d" has timed out progressing.'
observedGeneration: "1"
replicas: 3
updatedReplicas: 1
readyReplicas: 2
availableReplicas: 2
currentPodHash: 6f7d
conditions:
- {type: Available, status: "True", reason: AvailableReason, message: Rollout has minimum availability, lastTransitionTime: AGO, lastUpdateTime: AGO}
- {type: Progressing, status: "False", reason: ProgressDeadlineExceeded, message: 'ReplicaSet "web-6f7d" has timed out progressing.', lastTransitionTime: AGO, lastUpdateTime: AGO}
`),
			want: []expected{{severity: "critical", object: "Rollout/web"}},
		},
		{
			rule: "at-max", name: "keda", by: patched, how: "KEDA's ScaledObject and its autoscaler's counts",
			objects: deployment("web", 4) + `---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: web}
spec: {scaleTargetRef: {name: web}, minReplicaCount: 0, maxReplicaCount: 4, triggers: [{type: kafka}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: keda-hpa-web, labels: {scaledobject.keda.sh/name: web}}
spec:
  minReplicas: 1
  maxReplicas: 4
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  metrics: [{type: External, external: {metric: {name: s0-kafka-orders}, target: {type: AverageValue, averageValue: "50"}}}]
`,
			play: func(ctx context.Context, s *stage) error {
				if err := webIsReady(ctx, s); err != nil {
					return err
				}
				return says(scaledobjects, "web", `
hpaName: keda-hpa-web
conditions: [{type: Ready, status: "True", reason: ScaledObjectReady}, {type: Active, status: "True"}, {type: Fallback, status: "False"}]
`)(ctx, s)
			},
			want: []expected{{severity: "warning", object: "Deployment/web", says: "4"}},
		},
	}
}

// says writes the status of a custom resource.
func says(resource schema.GroupVersionResource, name, status string) func(context.Context, *stage) error {
	return func(ctx context.Context, s *stage) error { return s.operator(ctx, resource, name, status) }
}
