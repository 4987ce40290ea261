package diff_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	. "github.com/plimsoll-k8s/plimsoll/schemas"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// shop is the service that the examples change: checkout in two clusters, with a job beside it.
func shop() *Snapshot {
	return &Snapshot{
		Service: Service{ID: "checkout", Name: "checkout"},
		Status:  Healthy,
		Clusters: []Cluster{
			{Name: "prod-eu", Status: Healthy, Workloads: []Workload{checkout()}, Jobs: []Job{
				{Kind: "CronJob", Namespace: "shop", Name: "sweep", Containers: []ContainerSpec{{Name: "sweep", Image: "registry.example/sweep:1.0"}}},
			}},
			{Name: "prod-us", Status: Healthy, Workloads: []Workload{checkout()}},
		},
	}
}

func checkout() Workload {
	return Workload{
		Kind: "Deployment", Namespace: "shop", Name: "checkout", Status: Healthy, Version: "2.7.4",
		Replicas:   Replicas{Wanted: 3, Current: 3, Updated: 3, Ready: 3, Available: 3},
		Containers: []ContainerSpec{{Name: "checkout", Image: "registry.example:5000/checkout:2.7.4"}},
		Pods:       []Pod{pod("7d9", "a"), pod("7d9", "b"), pod("7d9", "c")},
	}
}

func pod(revision, suffix string) Pod {
	return Pod{
		Name: "checkout-" + revision + "-" + suffix, State: PodReady, Revision: revision, Created: noon,
		Containers: []Container{{Name: "checkout", State: "running", Ready: true}},
	}
}

var crashLoops = Problem{Rule: "crash-loop", Severity: Critical, Object: "Deployment/shop/checkout", Container: "checkout",
	Cause: "exit 1", Message: "3 pods of checkout crash-loop", Count: 3}

// eu and app are what most examples change.
func eu(s *Snapshot) *Cluster   { return &s.Clusters[0] }
func app(s *Snapshot) *Workload { return &s.Clusters[0].Workloads[0] }

// example is a pair of snapshots, each made of shop() by a change, and what is to be said of them.
type example struct {
	name     string
	old, new func(s *Snapshot)
	want     []string
}

func try(t *testing.T, examples []example) {
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) { check(t, changed(e.old), changed(e.new), e.want) })
	}
}

func TestStatusAndClusters(t *testing.T) {
	try(t, []example{
		{
			name: "nothing",
		},
		{
			name: "the service gets worse in one cluster",
			new:  func(s *Snapshot) { s.Status, eu(s).Status = Degraded, Degraded },
			want: []string{"healthy → degraded", "prod-eu: healthy → degraded"},
		},
		{
			name: "a release that goes wrong: the state first, what caused it below",
			new: func(s *Snapshot) {
				s.Status, eu(s).Status = Degraded, Degraded
				eu(s).Problems = []Problem{crashLoops}
				app(s).Containers[0].Image = "registry.example:5000/checkout:2.8.0"
				app(s).Pods = []Pod{pod("8c4", "x"), pod("8c4", "y"), pod("8c4", "z")}
				for i := range app(s).Pods {
					app(s).Pods[i].Containers[0].Restarts = 4
				}
			},
			want: []string{
				"healthy → degraded",
				"prod-eu: healthy → degraded",
				"prod-eu: crash-loop began on checkout: exit 1",
				"prod-eu: checkout image 2.7.4 → 2.8.0",
				"prod-eu: 3 pods of checkout replaced",
			},
		},
		{
			name: "a cluster is added, with what is wrong there",
			new: func(s *Snapshot) {
				s.Clusters = append(s.Clusters, Cluster{Name: "prod-ap", Status: Degraded, Workloads: []Workload{checkout()}, Problems: []Problem{crashLoops}})
			},
			want: []string{"prod-ap: crash-loop began on checkout: exit 1", "prod-ap: cluster added, degraded"},
		},
		{
			name: "a cluster leaves the configuration",
			new:  func(s *Snapshot) { s.Clusters = s.Clusters[:1] },
			want: []string{"prod-us: cluster gone, was healthy"},
		},
	})
}

