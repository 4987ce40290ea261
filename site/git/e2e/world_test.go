package e2e

// This file makes what is published: clusters as dumps, a configuration beside them, and the sites that the binary makes
// of both.

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// noon is when the tests play.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// world is a folder in which a person, or a cron job, works: dumps of clusters, plimsoll.yaml, and sites.
type world struct {
	t        *testing.T
	dir      string
	clusters map[string]map[string]string // services by cluster: each with the version that it runs
	publish  string                       // the configuration's publish section
	now      time.Time
	env      []string // beside servers.Environment and the clock
}

// newWorld is one cluster with two services.
func newWorld(t *testing.T, publish string) *world {
	t.Helper()
	return &world{
		t: t, dir: t.TempDir(), publish: publish, now: noon,
		clusters: map[string]map[string]string{"eu": {"cart": "1", "checkout": "1"}},
	}
}

// plimsoll writes the configuration and the dumps as they now are, runs the binary among them, and demands its exit code.
func (w *world) plimsoll(code int, args ...string) result {
	w.t.Helper()
	w.settle()
	return plimsoll(w.t, code, w.dir, w.environment(), args...)
}

func (w *world) environment() []string {
	return append([]string{"SOURCE_DATE_EPOCH=" + strconv.FormatInt(w.now.Unix(), 10)}, w.env...)
}

// later lets time pass.
func (w *world) later(d time.Duration) { w.now = w.now.Add(d) }

// site is every file of the site in a folder that is to be published.
func (w *world) site(out string) map[string]string {
	w.t.Helper()
	all := files(w.t, filepath.Join(w.dir, out))
	maps.DeleteFunc(all, func(name, _ string) bool { return strings.HasPrefix(name, ".plimsoll/") })
	return all
}

// plant copies files into the folder, which is the home of whoever runs the binary.
func (w *world) plant(home map[string]string) {
	w.t.Helper()
	for name, from := range home {
		write(w.t, filepath.Join(w.dir, name), read(w.t, from))
		if err := os.Chmod(filepath.Join(w.dir, name), 0o600); err != nil {
			w.t.Fatal(err)
		}
	}
}

// settle writes plimsoll.yaml and a dump a cluster. A cluster without services is one that cannot be read.
func (w *world) settle() {
	w.t.Helper()
	var config strings.Builder
	config.WriteString("apiVersion: plimsoll/v1\nclusters:\n")
	for _, cluster := range slices.Sorted(maps.Keys(w.clusters)) {
		fmt.Fprintf(&config, "  - {name: %s, dump: dumps/%[1]s}\n", cluster)
		dump := filepath.Join(w.dir, "dumps", cluster)
		if err := os.RemoveAll(dump); err != nil {
			w.t.Fatal(err)
		}
		write(w.t, filepath.Join(dump, "objects.yaml"), dumpOf(w.clusters[cluster]))
	}
	if w.publish != "" {
		fmt.Fprintf(&config, "publish: %s\n", w.publish)
	}
	write(w.t, filepath.Join(w.dir, "plimsoll.yaml"), config.String())
}

func dumpOf(services map[string]string) string {
	if services == nil {
		return "this was to be a dump: {"
	}
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(services)) {
		fmt.Fprintf(&b, deployment, name, services[name])
	}
	return b.String()
}

// deployment is a service in good order, of a name and a version.
const deployment = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: %[1]s, namespace: shop, generation: 1, labels: {app: %[1]s}, creationTimestamp: "2026-11-01T00:00:00Z"}
spec:
  replicas: 1
  selector: {matchLabels: {app: %[1]s}}
  template: {metadata: {labels: {app: %[1]s}}, spec: {containers: [{name: %[1]s, image: "%[1]s:%[2]s"}]}}
status: {observedGeneration: 1, replicas: 1, readyReplicas: 1, availableReplicas: 1, updatedReplicas: 1}
---
apiVersion: v1
kind: Pod
metadata:
  name: %[1]s-5d4f-aaaaa
  namespace: shop
  creationTimestamp: "2026-11-23T11:00:00Z"
  labels: {app: %[1]s, pod-template-hash: 5d4f}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: %[1]s-5d4f, uid: u1, controller: true}]
spec: {containers: [{name: %[1]s, image: "%[1]s:%[2]s"}]}
status:
  phase: Running
  conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-11-23T11:00:10Z"}]
  containerStatuses: [{name: %[1]s, ready: true, started: true, restartCount: 0, image: "%[1]s:%[2]s", imageID: "", state: {running: {startedAt: "2026-11-23T11:00:05Z"}}}]
`

// TestWorld is what the other tests stand on: a change of version is a change of one service, and a cluster that cannot
// be read keeps its state.
func TestWorld(t *testing.T) {
	w := newWorld(t, "")
	w.clusters["us"] = map[string]string{"cart": "1"}
	w.plimsoll(0, "run")
	first := w.site("public")
	w.later(time.Hour)
	w.plimsoll(0, "run").says(t, "nothing changed")

	w.clusters["eu"]["cart"] = "2"
	w.plimsoll(0, "run").says(t, "1 snapshot changed")
	second := w.site("public")
	if second["data/services/shop/cart.json"] == first["data/services/shop/cart.json"] {
		t.Error("another version is no change")
	}
	if second["data/services/shop/checkout.json"] != first["data/services/shop/checkout.json"] {
		t.Error("another version changes another service")
	}
	w.clusters["us"] = nil
	w.plimsoll(3, "run")
	if cart := w.site("public")["data/services/shop/cart.json"]; !strings.Contains(cart, `"stale": true`) {
		t.Errorf("the state of the cluster that was not read is not kept: %s", cart)
	}
	w.plimsoll(0, "validate", "public")
}
