package schemas

import (
	"strings"
	"testing"
	"time"
)

// What needs no schema is what the schema would take: each value of a row is made wrong in turn, and the quick way and
// the schema must agree on every one.
func TestCanonicalIndexAgreesWithTheSchema(t *testing.T) {
	row := func() ServiceEntry {
		return ServiceEntry{
			ID: "shop/checkout", Name: "checkout", Digest: Digest(nil), Title: "Checkout", Owner: "payments", OwnerTitle: "Payments", System: "shop",
			DependsOn: []string{"shop/cart"}, Status: Degraded, Critical: 1, Warnings: 2, Ignored: 3, Restarts: 4, Changed: moment,
			Lead: &Lead{Rule: "crash-loop", Severity: Critical, Cluster: "eu", Object: "Pod/shop/x", Message: "it ends", Since: moment},
			Clusters: []Placement{{Name: "eu", Status: Degraded, Stale: true, Version: "1", Wanted: 2, Ready: 1, Restarts: 4, Problems: 1,
				Headroom: &Headroom{Workload: "checkout", Min: 1, Current: 2, Desired: 2, Max: 3}}},
		}
	}
	changes := map[string]func(s *ServiceEntry){
		"nothing": func(s *ServiceEntry) {}, "no lead": func(s *ServiceEntry) { s.Lead = nil }, "no clusters": func(s *ServiceEntry) { s.Clusters = nil },
		"no times": func(s *ServiceEntry) { s.Changed, s.Lead.Since = time.Time{}, time.Time{} }, "one segment": func(s *ServiceEntry) { s.ID = "checkout" },
		"no headroom": func(s *ServiceEntry) { s.Clusters[0].Headroom = nil },

		"id": func(s *ServiceEntry) { s.ID = "Shop/../x" }, "no id": func(s *ServiceEntry) { s.ID = "" }, "name": func(s *ServiceEntry) { s.Name = "" },
		"digest": func(s *ServiceEntry) { s.Digest = strings.ToUpper(s.Digest) }, "short digest": func(s *ServiceEntry) { s.Digest = "abc" },
		"status": func(s *ServiceEntry) { s.Status = "sad" }, "no status": func(s *ServiceEntry) { s.Status = "" },
		"critical": func(s *ServiceEntry) { s.Critical = -1 }, "warnings": func(s *ServiceEntry) { s.Warnings = -1 }, "ignored": func(s *ServiceEntry) { s.Ignored = -1 },
		"restarts": func(s *ServiceEntry) { s.Restarts = maxCount + 1 }, "changed": func(s *ServiceEntry) { s.Changed = moment.Add(time.Millisecond) },
		"zone":      func(s *ServiceEntry) { s.Changed = moment.In(time.FixedZone("east", 3600)) },
		"lead rule": func(s *ServiceEntry) { s.Lead.Rule = "Crash Loop" }, "no lead rule": func(s *ServiceEntry) { s.Lead.Rule = "" },
		"lead severity": func(s *ServiceEntry) { s.Lead.Severity = "loud" }, "no lead severity": func(s *ServiceEntry) { s.Lead.Severity = "" },
		"lead since": func(s *ServiceEntry) { s.Lead.Since = moment.Add(time.Nanosecond) },
		"place name": func(s *ServiceEntry) { s.Clusters[0].Name = "" }, "place status": func(s *ServiceEntry) { s.Clusters[0].Status = "sad" },
		"wanted": func(s *ServiceEntry) { s.Clusters[0].Wanted = -1 }, "ready": func(s *ServiceEntry) { s.Clusters[0].Ready = -1 },
		"place restarts": func(s *ServiceEntry) { s.Clusters[0].Restarts = -1 }, "problems": func(s *ServiceEntry) { s.Clusters[0].Problems = -1 },
		"workload": func(s *ServiceEntry) { s.Clusters[0].Headroom.Workload = "" }, "min": func(s *ServiceEntry) { s.Clusters[0].Headroom.Min = -1 },
		"current": func(s *ServiceEntry) { s.Clusters[0].Headroom.Current = -1 }, "desired": func(s *ServiceEntry) { s.Clusters[0].Headroom.Desired = -1 },
		"max": func(s *ServiceEntry) { s.Clusters[0].Headroom.Max = -1 },
	}
	for name, change := range changes {
		s := row()
		change(&s)
		agrees(t, name, &Index{Schema: IndexSchema, SchemaVersion: IndexVersion, Clusters: []ClusterEntry{{Name: "eu", State: ReadOK}}, Services: []ServiceEntry{s}}, nil)
	}
	good := func() *Index {
		return &Index{Schema: IndexSchema, SchemaVersion: IndexVersion, Clusters: []ClusterEntry{{Name: "eu", State: ReadOK}}, Services: []ServiceEntry{row()}}
	}
	twice, cluster, version := good(), good(), good()
	twice.Services = append(twice.Services, row())
	cluster.Clusters[0].State = "sad"
	version.SchemaVersion = IndexVersion + 1
	agrees(t, "a service twice", twice, nil)
	agrees(t, "a cluster's state", cluster, nil)
	agrees(t, "a newer version", version, nil)
	agrees(t, "a key twice", good(), strings.NewReplacer(`"name": "checkout",`, `"name": "checkout", "name": "checkout",`))
	agrees(t, "an unknown key", good(), strings.NewReplacer(`"name": "checkout",`, `"name": "checkout", "more": 1,`))
	agrees(t, "a missing key", good(), strings.NewReplacer(`"restarts": 4,`, ``))
}

// agrees decodes the index by the schema alone and by the quick way.
func agrees(t *testing.T, name string, ix *Index, replace *strings.Replacer) {
	t.Helper()
	b, err := Encode(ix)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	if replace != nil {
		text = replace.Replace(text)
	}
	_, quick := canonicalIndex([]byte(text))
	_, err = decode([]byte(text), indexContract, (*Index).beyondSchema)
	if quick != (err == nil) {
		t.Errorf("%s: quick %v, schema %v", name, quick, err)
	}
}