func TestImages(t *testing.T) {
	try(t, []example{
		{
			name: "another repository is said in full",
			new:  func(s *Snapshot) { app(s).Containers[0].Image = "mirror.example/checkout:2.7.4" },
			want: []string{"prod-eu: checkout image registry.example:5000/checkout:2.7.4 → mirror.example/checkout:2.7.4"},
		},
		{
			name: "one tag, pushed twice",
			old:  func(s *Snapshot) { app(s).Containers[0].Image = "registry.example/checkout:2@sha256:1111111111112222" },
			new:  func(s *Snapshot) { app(s).Containers[0].Image = "registry.example/checkout:2@sha256:9999999999992222" },
			want: []string{"prod-eu: checkout image 2@111111111111 → 2@999999999999"},
		},
		{
			name: "a sidecar comes",
			new: func(s *Snapshot) {
				app(s).Containers = append(app(s).Containers, ContainerSpec{Name: "proxy", Image: "envoy:1.30"})
			},
			want: []string{"prod-eu: checkout (proxy) container added, envoy:1.30"},
		},
		{
			name: "a sidecar goes",
			old: func(s *Snapshot) {
				app(s).Containers = append(app(s).Containers, ContainerSpec{Name: "proxy", Image: "envoy:1.30"})
			},
			want: []string{"prod-eu: checkout (proxy) container removed, was envoy:1.30"},
		},
		{
			name: "a CronJob runs another image",
			new:  func(s *Snapshot) { eu(s).Jobs[0].Containers[0].Image = "registry.example/sweep:1.1" },
			want: []string{"prod-eu: sweep image 1.0 → 1.1"},
		},
	})
}

func TestScaling(t *testing.T) {
	try(t, []example{
		{
			name: "scaled by hand",
			new:  func(s *Snapshot) { app(s).Replicas.Wanted = 5 },
			want: []string{"prod-eu: checkout replicas 3 → 5"},
		},
		{
			name: "an autoscaler at its ordinary work, in and out between two runs",
			old:  func(s *Snapshot) { app(s).Autoscaler = &Autoscaler{Min: 2, Current: 3, Desired: 3, Max: 10} },
			new: func(s *Snapshot) {
				app(s).Autoscaler = &Autoscaler{Min: 2, Current: 4, Desired: 5, Max: 10}
				app(s).Replicas = Replicas{Wanted: 5, Current: 4, Ready: 3}
				app(s).Pods = []Pod{pod("7d9", "a"), pod("7d9", "p"), pod("7d9", "q"), pod("7d9", "r")}
			},
		},
		{
			name: "an autoscaler's bounds",
			old:  func(s *Snapshot) { app(s).Autoscaler = &Autoscaler{Min: 2, Max: 10} },
			new:  func(s *Snapshot) { app(s).Autoscaler = &Autoscaler{Min: 2, Max: 12} },
			want: []string{"prod-eu: checkout autoscaler 2–10 → 2–12"},
		},
		{
			name: "an autoscaler comes, and sets the replicas",
			new: func(s *Snapshot) {
				app(s).Autoscaler = &Autoscaler{Min: 2, Max: 10}
			},
			want: []string{"prod-eu: checkout autoscaler added, 2–10"},
		},
		{
			name: "an autoscaler goes",
			old:  func(s *Snapshot) { app(s).Autoscaler = &Autoscaler{Min: 2, Max: 10} },
			want: []string{"prod-eu: checkout autoscaler removed, was 2–10"},
		},
	})
}

