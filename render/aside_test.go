package render

// This file tests what is said of problems that somebody has set aside.

import (
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// TestFineWords never says of a cluster that it reports nothing where somebody has set aside what it does.
func TestFineWords(t *testing.T) {
	ignored := schemas.Problem{Rule: "paused", Severity: schemas.Info, Ignored: &schemas.Ignored{Reason: "known"}}
	tests := []struct {
		cluster schemas.Cluster
		want    string
	}{
		{schemas.Cluster{}, "Nothing that Kubernetes reports."},
		{schemas.Cluster{Problems: []schemas.Problem{ignored}}, "Nothing but what is ignored."},
		{schemas.Cluster{Stale: true, Problems: []schemas.Problem{ignored}}, "Nothing, in what could be read."},
	}
	for _, test := range tests {
		if got := fineWords(&schemas.Snapshot{Clusters: []schemas.Cluster{test.cluster}}); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
