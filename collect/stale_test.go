package collect

// What could not be read keeps its last known state: each test is a sequence of runs.

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const twoPods = `
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: shop, labels: {app: web}}
spec: {containers: [{name: c, image: "c:1"}]}
status: {phase: Running, conditions: [{type: Ready, status: "True"}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {selector: {app: web}, ports: [{port: 80}]}
`

// fakeRun collects from readings that a test makes up, as Collect does from those of clusters.
func fakeRun(t *testing.T, config *schemas.Config, past Past, now time.Time, readings ...*source.Reading) *Collected {
	t.Helper()
	roster, err := compile(config)
	if err != nil {
		t.Fatal(err)
	}
	c := &Collected{options: Options{Config: config, Now: now, Past: past}, roster: roster, readings: readings, Now: now}
	claimer := c.giveOut()
	c.services = c.choose(claimer)
	c.Run = c.account()
	return c
}

// remember makes the past of what was collected, as site keeps it.
func remember(t *testing.T, c *Collected) Past {
	t.Helper()
	kept := map[string]*schemas.Snapshot{}
	index := &schemas.Index{Clusters: c.Clusters}
	for _, s := range snapshotsOf(t, c) {
		kept[s.Service.ID] = s
		index.Services = append(index.Services, schemas.Summarize(s, ""))
	}
	run := c.Run
	return Past{Index: index, Run: &run, Snapshot: func(id string) (*schemas.Snapshot, error) { return kept[id], nil }}
}

func read(t *testing.T, cluster, objects string) *source.Reading {
	t.Helper()
	dir := filepath.Join(t.TempDir(), cluster)
	writeFile(t, filepath.Join(dir, "objects.yaml"), []byte(objects))
	return source.Read(context.Background(), schemas.ClusterConfig{Name: cluster, Dump: dir}, facts.Kinds(), func(source.Progress) {})
}

func unreached(cluster string) *source.Reading {
	return &source.Reading{Name: cluster, Facts: &facts.Cluster{}, State: schemas.ReadUnreachable, Message: "connection refused"}
}

func oneCluster() *schemas.Config {
	return &schemas.Config{
		Clusters: []schemas.ClusterConfig{{Name: "eu"}},
		Services: schemas.ServicesConfig{Discover: []string{"app"}},
	}
}

func TestUnreachableClusterKeepsItsState(t *testing.T) {
	config := oneCluster()
	first := fakeRun(t, config, Past{}, noon, read(t, "eu", twoPods))
	second := fakeRun(t, config, remember(t, first), noon.Add(time.Hour), unreached("eu"))
	third := fakeRun(t, config, remember(t, second), noon.Add(2*time.Hour), unreached("eu"))
	for name, c := range map[string]*Collected{"second": second, "third": third} {
		s := snapshotsOf(t, c)
		if len(s) != 1 || len(s[0].Clusters) != 1 {
			t.Fatalf("%s run: want the service in its cluster, got %d snapshots", name, len(s))
		}
		k := s[0].Clusters[0]
		if !k.Stale || !k.AsOf.Equal(noon) || len(k.Workloads) != 1 || k.Status != schemas.Healthy {
			t.Errorf("%s run: stale %v as of %v with %d workloads, %s; want stale as of noon with 1, healthy", name, k.Stale, k.AsOf, len(k.Workloads), k.Status)
		}
		if len(k.Reads) != 1 || k.Reads[0].State != schemas.ReadUnreachable || k.Reads[0].Message != "connection refused" {
			t.Errorf("%s run: reads %v", name, k.Reads)
		}
		if c.Gone("shop/web") {
			t.Errorf("%s run: a failed read must not say that the service is gone", name)
		}
	}
	back := snapshotsOf(t, fakeRun(t, config, remember(t, third), noon.Add(3*time.Hour), read(t, "eu", twoPods)))
	if k := back[0].Clusters[0]; k.Stale || !k.AsOf.IsZero() || len(k.Reads) != 0 {
		t.Errorf("the cluster came back, but is still stale as of %v with reads %v", k.AsOf, k.Reads)
	}
}

func TestServiceIsGoneOnlyWhenItsClusterWasRead(t *testing.T) {
	config := oneCluster()
	past := remember(t, fakeRun(t, config, Past{}, noon, read(t, "eu", twoPods)))
	empty := fakeRun(t, config, past, noon, read(t, "eu", "apiVersion: v1\nkind: PodList\nitems: []\n"))
	if n := len(snapshotsOf(t, empty)); n != 0 {
		t.Errorf("%d snapshots of a service that is gone", n)
	}
	if !empty.Gone("shop/web") {
		t.Error("its only cluster was read and holds nothing: it is gone")
	}
}