func TestPods(t *testing.T) {
	try(t, []example{
		{
			name: "pods restarted by kubectl rollout restart",
			new:  func(s *Snapshot) { app(s).Pods = []Pod{pod("9f1", "a"), pod("9f1", "b"), pod("7d9", "c")} },
			want: []string{"prod-eu: 2 pods of checkout replaced"},
		},
		{
			name: "one pod drained from its node",
			new:  func(s *Snapshot) { app(s).Pods[2] = pod("7d9", "d") },
			want: []string{"prod-eu: 1 pod of checkout replaced"},
		},
		{
			name: "a pod that is only terminating has been replaced already",
			old:  func(s *Snapshot) { app(s).Pods = append(app(s).Pods, terminating(pod("7d9", "old"))) },
		},
		{
			name: "the nodes of a DaemonSet come and go",
			old:  func(s *Snapshot) { app(s).Kind = "DaemonSet" },
			new: func(s *Snapshot) {
				app(s).Kind = "DaemonSet"
				app(s).Replicas.Wanted = 4
				app(s).Pods = []Pod{pod("7d9", "a"), pod("7d9", "b"), pod("7d9", "k"), pod("7d9", "l")}
			},
		},
		{
			name: "a StatefulSet's pod was recreated under its name",
			new:  func(s *Snapshot) { app(s).Pods[0].Created = noon.Add(time.Hour) },
			want: []string{"prod-eu: 1 pod of checkout replaced"},
		},
	})
}

func TestRestarts(t *testing.T) {
	try(t, []example{
		{
			name: "containers restarted, in old pods",
			old:  func(s *Snapshot) { app(s).Pods[0].Containers[0].Restarts = 7 },
			new: func(s *Snapshot) {
				app(s).Pods[0].Containers[0].Restarts = 8
				app(s).Pods[1].Containers[0].Restarts = 2
			},
			want: []string{"prod-eu: checkout restarted 3 times"},
		},
		{
			name: "a crash loop goes on restarting",
			old: func(s *Snapshot) {
				eu(s).Problems = []Problem{crashLoops}
				app(s).Pods[0].Containers[0].Restarts = 7
			},
			new: func(s *Snapshot) {
				eu(s).Problems = []Problem{crashLoops}
				app(s).Pods[0].Containers[0].Restarts = 19
			},
		},
	})
}

func TestProblems(t *testing.T) {
	try(t, []example{
		{
			name: "a problem ends",
			old:  func(s *Snapshot) { eu(s).Problems = []Problem{crashLoops} },
			want: []string{"prod-eu: crash-loop ended on checkout: exit 1"},
		},
		{
			name: "a problem that goes on in other words",
			old:  func(s *Snapshot) { eu(s).Problems = []Problem{crashLoops} },
			new: func(s *Snapshot) {
				p := crashLoops
				p.Message, p.Count, p.Since, p.Objects = "2 pods of checkout crash-loop", 2, noon, []string{"Pod/shop/checkout-8c4-x"}
				eu(s).Problems = []Problem{p}
			},
		},
		{
			name: "what follows from a cause, what is only worth knowing, and what the reads say already",
			new: func(s *Snapshot) {
				eu(s).Problems = []Problem{
					{Rule: "under-replicated", Severity: Warning, Object: "Deployment/shop/checkout", CausedBy: crashLoops.Key()},
					{Rule: "paused", Severity: Info, Object: "Deployment/shop/checkout"},
				}
				s.Findings = []Problem{{Rule: "cluster-unreachable", Severity: Warning, Object: "Cluster/prod-eu"}}
			},
		},
		{
			name: "a finding across clusters",
			new: func(s *Snapshot) {
				s.Findings = []Problem{{Rule: "image-drift", Severity: Warning, Object: "Deployment/shop/checkout"}}
			},
			want: []string{"image-drift began on checkout"},
		},
	})
}

func TestObjectsComeAndGo(t *testing.T) {
	try(t, []example{
		{
			name: "workloads and jobs come and go",
			new: func(s *Snapshot) {
				worker := checkout()
				worker.Name = "checkout-worker"
				eu(s).Workloads = []Workload{worker}
				eu(s).Jobs = []Job{{Kind: "Job", Namespace: "shop", Name: "migrate"}}
			},
			want: []string{
				"prod-eu: CronJob sweep is gone",
				"prod-eu: Deployment checkout is gone, was 2.7.4",
				"prod-eu: Deployment checkout-worker appeared, 2.7.4",
				"prod-eu: Job migrate appeared",
			},
		},
		{
			name: "a CronJob's Jobs come with its schedule",
			new: func(s *Snapshot) {
				eu(s).Jobs = append(eu(s).Jobs, Job{Kind: "Job", Namespace: "shop", Name: "sweep-29384", Owner: "sweep"})
			},
		},
	})
}

