package e2e

// This file sees every rule fire on a real control plane. A scenario is a namespace with a service in it; all of them
// stand in one cluster and are read by the same few runs, some minutes apart by the clock that the runs are given.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

// scenario is one rule made to fire.
type scenario struct {
	rule string
	name string // where a rule has more than one scenario; the namespace is rule and name
	by   origin
	how  string // in a few words, for the table in README.md

	setup   string // objects of the whole cluster
	objects string // of the scenario's namespace
	play    func(context.Context, *stage) error
	until   func(context.Context, *stage) error // what the controllers do by themselves
	later   time.Duration                       // how long after that the run is
	want    []expected
}

// origin is who brought a state about.
type origin string

const (
	controllers origin = "controllers"    // Kubernetes' own: nothing was written but what a person applies
	patched     origin = "patched status" // what only a kubelet, a driver or an operator could have said
)

// expected is a problem as far as a scenario is about it.
type expected struct {
	rule     string // empty: the scenario's own
	severity string
	object   string // without its namespace: "Deployment/checkout"
	says     string // is part of the message
	causedBy string // a rule
}

func (s scenario) namespace() string { return strings.Trim(s.rule+"-"+s.name, "-") }

// stage is a scenario on its cluster.
type stage struct {
	*controlplane.Cluster
	scenario
	namespace string
}

// kubeletsOwn is the image of pods that kwok leaves alone: scenarios say what becomes of them.
const kubeletsOwn = "registry.shop.example/played:1.0.0"

func scenarios() []scenario {
	return slices.Concat(podScenarios(), workloadScenarios(), batchScenarios(), autoscalingScenarios(),
		networkScenarios(), storageScenarios(), limitScenarios(), customScenarios())
}

// TestRules sets all scenarios up at once, because controllers take seconds for each, and then lets them be read.
func TestRules(t *testing.T) {
	c := rulesCluster(t)
	stages := setUp(t, c)
	now := time.Now()
	runs := map[time.Duration]string{}
	for _, s := range stages {
		if _, ok := runs[s.later]; !ok {
			runs[s.later] = t.TempDir()
			plimsollAt(t, now.Add(s.later), 0, "run", "-o", runs[s.later], "-c", discovering(t, c))
		}
		t.Run(s.namespace, func(t *testing.T) { s.check(t, runs[s.later]) })
	}
	for later, out := range runs {
		if problems := problemsOf(t, out, "calm", "calm"); len(problems) > 0 {
			t.Errorf("%s later, something is said of a service that is all right: %+v", later, problems)
		}
	}
}

func rulesCluster(t *testing.T) *controlplane.Cluster {
	t.Helper()
	tools, err := controlplane.Tools(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	size := map[corev1.ResourceName]string{"cpu": "16", "memory": "64Gi", "pods": "200"}
	c, err := controlplane.Start(t.Context(), tools, t.TempDir(), controlplane.Options{
		Name: "rules", Scheduler: true, Held: []string{kubeletsOwn},
		Nodes: []controlplane.Node{{Name: "node-1", Capacity: size}, {Name: "node-2", Capacity: size}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(c.Logs())
		}
		c.Stop()
	})
	return c
}

func setUp(t *testing.T, c *controlplane.Cluster) []*stage {
	t.Helper()
	var stages []*stage
	if err := c.Define(t.Context(), customKinds()...); err != nil {
		t.Fatal(err)
	}
	begin := func(s scenario) *stage {
		st := &stage{c, s, s.namespace()}
		err := c.CreateNamespace(t.Context(), st.namespace)
		if err == nil && s.setup != "" {
			err = c.Apply(t.Context(), s.setup)
		}
		if err == nil {
			err = c.ApplyIn(t.Context(), st.namespace, strings.ReplaceAll(s.objects, "NAMESPACE", st.namespace))
		}
		if err != nil {
			t.Fatalf("%s: %v", st.namespace, err)
		}
		return st
	}
	calm := begin(calmScenario())
	for _, s := range scenarios() {
		stages = append(stages, begin(s))
	}
	for _, s := range append(slices.Clone(stages), calm) {
		for _, step := range []func(context.Context, *stage) error{s.play, s.until} {
			if step == nil {
				continue
			}
			if err := step(t.Context(), s); err != nil {
				t.Fatalf("%s: %v", s.namespace, err)
			}
		}
	}
	return stages
}

// discovering writes a configuration that makes a service of every label app.
func discovering(t *testing.T, clusters ...*controlplane.Cluster) string {
	t.Helper()
	text := "apiVersion: plimsoll/v1\nclusters:\n"
	for _, c := range clusters {
		text += fmt.Sprintf("- {name: %s, context: %s, kubeconfig: %s}\n", c.Name, c.Name, contexts(t, c.Admin()))
	}
	path := filepath.Join(t.TempDir(), "plimsoll.yaml")
	if err := os.WriteFile(path, []byte(text+"services: {discover: [app]}\nresources: [queues.shop.example/v1/brokers]\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// problemsOf are the problems of a discovered service, findings first.
func problemsOf(t *testing.T, out, namespace, app string) []problem {
	t.Helper()
	s := readSnapshot(t, out, "data/services", namespace, app+".json")
	all := s.Findings
	for _, c := range s.Clusters {
		all = append(all, c.Problems...)
	}
	return all
}

// check holds what a run found against what the scenario expects. The service is called after its namespace's rule.
func (s *stage) check(t *testing.T, out string) {
	t.Helper()
	got := problemsOf(t, out, s.namespace, "web")
	for _, w := range s.want {
		w.rule = cmp.Or(w.rule, s.rule)
		wantProblem(t, s.namespace, w, got)
	}
}

// wantProblem demands a problem among those of a namespace.
func wantProblem(t *testing.T, namespace string, want expected, among []problem) {
	t.Helper()
	if !slices.ContainsFunc(among, func(p problem) bool { return want.is(p, namespace) }) {
		t.Errorf("missing %+v among\n%s", want, listed(among))
	}
}

func (w expected) is(p problem, namespace string) bool {
	object := w.object
	if kind, name, ok := strings.Cut(object, "/"); ok {
		object = kind + "/" + namespace + "/" + name
	}
	cause, _, _ := strings.Cut(p.CausedBy, " ")
	return p.Rule == w.rule && (object == "" || p.Object == object) && cause == w.causedBy &&
		(w.severity == "" || p.Severity == w.severity) && strings.Contains(p.Message, w.says)
}

func listed(problems []problem) string {
	var lines []string
	for _, p := range problems {
		lines = append(lines, fmt.Sprintf("%+v", p))
	}
	return strings.Join(lines, "\n")
}

// calmScenario is a service of everything that Kubernetes runs, and nothing wrong with it.
func calmScenario() scenario {
	return scenario{rule: "calm", objects: deployment("calm", 2) + `---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: calm-db, labels: {app: calm}}
spec: {replicas: 2, serviceName: calm, selector: {matchLabels: {app: calm, part: db}}, template: {metadata: {labels: {app: calm, part: db}}, spec: {containers: [{name: db, image: registry.shop.example/db:1.0.0}]}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: calm-yearly, labels: {app: calm}}
spec: {schedule: "0 0 1 1 *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: job, image: registry.shop.example/job:1.0.0}]}}}}}
---
apiVersion: v1
kind: Service
metadata: {name: calm}
spec: {selector: {app: calm}, ports: [{port: 80}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: calm}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: calm, part: web}}}
`, until: func(ctx context.Context, s *stage) error {
		return errors.Join(s.RolledOut(ctx, s.namespace, "calm"), s.readyPods(ctx, 4))
	}}
}
