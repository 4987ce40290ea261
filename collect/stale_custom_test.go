package collect

// Custom kinds that could not be read keep their last known state, one kind at a time.

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const customShop = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web, namespace: shop, generation: 1, labels: {app: web}}
spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: "c:1"}]}}}
status: {observedGeneration: "1", replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1, phase: Healthy}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: v1
kind: Pod
metadata:
  name: web-1-a
  namespace: shop
  labels: {app: web, rollouts-pod-template-hash: "1"}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: u1, controller: true}]
spec: {containers: [{name: c, image: "c:1"}]}
status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: queue, namespace: shop, generation: 1}
spec: {scaleTargetRef: {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: web}, maxReplicaCount: 20, triggers: []}
status: {hpaName: keda-hpa-queue, conditions: [{type: Ready, status: "True"}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: keda-hpa-queue, namespace: shop}
spec: {minReplicas: 1, maxReplicas: 20, scaleTargetRef: {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: web}}
status: {currentReplicas: 1, desiredReplicas: 1}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop, generation: 1}
spec: {hostnames: [web.example], rules: [{backendRefs: [{name: web, port: 80}]}]}
---
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: web, namespace: shop, generation: 1, labels: {app: web}}
status: {observedGeneration: 1, conditions: [{type: Ready, status: "False", reason: RevisionMissing, message: no revision, lastTransitionTime: "2026-11-23T10:00:00Z"}]}
---
apiVersion: mesh.example.org/v1
kind: Gate
metadata: {name: north, namespace: shop, labels: {app: web}}
`

func TestUnreadCustomKindKeepsItsObjects(t *testing.T) {
	config := oneCluster()
	config.Resources = []string{"mesh.example.org/v1/gateways"} // "Gate" has another plural than most kinds
	files := map[string]string{"objects.yaml": customShop, "gateways.mesh.example.org.yaml": ""}
	files["gateways.mesh.example.org.yaml"] = files["objects.yaml"][strings.LastIndex(customShop, "---"):]
	files["objects.yaml"] = customShop[:strings.LastIndex(customShop, "---")]
	first := fakeRun(t, config, Past{}, noon, readFiles(t, config, files))
	whole := outline(t, first)
	if !strings.Contains(whole, "Gate/shop/north") || !strings.Contains(whole, "scaled by ScaledObject queue 0 ≤ 1 ≤ 20 keda-hpa-queue") {
		t.Fatalf("the example does not hold what it should:\n%s", whole)
	}
	past := remember(t, first)
	for _, kind := range []string{
		"scaledobjects.keda.sh", "horizontalpodautoscalers.autoscaling", "httproutes.gateway.networking.k8s.io",
		"services.serving.knative.dev", "gateways.mesh.example.org", "services",
	} {
		r := readFiles(t, config, files)
		forget(r, kind)
		c := fakeRun(t, config, past, noon.Add(time.Hour), r)
		if got, _, _ := strings.Cut(outline(t, c), "nobody's"); got != whole {
			t.Errorf("%s unread:\n%s\nwant what was last known:\n%s", kind, got, whole)
		}
		k := snapshotsOf(t, c)[0].Clusters[0]
		if len(k.Reads) != 1 || !k.Reads[0].AsOf.Equal(noon) {
			t.Errorf("%s unread: %+v, want it as of noon", kind, k.Reads)
		}
		before := snapshotsOf(t, first)[0].Clusters[0].Problems
		if len(k.Problems) != len(before) {
			t.Errorf("%s unread: problems %v, want %v", kind, k.Problems, before)
		}
	}
}

// forget makes a reading one in which a kind could not be read.
func forget(r *source.Reading, kind string) {
	r.Reads = slices.DeleteFunc(r.Reads, func(k schemas.RunRead) bool { return k.Resource == kind })
	r.Reads = append(r.Reads, schemas.RunRead{Resource: kind, State: schemas.ReadForbidden, Message: "not allowed"})
	resource, group, _ := strings.Cut(kind, ".")
	switch resource {
	case "scaledobjects":
		r.Facts.Scalers = nil
	case "horizontalpodautoscalers":
		r.Facts.Autoscalers = nil
	case "httproutes":
		r.Facts.Routes = nil
	}
	if kind == "services" {
		r.Facts.Services = nil
	}
	for i := len(r.Facts.Resources) - 1; i >= 0; i-- {
		if r.Facts.Resources[i].Group == group {
			r.Facts.Resources = slices.Delete(r.Facts.Resources, i, i+1)
		}
	}
}
