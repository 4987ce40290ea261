package collect

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestAmountsAsKubectlTopWritesThem(t *testing.T) {
	for cores, want := range map[float64]string{
		0: "0m", 0.00004: "1m", 0.001: "1m", 0.2504: "251m", 1: "1000m", 12.345: "12345m", 0.1 + 0.2: "300m", 1 << 20: "1048576000m",
	} {
		if got := coresText(cores); got != want {
			t.Errorf("%v cores are %s, want %s", cores, got, want)
		}
	}
	const ki, mi, gi = 1 << 10, 1 << 20, 1 << 30
	for bytes, want := range map[float64]string{
		0: "0Mi", 1: "1Mi", 512 * ki: "1Mi", 180.4 * mi: "180Mi", 1023.6 * mi: "1024Mi", 2.5 * gi: "2560Mi",
	} {
		if got := bytesText(bytes); got != want {
			t.Errorf("%v bytes are %s, want %s", bytes, got, want)
		}
	}
}

// usageYAML is a service of two pods with a sidecar, a Job, and samples of them: one pod has lost its sidecar's
// sample, one sample is of a pod that is gone, one of a pod before the one that has its name, and one of a container
// that has been restarted since.
const usageYAML = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}}}
---
apiVersion: v1
kind: Pod
metadata: {name: web-5d9f8b6c54-aaaaa, namespace: shop, creationTimestamp: "2026-11-23T01:00:00Z", labels: {app: web, pod-template-hash: 5d9f8b6c54}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d9f8b6c54, controller: true}]}
spec: {containers: [{name: app}, {name: proxy}]}
status: {containerStatuses: [{name: app, state: {running: {startedAt: "2026-11-23T01:00:05Z"}}}, {name: proxy, state: {running: {startedAt: "2026-11-23T01:00:05Z"}}}]}
---
apiVersion: v1
kind: Pod
metadata: {name: web-5d9f8b6c54-bbbbb, namespace: shop, creationTimestamp: "2026-11-23T01:00:00Z", labels: {app: web, pod-template-hash: 5d9f8b6c54}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d9f8b6c54, controller: true}]}
spec: {containers: [{name: app}, {name: proxy}]}
status: {containerStatuses: [{name: app, state: {running: {startedAt: "2026-11-23T01:00:05Z"}}}, {name: proxy, state: {waiting: {reason: CrashLoopBackOff}}}]}
---
apiVersion: v1
kind: Pod
metadata: {name: db-0, namespace: shop, creationTimestamp: "2026-11-23T02:09:55Z", labels: {app: db}}
spec: {containers: [{name: db}]}
---
apiVersion: v1
kind: Pod
metadata: {name: queue-0, namespace: shop, creationTimestamp: "2026-11-23T01:00:00Z", labels: {app: queue}}
spec: {containers: [{name: queue}, {name: exporter}]}
status: {containerStatuses: [{name: queue, state: {running: {startedAt: "2026-11-23T02:09:50Z"}}}, {name: exporter, state: {running: {startedAt: "2026-11-23T01:00:05Z"}}}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: export, namespace: shop, labels: {app: web}}
---
apiVersion: v1
kind: Pod
metadata: {name: export-x, namespace: shop, creationTimestamp: "2026-11-23T01:00:00Z", ownerReferences: [{apiVersion: batch/v1, kind: Job, name: export, controller: true}]}
spec: {containers: [{name: export}]}
`

const usageSamples = `{"kind": "PodMetricsList", "apiVersion": "metrics.k8s.io/v1beta1", "items": [
{"metadata": {"name": "web-5d9f8b6c54-bbbbb", "namespace": "shop"}, "timestamp": "2026-11-23T02:09:40Z", "containers": [{"name": "app", "usage": {"cpu": "120m", "memory": "300Mi"}}, {"name": "proxy", "usage": {"cpu": "9", "memory": "9Gi"}}]},
{"metadata": {"name": "web-5d9f8b6c54-aaaaa", "namespace": "shop"}, "timestamp": "2026-11-23T02:09:40Z", "containers": [{"name": "proxy", "usage": {"cpu": "3m", "memory": "20Mi"}}, {"name": "app", "usage": {"cpu": "180m", "memory": "200Mi"}}]},
{"metadata": {"name": "web-5d9f8b6c54-ccccc", "namespace": "shop"}, "timestamp": "2026-11-23T02:09:40Z", "containers": [{"name": "app", "usage": {"cpu": "9", "memory": "9Gi"}}]},
{"metadata": {"name": "db-0", "namespace": "shop"}, "timestamp": "2026-11-23T02:09:40Z", "containers": [{"name": "db", "usage": {"cpu": "9", "memory": "9Gi"}}]},
{"metadata": {"name": "queue-0", "namespace": "shop"}, "timestamp": "2026-11-23T02:09:40Z", "containers": [{"name": "queue", "usage": {"cpu": "9", "memory": "9Gi"}}, {"name": "exporter", "usage": {"cpu": "1m", "memory": "8Mi"}}]},
{"metadata": {"name": "export-x", "namespace": "shop"}, "containers": [{"name": "export", "usage": {"cpu": "1500m", "memory": "1Gi"}}]},
{"metadata": {"name": "web-5d9f8b6c54-aaaaa", "namespace": "pay"}, "timestamp": "2026-11-23T02:09:40Z", "containers": [{"name": "app", "usage": {"cpu": "9", "memory": "9Gi"}}]}
]}`

func TestUsageComesToItsWorkloads(t *testing.T) {
	c := collected(t, "metrics: true\n", map[string]string{"objects.yaml": usageYAML, "podmetrics.json": usageSamples})
	want := []schemas.Usage{
		{Service: "shop/queue", Cluster: "eu", Workload: "Pod/shop/queue-0", Container: "exporter", Pods: 1, CPU: "1m", Memory: "8Mi", CPUAll: "1m", MemoryAll: "8Mi"},
		{Service: "shop/web", Cluster: "eu", Workload: "Deployment/shop/web", Container: "app", Pods: 2, CPU: "180m", Memory: "300Mi", CPUAll: "300m", MemoryAll: "500Mi"},
		{Service: "shop/web", Cluster: "eu", Workload: "Deployment/shop/web", Container: "proxy", Pods: 1, CPU: "3m", Memory: "20Mi", CPUAll: "3m", MemoryAll: "20Mi"},
		{Service: "shop/web", Cluster: "eu", Workload: "Job/shop/export", Container: "export", Pods: 1, CPU: "1500m", Memory: "1024Mi", CPUAll: "1500m", MemoryAll: "1024Mi"},
	}
	if diff := cmp.Diff(want, c.Run.Usage); diff != "" {
		t.Error(diff)
	}
}

// TestUsageChangesNothingElse reads the same cluster with usage, without, with what is no usage, and with a broken file
// of it: whatever is judged or kept is the same.
func TestUsageChangesNothingElse(t *testing.T) {
	dump := func(samples string) map[string]string {
		return map[string]string{"objects.yaml": usageYAML, "podmetrics.json": samples}
	}
	without := collected(t, "", map[string]string{"objects.yaml": usageYAML})
	for name, test := range map[string]struct {
		files map[string]string
		state schemas.ReadState
		says  string
	}{
		"usage":            {dump(usageSamples), schemas.ReadOK, ""},
		"none":             {map[string]string{"objects.yaml": usageYAML}, schemas.ReadNotServed, "not in this dump"},
		"a torn file":      {dump(usageSamples[:400]), schemas.ReadFailed, "podmetrics.json"},
		"an empty file":    {dump(""), schemas.ReadFailed, "podmetrics.json: is empty"},
		"another version":  {dump(strings.ReplaceAll(usageSamples, "v1beta1", "v9")), schemas.ReadFailed, "metrics.k8s.io/v9 only"},
		"no quantities":    {dump(strings.ReplaceAll(usageSamples, "Mi", "much")), schemas.ReadFailed, "podmetrics.json:"},
		"many that are no": {dump(strings.Replace(usageSamples, "[", "["+strings.Repeat(`{"metadata": {"name": "x"}, "containers": 7},`, 60), 1)), schemas.ReadFailed, "containers is a number"},
	} {
		t.Run(name, func(t *testing.T) {
			c := collected(t, "metrics: true\n", test.files)
			if diff := cmp.Diff(snapshotsOf(t, without), snapshotsOf(t, c)); diff != "" {
				t.Error(diff)
			}
			rest := c.Clusters[0]
			rest.Skipped = without.Clusters[0].Skipped // samples of another version are told
			if diff := cmp.Diff(without.Clusters[0], rest); diff != "" {
				t.Error(diff)
			}
			if !c.Complete() {
				t.Error("what was read of everything else is not taken for complete")
			}
			reads := c.Run.Clusters[0].Reads
			if last := reads[len(reads)-1]; last.Resource != "pods.metrics.k8s.io" || last.State != test.state || !strings.Contains(last.Message, test.says) {
				t.Errorf("the last read is %+v", last)
			}
		})
	}
}

// collected collects one dump under a configuration.
func collected(t *testing.T, config string, files map[string]string) *Collected {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		writeFile(t, dir+"/"+name, []byte(text))
	}
	writeFile(t, dir+"/asOf.txt", []byte("2026-11-23T02:10:00Z"))
	c, err := Collect(t.Context(), Options{
		Config:   written(t, "clusters: [{name: eu, dump: "+dir+"}]\n"+config),
		Progress: func(source.Progress) {},
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
