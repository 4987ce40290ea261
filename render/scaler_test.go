package render

import (
	"slices"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// The conditions are those of the HPA controller, in its own words.
func TestHeldBack(t *testing.T) {
	for _, c := range []struct {
		kind, status, reason string
		want                 string
	}{
		{"ScalingLimited", "True", "ScaleUpLimit", "Scaling up is held back: at most 2 pods a minute."},
		{"ScalingLimited", "True", "ScaleDownLimit", "Scaling down is held back by how fast it may go."},
		{"ScalingLimited", "True", "TooManyReplicas", "Its metrics ask for more than its maximum of 10."},
		{"ScalingLimited", "True", "TooFewReplicas", "Its metrics ask for fewer than its minimum of 2."},
		{"ScalingLimited", "False", "DesiredWithinRange", ""},
		{"AbleToScale", "True", "ReadyForNewScale", ""},
		{"AbleToScale", "True", "ScaleDownStabilized", "Scaling down waits: more was needed a short while ago."},
		{"AbleToScale", "True", "ScaleUpStabilized", "Scaling up waits: less was needed a short while ago."},
		{"AbleToScale", "False", "FailedUpdateScale", "It cannot set the number of replicas (FailedUpdateScale)."},
		{"ScalingActive", "False", "ScalingDisabled", "Scaling is switched off while the workload is at zero."},
		{"ScalingActive", "False", "FailedGetResourceMetric", "It cannot see its load (FailedGetResourceMetric)."},
		{"ScalingActive", "Unknown", "", ""},
	} {
		a := &schemas.Autoscaler{Min: 2, Max: 10, ScaleUp: "at most 2 pods a minute",
			Conditions: []schemas.Condition{{Type: c.kind, Status: c.status, Reason: c.reason}}}
		var want []string
		if c.want != "" {
			want = []string{c.want}
		}
		if got := heldBack(a); !slices.Equal(got, want) {
			t.Errorf("%s %s %s: got %q, want %q", c.kind, c.status, c.reason, got, want)
		}
	}
}

func TestScalerName(t *testing.T) {
	for want, a := range map[string]schemas.Autoscaler{
		"HorizontalPodAutoscaler checkout":                {Kind: "HorizontalPodAutoscaler", Name: "checkout"},
		"ScaledObject orders through HPA keda-hpa-orders": {Kind: "ScaledObject", Name: "orders", Through: "keda-hpa-orders"},
	} {
		if got := scalerName(&a); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestRoom(t *testing.T) {
	for _, c := range []struct {
		min, current, max int
		want              string
	}{
		{2, 8, 10, "Room for 25 % more traffic, at today's use of each replica."},
		{2, 9, 10, "Room for 11 % more traffic, at today's use of each replica."},
		{2, 4, 10, "Room for 2.5 times today's traffic, at today's use of each replica."},
		{1, 5, 10, "Room for 2 times today's traffic, at today's use of each replica."},
		{2, 10, 10, ""}, {4, 4, 4, ""}, {0, 0, 10, ""}, {0, 12, 10, ""},
	} {
		w := schemas.Workload{Autoscaler: &schemas.Autoscaler{Min: c.min, Current: c.current, Max: c.max}}
		if got := roomWords(w); got != c.want {
			t.Errorf("%d of %d: got %q, want %q", c.current, c.max, got, c.want)
		}
	}
}
