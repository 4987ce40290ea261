package collect

// Each archive under testdata/claims is a small cluster or two, a configuration, and what must become of it.

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestClaims(t *testing.T) {
	archives, err := filepath.Glob("testdata/claims/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives under testdata/claims: %v", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { testClaims(t, path) })
	}
}

func testClaims(t *testing.T, path string) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	want := ""
	for _, f := range archive.Files {
		if f.Name == "want" {
			want = string(f.Data)
			continue
		}
		writeFile(t, filepath.Join(dir, f.Name), f.Data)
	}
	got := strings.ReplaceAll(outline(t, collectFrom(t, dir, Past{})), dir+string(filepath.Separator), "")
	if os.Getenv("UPDATE") != "" {
		archive.Files[slices.IndexFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })].Data = []byte(got)
		want = got
		writeFile(t, path, txtar.Format(archive))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

func writeFile(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// collectFrom collects with the plimsoll.yaml of a folder, at noon.
func collectFrom(t *testing.T, dir string, past Past) *Collected {
	t.Helper()
	config, err := schemas.LoadConfig(filepath.Join(dir, "plimsoll.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Config: config, Now: noon, Past: past}
	if err := Check(o); err != nil {
		t.Fatal(err)
	}
	c, err := Collect(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func snapshotsOf(t *testing.T, c *Collected) []*schemas.Snapshot {
	t.Helper()
	var list []*schemas.Snapshot
	for s, err := range c.Snapshots() {
		if err != nil {
			t.Fatal(err)
		}
		whole := *s
		whole.Schema = "../../schemas/snapshot.v1.json" // which site adds, because it knows where the file lies
		b, err := schemas.Encode(&whole)
		if err != nil {
			t.Fatal(err)
		}
		if err := schemas.ValidateSnapshot(b); err != nil {
			t.Errorf("%s does not validate: %v", s.Service.ID, err)
		}
		list = append(list, s)
	}
	return list
}

// outline says in a few lines which object came to which service.
func outline(t *testing.T, c *Collected) string {
	t.Helper()
	var b strings.Builder
	for _, s := range snapshotsOf(t, c) {
		fmt.Fprintf(&b, "%s (%s", s.Service.ID, s.Service.Origin)
		if s.Service.System != "" {
			fmt.Fprintf(&b, ", %s", s.Service.System)
		}
		fmt.Fprintf(&b, ")\n")
		outlineDescription(&b, s.Service)
		for _, k := range s.Clusters {
			outlineCluster(&b, k)
		}
	}
	for _, k := range c.Clusters {
		for _, u := range k.Unclaimed {
			fmt.Fprintf(&b, "nobody's in %s: %d %s of %s\n", k.Name, u.Count, u.Kind, u.Namespace)
		}
	}
	for _, n := range c.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	return b.String()
}

// outlineDescription says what people said, where they said more than a name.
func outlineDescription(b *strings.Builder, s schemas.Service) {
	say := func(format string, values ...string) {
		if strings.Join(values, "") != "" {
			fmt.Fprintf(b, "  "+format+"\n", strings.Join(values, ", "))
		}
	}
	say("is called %s", s.Title)
	say("is owned by %s", strings.TrimSuffix(s.Owner+" ("+s.OwnerTitle+")", " ()"))
	say("is in %s", s.Lifecycle)
	say("is described as %s", s.Description)
	for _, l := range s.Links {
		say("links to %s", l.Title+": "+l.URL)
	}
	say("depends on %s", s.DependsOn...)
	say("provides %s", s.ProvidesAPIs...)
}

func outlineCluster(b *strings.Builder, k schemas.Cluster) {
	fmt.Fprintf(b, "  %s: %s\n", k.Name, k.Status)
	line := func(parts ...string) { fmt.Fprintf(b, "    %s\n", strings.Join(parts, " ")) }
	for _, w := range k.Workloads {
		parts := []string{w.Object(), fmt.Sprintf("%d/%d", w.Replicas.Ready, w.Replicas.Wanted)}
		if a := w.Autoscaler; a != nil && a.Through == "" && a.Kind == "HorizontalPodAutoscaler" {
			parts = append(parts, "scaled by "+a.Name)
		} else if a != nil {
			parts = append(parts, fmt.Sprintf("scaled by %s %s %d ≤ %d ≤ %d %s", a.Kind, a.Name, a.Min, a.Current, a.Max, a.Through))
		}
		for _, p := range w.Pods {
			parts = append(parts, p.Name)
		}
		line(parts...)
	}
	for _, j := range k.Jobs {
		line(j.Object(), j.Outcome)
	}
	for _, n := range k.Network {
		parts := []string{n.Kind + "/" + n.Namespace + "/" + n.Name}
		if n.Kind == "HTTPRoute" || n.Kind == "Route" {
			parts = append(parts, strings.TrimSpace(n.Type+" "+strings.Join(n.Hosts, " ")), "→", strings.Join(n.Backends, ", "))
		}
		line(parts...)
	}
	for _, r := range k.Resources {
		parts := []string{r.Object(), string(r.Status)}
		if r.Revision != "" {
			parts = append(parts, "at "+r.Revision)
		}
		if r.Message != "" {
			parts = append(parts, r.Message)
		}
		line(parts...)
	}
	for _, c := range k.Storage {
		line("PersistentVolumeClaim/"+c.Namespace+"/"+c.Name, "used by", strings.Join(c.UsedBy, ", "))
	}
	for _, p := range k.Budgets {
		line("PodDisruptionBudget/" + p.Namespace + "/" + p.Name)
	}
	for _, q := range k.Quotas {
		line("ResourceQuota/"+q.Namespace+"/"+q.Name, q.Resource, q.Hard, string(q.Band))
	}
}
