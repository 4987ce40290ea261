package render

import (
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestHull(t *testing.T) {
	for _, c := range []struct {
		headroom   schemas.Headroom
		text, tone string
	}{
		{schemas.Headroom{Workload: "api", Min: 6, Current: 12, Desired: 12, Max: 30}, "min 6 · 12 of 30 · 18 left", "ok"},
		{schemas.Headroom{Workload: "api", Min: 3, Current: 9, Desired: 9, Max: 10}, "min 3 · 9 of 10 · one left", "warn"},
		{schemas.Headroom{Workload: "api", Min: 3, Current: 9, Desired: 10, Max: 10}, "min 3 · 9 → 10 of 10 · one left", "warn"},
		{schemas.Headroom{Workload: "api", Min: 3, Current: 10, Desired: 10, Max: 10}, "min 3 · 10 of 10 · none left", "warn"},
		{schemas.Headroom{Workload: "api", Min: 4, Current: 4, Desired: 4, Max: 4}, "min 4 · 4 of 4 · fixed", "ok"},
		{schemas.Headroom{Workload: "api"}, "min 0 · 0 of 0 · fixed", "ok"},
	} {
		h := hullOfRow(&c.headroom)
		if h.Text() != c.text || h.Tone != c.tone {
			t.Errorf("got %q (%s), want %q (%s)", h.Text(), h.Tone, c.text, c.tone)
		}
	}
}

// The disc stands where now is on the way from nothing to max.
func TestHullDrawing(t *testing.T) {
	h := hullOfRow(&schemas.Headroom{Workload: "api", Min: 0, Current: 5, Desired: 5, Max: 10})
	var d drawing
	h.draw(&d, 116, 18, 6)
	got := string(d.html())
	if want := `<circle class="disc" cx="58"`; !strings.Contains(got, want) {
		t.Errorf("no %s in %s", want, got)
	}
	if want := `aria-label="api: 5 of at most 10 replicas, at least 0"`; !strings.Contains(got, want) {
		t.Errorf("no %s in %s", want, got)
	}
}

func TestPodsAreDrawnOneByOneThenAsABar(t *testing.T) {
	few := podsOf(hugeService(mostShapes).Clusters[0].Workloads)
	if n := strings.Count(string(few.Drawing()), "<use "); n != mostShapes {
		t.Errorf("%d shapes for %d pods", n, mostShapes)
	}
	many := podsOf(hugeService(mostShapes + 1).Clusters[0].Workloads)
	drawing := string(many.Drawing())
	if strings.Contains(drawing, "<use ") || strings.Count(drawing, "<rect ") != 2 {
		t.Errorf("not a bar of two shares: %s", drawing)
	}
	if want := `aria-label="61 pods: 60 ready, 1 unready"`; !strings.Contains(drawing, want) {
		t.Errorf("no %s in %s", want, drawing)
	}
}

// Every state of a pod has a shape that no other has.
func TestPodShapesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for _, state := range []schemas.PodState{schemas.PodReady, schemas.PodStarting, schemas.PodUnready, schemas.PodFailing, schemas.PodPending, schemas.PodTerminating, schemas.PodSucceeded, schemas.PodFailed, schemas.PodLost} {
		shape := podBadgeOf(state).Shape
		if seen[shape] {
			t.Errorf("%s shares the shape %s", state, shape)
		}
		seen[shape] = true
	}
}

func TestImageTag(t *testing.T) {
	for image, want := range map[string]string{
		"registry.example:5000/shop/api:2.8.0": "2.8.0",
		"registry.example:5000/shop/api":       "registry.example:5000/shop/api",
		"api:1.0@sha256:0123456789abcdef":      "1.0",
		"api@sha256:0123456789abcdef0123":      "sha256:0123456789ab",
	} {
		if got := imageTag(image); got != want {
			t.Errorf("%s: got %s, want %s", image, got, want)
		}
	}
}

func TestDriftIsWithinAnEnvironment(t *testing.T) {
	in := func(name, environment, version string) schemas.Cluster {
		return schemas.Cluster{Name: name, Environment: environment, Workloads: []schemas.Workload{{Kind: "Deployment", Namespace: "shop", Name: "api", Version: version}}}
	}
	s := &schemas.Snapshot{Clusters: []schemas.Cluster{in("eu", "prod", "2"), in("us", "prod", "1"), in("ap", "prod", "1"), in("test", "staging", "3")}}
	found := drifts(s)
	if len(found) != 1 || found[0].version != "2" || found[0].usual != "1" || found[0].clusters[0] != "eu" {
		t.Errorf("got %+v", found)
	}
}

func TestRootsOf(t *testing.T) {
	problems := []schemas.Problem{
		{Rule: "a", Object: "x"}, {Rule: "b", Object: "x", CausedBy: "a x"}, {Rule: "c", Object: "x", CausedBy: "b x"},
		{Rule: "d", Object: "x", CausedBy: "gone y"}, {Rule: "e", Object: "x", CausedBy: "f x"}, {Rule: "f", Object: "x", CausedBy: "e x"},
	}
	want := map[string]string{"a x": "a x", "b x": "a x", "c x": "a x", "d x": "d x", "e x": "e x", "f x": "f x"}
	for key, root := range rootsOf(problems) {
		if want[key] != root {
			t.Errorf("%s: got %s, want %s", key, root, want[key])
		}
	}
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000"} {
		if got := number(n); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
