package main

// This file makes services up: each in three clusters, in words and figures like those of real ones. The same number
// makes the same service, so that two runs of the benchmark compare.

import (
	"fmt"
	"iter"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
	"github.com/plimsoll-k8s/plimsoll/site"
)

// noon is when everything was collected.
var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// fleet is so many services with so many pods in each cluster. One in newer services has been rolled out since; 0 is none.
type fleet struct {
	services, pods, newer int
}

func (f fleet) snapshots() iter.Seq2[*schemas.Snapshot, error] {
	return func(yield func(*schemas.Snapshot, error) bool) {
		for n := range f.services {
			if !yield(f.service(n), nil) {
				return
			}
		}
	}
}

// write brings the data in dir to this state, as collect would.
func (f fleet) write(dir string) error {
	s, err := site.Open(dir)
	if err != nil {
		return err
	}
	defer s.Close()
	_, err = s.WriteData(site.Update{
		Now: noon, Snapshots: f.snapshots(), Clusters: clusters(), Gone: func(string) bool { return true },
	})
	if err != nil {
		return err
	}
	return s.WriteRun(&schemas.Run{Version: "bench", Started: noon, Finished: noon, Services: f.services})
}

// region is where a cluster stands.
type region struct{ name, region, zone, kubernetes string }

func regions() []region {
	return []region{
		{"prod-ap", "asia-east1", "a", "v1.36.5"},
		{"prod-eu", "europe-west1", "b", "v1.37.2"},
		{"prod-us", "us-east1", "c", "v1.37.2"},
	}
}

func clusters() []schemas.ClusterEntry {
	var all []schemas.ClusterEntry
	for _, k := range regions() {
		all = append(all, schemas.ClusterEntry{
			Name: k.name, Region: k.region, Environment: "prod", Kubernetes: k.kubernetes, State: schemas.ReadOK,
			Reads: []schemas.Read{}, Unclaimed: []schemas.Unclaimed{{Kind: "Pod", Namespace: "kube-system", Count: 34}}, Skipped: []schemas.Unclaimed{},
			Listed: []string{"deployments.apps", "horizontalpodautoscalers.autoscaling", "pods", "services"},
		})
	}
	return all
}

// Names are a business and what a part of it does: a hundred in each namespace.
var (
	businesses = []string{"billing", "cart", "catalog", "checkout", "delivery", "identity", "inventory", "invoice", "loyalty", "mail", "orders", "payments", "pricing", "profile", "returns", "search", "shipping", "stock", "tax", "vouchers"}
	parts      = []string{"api", "events", "gateway", "reports", "worker"}
)

// names are the namespace and the name of a service.
func names(n int) (namespace, name string) {
	each := len(businesses) * len(parts)
	return fmt.Sprintf("team-%03d", n/each), businesses[n%len(businesses)] + "-" + parts[n/len(businesses)%len(parts)]
}

// service is one in a hundred times down to a crash loop, and one in ten near the limit of its autoscaler.
func (f fleet) service(n int) *schemas.Snapshot {
	namespace, name := names(n)
	s := &schemas.Snapshot{
		Service: schemas.Service{
			ID: namespace + "/" + name, Name: name, Origin: schemas.OriginDiscover, Owner: namespace, System: "shop-" + businesses[n/100%len(businesses)], Lifecycle: "production",
			Description: "Keeps what customers see of " + name + " right, and tells the other services when it changes.",
			Links:       []schemas.Link{{Title: "repository", URL: "https://git.example/" + namespace + "/" + name}, {Title: "runbook", URL: "https://docs.example/" + name}},
			DependsOn:   []string{f.neighbour(n, 1), f.neighbour(n, 7)},
		},
		Status: schemas.Healthy, Findings: []schemas.Problem{},
	}
	for i, k := range regions() {
		c := f.cluster(n, k, namespace, name)
		switch {
		case n%100 == 17 && i == 1:
			crash(&c)
		case n%10 == 3 && i == 2:
			nearLimit(&c)
		}
		if c.Status.Rank() < s.Status.Rank() {
			s.Status = c.Status
		}
		s.Clusters = append(s.Clusters, c)
	}
	return s
}

// neighbour is the id of a service some places on.
func (f fleet) neighbour(n, step int) string {
	namespace, name := names((n + step) % f.services)
	return namespace + "/" + name
}

func (f fleet) cluster(n int, k region, namespace, name string) schemas.Cluster {
	return schemas.Cluster{
		Name: k.name, Region: k.region, Environment: "prod", Kubernetes: k.kubernetes, Status: schemas.Healthy,
		Reads: []schemas.Read{}, Workloads: []schemas.Workload{f.workload(n, k, namespace, name)}, Jobs: []schemas.Job{},
		Network: []schemas.Network{{
			Kind: "Service", Namespace: namespace, Name: name, Type: "ClusterIP", Ports: []string{"http 80→8080/TCP"}, Addresses: []string{"10.40.0.17"},
			Pods: &f.pods, Ready: &f.pods,
		}},
		Storage: []schemas.Claim{}, Budgets: []schemas.Budget{}, Quotas: []schemas.Quota{}, Resources: []schemas.Resource{}, Problems: []schemas.Problem{},
	}
}

