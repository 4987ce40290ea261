package render

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Every kind of change that may happen in a cluster has a place in a lane.
func TestEveryKindOfChangeFitsALane(t *testing.T) {
	b, err := os.ReadFile("../schemas/change.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Definitions struct {
			Entry struct {
				Properties struct {
					What struct{ Enum []schemas.What }
				}
			}
		}
	}
	if err := json.Unmarshal(b, &schema); err != nil {
		t.Fatal(err)
	}
	ofTheWhole := []schemas.What{schemas.ServiceAppeared, schemas.ServiceVanished, schemas.ServiceChanged, schemas.ClusterVanished}
	for _, what := range schema.Definitions.Entry.Properties.What.Enum {
		fits := slices.Contains(deeds, what) || slices.Contains(effects, what)
		if fits == slices.Contains(ofTheWhole, what) || fits && changeNames[what] == "" {
			t.Errorf("%s: in a lane %v, named %q", what, fits, changeNames[what])
		}
	}
}

func TestLastChange(t *testing.T) {
	at := func(day int, entries ...schemas.Entry) schemas.Change {
		return schemas.Change{At: time.Date(2026, 11, day, 9, 0, 0, 0, time.UTC), Entries: entries}
	}
	in := func(what schemas.What, object, field, from, to string) schemas.Entry {
		return schemas.Entry{What: what, Cluster: "prod-eu", Object: object, Field: field, From: from, To: to}
	}
	status := in(schemas.StatusChanged, "", "", "degraded", "healthy")
	for want, changes := range map[string][]schemas.Change{
		"":                   {at(1, schemas.Entry{What: schemas.ImageChanged, Cluster: "prod-us", From: "a:1", To: "a:2"})},
		"degraded → healthy": {at(1, status)},
		"1 → 2":              {at(1, in(schemas.ImageChanged, "Deployment/shop/api", "", "a:1", "a:2")), at(2, status)},
		"new Ingress":        {at(1, in(schemas.ObjectAppeared, "Ingress/shop/api", "", "", ""))},
		"Ingress gone":       {at(1, in(schemas.ObjectVanished, "Ingress/shop/api", "", "", ""))},
		"hosts of api":       {at(1, in(schemas.ObjectChanged, "Ingress/shop/api", "hosts", "a", "b"))},
		"staging → prod":     {at(1, in(schemas.ClusterChanged, "", "environment", "staging", "prod"))},
		"replicas 2 → 3":     {at(1, in(schemas.ReplicasChanged, "Deployment/shop/api", "", "2", "3"))},
		"requests, limits":   {at(1, in(schemas.AmountsChanged, "Deployment/shop/api", "CPU limit", "1", "2"))},
	} {
		if got := lastChangeOf(changes, "prod-eu").Text; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A link to a change leads to one place: the newest change that led to that state.
func TestChangesHaveAnAddress(t *testing.T) {
	change := func(day int, digest string, status schemas.Status) schemas.Change {
		return schemas.Change{At: time.Date(2026, 11, day, 9, 30, 0, 0, time.UTC), Digest: digest, Status: status}
	}
	same := schemas.Digest([]byte("a"))
	timeline := timelineOf([]schemas.Change{change(1, same, schemas.Healthy), change(2, schemas.Digest([]byte("b")), schemas.Down), change(2, same, schemas.Healthy)})
	var got []string
	for _, day := range timeline.Days() {
		for _, c := range day.Changes {
			got = append(got, day.At.Day()+" "+c.At.Clock()+" "+c.ID)
		}
	}
	want := []string{"Mon 2 Nov 2026 09:30 change-ca978112ca1b", "Mon 2 Nov 2026 09:30 change-3e23e8160039", "Sun 1 Nov 2026 09:30 "}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if label, want := timeline.label(), "the state after each of the last 3 changes: 1 × down and 2 × healthy, healthy now"; label != want {
		t.Errorf("got  %q\nwant %q", label, want)
	}
}
