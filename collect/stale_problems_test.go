package collect

// Verdicts that rest on two kinds, of which one was not read: each test is a run that found them and one that could not
// look again.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const crashing = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, generation: 1, labels: {app: web}, creationTimestamp: "2026-11-03T02:00:00Z"}
spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: "c:1"}]}}}
status:
  observedGeneration: 1
  replicas: 1
  updatedReplicas: 1
  conditions:
  - {type: Available, status: "False", lastTransitionTime: "2026-11-23T11:00:00Z"}
  - {type: Progressing, status: "True", reason: NewReplicaSetAvailable, lastTransitionTime: "2026-11-03T02:00:00Z"}
---
apiVersion: v1
kind: Pod
metadata:
  name: web-7d9f5c6b8-x2c4v
  namespace: shop
  labels: {app: web, pod-template-hash: 7d9f5c6b8}
  creationTimestamp: "2026-11-03T02:00:00Z"
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-7d9f5c6b8, controller: true}]
spec: {nodeName: node-1, containers: [{name: c, image: "c:1"}]}
status:
  phase: Running
  conditions: [{type: Ready, status: "False", lastTransitionTime: "2026-11-23T11:00:00Z"}]
  containerStatuses: [{name: c, image: "c:1", restartCount: 9, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1, finishedAt: "2026-11-23T11:57:00Z"}}}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, creationTimestamp: "2026-11-03T02:00:00Z"}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, creationTimestamp: "2026-11-03T02:00:00Z"}
spec:
  rules:
  - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}, {path: /old, pathType: Prefix, backend: {service: {name: basket, port: {number: 80}}}}]}
status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: shop, creationTimestamp: "2026-11-03T02:00:00Z"}
spec: {minAvailable: 1, selector: {matchLabels: {app: web}}}
status: {expectedPods: 1, currentHealthy: 0, desiredHealthy: 1, disruptionsAllowed: 0}
`

// without takes a kind out of what was read, as if the cluster had not answered for it.
func without(r *source.Reading, resource string, forget func(*facts.Cluster)) *source.Reading {
	r.Reads = slices.DeleteFunc(r.Reads, func(k schemas.RunRead) bool { return k.Resource == resource })
	r.Reads = append(r.Reads, schemas.RunRead{Resource: resource, State: schemas.ReadForbidden, Message: "no"})
	forget(r.Facts)
	return r
}

// said is the rules of the problems, and which of them follow from another.
func said(problems []schemas.Problem) string {
	var all []string
	for _, p := range problems {
		rule := p.Rule
		if p.CausedBy != "" {
			rule += "<" + strings.Fields(p.CausedBy)[0]
		}
		all = append(all, rule)
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

func TestVerdictsOnTwoKindsStand(t *testing.T) {
	const all = "crash-loop disruption-blocked<crash-loop no-endpoints<crash-loop route-broken unavailable<crash-loop"
	config := oneCluster()
	past := remember(t, fakeRun(t, config, Past{}, noon, read(t, "eu", crashing)))
	for name, c := range map[string]struct {
		resource string
		forget   func(*facts.Cluster)
		objects  string
		want     string
	}{
		"read whole":            {"", nil, crashing, all},
		"pods unread":           {"pods", func(c *facts.Cluster) { c.Pods = nil }, crashing, all},
		"services unread":       {"services", func(c *facts.Cluster) { c.Services = nil }, crashing, all},
		"ingresses unread":      {"ingresses.networking.k8s.io", func(c *facts.Cluster) { c.Ingresses = nil }, crashing, all},
		"budgets unread":        {"poddisruptionbudgets.policy", func(c *facts.Cluster) { c.Budgets = nil }, crashing, all},
		"quotas unread":         {"resourcequotas", func(c *facts.Cluster) {}, crashing, all},
		"an Ingress taken away": {"services", func(c *facts.Cluster) { c.Services, c.Ingresses = nil, nil }, crashing, strings.Replace(all, " route-broken", "", 1)},
		"a budget that is met":  {"pods", func(c *facts.Cluster) { c.Pods = nil; c.Budgets[0].Healthy = 1 }, crashing, strings.Replace(all, " disruption-blocked<crash-loop", "", 1)},
		"services unread, and all is well": {"services", func(c *facts.Cluster) { c.Services = nil },
			strings.NewReplacer("status: \"False\"", "status: \"True\"", "restartCount: 9, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1, finishedAt: \"2026-11-23T11:57:00Z\"}}", "ready: true, state: {running: {}}",
				"updatedReplicas: 1", "updatedReplicas: 1\n  readyReplicas: 1\n  availableReplicas: 1", "currentHealthy: 0", "currentHealthy: 1").Replace(crashing), "route-broken"},
	} {
		r := read(t, "eu", c.objects)
		if c.resource != "" {
			r = without(r, c.resource, c.forget)
		}
		s := snapshotsOf(t, fakeRun(t, config, past, noon.Add(time.Hour), r))
		if len(s) != 1 {
			t.Fatalf("%s: %d snapshots", name, len(s))
		}
		if got := said(s[0].Clusters[0].Problems); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

// TestServicesOfTwoGroups keeps a Knative Service and a Service of one name apart.
func TestServicesOfTwoGroups(t *testing.T) {
	const knative = `
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web, namespace: shop, generation: 1, labels: {app: web}, creationTimestamp: "2026-11-03T02:00:00Z"}
spec: {template: {}}
status: {observedGeneration: 1, conditions: [{type: Ready, status: "False", reason: RevisionMissing, lastTransitionTime: "2026-11-23T11:00:00Z"}]}
---`
	config := oneCluster()
	past := remember(t, fakeRun(t, config, Past{}, noon, read(t, "eu", knative+crashing)))
	for resource, want := range map[string]string{"services": "resource-not-ready", "services.serving.knative.dev": "resource-not-ready"} {
		r := without(read(t, "eu", knative+crashing), resource, func(c *facts.Cluster) {
			if resource == "services" {
				c.Services = nil
			} else {
				c.Resources = nil
			}
		})
		k := snapshotsOf(t, fakeRun(t, config, past, noon.Add(time.Hour), r))[0].Clusters[0]
		services := 0
		for _, n := range k.Network {
			if n.Kind == "Service" {
				services++
			}
		}
		if services != 1 || len(k.Resources) != 1 || strings.Count(said(k.Problems), want) != 1 || strings.Count(said(k.Problems), "no-endpoints") != 1 {
			t.Errorf("%s unread: %d Services, %d resources, %s", resource, services, len(k.Resources), said(k.Problems))
		}
	}
}

// TestUnreadAutoscalersKeepTheirVerdicts also on what they say of the workload that they scale.
func TestUnreadAutoscalersKeepTheirVerdicts(t *testing.T) {
	const objects = crashing + `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: lost, namespace: shop, labels: {app: web}, creationTimestamp: "2026-11-03T02:00:00Z"}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: renamed}, minReplicas: 1, maxReplicas: 3}
`
	config := oneCluster()
	past := remember(t, fakeRun(t, config, Past{}, noon, read(t, "eu", objects)))
	r := without(read(t, "eu", objects), "horizontalpodautoscalers.autoscaling", func(c *facts.Cluster) { c.Autoscalers = nil })
	k := snapshotsOf(t, fakeRun(t, config, past, noon.Add(time.Hour), r))[0].Clusters[0]
	if !strings.HasPrefix(said(k.Problems), "autoscaler-orphan ") {
		t.Errorf("got %s, want what was last known of the autoscaler", said(k.Problems))
	}
}
