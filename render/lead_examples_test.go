package render

// This file is the first sentences of a page by example: one for each status, and for what often comes together. Read
// them aloud: each should be something that a person could have written.

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// at is when everything in these examples began.
var at = time.Date(2026, 11, 23, 2, 10, 0, 0, time.UTC)

// where is a cluster with one workload of a few pods, called as the service is.
func where(name string, status schemas.Status, ready, wanted int, version string, problems ...schemas.Problem) schemas.Cluster {
	c := schemas.Cluster{Name: name, Environment: "prod", Status: status, Problems: problems}
	if wanted > 0 || ready > 0 || version != "" {
		c.Workloads = []schemas.Workload{{
			Kind: "Deployment", Namespace: "shop", Name: "checkout", Status: status, Version: version,
			Replicas: schemas.Replicas{Wanted: wanted, Current: wanted, Updated: wanted, Ready: ready, Available: ready},
		}}
	}
	return c
}

func scaled(c schemas.Cluster, least, most int) schemas.Cluster {
	w := &c.Workloads[0]
	w.Autoscaler = &schemas.Autoscaler{Kind: "HorizontalPodAutoscaler", Name: w.Name, Min: least, Current: w.Replicas.Wanted, Desired: w.Replicas.Wanted, Max: most}
	return c
}

func stale(c schemas.Cluster) schemas.Cluster {
	c.Stale, c.AsOf = true, at
	c.Reads = []schemas.Read{{Resource: "*", State: schemas.ReadUnreachable, AsOf: at}}
	return c
}

func beside(c schemas.Cluster, name, version string, ready, wanted int) schemas.Cluster {
	c.Workloads = append(c.Workloads, schemas.Workload{Kind: "Deployment", Namespace: "shop", Name: name, Status: c.Status, Version: version,
		Replicas: schemas.Replicas{Wanted: wanted, Current: wanted, Updated: wanted, Ready: ready, Available: ready}})
	return c
}

func refused(c schemas.Cluster, resource string) schemas.Cluster {
	c.Reads = []schemas.Read{{Resource: resource, State: schemas.ReadForbidden}}
	return c
}

func working(c schemas.Cluster, jobs ...schemas.Job) schemas.Cluster {
	c.Jobs = jobs
	return c
}

func trouble(rule string, severity schemas.Severity, count int) schemas.Problem {
	return schemas.Problem{Rule: rule, Severity: severity, Object: "Deployment/shop/checkout", Message: "it is so", Since: at, Count: count}
}

func many(n int, each func(i int) schemas.Cluster) []schemas.Cluster {
	var all []schemas.Cluster
	for i := range n {
		c := each(i)
		c.Name = fmt.Sprintf("prod-%02d", i+1)
		all = append(all, c)
	}
	return all
}

// example is a service in some state, and what its page begins with.
type example struct {
	name     string
	status   schemas.Status
	clusters []schemas.Cluster
	want     string
}

