package collect

// Parts that know less than the merge before: what they could not read is kept, and what they say differently is told.

import (
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// arriving is a part as a run without a past would leave it.
func arriving(t *testing.T, name string, at time.Time, config *schemas.Config, readings ...*source.Reading) Part {
	t.Helper()
	past := remember(t, fakeRun(t, config, Past{}, at, readings...))
	past.Run.Started, past.Run.Finished = at, at
	return Part{Name: name, Past: past}
}

// mergeOf merges, and is what the next merge begins with.
func mergeOf(t *testing.T, past Past, parts ...Part) (*Merged, []*schemas.Snapshot, Past) {
	t.Helper()
	m, err := Merge(MergeOptions{Parts: parts, Past: past})
	if err != nil {
		t.Fatal(err)
	}
	next := Past{Index: &schemas.Index{Clusters: m.Clusters}, Run: &m.Run}
	kept := map[string]*schemas.Snapshot{}
	var all []*schemas.Snapshot
	for s, err := range m.Snapshots() {
		if err != nil {
			t.Fatal(err)
		}
		all, kept[s.Service.ID] = append(all, s), s
		next.Index.Services = append(next.Index.Services, schemas.Summarize(s, ""))
	}
	next.Snapshot = func(id string) (*schemas.Snapshot, error) { return kept[id], nil }
	return m, all, next
}

func TestKindThatAPartCouldNotReadIsKept(t *testing.T) {
	_, _, past := mergeOf(t, Past{}, arriving(t, "eu", noon, oneCluster(), read(t, "eu", twoPods)))
	blind := read(t, "eu", twoPods[strings.Index(twoPods, "---")+4:]) // its Service alone
	blind.Reads = append(blind.Reads, schemas.RunRead{Resource: "pods", State: schemas.ReadForbidden, Message: "no right"})
	m, all, _ := mergeOf(t, past, arriving(t, "eu", noon.Add(time.Hour), oneCluster(), blind))
	if len(all) != 1 || len(all[0].Clusters) != 1 || len(all[0].Clusters[0].Workloads) != 1 {
		t.Fatalf("want the pod that was last known, got %+v", all)
	}
	if reads := all[0].Clusters[0].Reads; len(reads) != 1 || !reads[0].AsOf.Equal(noon) || m.Complete() {
		t.Errorf("reads %+v, want pods as of noon, and no complete merge", reads)
	}
}

// TestClusterThatAPartCouldNotReadIsKept: a part of two clusters, made in an empty folder, knows nothing of the one that
// did not answer.
func TestClusterThatAPartCouldNotReadIsKept(t *testing.T) {
	config := oneCluster()
	config.Clusters = append(config.Clusters, schemas.ClusterConfig{Name: "us"})
	_, first, past := mergeOf(t, Past{}, arriving(t, "both", noon, config, read(t, "eu", twoPods), read(t, "us", twoPods)))
	for hour := range 2 {
		var all []*schemas.Snapshot
		_, all, past = mergeOf(t, past, arriving(t, "both", noon.Add(time.Duration(1+hour)*time.Hour), config, read(t, "eu", twoPods), unreached("us")))
		us := all[0].Clusters[1]
		if !us.Stale || !us.AsOf.Equal(noon) || us.Reads[0].State != schemas.ReadUnreachable || len(us.Workloads) != len(first[0].Clusters[1].Workloads) {
			t.Errorf("merge %d: want us stale since noon, because it is unreachable: %+v", 2+hour, us)
		}
		if entry := past.Index.Clusters[1]; entry.State != schemas.ReadUnreachable || !entry.AsOf.Equal(noon) || !past.Run.Clusters[1].LastRead.Equal(noon) {
			t.Errorf("merge %d: the rows of us: %+v, last read %s", 2+hour, entry, past.Run.Clusters[1].LastRead)
		}
	}
}

// TestWhatServicesDependOn: a part that does not hold a dependency names it by the catalog's reference.
func TestWhatServicesDependOn(t *testing.T) {
	j := &joining{Merged: &Merged{services: []string{"cart", "shop/api"}}}
	for _, test := range []struct{ one, other, want string }{
		{"component:default/api cart", "shop/api cart", "shop/api cart"},
		{"shop/api cart", "component:default/api cart", "shop/api cart"},
		{"", "cart", "cart"},
		{"cart", "", "cart"},
		{"cart", "cart resource:default/db", "cart"}, // they say different things: the newer stands
	} {
		if got := strings.Join(j.needs(strings.Fields(test.one), strings.Fields(test.other)), " "); got != test.want {
			t.Errorf("%q and %q: %q, want %q", test.one, test.other, got, test.want)
		}
	}
}
