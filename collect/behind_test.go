package collect

// What another service has is not missing.

import (
	"strings"
	"testing"
)

const readyPod = `
apiVersion: v1
kind: Pod
metadata: {name: NAME, namespace: shop, labels: LABELS, creationTimestamp: "2026-11-03T02:00:00Z"}
spec: {nodeName: node-1, containers: [{name: c, image: "c:1"}]}
status:
  phase: Running
  conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-11-03T02:00:00Z"}]
  containerStatuses: [{name: c, image: "c:1", ready: true, state: {running: {startedAt: "2026-11-03T02:00:00Z"}}}]
---`

func aPod(name, labels string) string {
	return strings.NewReplacer("NAME", name, "LABELS", labels).Replace(readyPod)
}

// everyMaker are lists that hold nothing: that they were read is what counts.
const everyMaker = `
{apiVersion: apps/v1, kind: DeploymentList, items: []}
---
{apiVersion: apps/v1, kind: StatefulSetList, items: []}
---
{apiVersion: apps/v1, kind: DaemonSetList, items: []}
---
{apiVersion: batch/v1, kind: JobList, items: []}
---
{apiVersion: batch/v1, kind: CronJobList, items: []}
---
{apiVersion: argoproj.io/v1alpha1, kind: RolloutList, items: []}
---
{apiVersion: apps.openshift.io/v1, kind: DeploymentConfigList, items: []}
---`

const serviceOfWeb = `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app: web}, creationTimestamp: "2026-11-03T02:00:00Z"}
spec: {selector: {tier: front}, ports: [{port: 80}]}
---`

func TestPodsOfOthersStandBehindAService(t *testing.T) {
	for name, c := range map[string]struct{ objects, want string }{
		"nobody's":          {serviceOfWeb + aPod("a", "{app: web}") + aPod("b", "{tier: front}"), ""},
		"another service's": {serviceOfWeb + aPod("a", "{app: web}") + aPod("b", "{app: shop, tier: front}"), ""},
		"nothing":           {serviceOfWeb + aPod("a", "{app: web}"), "no-endpoints"},
	} {
		got := ""
		for _, s := range snapshotsOf(t, fakeRun(t, oneCluster(), Past{}, noon, read(t, "eu", everyMaker+c.objects))) {
			got += said(s.Clusters[0].Problems)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestAnIngressMaySendToAnotherService(t *testing.T) {
	const objects = `
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop, creationTimestamp: "2026-11-03T02:00:00Z"}
spec: {selector: {app: api}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop, labels: {app: web}, creationTimestamp: "2026-11-03T02:00:00Z"}
spec: {defaultBackend: {service: {name: SERVICE, port: {number: 80}}}}
status: {loadBalancer: {ingress: [{ip: 203.0.113.7}]}}
---`
	for service, want := range map[string]string{"api": "", "gone": "route-broken"} {
		got := ""
		all := strings.ReplaceAll(objects, "SERVICE", service) + aPod("a", "{app: web}") + aPod("b", "{app: api}")
		for _, s := range snapshotsOf(t, fakeRun(t, oneCluster(), Past{}, noon, read(t, "eu", all))) {
			got += said(s.Clusters[0].Problems)
		}
		if got != want {
			t.Errorf("to %s: %q, want %q", service, got, want)
		}
	}
}
