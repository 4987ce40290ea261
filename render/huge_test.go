package render

// This file holds the page of a very large service to a size that a phone can open, and measures how fast pages are.

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// hugeService has so many pods that one in five hundred has trouble.
func hugeService(pods int) *schemas.Snapshot {
	const image = "registry.example/shop/pricing:5.2.1"
	w := schemas.Workload{
		Kind: "Deployment", Namespace: "shop", Name: "pricing", Status: schemas.Degraded, Version: "5.2.1",
		Replicas:   schemas.Replicas{Wanted: pods, Current: pods, Updated: pods},
		Autoscaler: &schemas.Autoscaler{Kind: "HorizontalPodAutoscaler", Name: "pricing", Min: pods / 4, Current: pods, Desired: pods, Max: pods * 2},
		Containers: []schemas.ContainerSpec{{Name: "app", Image: image}},
	}
	for i := range pods {
		p := schemas.Pod{
			Name: fmt.Sprintf("pricing-6d5f8-%05d", i), State: schemas.PodReady, Node: fmt.Sprintf("node-%d", i%400),
			Created:    time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC),
			Containers: []schemas.Container{{Name: "app", Image: image, State: "running", Ready: true}},
		}
		if i%500 == 7 {
			p.State, p.Reason = schemas.PodUnready, "ContainersNotReady"
			p.Containers[0].Ready = false
		} else {
			w.Replicas.Ready++
		}
		w.Pods = append(w.Pods, p)
	}
	w.Replicas.Available = w.Replicas.Ready
	return &schemas.Snapshot{
		SchemaVersion: schemas.SnapshotVersion, Status: schemas.Degraded,
		Service:  schemas.Service{ID: "pricing", Name: "pricing", Owner: "storefront"},
		Clusters: []schemas.Cluster{{Name: "prod-eu", Status: schemas.Degraded, Workloads: []schemas.Workload{w}}},
	}
}

func TestHugeServiceStaysSmall(t *testing.T) {
	s := openShop(t)
	s.add(t, hugeService(10_000))
	files := renderAll(t, newShopRenderer(t).Pages(s.index, s.load, s.history))
	page := files["services/pricing/index.html"]
	if len(page) > 100_000 {
		t.Errorf("the page of 10,000 pods is %d bytes", len(page))
	}
	for _, want := range []string{"9,980 of 10,000 ready", "20 unready", "9,900 more pods", "10,000 pods: 9,980 ready, 20 unready"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
}

// BenchmarkServicePage renders a service of 60 pods in three clusters, without opening its snapshot.
func BenchmarkServicePage(b *testing.B) {
	for _, format := range []string{"html", "markdown"} {
		b.Run(format, func(b *testing.B) {
			s := openShop(b)
			big := hugeService(20)
			for _, name := range []string{"prod-us", "prod-ap"} {
				c := big.Clusters[0]
				c.Name = name
				big.Clusters = append(big.Clusters, c)
			}
			s.add(b, big)
			s.changes["pricing"] = s.changes["checkout"]
			for _, p := range newShopRenderer(b, format).Pages(s.index, s.load, s.history) {
				if !strings.HasPrefix(p.Path, "services/pricing/") {
					continue
				}
				b.ReportAllocs()
				for b.Loop() {
					if err := p.Render(io.Discard); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
