package collect

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// readFiles reads a dump as a run with that configuration does.
func readFiles(t *testing.T, config *schemas.Config, files map[string]string) *source.Reading {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		writeFile(t, filepath.Join(dir, name), []byte(text))
	}
	cluster := schemas.ClusterConfig{Name: "eu", Dump: dir}
	return source.Read(context.Background(), cluster, kindsOf(Options{Config: config}, "eu"), func(source.Progress) {})
}

func TestKindsThatCannotBeLeftOut(t *testing.T) {
	for text, want := range map[string]string{
		"skip: [resourcequotas, httproutes.gateway.networking.k8s.io]": "",
		"skip: [pods]":                      "plimsoll.yaml:4: skip[0]: pods cannot be left out: without them nothing can be said of a service",
		"skip: [events, statefulsets.apps]": "plimsoll.yaml:4: skip[1]: statefulsets.apps cannot be left out: without them nothing can be said of a service",
		"skip: [httproutes]":                `plimsoll.yaml:4: skip[0]: httproutes is no kind that is read, did you mean "httproutes.gateway.networking.k8s.io"?`,
		"skip: [resourcequota]":             `plimsoll.yaml:4: skip[0]: resourcequota is no kind that is read, did you mean "resourcequotas"?`,
		"skip: [configmaps.example.org]":    "plimsoll.yaml:4: skip[0]: configmaps.example.org is no kind that is read",
		"resources: [kafka.strimzi.io/v1/kafkas]\nskip: [kafkas.kafka.strimzi.io]": "plimsoll.yaml:4: resources[0]: kafkas.kafka.strimzi.io is left out by skip: take it out of one of them",
	} {
		path := filepath.Join(t.TempDir(), "plimsoll.yaml")
		writeFile(t, path, []byte("apiVersion: plimsoll/v1\nclusters:\n  - {name: eu, dump: .}\n"+text+"\n"))
		config, err := schemas.LoadConfig(path)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := Check(Options{Config: config}); err != nil {
			got = "plimsoll.yaml" + err.Error()[len(path):]
		}
		if got != want {
			t.Errorf("%s\ngot  %s\nwant %s", text, got, want)
		}
	}
}

const orphanedScaler = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {replicas: 1, selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: "c:1"}]}}}
status: {replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1}
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: other, namespace: shop, labels: {app: web}}
spec: {replicas: 0}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: scaler, namespace: shop, labels: {app: web}, creationTimestamp: "2026-11-20T00:00:00Z"}
spec: {minReplicas: 1, maxReplicas: 9, scaleTargetRef: {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: gone}}
status: {currentReplicas: 1, desiredReplicas: 1}
`

// Nothing is missing that nobody looked for: what is left out is no failure, and no absence either.
func TestWhatIsLeftOutIsNotMissing(t *testing.T) {
	rules := func(config *schemas.Config, objects string) []string {
		c := fakeRun(t, config, Past{}, noon, readFiles(t, config, map[string]string{"objects.yaml": objects}))
		s := snapshotsOf(t, c)[0]
		if !c.Complete() || len(s.Clusters[0].Reads) > 0 {
			t.Errorf("complete %v, reads %+v", c.Complete(), s.Clusters[0].Reads)
		}
		if want := config.Skip; !slices.Equal(c.Clusters[0].LeftOut, want) {
			t.Errorf("left out: %q, want %q", c.Clusters[0].LeftOut, want)
		}
		var rules []string
		for _, p := range slices.Concat(s.Clusters[0].Problems, s.Findings) {
			rules = append(rules, p.Rule)
		}
		return rules
	}
	config := oneCluster()
	if got := rules(config, orphanedScaler); !slices.Contains(got, "autoscaler-orphan") {
		t.Errorf("with all kinds read: %q, want autoscaler-orphan", got)
	}
	config.Skip = []string{"rollouts.argoproj.io"}
	if got := rules(config, orphanedScaler); slices.Contains(got, "autoscaler-orphan") || slices.Contains(got, "unreadable") {
		t.Errorf("with Rollouts left out: %q", got)
	}
}

func TestNotServedKindsAreListed(t *testing.T) {
	config := oneCluster()
	config.Resources = []string{"kafka.strimzi.io/v1/kafkas"}
	config.Skip = []string{"routes.route.openshift.io"}
	c := fakeRun(t, config, Past{}, noon, readFiles(t, config, map[string]string{"objects.yaml": orphanedScaler}))
	got := c.Clusters[0].NotServed
	for kind, want := range map[string]bool{
		"kafkas.kafka.strimzi.io": true, "applications.argoproj.io": true,
		"rollouts.argoproj.io": false, "deployments.apps": false, "routes.route.openshift.io": false,
	} {
		if slices.Contains(got, kind) != want {
			t.Errorf("%s: not served are %q", kind, got)
		}
	}
	if !slices.IsSorted(got) {
		t.Errorf("not sorted: %q", got)
	}
	again := fakeRun(t, config, remember(t, c), noon, unreached("eu"))
	if !slices.Equal(again.Clusters[0].NotServed, got) {
		t.Errorf("of a cluster that does not answer: %q, want what was known: %q", again.Clusters[0].NotServed, got)
	}
}

// A cluster that suddenly does not tell what it serves is asked for what it has had.
func TestWhatAClusterHadIsAskedFor(t *testing.T) {
	past := Past{Run: &schemas.Run{Clusters: []schemas.RunCluster{{Name: "eu", Reads: []schemas.RunRead{
		{Resource: "pods", State: schemas.ReadOK},
		{Resource: "rollouts.argoproj.io", State: schemas.ReadForbidden},
		{Resource: "applications.argoproj.io", State: schemas.ReadNotServed},
	}}}}}
	for cluster, want := range map[string][]string{"eu": {"rollouts.argoproj.io"}, "us": nil} {
		var asked []string
		for _, k := range kindsOf(Options{Config: oneCluster(), Past: past}, cluster) {
			if k.Asked {
				asked = append(asked, k.Plural())
			}
		}
		if !slices.Equal(asked, want) {
			t.Errorf("%s: asked for %q, want %q", cluster, asked, want)
		}
	}
}