func (f fleet) workload(n int, k region, namespace, name string) schemas.Workload {
	version := fmt.Sprintf("2.%d.%d", n%40, n%9)
	if f.newer > 0 && n%f.newer == 0 {
		version = fmt.Sprintf("2.%d.0", n%40+1)
	}
	rolledOut := noon.Add(-time.Duration(n%700+1) * time.Hour)
	w := schemas.Workload{
		Kind: "Deployment", Namespace: namespace, Name: name, Status: schemas.Healthy, Version: version, Strategy: "RollingUpdate", Created: noon.AddDate(-1, 0, -n%300),
		Replicas: schemas.Replicas{Wanted: f.pods, Current: f.pods, Updated: f.pods, Ready: f.pods, Available: f.pods},
		Autoscaler: &schemas.Autoscaler{
			Kind: "HorizontalPodAutoscaler", Name: name, Min: 2, Current: f.pods, Desired: f.pods, Max: 2 * f.pods,
			Metrics:    []schemas.Metric{{Type: "Resource", Name: "cpu", Target: "70%", Band: schemas.BandNear}},
			Conditions: []schemas.Condition{{Type: "AbleToScale", Status: "True", Reason: "ReadyForNewScale", Message: "recommended size matches current size", Since: rolledOut}},
		},
		Containers: []schemas.ContainerSpec{
			{Name: "app", Image: "registry.example/" + namespace + "/" + name + ":" + version, Requests: &schemas.Amounts{CPU: "250m", Memory: "512Mi"}, Limits: &schemas.Amounts{CPU: "1", Memory: "512Mi"}},
			{Name: "proxy", Kind: schemas.Sidecar, Image: "registry.example/mesh/proxy:1.29.1", Requests: &schemas.Amounts{CPU: "50m", Memory: "64Mi"}, Limits: &schemas.Amounts{Memory: "128Mi"}},
		},
		Conditions: []schemas.Condition{{Type: "Available", Status: "True", Reason: "MinimumReplicasAvailable", Message: "Deployment has minimum availability.", Since: rolledOut}},
	}
	for i := range f.pods {
		w.Pods = append(w.Pods, pod(w, k, n*f.pods+i, rolledOut))
	}
	return w
}

func pod(w schemas.Workload, k region, serial int, created time.Time) schemas.Pod {
	hash := fmt.Sprintf("%09x", uint32(serial/20)*2654435761)
	return schemas.Pod{
		Name: fmt.Sprintf("%s-%s-%05x", w.Name, hash, uint32(serial)*40503%0xfffff), State: schemas.PodReady, Revision: hash,
		Node: fmt.Sprintf("gke-%s-%s-pool-%02d", k.name, k.zone, serial%60), Created: created.Add(time.Duration(serial%600) * time.Second),
		Containers: []schemas.Container{
			{Name: "app", Image: w.Containers[0].Image, State: "running", Ready: true},
			{Name: "proxy", Kind: schemas.Sidecar, Image: w.Containers[1].Image, State: "running", Ready: true},
		},
	}
}

// crash lets a third of a cluster's pods crash.
func crash(c *schemas.Cluster) {
	w := &c.Workloads[0]
	c.Status, w.Status = schemas.Degraded, schemas.Degraded
	problem := schemas.Problem{
		Rule: "crash-loop", Severity: schemas.Critical, Object: w.Object(), Container: "app", Cause: "exit 1", Message: "container app of 4 pods ends with exit code 1 and is started again, 212 times so far",
		Hint: "Read what it printed before it ended: `kubectl logs --previous`.", Since: noon.Add(-3 * time.Hour),
	}
	for i := range len(w.Pods) / 3 {
		p := &w.Pods[i]
		p.State, p.Reason, p.Restarts = schemas.PodFailing, "CrashLoopBackOff", 53
		p.Containers[0].State, p.Containers[0].Ready, p.Containers[0].Reason, p.Containers[0].Restarts = "waiting", false, "CrashLoopBackOff", 53
		p.Containers[0].Last = &schemas.Termination{Reason: "Error", ExitCode: 1, Started: noon.Add(-9 * time.Minute), Finished: noon.Add(-8 * time.Minute)}
		problem.Objects = append(problem.Objects, "Pod/"+w.Namespace+"/"+p.Name)
		w.Replicas.Ready--
		w.Replicas.Available--
	}
	c.Problems = append(c.Problems, problem)
}

func nearLimit(c *schemas.Cluster) {
	w := &c.Workloads[0]
	c.Status = schemas.Degraded
	w.Autoscaler.Max = w.Autoscaler.Current + 1
	c.Problems = append(c.Problems, schemas.Problem{
		Rule: "near-max", Severity: schemas.Warning, Object: w.Object(), Message: fmt.Sprintf("the autoscaler has %d of at most %d replicas", w.Autoscaler.Current, w.Autoscaler.Max),
		Hint: "Raise `maxReplicas` before the next peak.", Since: noon.Add(-26 * time.Hour),
	})
}
