package health

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// TestQuietPodsAreQuiet looks at pods that were left out with every rule, and none may have anything to say: neither
// of random pods that pass for quiet nor of a plain one that is changed in one place.
func TestQuietPodsAreQuiet(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	found := 0
	for seed := range uint64(1500) {
		d := dice{rand.New(rand.NewPCG(seed, 11)), new(int)}
		share := d.share(now)
		for _, w := range share.Workloads {
			for _, p := range w.Pods {
				calm(p, int(seed))
			}
		}
		s := newScope(Input{Share: share, Now: now})
		for _, u := range s.units {
			for _, p := range u.pods {
				if !quiet(p) {
					continue
				}
				found++
				u.suspects = []*facts.Pod{p}
				for _, r := range podRules() {
					for each := range s.subjects(r.pods) {
						if each.pod == p && len(s.applyPod(r, each)) > 0 {
							t.Fatalf("seed %d: %s has something to say of a pod that passes for quiet: %+v", seed, r.ID, p)
						}
					}
				}
				u.suspects = nil
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d quiet pods were tried", found)
	}
}

// calm makes most things about a random pod ordinary, so that it may pass for quiet; which it leaves random turns
// with n.
func calm(p *facts.Pod, n int) {
	part := func(i int, set func()) {
		if n%7 != i {
			set()
		}
	}
	part(1, func() { p.Phase = "Running" })
	part(2, func() { p.Deleted = time.Time{} })
	part(3, func() { p.Conditions = []facts.Condition{{Type: "Ready", Status: "True"}} })
	part(4, func() { p.ReadinessGates, p.Gated = nil, false })
	part(5, func() { p.Reason = "" })
	part(6, func() {
		for i := range p.Containers {
			c := &p.Containers[i]
			c.Restarts, c.Last, c.Ready, c.Kind = 0, facts.State{}, true, ""
			c.State = facts.State{Kind: facts.Running}
		}
	})
}
