package diff_test

import (
	"slices"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	. "github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestFleet(t *testing.T) {
	eu := ClusterEntry{Name: "prod-eu", Kubernetes: "v1.36.5", State: ReadOK}
	with := func(change func(*ClusterEntry)) []ClusterEntry {
		c := eu
		change(&c)
		return []ClusterEntry{c}
	}
	for _, e := range []struct {
		name     string
		old, new []ClusterEntry
		want     []string
	}{
		{"nothing", []ClusterEntry{eu}, []ClusterEntry{eu}, nil},
		{"an upgrade", []ClusterEntry{eu}, with(func(c *ClusterEntry) { c.Kubernetes = "v1.37.2" }), []string{"prod-eu: Kubernetes v1.36.5 → v1.37.2"}},
		{"it does not answer, and so does not tell its version", []ClusterEntry{eu}, with(func(c *ClusterEntry) { c.State, c.Kubernetes = ReadUnreachable, "" }),
			[]string{"prod-eu: the cluster could not be read: unreachable"}},
		{"a right is taken away in two namespaces", []ClusterEntry{eu}, with(func(c *ClusterEntry) {
			c.Reads = []Read{{Resource: "pods", Namespace: "a", State: ReadForbidden}, {Resource: "pods", Namespace: "b", State: ReadForbidden}}
		}), []string{"prod-eu: pods could not be read in 2 namespaces: forbidden"}},
		{"one comes", nil, []ClusterEntry{eu}, []string{"prod-eu: cluster added, ok"}},
		{"one goes", []ClusterEntry{eu}, nil, []string{"prod-eu: cluster gone, was ok"}},
	} {
		var said []string
		for _, entry := range diff.Fleet(e.old, e.new) {
			said = append(said, diff.Text(entry))
		}
		if !slices.Equal(said, e.want) {
			t.Errorf("%s: said %q, want %q", e.name, said, e.want)
		}
	}
}

func TestUnread(t *testing.T) {
	got := diff.Unread([]ClusterEntry{{Name: "prod-us", State: ReadOK}}, []ClusterEntry{
		{Name: "prod-ap", State: ReadOK, Reads: []Read{{Resource: "pods", State: ReadForbidden}, {Resource: "routes.route.openshift.io", State: ReadNotServed}}},
		{Name: "prod-us", State: ReadTimeout, Message: "no answer within 30s", AsOf: noon, Reads: []Read{{Resource: "pods", State: ReadStale}}},
	})
	want := []Unread{
		{Cluster: "prod-us", Resource: "*", State: ReadTimeout, Was: ReadOK, Message: "no answer within 30s", AsOf: noon},
		{Cluster: "prod-ap", Resource: "pods", State: ReadForbidden},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestSummed(t *testing.T) {
	pods := func(cluster string, n int) Entry {
		return Entry{What: PodsReplaced, Cluster: cluster, Object: "Deployment/shop/checkout", Count: n}
	}
	image := Entry{What: ImageChanged, Cluster: "prod-eu", Object: "Deployment/shop/checkout", From: "a:1", To: "a:2"}
	var said []string
	for _, line := range diff.Summed(diff.Across([]Entry{image, pods("prod-ap", 2), pods("prod-eu", 3), pods("prod-us", 2)})) {
		said = append(said, line.Text())
	}
	if want := []string{"prod-eu: checkout image 1 → 2", "prod-ap, prod-us, prod-eu: 7 pods of checkout replaced"}; !slices.Equal(said, want) {
		t.Errorf("said %q, want %q", said, want)
	}
}
