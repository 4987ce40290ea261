package main

// This file makes up fleets and what happens to them, and holds merge against collecting at once, round after round.

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// madeUp is a fleet of three clusters in two environments, about which chance decides.
type madeUp struct {
	*rand.Rand
	dir      string
	at       time.Time
	services map[string]map[string]*madeUpService // by cluster and name
	broken   map[string]bool                      // clusters that cannot be read now
	rules    string
}

type madeUpService struct {
	image          string
	replicas, well int
	scaled         bool // by an autoscaler, with replicas as its maximum
	alone          bool // no workload, only a Service: a service of nothing that runs
}

var madeUpClusters = []string{"eu", "us", "ap"}

func TestMadeUpFleetsMerge(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			f := newFleet(t, seed)
			once, merged := filepath.Join(f.dir, "once"), filepath.Join(f.dir, "merged")
			parts := [][][]string{{{"eu", "us"}, {"ap"}}, {{"eu"}, {"us", "ap"}}, {{"us"}, {"ap", "eu"}}}[f.IntN(3)]
			for round := range 6 {
				f.happen(parts)
				f.write(t)
				plimsollRun(t, wellOrPartly, "collect", "-c", f.config(t, madeUpClusters), "-o", once)
				args := []string{"merge", "-c", f.config(t, madeUpClusters), "-o", merged}
				for i, clusters := range parts {
					part := filepath.Join(f.dir, fmt.Sprint(i))
					plimsollRun(t, wellOrPartly, "collect", "-c", f.config(t, clusters), "-o", part)
					args = append(args, part)
				}
				plimsollRun(t, wellOrPartly, args...)
				t.Logf("round %d: unread: %v", round, f.broken)
				sameData(t, once, merged)
			}
		})
	}
}

// TestMadeUpFleetsMergeFromFreshFolders is a CI matrix: a job a cluster, each in an empty folder, and none arrives of a
// cluster that cannot be read. A job without a past does not know since when pods are missing, but which services are
// where, and what is stale, is the same.
func TestMadeUpFleetsMergeFromFreshFolders(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			f := newFleet(t, seed)
			once, merged := filepath.Join(f.dir, "once"), filepath.Join(f.dir, "merged")
			for round := range 6 {
				f.happen([][]string{madeUpClusters})
				f.write(t)
				config := f.config(t, madeUpClusters)
				plimsollRun(t, wellOrPartly, "collect", "-c", config, "-o", once)
				args := []string{"merge", "-c", config, "-o", merged}
				for _, k := range madeUpClusters {
					part := filepath.Join(f.dir, fmt.Sprint(round), k)
					plimsollRun(t, []int{exitDone, exitFailed}, "collect", "-c", config, "--cluster", k, "-o", part)
					args = append(args, part)
				}
				plimsollRun(t, wellOrPartly, args...)
				if diff := cmp.Diff(placesIn(t, once), placesIn(t, merged)); diff != "" {
					t.Fatalf("round %d, unread %v: -at once +merged:\n%s", round, f.broken, diff)
				}
			}
		})
	}
}

// placesIn is where each service is, gone or stale.
func placesIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "data", "index.json"))
	if err != nil {
		t.Fatal(err)
	}
	index, err := schemas.DecodeIndex(b)
	if err != nil {
		t.Fatal(err)
	}
	places := map[string]string{}
	for _, s := range index.Services {
		for _, p := range s.Clusters {
			places[s.ID+" "+p.Name] = fmt.Sprint("missing ", p.Status == schemas.Missing, ", stale ", p.Stale)
		}
	}
	return places
}

func newFleet(t *testing.T, seed uint64) *madeUp {
	f := &madeUp{
		Rand: rand.New(rand.NewPCG(seed, 7)), dir: t.TempDir(), at: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC),
		services: map[string]map[string]*madeUpService{}, broken: map[string]bool{},
	}
	if f.IntN(2) == 0 {
		f.rules = "rules: {image-drift: {severity: warning}, ignore: [{rule: absent, service: second, reason: on purpose}, {rule: config-drift, reason: so it is}]}\n"
	}
	for _, k := range madeUpClusters {
		f.services[k] = map[string]*madeUpService{}
		for i := range 12 {
			if f.IntN(3) > 0 {
				f.services[k][fmt.Sprintf("s%d", i)] = f.service()
			}
		}
	}
	return f
}

