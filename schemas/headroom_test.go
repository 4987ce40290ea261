package schemas

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

func scaled(name string, low, current, high int) Workload {
	return Workload{
		Kind: "Deployment", Namespace: "shop", Name: name, Status: Healthy, Replicas: Replicas{Wanted: current},
		Autoscaler: &Autoscaler{Min: low, Current: current, Desired: current, Max: high},
	}
}

func fixed(name string, wanted int) Workload {
	return Workload{Kind: "Deployment", Namespace: "shop", Name: name, Status: Healthy, Replicas: Replicas{Wanted: wanted}}
}

func TestHeadroomOfAWorkload(t *testing.T) {
	for _, row := range []struct {
		low, current, high int
		load               float64
		left               int
		more               string
	}{
		{2, 5, 10, 0.5, 5, "1"},      // ten carry twice what five do
		{2, 8, 10, 0.8, 2, "0.25"},   // ten carry a quarter more than eight
		{2, 10, 10, 1, 0, "0"},       // full
		{3, 3, 3, 1, 0, "0"},         // pinned: always full
		{2, 12, 10, 1.2, 0, "0"},     // scaled past its maximum by hand
		{0, 0, 10, 0, 10, "unknown"}, // idle at zero: nothing to measure by
	} {
		h := HeadroomOf(scaled("checkout", row.low, row.current, row.high))
		more := "unknown"
		if m, ok := h.More(); ok {
			more = fmt.Sprint(m)
		}
		if h.Load() != row.load || h.Left() != row.left || more != row.more {
			t.Errorf("%d of %d: load %v, %d left, %s more; want %v, %d, %s", row.current, row.high, h.Load(), h.Left(), more, row.load, row.left, row.more)
		}
	}
	if HeadroomOf(fixed("checkout", 3)) != nil || HeadroomOf(scaled("broken", 0, 0, 0)) != nil {
		t.Error("what nothing scales has no headroom")
	}
	if load := (Headroom{Current: 3}).Load(); load != 0 {
		t.Errorf("no maximum: load %v", load)
	}
}

