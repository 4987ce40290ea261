package schemas

import (
	"reflect"
	"testing"
	"time"
)

func TestSummarize(t *testing.T) {
	s, err := DecodeSnapshot(exampleSnapshot(t))
	if err != nil {
		t.Fatal(err)
	}
	began := time.Date(2026, 11, 23, 1, 40, 0, 0, time.UTC)
	want := ServiceEntry{
		ID: "checkout", Name: "checkout", Digest: "d1", Owner: "payments", System: "shop", DependsOn: []string{"cart", "shop/stock"}, Status: Degraded,
		Critical: 1, Warnings: 0, Restarts: 7, // the warning is explained by the crash loop
		Lead: &Lead{Rule: "crash-loop", Severity: Critical, Cluster: "prod-eu", Object: "Deployment/shop/checkout", Message: "app keeps crashing with exit code 1", Since: began},
		Clusters: []Placement{{
			Name: "prod-eu", Status: Degraded, Version: "1.42.0", Wanted: 2, Ready: 1, Restarts: 7, Problems: 1,
			Headroom: &Headroom{Workload: "checkout", Min: 2, Current: 2, Desired: 2, Max: 6},
		}},
	}
	if got := Summarize(s, "d1"); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %s\nwant %s", encoded(t, got), encoded(t, want))
	}
}

func TestLeadIsTheWorstThatHasHeldLongest(t *testing.T) {
	early, late := moment, moment.Add(time.Hour)
	for _, row := range []struct {
		why      string
		findings []Problem
		eu, us   []Problem
		want     string // rule and cluster
	}{
		{"nothing is wrong", nil, nil, nil, ""},
		{"severity before age", nil,
			[]Problem{{Rule: "old", Severity: Warning, Since: early}}, []Problem{{Rule: "grave", Severity: Critical, Since: late}}, "grave us"},
		{"the earlier of two", nil,
			[]Problem{{Rule: "late", Severity: Critical, Since: late}}, []Problem{{Rule: "early", Severity: Critical, Since: early}}, "early us"},
		{"a known beginning before an unknown one", nil,
			[]Problem{{Rule: "a", Severity: Critical}}, []Problem{{Rule: "b", Severity: Critical, Since: late}}, "b us"},
		{"the service before reading it",
			[]Problem{{Rule: "cluster-unreachable", Severity: Warning, Since: early}}, []Problem{{Rule: "near-max", Severity: Warning}}, nil, "near-max eu"},
		{"by key, then by cluster", nil,
			[]Problem{{Rule: "same", Severity: Info}}, []Problem{{Rule: "same", Severity: Info}}, "same eu"},
		{"what is explained never leads", nil,
			[]Problem{{Rule: "effect", Severity: Critical, CausedBy: "cause"}}, []Problem{{Rule: "cause", Severity: Warning}}, "cause us"},
		{"a finding has no cluster",
			[]Problem{{Rule: "absent", Severity: Warning}}, nil, nil, "absent "},
	} {
		s := &Snapshot{Findings: row.findings, Clusters: []Cluster{{Name: "eu", Problems: row.eu}, {Name: "us", Problems: row.us}}}
		got := ""
		if lead := Summarize(s, "").Lead; lead != nil {
			got = lead.Rule + " " + lead.Cluster
		}
		if got != row.want {
			t.Errorf("%s: got %q, want %q", row.why, got, row.want)
		}
	}
}

func TestProblemsOfARow(t *testing.T) {
	s := &Snapshot{
		Findings: []Problem{{Rule: "image-drift", Severity: Warning}},
		Clusters: []Cluster{{Name: "eu", Problems: []Problem{
			{Rule: "crash-loop", Severity: Critical}, {Rule: "no-endpoints", Severity: Critical, CausedBy: "crash-loop"},
			{Rule: "at-max", Severity: Warning}, {Rule: "paused", Severity: Info},
		}}},
	}
	row := Summarize(s, "")
	if row.Critical != 1 || row.Warnings != 2 || row.Clusters[0].Problems != 2 {
		t.Errorf("%d critical, %d warnings, %d in the cluster", row.Critical, row.Warnings, row.Clusters[0].Problems)
	}
}

func TestVersionsOfAPlacement(t *testing.T) {
	for want, versions := range map[string][]string{
		"":            {""},
		"1.0":         {"1.0", "", "1.0"},
		"1.0, 1.1":    {"1.0", "1.1"},
		"1.0, 1.1, …": {"1.0", "1.1", "1.2"},
	} {
		var c Cluster
		for _, v := range versions {
			c.Workloads = append(c.Workloads, Workload{Version: v})
		}
		if got := placement(c).Version; got != want {
			t.Errorf("%v are shown as %q, want %q", versions, got, want)
		}
	}
}

// A bare pod that has succeeded is done: it is not one of one missing.
func TestSucceededPodIsNotWanted(t *testing.T) {
	done := Workload{Kind: "Pod", Replicas: Replicas{Wanted: 1}, Pods: []Pod{{State: PodSucceeded}}}
	runs := Workload{Kind: "Pod", Replicas: Replicas{Wanted: 1, Ready: 1}, Pods: []Pod{{State: PodReady}}}
	if p := placement(Cluster{Workloads: []Workload{done, runs}}); p.Wanted != 1 || p.Ready != 1 {
		t.Errorf("%d of %d", p.Ready, p.Wanted)
	}
}