func (f *madeUp) service() *madeUpService {
	replicas := 1 + f.IntN(4)
	return &madeUpService{
		image: fmt.Sprintf("web:%d", 1+f.IntN(2)), replicas: replicas, well: min(replicas, f.IntN(6)),
		scaled: f.IntN(3) == 0, alone: f.IntN(10) == 0,
	}
}

// happen lets time pass, and things come, go and change. One cluster of a part always answers: a part of which none
// does is not written.
func (f *madeUp) happen(parts [][]string) {
	f.at = f.at.Add(time.Duration(1+f.IntN(600)) * time.Minute)
	for _, k := range madeUpClusters {
		for range f.IntN(4) {
			name := fmt.Sprintf("s%d", f.IntN(13))
			if f.services[k][name] != nil && f.IntN(2) == 0 {
				delete(f.services[k], name)
			} else {
				f.services[k][name] = f.service()
			}
		}
	}
	clear(f.broken)
	for _, clusters := range parts {
		if len(clusters) > 1 && f.IntN(3) == 0 {
			f.broken[clusters[f.IntN(len(clusters))]] = true
		}
	}
}

func (f *madeUp) write(t *testing.T) {
	t.Helper()
	for _, k := range madeUpClusters {
		var b strings.Builder
		for _, name := range sortedNames(f.services[k]) {
			b.WriteString(f.services[k][name].objects(name))
		}
		content := b.String() + "---\n{apiVersion: v1, kind: PodList, items: []}\n"
		if f.broken[k] {
			content = "{"
		}
		writeFiles(t, filepath.Join(f.dir, k), map[string]string{"objects.yaml": content, "asOf.txt": f.at.Format(time.RFC3339)})
	}
}

// config names the clusters, and of what is defined and expected somewhere those that it names.
func (f *madeUp) config(t *testing.T, clusters []string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("apiVersion: plimsoll/v1\nclusters:\n")
	for _, k := range clusters {
		fmt.Fprintf(&b, "  - {name: %s, dump: %s, region: %s-1, environment: %s}\n", k, k, k, map[bool]string{true: "prod", false: "test"}[k != "ap"])
	}
	fmt.Fprintf(&b, "services:\n  discover: [app]\n  define:\n    - {name: first, owner: one, selector: app=s1, clusters: [%s]}\n    - {name: second, selector: app=s2}\n", strings.Join(clusters, ", "))
	b.WriteString(f.rules)
	name := filepath.Join(f.dir, strings.Join(clusters, "-")+".yaml")
	writeFiles(t, f.dir, map[string]string{filepath.Base(name): b.String()})
	return name
}

func (s *madeUpService) objects(name string) string {
	const service = `---
apiVersion: v1
kind: Service
metadata: {name: %[1]s, namespace: shop, labels: {app: %[1]s}}
spec: {selector: {app: %[1]s}, ports: [{port: 80}]}
`
	const deployment = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: %[1]s, namespace: shop, generation: 1, labels: {app: %[1]s}, creationTimestamp: "2026-11-01T00:00:00Z"}
spec: {replicas: %[3]d, selector: {matchLabels: {app: %[1]s}}, template: {metadata: {labels: {app: %[1]s}}, spec: {containers: [{name: app, image: "%[2]s"}]}}}
status: {observedGeneration: 1, replicas: %[3]d, readyReplicas: %[4]d, availableReplicas: %[4]d, updatedReplicas: %[3]d, conditions: [{type: Available, status: "True", lastTransitionTime: "2026-11-01T00:00:00Z"}]}
`
	const scaler = `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: %[1]s, namespace: shop, labels: {app: %[1]s}}
spec: {minReplicas: 1, maxReplicas: %[2]d, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %[1]s}}
status: {currentReplicas: %[2]d, desiredReplicas: %[2]d}
`
	text := fmt.Sprintf(service, name)
	if !s.alone {
		text += fmt.Sprintf(deployment, name, s.image, s.replicas, s.well)
	}
	if s.scaled {
		text += fmt.Sprintf(scaler, name, s.replicas)
	}
	return text
}

func sortedNames(m map[string]*madeUpService) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