func TestServiceThatLeftAClusterIsAbsentThere(t *testing.T) {
	config := oneCluster()
	config.Clusters = append(config.Clusters, schemas.ClusterConfig{Name: "us"})
	past := remember(t, fakeRun(t, config, Past{}, noon, read(t, "eu", twoPods), read(t, "us", twoPods)))
	nothing := "apiVersion: v1\nkind: PodList\nitems: []\n"
	for day, want := range []int{1, 1, 1, 1, 1, 1, 1, 1, 0} {
		c := fakeRun(t, config, past, noon.Add(time.Duration(day)*24*time.Hour), read(t, "eu", twoPods), read(t, "us", nothing))
		s := snapshotsOf(t, c)
		if len(s) != 1 || len(s[0].Clusters) != 1+want || len(s[0].Findings) != want {
			t.Fatalf("day %d: want %d cluster of absence and as many findings, got %d clusters and %v", day, want, len(s[0].Clusters)-1, s[0].Findings)
		}
		past = remember(t, c)
	}
}

func TestUnreadKindKeepsItsObjects(t *testing.T) {
	config := oneCluster()
	past := remember(t, fakeRun(t, config, Past{}, noon, read(t, "eu", twoPods)))
	for _, kind := range []string{"pods", "services"} {
		r := read(t, "eu", twoPods)
		r.Reads = slices.DeleteFunc(r.Reads, func(k schemas.RunRead) bool { return k.Resource == kind })
		r.Reads = append(r.Reads, schemas.RunRead{Resource: kind, State: schemas.ReadTimeout, Message: "took too long"})
		if kind == "pods" {
			r.Facts.Pods = nil
		} else {
			r.Facts.Services = nil
		}
		s := snapshotsOf(t, fakeRun(t, config, past, noon.Add(time.Hour), r))
		if len(s) != 1 {
			t.Fatalf("%s unread: %d snapshots", kind, len(s))
		}
		k := s[0].Clusters[0]
		if len(k.Workloads) != 1 || len(k.Workloads[0].Pods) != 1 || len(k.Network) != 1 {
			t.Errorf("%s unread: %d workloads, %d network; want what was last known", kind, len(k.Workloads), len(k.Network))
		}
		if k.Stale || len(k.Reads) != 1 || !k.Reads[0].AsOf.Equal(noon) || k.Status != schemas.Healthy {
			t.Errorf("%s unread: stale %v, %s, reads %+v; want a fresh healthy cluster and %s as of noon", kind, k.Stale, k.Status, k.Reads, kind)
		}
	}
}

// TestUnreadQuotaKeepsItsLines: a quota is as many lines as it limits resources, and each of them is kept.
func TestUnreadQuotaKeepsItsLines(t *testing.T) {
	config := oneCluster()
	objects := twoPods + `---
apiVersion: v1
kind: ResourceQuota
metadata: {name: compute, namespace: shop}
status: {hard: {pods: "10", requests.cpu: "4"}, used: {pods: "1", requests.cpu: "1"}}
`
	past := remember(t, fakeRun(t, config, Past{}, noon, read(t, "eu", objects)))
	r := read(t, "eu", twoPods)
	r.Reads = append(slices.DeleteFunc(r.Reads, func(k schemas.RunRead) bool { return k.Resource == "resourcequotas" }),
		schemas.RunRead{Resource: "resourcequotas", State: schemas.ReadTimeout, Message: "took too long"})
	kept := snapshotsOf(t, fakeRun(t, config, past, noon.Add(time.Hour), r))[0].Clusters[0].Quotas
	if len(kept) != 2 || kept[0].Resource != "pods" || kept[1].Resource != "requests.cpu" {
		t.Errorf("kept %+v, want both lines of the quota", kept)
	}
}

// TestNeverReadKindHasNoDate is the second run of a token that may not list pods: that nothing is known of them since
// the first run is not a state as of then.
func TestNeverReadKindHasNoDate(t *testing.T) {
	config := oneCluster()
	reading := func() *source.Reading {
		r := read(t, "eu", `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: "c:1"}]}}}
`)
		r.Reads = slices.DeleteFunc(r.Reads, func(k schemas.RunRead) bool { return k.Resource == "pods" })
		r.Reads = append(r.Reads, schemas.RunRead{Resource: "pods", State: schemas.ReadForbidden, Message: "ask for list pods"})
		return r
	}
	first := fakeRun(t, config, Past{}, noon, reading())
	again := fakeRun(t, config, remember(t, first), noon.Add(time.Hour), reading())
	if diff := cmp.Diff(snapshotsOf(t, first)[0].Clusters, snapshotsOf(t, again)[0].Clusters); diff != "" {
		t.Errorf("the second run on the same state says another thing:\n%s", diff)
	}
}

