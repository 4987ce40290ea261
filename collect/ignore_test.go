package collect

// What is ignored is remembered as well as what counts: each test is a sequence of runs.

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// unwell is a workload that has been short of a pod since before noon; nothing but the run before knows since when
// its failure holds.
const unwell = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app: web}, creationTimestamp: "2026-11-01T00:00:00Z"}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "web:1"}]}}
status: {replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1}
---
apiVersion: v1
kind: Pod
metadata:
  name: web-5d4f-aaaaa
  namespace: shop
  creationTimestamp: "2026-11-20T11:00:00Z"
  labels: {app: web, pod-template-hash: 5d4f}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d4f, uid: u1, controller: true}]
spec: {containers: [{name: web, image: "web:1"}]}
status:
  phase: Running
  conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-11-20T11:00:10Z"}]
  containerStatuses:
  - {name: web, ready: true, started: true, restartCount: %d, image: "web:1", imageID: "", state: {running: {startedAt: "2026-11-23T11:59:00Z"}}, lastState: {terminated: {exitCode: 1, reason: Error, finishedAt: "%s"}}}
`

func restarted(times int, at time.Time) string {
	return fmt.Sprintf(unwell, times, at.UTC().Format(time.RFC3339))
}

func ignoring(entries ...schemas.IgnoreConfig) *schemas.Config {
	config := oneCluster()
	config.Rules.Ignore = entries
	return config
}

func onlySnapshot(t *testing.T, c *Collected) *schemas.Snapshot {
	t.Helper()
	all := snapshotsOf(t, c)
	if len(all) != 1 {
		t.Fatalf("%d snapshots", len(all))
	}
	return all[0]
}

func problem(s *schemas.Snapshot, rule string) schemas.Problem {
	for _, p := range s.Clusters[0].Problems {
		if p.Rule == rule {
			return p
		}
	}
	return schemas.Problem{}
}

// TestIgnoredProblemsKeepTheirAge follows a problem that only the run before can date: ignored for three runs, and
// then it counts again, as old as it is.
func TestIgnoredProblemsKeepTheirAge(t *testing.T) {
	everything := schemas.IgnoreConfig{Rule: "*", Reason: "moving", Until: "2026-11-24"}
	var past Past
	var first schemas.Problem
	for run := range 4 {
		now := noon.Add(time.Duration(run) * 5 * time.Hour)
		c := fakeRun(t, ignoring(everything), past, now, read(t, "eu", restarted(4+run, now.Add(-time.Minute))))
		s := onlySnapshot(t, c)
		p := problem(s, "restarting")
		if run == 0 {
			first = p
		}
		if p.Since.IsZero() || !p.Since.Equal(first.Since) {
			t.Errorf("run %d: restarting since %v, want %v", run, p.Since, first.Since)
		}
		row := schemas.Summarize(s, "")
		if ignored := run < 3; ignored != (p.Ignored != nil) || ignored != (s.Status == schemas.Healthy) || ignored != (row.Lead == nil) || ignored != (row.Ignored > 0) {
			t.Errorf("run %d at %v: %s, ignored %+v, row %+v", run, now, s.Status, p.Ignored, row)
		}
		past = remember(t, c)
	}
}

// TestIgnoringIsCalm wants the same bytes of a second run on the same state.
func TestIgnoringIsCalm(t *testing.T) {
	config := ignoring(schemas.IgnoreConfig{Rule: "*", Reason: "moving"})
	objects := restarted(4, noon.Add(-time.Minute))
	first := fakeRun(t, config, Past{}, noon, read(t, "eu", objects))
	second := fakeRun(t, config, remember(t, first), noon.Add(time.Minute), read(t, "eu", objects))
	if diff := cmp.Diff(onlySnapshot(t, first), onlySnapshot(t, second)); diff != "" {
		t.Error(diff)
	}
}

func TestIgnoreNotes(t *testing.T) {
	config := ignoring(
		schemas.IgnoreConfig{Rule: "at-max", Reason: "moving"},
		schemas.IgnoreConfig{Rule: "at-max", Reason: "moving", Until: "2026-10-01"},
	)
	c := fakeRun(t, config, Past{}, noon, read(t, "eu", twoPods), unreached("us"))
	c.services[0].shares["eu"].Services[0].Ignore = "no-endpoint: x"
	want := []string{
		"rules.ignore[1] ended on 2026-10-01: delete it, or give it a new date",
		`eu: Service/shop/web: plimsoll/ignore: "no-endpoint: x" names no rule that there is: no-endpoint`,
	}
	got := c.ignoreNotes()
	if len(got) != 2 || got[0] != want[0] || got[1][:len(want[1])] != want[1] {
		t.Errorf("%q", got)
	}
	c.services = append(c.services, c.services[0]) // a Service of two services
	if again := c.ignoreNotes(); !slices.Equal(again, got) {
		t.Errorf("said twice: %q", again)
	}
}

// TestIgnoredFinding wants a finding ignored in the snapshot, and its cluster left aside.
func TestIgnoredFinding(t *testing.T) {
	config := ignoring(schemas.IgnoreConfig{Rule: "absent", Cluster: "us", Service: "web", Reason: "not yet"})
	config.Clusters = append(config.Clusters, schemas.ClusterConfig{Name: "us"})
	config.Services = schemas.ServicesConfig{Define: []schemas.ServiceConfig{{Name: "web", Selector: "app=web", Clusters: []string{"eu", "us"}}}}
	nothing := "apiVersion: v1\nkind: PodList\nitems: []\n"
	s := onlySnapshot(t, fakeRun(t, config, Past{}, noon, read(t, "eu", twoPods), read(t, "us", nothing)))
	if len(s.Findings) != 1 || s.Findings[0].Ignored == nil || s.Status != schemas.Healthy {
		t.Errorf("%s with %+v", s.Status, s.Findings)
	}
}
