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