func TestLeadByExample(t *testing.T) {
	for _, c := range slices.Concat(calmExamples(), troubledExamples(), absentExamples()) {
		t.Run(c.name, func(t *testing.T) {
			s := &schemas.Snapshot{Service: schemas.Service{ID: "checkout", Name: "checkout"}, Status: c.status, Clusters: c.clusters}
			if got := leadOf(s, nil, newShopRenderer(t).cardsOf(place{}, s)).String(); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

func calmExamples() []example {
	const healthy, progressing = schemas.Healthy, schemas.Progressing
	nightly := schemas.Job{Kind: "CronJob", Namespace: "shop", Name: "nightly", Status: healthy}
	rolling := where("prod-eu", progressing, 4, 5, "2.8.0")
	rolling.Workloads[0].Replicas.Updated = 2
	ignored := trouble("paused", schemas.Warning, 0)
	ignored.Ignored = &schemas.Ignored{By: schemas.ByConfiguration, Reason: "on purpose"}
	return []example{
		{"healthy, one pod", healthy, clusters(where("prod-eu", healthy, 1, 1, "2.7.4")),
			"All is well in prod-eu: its one pod is ready, on 2.7.4."},
		{"healthy, three clusters", healthy, clusters(where("prod-ap", healthy, 4, 4, "2.7.4"), where("prod-eu", healthy, 6, 6, "2.7.4"), where("prod-us", healthy, 4, 4, "2.7.4")),
			"All is well in prod-ap, prod-eu and prod-us: all 14 pods are ready, on 2.7.4."},
		{"healthy, thirty clusters", healthy, many(30, func(int) schemas.Cluster { return where("", healthy, 2, 2, "2.7.4") }),
			"All is well in 30 clusters: all 60 pods are ready, on 2.7.4."},
		{"healthy, two workloads", healthy, clusters(beside(where("prod-eu", healthy, 6, 6, "2.7.4"), "worker", "1.3.0", 2, 2)),
			"All is well in prod-eu: all 8 pods are ready."},
		{"healthy, nothing wanted", healthy, clusters(where("prod-eu", healthy, 0, 0, "2.7.4")),
			"All is well in prod-eu: nothing runs now, and nothing is wanted until there is work."},
		{"healthy, jobs", healthy, clusters(working(where("prod-eu", healthy, 0, 0, ""), nightly)),
			"All is well in prod-eu: its one job is in good order."},
		{"healthy, one ignored", healthy, clusters(where("prod-eu", healthy, 2, 2, "2.7.4", ignored)),
			"All is well in prod-eu: both pods are ready, on 2.7.4. One problem is ignored."},
		{"healthy, part not read", healthy, clusters(where("prod-eu", healthy, 2, 2, "2.7.4"), refused(where("prod-us", healthy, 2, 2, "2.7.4"), "ingresses.networking.k8s.io")),
			"All is well in prod-eu and prod-us: all 4 pods are ready, on 2.7.4. Not everything could be read in prod-us."},
		{"healthy, one stale", healthy, clusters(where("prod-eu", healthy, 2, 2, "2.7.4"), stale(where("prod-us", healthy, 2, 2, "2.7.4"))),
			"All is well in prod-eu: both pods are ready, on 2.7.4. prod-us could not be read; the state shown was read 23 Nov 2026 02:10 UTC."},
		{"healthy, all stale", healthy, clusters(stale(where("prod-eu", healthy, 2, 2, "2.7.4"))),
			"When last read, all was well in prod-eu: both pods were ready, on 2.7.4. prod-eu could not be read; the state shown was read 23 Nov 2026 02:10 UTC."},
		{"progressing", progressing, clusters(rolling, where("prod-us", healthy, 3, 3, "2.7.4")),
			"A rollout to 2.8.0 is under way in prod-eu: 2 of 5 pods run it, and 7 of 8 pods are ready."},
		{"progressing, no new version", progressing, clusters(where("prod-eu", progressing, 4, 5, "2.7.4")),
			"A change is under way in prod-eu: 4 of 5 pods are ready."},
	}
}

func troubledExamples() []example {
	const healthy, degraded, down = schemas.Healthy, schemas.Degraded, schemas.Down
	crash := trouble("crash-loop", schemas.Critical, 3)
	nightly := schemas.Job{Kind: "CronJob", Namespace: "shop", Name: "nightly", Status: healthy}
	failing := schemas.Job{Kind: "CronJob", Namespace: "shop", Name: "monthly", Status: degraded}
	return []example{
		{"degraded in one of three", degraded, clusters(where("prod-ap", healthy, 4, 4, "2.7.4"), where("prod-eu", degraded, 9, 12, "2.8.0", crash), where("prod-us", healthy, 9, 9, "2.7.4")),
			"Serving everywhere. In prod-eu 3 of 12 pods have been crash-looping since 23 Nov 2026 02:10 UTC. prod-eu runs 2.8.0, elsewhere it is 2.7.4."},
		{"degraded in two of three", degraded, clusters(where("prod-ap", healthy, 4, 4, "2.7.4"), where("prod-eu", degraded, 9, 12, "2.7.4", crash), where("prod-us", degraded, 9, 12, "2.7.4", crash)),
			"Serving everywhere. In prod-eu and prod-us, 6 of 24 pods have been crash-looping since 23 Nov 2026 02:10 UTC."},
		{"degraded in twenty of thirty", degraded, many(30, func(i int) schemas.Cluster {
			if i < 20 {
				return where("", degraded, 9, 12, "2.7.4", crash)
			}
			return where("", healthy, 12, 12, "2.7.4")
		}),
			"Serving everywhere. In 20 of 30 clusters, 60 of 240 pods have been crash-looping since 23 Nov 2026 02:10 UTC."},
		{"degraded, the only cluster", degraded, clusters(where("prod-eu", degraded, 9, 12, "2.7.4", crash)),
			"Serving in prod-eu: 9 of 12 pods are ready. 3 of 12 pods have been crash-looping since 23 Nov 2026 02:10 UTC."},
		{"degraded, down in one", degraded, clusters(where("prod-eu", healthy, 4, 4, "2.7.4"), where("prod-us", down, 0, 3, "2.7.4", trouble("image-pull", schemas.Critical, 3))),
			"Down in prod-us. Serving in prod-eu: all 4 pods are ready. In prod-us all 3 pods have been unable to pull an image since 23 Nov 2026 02:10 UTC."},
		{"degraded, three troubles", degraded, clusters(where("prod-eu", degraded, 9, 12, "2.7.4", crash, trouble("unschedulable", schemas.Warning, 2), trouble("disruption-blocked", schemas.Warning, 0)), where("prod-us", healthy, 3, 3, "2.7.4")),
			"Serving everywhere. In prod-eu 3 of 12 pods have been crash-looping since 23 Nov 2026 02:10 UTC. There, 2 of 12 pods have been waiting for a node since 23 Nov 2026 02:10 UTC. One more problem below."},
		{"degraded, restarts are news", degraded, clusters(where("prod-eu", degraded, 3, 3, "2.7.4", trouble("restarting", schemas.Warning, 2)), where("prod-us", healthy, 3, 3, "2.7.4")),
			"Serving everywhere. In prod-eu 2 of 3 pods restarted after an error, last 23 Nov 2026 02:10 UTC."},
		{"degraded, out of memory", degraded, clusters(where("prod-eu", degraded, 3, 3, "2.7.4", trouble("oom-killed", schemas.Warning, 1))),
			"Serving in prod-eu: all 3 pods are ready. 1 of 3 pods ran out of memory, last 23 Nov 2026 02:10 UTC."},
		{"degraded, autoscaler full", degraded, clusters(scaled(where("prod-eu", degraded, 10, 10, "2.7.4", trouble("at-max", schemas.Critical, 0)), 3, 10), where("prod-us", healthy, 3, 3, "2.7.4")),
			"Serving everywhere. prod-eu runs at 10 of 10 replicas: none left."},
		{"degraded, autoscalers near full", degraded, clusters(scaled(where("prod-eu", degraded, 9, 9, "2.7.4", trouble("near-max", schemas.Warning, 0)), 3, 10), scaled(where("prod-us", degraded, 9, 9, "2.7.4", trouble("near-max", schemas.Warning, 0)), 3, 10)),
			"Serving everywhere. prod-eu and prod-us run at 9 of 10 replicas: one left."},
		{"degraded, jobs", degraded, clusters(working(where("prod-eu", degraded, 0, 0, "", schemas.Problem{Rule: "cronjob-failing", Severity: schemas.Warning, Object: "CronJob/shop/monthly", Message: "it is so", Since: at}), nightly, failing)),
			"One of its 2 jobs in prod-eu is in trouble. monthly has been failing since 23 Nov 2026 02:10 UTC."},
		{"degraded, stale", degraded, clusters(where("prod-eu", healthy, 2, 2, "2.7.4"), stale(where("prod-us", degraded, 9, 12, "2.7.4", crash))),
			"Serving in prod-eu: both pods are ready. In prod-us 3 of 12 pods had been crash-looping since 23 Nov 2026 02:10 UTC. prod-us could not be read; the state shown was read 23 Nov 2026 02:10 UTC."},
		{"degraded by drift", degraded, clusters(where("prod-ap", healthy, 4, 4, "2.7.4"), where("prod-eu", healthy, 4, 4, "2.8.0"), where("prod-us", healthy, 4, 4, "2.7.4")),
			"Serving everywhere. prod-eu runs 2.8.0, elsewhere it is 2.7.4."},
		{"drift of a worker", healthy, clusters(beside(where("prod-ap", healthy, 4, 4, "2.7.4"), "worker", "1.2.9", 2, 2), beside(where("prod-eu", healthy, 4, 4, "2.7.4"), "worker", "1.3.0", 2, 2), beside(where("prod-us", healthy, 4, 4, "2.7.4"), "worker", "1.3.0", 2, 2)),
			"All is well in prod-ap, prod-eu and prod-us: all 18 pods are ready. prod-ap runs worker 1.2.9, elsewhere it is 1.3.0."},
		{"down everywhere", down, clusters(where("prod-eu", down, 0, 3, "2.7.4", crash), where("prod-us", down, 0, 3, "2.7.4", crash)),
			"Down everywhere: none of 6 pods is ready. All 6 pods have been crash-looping since 23 Nov 2026 02:10 UTC."},
		{"down, the only cluster", down, clusters(where("prod-eu", down, 0, 1, "2.7.4", trouble("unschedulable", schemas.Critical, 1))),
			"Down in prod-eu: its one pod is not ready. The pod has been waiting for a node since 23 Nov 2026 02:10 UTC."},
	}
}

func absentExamples() []example {
	const healthy, degraded, suspended, missing, unknown = schemas.Healthy, schemas.Degraded, schemas.Suspended, schemas.Missing, schemas.Unknown
	return []example{
		{"suspended", suspended, clusters(where("prod-eu", suspended, 0, 0, "2.7.4"), where("prod-us", suspended, 0, 0, "2.7.4")),
			"Switched off on purpose in prod-eu and prod-us: everything is scaled to zero or suspended."},
		{"missing from one", degraded, clusters(where("prod-ap", missing, 0, 0, ""), where("prod-eu", healthy, 4, 4, "2.7.4")),
			"Missing from prod-ap, where it is expected: the cluster was read, and nothing is there. Serving in prod-eu: all 4 pods are ready."},
		{"missing everywhere", missing, clusters(where("prod-ap", missing, 0, 0, ""), where("prod-eu", missing, 0, 0, "")),
			"Missing from prod-ap and prod-eu, where it is expected: the clusters were read, and nothing is there."},
		{"unknown in one", unknown, clusters(where("prod-ap", unknown, 0, 0, ""), where("prod-eu", healthy, 4, 4, "2.7.4")),
			"What runs in prod-ap is not known, because it could not be read. Serving in prod-eu: all 4 pods are ready."},
		{"unknown everywhere", unknown, clusters(where("prod-ap", unknown, 0, 0, ""), where("prod-eu", unknown, 0, 0, "")),
			"What runs in prod-ap and prod-eu is not known, because it could not be read."},
	}
}

// clusters lists them as a sentence would.
func clusters(all ...schemas.Cluster) []schemas.Cluster { return all }