func TestClustersThatCannotBeRead(t *testing.T) {
	try(t, []example{
		{
			name: "a cluster becomes stale: one entry, nothing vanishes",
			old:  func(s *Snapshot) { eu(s).Problems = []Problem{crashLoops} },
			new: func(s *Snapshot) {
				eu(s).Stale, eu(s).AsOf = true, noon
				eu(s).Reads = []Read{{Resource: "*", State: ReadUnreachable}, {Resource: "pods", State: ReadUnreachable}}
				eu(s).Workloads = nil
			},
			want: []string{"prod-eu: the cluster could not be read: unreachable"},
		},
		{
			name: "a stale cluster stays stale for another reason",
			old:  func(s *Snapshot) { eu(s).Stale, eu(s).Reads = true, []Read{{Resource: "*", State: ReadUnreachable}} },
			new:  func(s *Snapshot) { eu(s).Stale, eu(s).Reads = true, []Read{{Resource: "*", State: ReadUnauthorized}} },
			want: []string{"prod-eu: the cluster could not be read: unreachable → unauthorized"},
		},
		{
			name: "a cluster answers again, and something had gone meanwhile",
			old:  func(s *Snapshot) { eu(s).Stale, eu(s).Reads = true, []Read{{Resource: "*", State: ReadUnreachable}} },
			new:  func(s *Snapshot) { eu(s).Jobs = nil },
			want: []string{"prod-eu: the cluster can be read again, was unreachable", "prod-eu: CronJob sweep is gone"},
		},
	})
}

func TestKindsThatCannotBeRead(t *testing.T) {
	try(t, []example{
		{
			name: "Deployments become forbidden and come back empty-handed",
			new: func(s *Snapshot) {
				eu(s).Reads = []Read{{Resource: "deployments.apps", State: ReadForbidden}}
				eu(s).Workloads = nil
			},
			want: []string{"prod-eu: deployments.apps could not be read: forbidden"},
		},
		{
			name: "Deployments can be read again: what is seen then did not just appear",
			old: func(s *Snapshot) {
				eu(s).Reads = []Read{{Resource: "deployments.apps", State: ReadForbidden}}
				eu(s).Workloads = nil
			},
			want: []string{"prod-eu: deployments.apps can be read again, was forbidden"},
		},
		{
			name: "pods cannot be read: no pod was replaced, no crash loop ended",
			old:  func(s *Snapshot) { eu(s).Problems = []Problem{crashLoops} },
			new: func(s *Snapshot) {
				eu(s).Reads = []Read{{Resource: "pods", State: ReadTimeout}}
				app(s).Pods = nil
			},
			want: []string{"prod-eu: pods could not be read: timeout"},
		},
		{
			name: "events were never readable: a problem can end all the same",
			old: func(s *Snapshot) {
				eu(s).Reads = []Read{{Resource: "events", State: ReadForbidden}}
				eu(s).Problems = []Problem{crashLoops}
			},
			new:  func(s *Snapshot) { eu(s).Reads = []Read{{Resource: "events", State: ReadForbidden}} },
			want: []string{"prod-eu: crash-loop ended on checkout: exit 1"},
		},
		{
			name: "autoscalers cannot be read: none was removed",
			old:  func(s *Snapshot) { app(s).Autoscaler = &Autoscaler{Min: 2, Max: 10} },
			new: func(s *Snapshot) {
				eu(s).Reads = []Read{{Resource: "horizontalpodautoscalers.autoscaling", State: ReadForbidden}}
				app(s).Replicas.Wanted = 9
			},
			want: []string{"prod-eu: horizontalpodautoscalers.autoscaling could not be read: forbidden"},
		},
		{
			name: "another namespace's failure hides nothing of this one",
			new: func(s *Snapshot) {
				eu(s).Reads = []Read{{Resource: "deployments.apps", Namespace: "billing", State: ReadForbidden}}
				eu(s).Workloads = nil
			},
			want: []string{"prod-eu: deployments.apps could not be read: forbidden", "prod-eu: Deployment checkout is gone, was 2.7.4"},
		},
		{
			name: "one kind in two namespaces is one entry",
			new: func(s *Snapshot) {
				eu(s).Reads = []Read{{Resource: "pods", Namespace: "billing", State: ReadForbidden}, {Resource: "pods", Namespace: "shop", State: ReadForbidden}}
			},
			want: []string{"prod-eu: pods could not be read in 2 namespaces: forbidden"},
		},
	})
}