func TestNeverReadExpectedClusterIsUnknown(t *testing.T) {
	config := oneCluster()
	config.Services = schemas.ServicesConfig{Define: []schemas.ServiceConfig{{Name: "web", Selector: "app=web", Clusters: []string{"eu"}}}}
	s := snapshotsOf(t, fakeRun(t, config, Past{}, noon, unreached("eu")))
	if len(s) != 1 || len(s[0].Clusters) != 1 || s[0].Clusters[0].Status != schemas.Unknown || s[0].Status != schemas.Unknown {
		t.Errorf("want the service unknown in its one cluster, got %+v", s)
	}
}

// Nothing is known of a cluster that has never answered, so that nothing of it can be stale, at any run.
func TestNeverReadClusterDoesNotBecomeStale(t *testing.T) {
	config := oneCluster()
	config.Services = schemas.ServicesConfig{Define: []schemas.ServiceConfig{{Name: "web", Selector: "app=web", Clusters: []string{"eu"}}}}
	first := fakeRun(t, config, Past{}, noon, unreached("eu"))
	second := fakeRun(t, config, remember(t, first), noon.Add(time.Hour), unreached("eu"))
	if diff := cmp.Diff(snapshotsOf(t, first), snapshotsOf(t, second)); diff != "" {
		t.Errorf("the second run says otherwise (-first +second):\n%s", diff)
	}
}

func TestNarrowedRunKeepsTheRest(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "eu", "o.yaml"), []byte(twoPods))
	writeFile(t, filepath.Join(dir, "us", "o.yaml"), []byte(twoPods))
	writeFile(t, filepath.Join(dir, "plimsoll.yaml"), []byte(`
apiVersion: plimsoll/v1
clusters: [{name: eu, dump: eu}, {name: us, dump: us}]
`))
	past := remember(t, collectFrom(t, dir, Past{}))
	if err := os.WriteFile(filepath.Join(dir, "us", "o.yaml"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	config, err := schemas.LoadConfig(filepath.Join(dir, "plimsoll.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	c, err := Collect(context.Background(), Options{Config: config, Now: noon, Past: past, Clusters: []string{"eu"}})
	if err != nil {
		t.Fatal(err)
	}
	s := snapshotsOf(t, c)
	if len(s) != 1 || len(s[0].Clusters) != 2 || len(s[0].Clusters[1].Workloads) != 1 {
		t.Errorf("us was not asked for: it must keep its state, got %+v", s)
	}
	if len(c.Clusters) != 2 || len(c.Run.Clusters) != 2 || c.Gone("shop/web") {
		t.Errorf("index and run must keep the cluster that was not asked: %d, %d", len(c.Clusters), len(c.Run.Clusters))
	}
}

func TestCalmServiceNeedsNoPast(t *testing.T) {
	config := oneCluster()
	first := fakeRun(t, config, Past{}, noon, read(t, "eu", twoPods))
	past := remember(t, first)
	past.Snapshot = func(id string) (*schemas.Snapshot, error) {
		t.Errorf("nothing was or is to be said of %s, and yet its past was opened", id)
		return nil, nil
	}
	again := snapshotsOf(t, fakeRun(t, config, past, noon.Add(time.Hour), read(t, "eu", twoPods)))
	if diff := cmp.Diff(snapshotsOf(t, first), again); diff != "" {
		t.Errorf("the second run on the same state says another thing:\n%s", diff)
	}
}

// TestPodsThatAListLacksAreNoNews is a workload that counts all its pods ready, and a list that holds none of them: no
// run finds out anything that the first did not.
func TestPodsThatAListLacksAreNoNews(t *testing.T) {
	const web = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app: web}, generation: 1, creationTimestamp: "2026-11-03T02:00:00Z"}
spec: {replicas: 2, paused: true, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: "c:1"}]}}}
status: {observedGeneration: 1, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2}
---
apiVersion: v1
kind: PodList
items: []
`
	config := oneCluster()
	first := fakeRun(t, config, Past{}, noon, read(t, "eu", web))
	again := fakeRun(t, config, remember(t, first), noon.Add(time.Hour), read(t, "eu", web))
	if diff := cmp.Diff(snapshotsOf(t, first), snapshotsOf(t, again)); diff != "" {
		t.Errorf("the second run on the same state says another thing:\n%s", diff)
	}
}
