package schemas

import "testing"

func TestDirections(t *testing.T) {
	for _, e := range []struct {
		old, new Status
		want     Direction
	}{
		{"", Healthy, Appeared},
		{Down, "", Vanished},
		{Healthy, Degraded, GotWorse},
		{Degraded, Down, GotWorse},
		{Missing, Degraded, GotWorse},
		{Down, Degraded, GotBetter},
		{Degraded, Healthy, GotBetter},
		{Down, Progressing, GotBetter},
		{Degraded, Unknown, LostSight},
		{Healthy, Unknown, LostSight},
		{Unknown, Down, OnlyChanged}, // it may have been so before
		{Unknown, Healthy, OnlyChanged},
		{Healthy, Progressing, OnlyChanged},
		{Progressing, Healthy, OnlyChanged},
		{Healthy, Suspended, OnlyChanged},
		{Suspended, Down, GotWorse},
		{Degraded, Degraded, OnlyChanged},
	} {
		if got := DirectionOf(e.old, e.new); got != e.want {
			t.Errorf("%s → %s is %s, want %s", e.old, e.new, got, e.want)
		}
	}
}