func TestServiceComesAndGoes(t *testing.T) {
	check(t, nil, shop(), []string{"the service appeared, healthy"})
	check(t, shop(), nil, []string{"the service is gone, was healthy"})
	check(t, nil, nil, nil)
}

// Whatever a snapshot holds, it does not differ from itself, and the order of what it holds does not matter.
func TestNothingDiffersFromItself(t *testing.T) {
	full := func() *Snapshot {
		s := shop()
		eu(s).Problems = []Problem{crashLoops, {Rule: "at-max", Severity: Warning, Object: "Deployment/shop/checkout"}}
		eu(s).Reads = []Read{{Resource: "pods", State: ReadForbidden}, {Resource: "*", State: ReadTimeout}}
		s.Clusters[1].Stale = true
		s.Findings = []Problem{{Rule: "image-drift", Severity: Warning, Object: "Deployment/shop/checkout"}}
		return s
	}
	check(t, full(), full(), nil)

	changedShop := func() *Snapshot {
		s := shop()
		s.Status, eu(s).Status = Down, Down
		app(s).Containers[0].Image = "registry.example/checkout:3"
		s.Clusters[1].Workloads[0].Replicas.Wanted = 9
		s.Clusters[1].Problems = []Problem{crashLoops}
		return s
	}
	reversed := changedShop()
	slices.Reverse(reversed.Clusters)
	if a, b := diff.Snapshots(shop(), changedShop()), diff.Snapshots(shop(), reversed); !reflect.DeepEqual(a, b) {
		t.Errorf("the order of clusters changes the diff:\n%v\n%v", a, b)
	}
}

func TestAcrossClusters(t *testing.T) {
	s := shop()
	s.Status = Progressing
	for i := range s.Clusters {
		s.Clusters[i].Status = Progressing
		s.Clusters[i].Workloads[0].Containers[0].Image = "registry.example:5000/checkout:2.8.0"
	}
	var got []string
	for _, line := range diff.Across(diff.Snapshots(shop(), s)) {
		got = append(got, line.Text())
	}
	want := []string{
		"healthy → progressing",
		"prod-eu, prod-us: healthy → progressing",
		"prod-eu, prod-us: checkout image 2.7.4 → 2.8.0",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestPartsOfASentence(t *testing.T) {
	got := fmt.Sprint(diff.Parts(Entry{What: ImageChanged, Cluster: "prod-eu", Object: "Deployment/shop/checkout", Container: "app", From: "a:1", To: "a:2"}))
	want := "[{prod-eu cluster} {:  } {checkout (app) name} { image  } {1 old} { →  } {2 new}]"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// A history line that a newer version wrote is said as well as can be.
func TestUnknownKindOfChange(t *testing.T) {
	got := diff.Text(Entry{What: "quota", Cluster: "prod-eu", Object: "ResourceQuota/shop/compute", From: "1", To: "2"})
	if want := "prod-eu: compute quota 1 → 2"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func check(t *testing.T, old, new *Snapshot, want []string) {
	t.Helper()
	var got []string
	for _, e := range diff.Snapshots(old, new) {
		got = append(got, diff.Text(e))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func changed(change func(*Snapshot)) *Snapshot {
	s := shop()
	if change != nil {
		change(s)
	}
	return s
}

func terminating(p Pod) Pod {
	p.State = PodTerminating
	return p
}