func TestHeadroomIsThatOfTheFullestWorkload(t *testing.T) {
	for want, workloads := range map[string][]Workload{
		"":       {{Name: "fixed"}, scaled("broken", 0, 0, 0)},
		"fuller": {scaled("big", 1, 50, 100), scaled("fuller", 1, 3, 4)},
		"first":  {scaled("first", 1, 1, 2), scaled("second", 2, 2, 4)},
		"free":   {scaled("pinned", 3, 3, 3), scaled("free", 1, 1, 9)},
		"pinned": {scaled("pinned", 3, 3, 3)},
	} {
		got := ""
		if h := FullestOf(workloads); h != nil {
			got = h.Workload
		}
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestHeadroomOfAServiceIsThatOfItsFullestCluster(t *testing.T) {
	s := &Snapshot{Clusters: []Cluster{
		{Name: "eu", Workloads: []Workload{scaled("checkout", 2, 5, 10), fixed("worker", 9)}},
		{Name: "us", Workloads: []Workload{scaled("checkout", 2, 6, 10)}},
		{Name: "ap"},
	}}
	if cluster, h := s.Fullest(); cluster != "us" || h == nil || h.Current != 6 {
		t.Errorf("%s: %+v", cluster, h)
	}
	if cluster, h := (&Snapshot{Clusters: s.Clusters[2:]}).Fullest(); cluster != "" || h != nil {
		t.Errorf("nothing scales: %s %+v", cluster, h)
	}
}

// prod is a cluster of environment prod with these workloads.
func prod(name string, workloads ...Workload) Cluster {
	return Cluster{Name: name, Environment: "prod", Status: Healthy, Workloads: workloads}
}

func with(c Cluster, change func(*Cluster)) Cluster {
	change(&c)
	return c
}

func TestFleets(t *testing.T) {
	checkout := func(current, high int) Workload { return scaled("checkout", 1, current, high) }
	forbidden := func(resource string) func(*Cluster) {
		return func(c *Cluster) { c.Reads = []Read{{Resource: resource, State: ReadForbidden}} }
	}
	byHand := fixed("checkout", 0)
	byHand.Status = Suspended
	rolling := fixed("checkout", 4)
	rolling.Replicas.Current = 5 // the surplus pod of a rolling update
	renamed := checkout(6, 10)
	renamed.Name = "checkout-v2"
	for _, row := range []struct {
		name     string
		clusters []Cluster
		want     []string // environment object current/max: each loss, the worst first
	}{
		{"the others' maxima ÷ all that runs: 10 ÷ 16 without either", []Cluster{prod("eu", checkout(8, 10)), prod("us", checkout(8, 10))},
			[]string{"prod Deployment/shop/checkout 16/20: eu 10 0.625, us 10 0.625"}},
		{"exactly enough", []Cluster{prod("eu", checkout(5, 10)), prod("us", checkout(5, 10))},
			[]string{"prod Deployment/shop/checkout 10/20: eu 10 1, us 10 1"}},
		{"the biggest cluster is the worst to lose", []Cluster{prod("ap", checkout(2, 4)), prod("eu", checkout(12, 20)), prod("us", checkout(6, 12))},
			[]string{"prod Deployment/shop/checkout 20/36: eu 16 0.8, us 24 1.2, ap 32 1.6"}},
		{"one of fixed size can take nothing more", []Cluster{prod("eu", checkout(3, 10)), prod("us", fixed("checkout", 5))},
			[]string{"prod Deployment/shop/checkout 8/15: eu 5 0.625, us 10 1.25"}},
		{"the surplus of a rollout is not counted", []Cluster{prod("eu", checkout(4, 10)), prod("us", rolling)},
			[]string{"prod Deployment/shop/checkout 8/14: eu 4 0.5, us 10 1.25"}},
		{"what an autoscaler keeps idle can come back", []Cluster{prod("eu", checkout(4, 10)), prod("us", checkout(0, 10))},
			[]string{"prod Deployment/shop/checkout 4/20: eu 10 2.5, us 10 2.5"}},
		{"matched as the only one of its kind", []Cluster{prod("eu", renamed), prod("us", checkout(6, 10))},
			[]string{"prod Deployment/shop/checkout-v2 12/20: eu 10 0.8333, us 10 0.8333"}},
		{"each environment and each workload by itself", []Cluster{
			prod("eu", checkout(5, 10), scaled("worker", 1, 1, 2)), prod("us", checkout(5, 10), scaled("worker", 1, 1, 2)),
			with(prod("test-1", checkout(1, 2)), func(c *Cluster) { c.Environment = "test" }),
			with(prod("test-2", checkout(1, 2)), func(c *Cluster) { c.Environment = "test" }),
		}, []string{
			"prod Deployment/shop/checkout 10/20: eu 10 1, us 10 1",
			"prod Deployment/shop/worker 2/4: eu 2 1, us 2 1",
			"test Deployment/shop/checkout 2/4: test-1 2 1, test-2 2 1",
		}},
		{"nothing scales", []Cluster{prod("eu", fixed("checkout", 5)), prod("us", fixed("checkout", 5))}, nil},
		{"nothing runs", []Cluster{prod("eu", checkout(0, 10)), prod("us", checkout(0, 10))}, nil},
		{"one cluster", []Cluster{prod("eu", checkout(5, 10))}, nil},
		{"no environment", []Cluster{with(prod("eu", checkout(5, 10)), func(c *Cluster) { c.Environment = "" }), prod("us", checkout(5, 10))}, nil},
		{"switched off there", []Cluster{prod("eu", checkout(5, 10)), with(prod("us", checkout(5, 10)), func(c *Cluster) { c.Status = Suspended })}, nil},
		{"at zero by hand there", []Cluster{prod("eu", checkout(5, 10)), prod("us", byHand)}, nil},
		{"stale there", []Cluster{prod("eu", checkout(5, 10)), with(prod("us", checkout(5, 10)), func(c *Cluster) { c.Stale = true })}, nil},
		{"its autoscalers were not read: how far it may grow is not known", []Cluster{prod("eu", checkout(5, 10)), with(prod("us", fixed("checkout", 5)), forbidden("horizontalpodautoscalers.autoscaling"))}, nil},
		{"its ingresses were not read, which does not matter", []Cluster{prod("eu", checkout(5, 10)), with(prod("us", checkout(5, 10)), forbidden("ingresses.networking.k8s.io"))},
			[]string{"prod Deployment/shop/checkout 10/20: eu 10 1, us 10 1"}},
		{"absurd numbers do not run over", []Cluster{prod("eu", checkout(-5, math.MaxInt)), prod("us", checkout(1, math.MaxInt))},
			[]string{"prod Deployment/shop/checkout 1/4294967294: eu 2147483647 2.147e+09, us 2147483647 2.147e+09"}},
	} {
		var got []string
		for _, f := range (&Snapshot{Clusters: row.clusters}).Fleets() {
			var losses []string
			for _, l := range f.Losses {
				losses = append(losses, fmt.Sprintf("%s %d %.4g", l.Cluster, l.Max, l.Share))
			}
			got = append(got, fmt.Sprintf("%s %s %d/%d: %s", f.Environment, f.Object, f.Current, f.Max, strings.Join(losses, ", ")))
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", row.name, got, row.want)
		}
	}
}

// A cluster that cannot be read right now may be there all the same: its last known state counts where that is asked.
func TestLastKnownFleets(t *testing.T) {
	checkout := scaled("checkout", 1, 8, 10)
	stale := with(prod("us", checkout), func(c *Cluster) { c.Stale = true })
	kept := with(prod("us", checkout), func(c *Cluster) {
		c.Reads = []Read{{Resource: "horizontalpodautoscalers.autoscaling", State: ReadTimeout, AsOf: moment}}
	})
	never := with(prod("us", fixed("checkout", 8)), func(c *Cluster) {
		c.Reads = []Read{{Resource: "horizontalpodautoscalers.autoscaling", State: ReadForbidden}}
	})
	for name, c := range map[string]struct {
		us   Cluster
		want int
	}{"stale": {stale, 1}, "a kind that was kept": {kept, 1}, "a kind that was never read": {never, 0}} {
		s := &Snapshot{Clusters: []Cluster{prod("eu", checkout), c.us}}
		if got := len(s.LastKnownFleets()); got != c.want || len(s.Fleets()) != 0 {
			t.Errorf("%s: %d last known and %d fleets of today, want %d and none", name, got, len(s.Fleets()), c.want)
		}
	}
}
