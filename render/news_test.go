package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var early = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// fleet is services whose changes came at these minutes, the oldest first; "-" before an id: it is gone.
type fleet struct {
	index  *schemas.Index
	told   map[string][]schemas.Change
	opened []string
}

func fleetWith(changes map[string][]int) *fleet {
	f := &fleet{index: &schemas.Index{}, told: map[string][]schemas.Change{}}
	for id, minutes := range changes {
		id, gone := strings.CutPrefix(id, "-")
		var last time.Time
		for _, m := range minutes {
			last = early.Add(time.Duration(m) * time.Minute)
			f.told[id] = append(f.told[id], schemas.Change{At: last, Digest: fmt.Sprintf("%064d", m), Status: schemas.Healthy})
		}
		if gone {
			f.index.Gone = append(f.index.Gone, schemas.GoneEntry{ID: id, Name: id, At: last})
		} else {
			f.index.Services = append(f.index.Services, schemas.ServiceEntry{ID: id, Name: id, Changed: last})
		}
	}
	return f
}

func (f *fleet) history(id string) ([]schemas.Change, error) {
	f.opened = append(f.opened, id)
	return f.told[id], nil
}

func (f *fleet) news(t *testing.T) (said []string, untold int) {
	t.Helper()
	told, untold, err := newsOf(f.index, f.history)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range told {
		said = append(said, fmt.Sprintf("%s %d", n.id, int(n.At.Sub(early).Minutes())))
	}
	return said, untold
}

func TestNewestChangesOfTheFleet(t *testing.T) {
	f := fleetWith(map[string][]int{"a": {1, 5, 9}, "b": {2, 9}, "-c": {3, 7}, "none": {}})
	got, untold := f.news(t)
	if want := []string{"a 9", "b 9", "c 7", "a 5", "c 3", "b 2", "a 1"}; !slices.Equal(got, want) || untold != 0 {
		t.Errorf("got %q and %d more, want %q", got, untold, want)
	}
}

// Of many services only those are opened that have one of the newest changes.
func TestOldHistoriesStayClosed(t *testing.T) {
	changes := map[string][]int{}
	for i := range mostNews - 1 {
		changes[fmt.Sprintf("often-%03d", i)] = []int{1000 + i, 2000 + i}
	}
	changes["last"] = []int{2000 - 1}
	for i := range 500 {
		changes[fmt.Sprintf("seldom-%03d", i)] = []int{i}
	}
	f := fleetWith(changes)
	got, _ := f.news(t)
	if len(got) != mostNews || got[mostNews-1] != "last 1999" {
		t.Errorf("%d changes, the last is %s", len(got), got[len(got)-1])
	}
	if len(f.opened) != mostNews || slices.ContainsFunc(f.opened, func(id string) bool { return strings.HasPrefix(id, "seldom") }) {
		t.Errorf("%d histories were opened", len(f.opened))
	}
}

// A first run finds more services than the page tells: they are counted, and not opened.
func TestOneMomentOfMany(t *testing.T) {
	changes := map[string][]int{}
	for i := range 1000 {
		changes[fmt.Sprintf("s%04d", i)] = []int{7}
	}
	f := fleetWith(changes)
	got, untold := f.news(t)
	if len(got) != mostNews || untold != 1000-mostNews || len(f.opened) > mostNews {
		t.Errorf("%d told, %d more, %d opened", len(got), untold, len(f.opened))
	}
}

// An index that does not say when a service changed lets anything be expected of it.
func TestUnknownChangesAreLookedFor(t *testing.T) {
	f := fleetWith(map[string][]int{"a": {1, 5}, "b": {2, 9}})
	for i := range f.index.Services {
		f.index.Services[i].Changed = time.Time{}
	}
	got, _ := f.news(t)
	if want := []string{"b 9", "a 5", "b 2", "a 1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNewsInput(t *testing.T) {
	f := fleetWith(map[string][]int{"a": {1}, "b": {2}})
	before := newsInput(f.index)
	f.index.Services[0].Restarts++
	if newsInput(f.index) != before {
		t.Error("a restart makes the changes page anew")
	}
	f.index.Services[0].Changed = early.Add(time.Hour)
	if newsInput(f.index) == before {
		t.Error("a change does not")
	}
}

// A rollout over many services is said once; what is a service's own stands beside its name.
func TestRolloutIsSaidOnce(t *testing.T) {
	rolled := func(id string, more ...schemas.Entry) happened {
		e := schemas.Entry{What: schemas.ImageChanged, Cluster: "prod-eu", Object: "Deployment/shop/" + id, Container: "app", From: "r.example/" + id + ":2.7", To: "r.example/" + id + ":2.8"}
		return happened{Change: schemas.Change{At: early, Digest: strings.Repeat("ab", 32), Status: schemas.Healthy, Entries: append([]schemas.Entry{e}, more...)}, id: id, name: id}
	}
	pods := schemas.Entry{What: schemas.PodsReplaced, Cluster: "prod-eu", Object: "Deployment/shop/api", Count: 3}
	worse := rolled("broken", schemas.Entry{What: schemas.StatusChanged, From: "healthy", To: "down"})
	worse.Status = schemas.Down
	run := []happened{rolled("api", pods), worse}
	for i := range 10 {
		run = append(run, rolled(fmt.Sprintf("svc-%d", i)))
	}
	var got []string
	for _, row := range rowsOfRun(place{root: "../", file: "index.html"}, run) {
		got = append(got, row.Name+" ("+row.Word+"): "+strings.Join(row.Texts(), "; "))
	}
	want := []string{"12 services (down): prod-eu: image 2.7 → 2.8", "broken (down): healthy → down", "api (healthy): prod-eu: 3 pods of api replaced"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
