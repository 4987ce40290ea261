package render

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// However many clusters there are, those that stand out are in sight, and nothing that stands out hides in the sum of
// the others without being counted there.
func TestManyClusters(t *testing.T) {
	well := func(int) schemas.Cluster { return scaled(where("", schemas.Healthy, 4, 4, "2.7.4"), 2, 8) }
	crash := trouble("crash-loop", schemas.Critical, 1)
	some := func(bad int) func(int) schemas.Cluster {
		return func(i int) schemas.Cluster {
			if i < bad {
				return scaled(where("", schemas.Degraded, 3, 4, "2.7.4", crash), 2, 8)
			}
			return well(i)
		}
	}
	for _, c := range []struct {
		name     string
		clusters []schemas.Cluster
		shown    int
		dense    bool
		rest     string
	}{
		{"four have two lines each", many(4, well), 4, false, ""},
		{"five have a line each", many(5, well), 5, true, ""},
		{"six are all in sight", many(6, well), 6, true, ""},
		{"nine that are well", many(9, well), 3, true,
			"6 more are healthy, all on 2.7.4: all 24 pods are ready, nearest to its limit is prod-04 with 4 of 8, no restarts."},
		{"thirty, four in trouble", many(30, some(4)), 4, true,
			"26 more are healthy, all on 2.7.4: all 104 pods are ready, nearest to its limit is prod-05 with 4 of 8, no restarts."},
		{"thirty, twenty in trouble", many(30, some(20)), 5, true,
			"25 more, 15 degraded and 10 healthy, all on 2.7.4: 85 of 100 pods are ready, nearest to its limit is prod-06 with 4 of 8, no restarts."},
		{"another version stands out", slices.Concat(many(9, well), []schemas.Cluster{where("canary", schemas.Healthy, 1, 1, "2.8.0")}), 3, true,
			"7 more are healthy, all on 2.7.4: all 28 pods are ready, nearest to its limit is prod-03 with 4 of 8, no restarts."},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &schemas.Snapshot{Clusters: c.clusters}
			var lanes []Lane
			for _, cluster := range c.clusters {
				lanes = append(lanes, laneOf(cluster, drifts(s), nil))
			}
			sight, rest := lanesOf(lanes)
			if len(sight.Lanes) != c.shown || sight.Dense != c.dense {
				t.Errorf("%d lanes in sight, dense %v", len(sight.Lanes), sight.Dense)
			}
			got := ""
			if rest != nil {
				got = rest.Say.String()
				if n := len(sight.Lanes) + len(rest.Table.Lanes); n != len(lanes) {
					t.Errorf("%d of %d lanes are left", n, len(lanes))
				}
			}
			if got != c.rest {
				t.Errorf("\n got %s\nwant %s", got, c.rest)
			}
		})
	}
}

func TestNoHullIsExplained(t *testing.T) {
	for want, c := range map[string]schemas.Cluster{
		"No autoscaler: its size is fixed.":                                                  where("eu", schemas.Healthy, 1, 1, "1"),
		"Only jobs: nothing of it scales.":                                                   working(where("eu", schemas.Healthy, 0, 0, ""), schemas.Job{Kind: "CronJob", Name: "nightly"}),
		"Nothing of it runs that could scale.":                                               where("eu", schemas.Missing, 0, 0, ""),
		"How near the limit it runs is not known: autoscalers could not be read everywhere.": refused(where("eu", schemas.Healthy, 1, 1, "1"), "horizontalpodautoscalers.autoscaling"),
	} {
		if got := unscaledWords(&schemas.Snapshot{Clusters: []schemas.Cluster{c}}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Each of the five questions has its answer on every service's page, whatever state it is in.
func TestEveryServicePageAnswers(t *testing.T) {
	s := openShop(t)
	s.add(t, &schemas.Snapshot{SchemaVersion: 1, Status: schemas.Unknown, Service: schemas.Service{ID: "nowhere", Name: "nowhere"}})
	s.add(t, &schemas.Snapshot{SchemaVersion: 1, Status: schemas.Healthy, Service: schemas.Service{ID: "wide", Name: "wide"},
		Clusters: many(30, func(int) schemas.Cluster { return where("", schemas.Healthy, 4, 4, "2.7.4") })})
	folded := regexp.MustCompile(`(?s)<details.*?</details>`)
	for name, page := range renderAll(t, newShopRenderer(t, "html").Pages(s.index, s.load, s.history)) {
		if !strings.HasPrefix(name, "services/") {
			continue
		}
		page = folded.ReplaceAllString(page, "")
		for _, question := range []string{"state", "wrong", "headroom", "restarts", "version", "changed"} {
			if !strings.Contains(page, `data-answer="`+question+`"`) {
				t.Errorf("%s does not answer %q in sight", name, question)
			}
		}
	}
}
