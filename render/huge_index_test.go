package render

// This file is a fleet of thousands: what its lists weigh, and a folder of them to open in a browser.

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// hugeIndex is a fleet as large firms have them: some hundred teams in twelve clusters, most services well, names of
// usual length.
func hugeIndex(n int) *schemas.Index {
	at := time.Date(2026, 11, 23, 2, 10, 0, 0, time.UTC)
	ix := &schemas.Index{}
	for i := range 12 {
		ix.Clusters = append(ix.Clusters, schemas.ClusterEntry{
			Name: fmt.Sprintf("prod-eu-%d", i+1), Region: fmt.Sprintf("europe-west%d", i+1), Environment: "prod", Kubernetes: "v1.37.2",
			State: schemas.ReadOK, Reads: []schemas.Read{}, Unclaimed: []schemas.Unclaimed{}, Skipped: []schemas.Unclaimed{},
		})
	}
	words := []string{"checkout", "payments", "notifications", "image-resizer", "inventory", "recommendations", "search", "ledger"}
	for i := range n {
		team, name := i%max(n/40, 5), fmt.Sprintf("%s-%d", words[i%len(words)], i)
		s := schemas.ServiceEntry{
			ID: fmt.Sprintf("team-%d/%s", team, name), Name: name, Digest: strings.Repeat("0", 64),
			Owner: fmt.Sprintf("team-%d", team), OwnerTitle: fmt.Sprintf("Team %d", team), System: words[team%len(words)] + "-platform",
			Status: schemas.Healthy, Changed: at.Add(-time.Duration(i) * time.Minute),
		}
		for k := range 3 {
			s.Clusters = append(s.Clusters, schemas.Placement{Name: ix.Clusters[(i+4*k)%12].Name, Status: schemas.Healthy, Version: fmt.Sprintf("2.%d.%d", i%40, i%7), Wanted: 3 + i%9, Ready: 3 + i%9,
				Headroom: &schemas.Headroom{Workload: name, Min: 3, Current: 3 + i%9, Desired: 3 + i%9, Max: 12}})
		}
		if i%23 == 0 {
			s.Status, s.Warnings, s.Restarts, s.Clusters[1].Status = schemas.Degraded, 2, i%17, schemas.Degraded
			s.Lead = &schemas.Lead{Rule: "near-max", Severity: schemas.Warning, Cluster: s.Clusters[1].Name, Object: "Deployment/shop/" + name, Message: "runs near its maximum of 12 replicas", Since: at}
		}
		if i%211 == 0 {
			s.Status, s.Critical, s.Clusters[0].Status, s.Clusters[0].Ready = schemas.Down, 1, schemas.Down, 0
			s.Lead = &schemas.Lead{Rule: "crash-loop", Severity: schemas.Critical, Cluster: s.Clusters[0].Name, Object: "Deployment/shop/" + name, Message: "container app crashes again and again: Error (exit code 1)", Since: at}
		}
		ix.Services = append(ix.Services, s)
	}
	return ix
}

// The folder named by HUGE gets lists of 100, 1,000 and 10,000 services, as sites without their services' pages:
//
//	HUGE=DIR go test ./render -run TestHugeIndex && node render/browser/huge.mjs DIR/10000
func TestHugeIndex(t *testing.T) {
	for _, n := range []int{100, 1000, 10_000} {
		pages := listsOf(newShopRenderer(t, "html").Pages(hugeIndex(n), nil, nil))
		if os.Getenv("HUGE") == "" {
			pages = pages[:1]
		}
		files := renderAll(t, pages)
		if size := len(files["index.html"]); size > 3_400_000 {
			t.Errorf("the index of %d services is %d bytes", n, size)
		}
		if os.Getenv("HUGE") != "" {
			writeAll(t, filepath.Join(os.Getenv("HUGE"), fmt.Sprint(n)), files)
		}
	}
}

// listsOf leaves out the pages that need a snapshot or a history.
func listsOf(pages []Page) []Page {
	var lists []Page
	for _, p := range pages {
		if !strings.HasPrefix(p.Path, "services/") && !strings.HasPrefix(p.Path, "changes") {
			lists = append(lists, p)
		}
	}
	return lists
}

func writeAll(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
