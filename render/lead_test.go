package render

import (
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// A lead for each status, and for what makes one of them special; the snapshots are those of the shop.
func TestLead(t *testing.T) {
	for id, want := range map[string]string{
		"catalog":         "All is well in prod-ap, prod-eu and prod-us: all 14 pods are ready, on 4.12.0.",
		"cart":            "All is well in prod-eu and prod-us: all 8 pods are ready, on 1.9.3. prod-ap could not be read; the state shown was read 22 Nov 2026 23:40 UTC.",
		"recommendations": "A rollout to 0.32.0 is under way in prod-eu: 2 of 7 pods run it, and 5 of 7 pods are ready.",
		"checkout":        "Serving everywhere. In prod-eu 3 of 12 pods have been crash-looping since 23 Nov 2026 02:10 UTC, with the change to 2.8.0 (elsewhere 2.7.4). prod-us runs at 9 of 10 replicas: one left.",
		"invoices":        "One of its 2 jobs in prod-eu is in trouble. invoices-monthly has been failing since 23 Nov 2026 00:09 UTC.",
		"search":          "Down in prod-us: none of 3 pods is ready. All 3 pods have been unable to pull an image since 23 Nov 2026 02:31 UTC, with the change to 7.0.0-rc1.",
		"legacy-gateway":  "Switched off on purpose in prod-eu and prod-us: everything is scaled to zero or suspended.",
		"vouchers":        "Missing from prod-ap, where it is expected: the cluster was read, and nothing is there. Serving in prod-eu and prod-us: all 4 pods are ready.",
		"orders":          "Serving everywhere. In prod-eu Certificate orders-tls has not been ready since 23 Nov 2026 01:12 UTC. There, claim orders-export has been without the storage that it asks for since 23 Nov 2026 01:40 UTC.",
		"ledger":          "What runs in prod-eu is not known, because it could not be read.",
	} {
		s := openShop(t)
		snapshot := s.snapshots[id]
		cards := newShopRenderer(t).cardsOf(place{}, snapshot)
		if got := leadOf(snapshot, s.changes[id], cards).String(); got != want {
			t.Errorf("%s:\n got %s\nwant %s", id, got, want)
		}
	}
}

// One sentence for each rule about what stands around workloads, across clusters and about custom resources.
func TestLeadOfEachRule(t *testing.T) {
	for _, c := range []struct{ rule, object, message, want string }{
		{"no-endpoints", "Service/shop/api", "no pod behind it is ready", "Service api has been without a ready pod behind it since 23 Nov 2026 02:10 UTC."},
		{"lb-pending", "Service/shop/api", "", "Service api has been waiting for an address since 23 Nov 2026 02:10 UTC."},
		{"route-broken", "HTTPRoute/shop/api", "", "HTTPRoute api has been broken since 23 Nov 2026 02:10 UTC."},
		{"volume-pending", "PersistentVolumeClaim/shop/data", "", "Claim data has been without the storage that it asks for since 23 Nov 2026 02:10 UTC."},
		{"volume-lost", "PersistentVolumeClaim/shop/data", "", "Claim data has been lost since 23 Nov 2026 02:10 UTC."},
		{"disruption-blocked", "PodDisruptionBudget/shop/api", "", "Disruption budget api has been blocking every disruption since 23 Nov 2026 02:10 UTC."},
		{"resource-not-ready", "Kustomization/flux/shop", "", "Kustomization shop has not been ready since 23 Nov 2026 02:10 UTC."},
		{"autoscaler-orphan", "HorizontalPodAutoscaler/shop/old", "", "old has been without anything to scale since 23 Nov 2026 02:10 UTC."},
		{"cronjob-missed", "CronJob/shop/sweep", "", "sweep missed its runs, last 23 Nov 2026 02:10 UTC."},
		{"stuck-terminating", "Deployment/shop/api", "", "api has been stuck terminating since 23 Nov 2026 02:10 UTC."},
		{"a-new-rule", "Deployment/shop/api", "something is odd", "Something is odd."},
	} {
		p := schemas.Problem{Rule: c.rule, Severity: schemas.Warning, Object: c.object, Message: c.message, Since: time.Date(2026, 11, 23, 2, 10, 0, 0, time.UTC)}
		s := &schemas.Snapshot{Service: schemas.Service{ID: "shop", Name: "shop"}, Status: schemas.Degraded, Clusters: []schemas.Cluster{{
			Name: "prod-eu", Status: schemas.Degraded, Problems: []schemas.Problem{p},
			Workloads: []schemas.Workload{{Kind: "Deployment", Namespace: "shop", Name: "shop", Replicas: schemas.Replicas{Wanted: 2, Ready: 2}}},
		}}}
		want := "Serving in prod-eu: both pods are ready. " + c.want
		if got := leadOf(s, nil, newShopRenderer(t).cardsOf(place{}, s)).String(); got != want {
			t.Errorf("%s:\n got %s\nwant %s", c.rule, got, want)
		}
	}
}

// A service that is custom resources alone has no pods to count.
func TestLeadOfCustomResources(t *testing.T) {
	for status, want := range map[schemas.Status]string{
		schemas.Healthy:  "All is well in prod-eu: both custom resources are in good order.",
		schemas.Degraded: "One of its 2 custom resources in prod-eu is in trouble.",
	} {
		s := &schemas.Snapshot{Status: status, Clusters: []schemas.Cluster{{Name: "prod-eu", Status: status,
			Resources: []schemas.Resource{{Kind: "Kafka", Namespace: "shop", Name: "a"}, {Kind: "Kafka", Namespace: "shop", Name: "b", Status: status}}}}}
		if got := leadOf(s, nil, nil).String(); got != want {
			t.Errorf("%s: got %q, want %q", status, got, want)
		}
	}
}

func TestLeadOfNothing(t *testing.T) {
	s := &schemas.Snapshot{Status: schemas.Unknown}
	if got, want := leadOf(s, nil, nil).String(), "No cluster is known to run it."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What is old is not told as if it were now.
func TestLeadOfOldState(t *testing.T) {
	s := *openShop(t).snapshots["cart"]
	for i := range s.Clusters {
		s.Clusters[i].Stale = true
	}
	want := "When last read, all was well in prod-ap, prod-eu and prod-us: all 11 pods were ready, on 1.9.3."
	if got := leadOf(&s, nil, nil).String(); !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Every status that there is has its own opening and its own look.
func TestEveryStatusIsWorded(t *testing.T) {
	for _, s := range schemas.Statuses() {
		if openings[s] == nil {
			t.Errorf("%s has no opening", s)
		}
		if _, ok := statusTable[s]; !ok {
			t.Errorf("%s has no badge", s)
		}
		if stripHeights[s] == 0 {
			t.Errorf("%s has no height in the strip", s)
		}
	}
}
