package render

// This file is the shop that the tests render: the snapshots under testdata/data, and what its clusters were like.

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func shopSite() schemas.SiteConfig {
	return schemas.SiteConfig{
		Title: "Shop", Formats: []string{"html", "markdown", "atom", "badge"}, History: 200, Every: schemas.Duration(10 * time.Minute),
		Links: []schemas.Link{{Title: "handbook", URL: "https://docs.example/handbook"}, {Title: "trap", URL: "javascript:alert(1)"}},
	}
}

func shopRules() []schemas.Rule {
	return []schemas.Rule{
		{ID: "crash-loop", Family: "Pods and containers", Severity: schemas.Critical, When: "a container waits in CrashLoopBackOff", Means: "The pod serves nobody, and waits longer before each new try.", Next: "Read what it printed before it ended: kubectl logs --previous."},
		{ID: "image-pull", Family: "Pods and containers", Severity: schemas.Critical, When: "a container waits for an image that cannot be pulled", Means: "The pod does not start.", Next: "Check the image's name and tag."},
		{ID: "cronjob-failing", Family: "Batch", Severity: schemas.Warning, When: "the newest finished run failed", Means: "The work was not done.", Next: "Read what the failed run printed."},
		{ID: "near-max", Family: "Autoscaling", Severity: schemas.Warning, When: "an autoscaler has used 80 % or more of its maximum", Means: "The next peak may not fit.", Next: "Raise maxReplicas before the next peak."},
		{ID: "resource-not-ready", Family: "Network, storage, limits, custom", Severity: schemas.Warning, When: "a custom resource says that it is not ready", Means: "What it should bring about is not there.", Next: "Correct what its message names: kubectl describe."},
		{ID: "lb-pending", Family: "Network, storage, limits, custom", Severity: schemas.Warning, When: "a LoadBalancer Service has had no address for 10 minutes", Means: "Nobody outside the cluster can reach it.", Next: "Read its events: kubectl describe service."},
		{ID: "scaled-to-zero", Family: "Workloads", Severity: schemas.Info, When: "nothing is wanted, by hand", Means: "Nothing runs.", Next: "Scale it up when it is needed."},
	}
}

func shopClusters() []schemas.ClusterEntry {
	asOf := time.Date(2026, 11, 22, 23, 40, 0, 0, time.UTC)
	return []schemas.ClusterEntry{
		{Name: "prod-ap", Region: "asia-east1", Environment: "prod", Kubernetes: "v1.36.5", State: schemas.ReadUnreachable,
			Message: "dial tcp 198.51.100.7:443: connect: connection refused", AsOf: asOf,
			Reads: []schemas.Read{{Resource: "*", State: schemas.ReadUnreachable, AsOf: asOf}}},
		{Name: "prod-eu", Region: "europe-west1", Environment: "prod", Kubernetes: "v1.37.2", State: schemas.ReadOK,
			Reads:     []schemas.Read{},
			Listed:    []string{"deployments.apps", "ingresses.networking.k8s.io", "pods", "statefulsets.apps"},
			Unclaimed: []schemas.Unclaimed{{Kind: "Pod", Namespace: "kube-system", Count: 34}, {Kind: "Deployment", Namespace: "sandbox", Count: 2}},
			Skipped:   []schemas.Unclaimed{{Kind: "ServiceMonitor.monitoring.coreos.com", Namespace: "shop", Count: 6}},
			NotServed: []string{"httproutes.gateway.networking.k8s.io", "rollouts.argoproj.io"}, LeftOut: []string{"resourcequotas"}},
		{Name: "prod-us", Region: "us-east1", Environment: "prod", Kubernetes: "v1.37.2", State: schemas.ReadOK,
			Listed: []string{"deployments.apps", "pods", "statefulsets.apps"},
			Reads:  []schemas.Read{{Resource: "ingresses.networking.k8s.io", Namespace: "shop", State: schemas.ReadForbidden, Message: `User "plimsoll" cannot list resource "ingresses"`}}},
	}
}

// shop is a data folder in memory.
type shop struct {
	index     *schemas.Index
	snapshots map[string]*schemas.Snapshot
	changes   map[string][]schemas.Change
	loads     int
}

func (s *shop) load(id string) (*schemas.Snapshot, []schemas.Change, error) {
	s.loads++
	if s.snapshots[id] == nil {
		return nil, nil, os.ErrNotExist
	}
	return s.snapshots[id], s.changes[id], nil
}

func (s *shop) history(id string) ([]schemas.Change, error) { return s.changes[id], nil }

func (s *shop) add(t testing.TB, snapshot *schemas.Snapshot) {
	t.Helper()
	b, err := schemas.Encode(snapshot)
	if err != nil {
		t.Fatal(err)
	}
	s.snapshots[snapshot.Service.ID] = snapshot
	s.index.Services = append(s.index.Services, schemas.Summarize(snapshot, schemas.Digest(b)))
}

// openShop reads the fixtures, each against its schema.
func openShop(t testing.TB) *shop {
	t.Helper()
	s := &shop{index: &schemas.Index{Clusters: shopClusters()}, snapshots: map[string]*schemas.Snapshot{}, changes: map[string][]schemas.Change{}}
	data := os.DirFS("testdata/data")
	err := fs.WalkDir(data, "services", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(data, path)
		if err != nil {
			return err
		}
		snapshot, err := schemas.DecodeSnapshot(b)
		if err != nil {
			return err
		}
		s.add(t, snapshot)
		changes, err := readChanges(data, snapshot.Service.ID)
		if s.changes[snapshot.Service.ID] = changes; len(changes) > 0 {
			s.index.Services[len(s.index.Services)-1].Changed = changes[len(changes)-1].At
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.changes["promo"], err = readChanges(data, "promo"); err != nil {
		t.Fatal(err)
	}
	s.index.Gone = []schemas.GoneEntry{{ID: "promo", Name: "promo", Title: "Autumn promotion", At: s.changes["promo"][1].At}}
	return s
}

func readChanges(data fs.FS, id string) ([]schemas.Change, error) {
	b, err := fs.ReadFile(data, "history/"+id+".jsonl")
	if os.IsNotExist(err) {
		return nil, nil
	}
	var changes []schemas.Change
	for line := range bytes.Lines(b) {
		c, err := schemas.DecodeChange(line)
		if err != nil {
			return nil, err
		}
		changes = append(changes, *c)
	}
	return changes, err
}

func newShopRenderer(t testing.TB, formats ...string) *Renderer {
	t.Helper()
	site := shopSite()
	if len(formats) > 0 {
		site.Formats = formats
	}
	r, err := New(site, shopRules(), Own{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// renderAll makes every file of the site.
func renderAll(t testing.TB, pages []Page) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, p := range pages {
		var b strings.Builder
		if err := p.Render(&b); err != nil {
			t.Fatal(err)
		}
		if _, twice := files[p.Path]; twice {
			t.Errorf("%s stands twice in the list of pages", p.Path)
		}
		files[p.Path] = b.String()
	}
	return files
}

// golden holds got against a file under testdata; UPDATE=1 writes it instead.
func golden(t *testing.T, path, got string) {
	t.Helper()
	path = filepath.Join("testdata", path)
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v: run UPDATE=1 go test ./render to write it, and read what it holds", err)
	}
	if got != string(want) {
		t.Errorf("%s differs from what is rendered now: run UPDATE=1 go test ./render and read the difference", path)
	}
}
