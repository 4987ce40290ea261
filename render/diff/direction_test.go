package diff_test

import (
	"testing"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	. "github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestDirection(t *testing.T) {
	cluster := func(from, to Status) Entry {
		return Entry{What: StatusChanged, Cluster: "prod-eu", From: string(from), To: string(to)}
	}
	critical := Entry{What: ProblemBegan, Cluster: "prod-eu", Rule: "crash-loop", Severity: Critical}
	warning := Entry{What: ProblemBegan, Cluster: "prod-eu", Rule: "near-max", Severity: Warning}
	ended := Entry{What: ProblemEnded, Cluster: "prod-eu", Rule: "crash-loop", Severity: Critical}
	for _, e := range []struct {
		name     string
		old, new Status
		entries  []Entry
		want     Direction
	}{
		{"its status says it", Healthy, Down, []Entry{ended}, GotWorse},
		{"degraded as before, and now in another cluster too", Degraded, Degraded, []Entry{cluster(Healthy, Degraded)}, GotWorse},
		{"degraded as before, and now a crash loop", Degraded, Degraded, []Entry{critical}, GotWorse},
		{"a warning more or less", Degraded, Degraded, []Entry{warning}, OnlyChanged},
		{"one cluster recovers", Degraded, Degraded, []Entry{cluster(Down, Healthy)}, GotBetter},
		{"one recovers, one falls ill", Degraded, Degraded, []Entry{cluster(Down, Healthy), cluster(Healthy, Down)}, OnlyChanged},
		{"a rollout", Healthy, Progressing, []Entry{cluster(Healthy, Progressing)}, OnlyChanged},
		{"it was not known how it was", Unknown, Degraded, []Entry{critical}, OnlyChanged},
		{"it appears with a problem", "", Degraded, []Entry{critical}, Appeared},
	} {
		if got := diff.Direction(e.old, e.new, e.entries); got != e.want {
			t.Errorf("%s: %s, want %s", e.name, got, e.want)
		}
	}
}
