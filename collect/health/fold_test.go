package health

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// TestManyPodsAreOneProblem folds 25 pods whose messages differ by their own names, and names 20 of them.
func TestManyPodsAreOneProblem(t *testing.T) {
	w := &facts.WorkloadShare{Workload: &facts.Workload{Meta: facts.Meta{Namespace: "shop", Name: "agent"}, Kind: "DaemonSet", Wanted: 25, Current: 25, Updated: 25}}
	for i := range 25 {
		name := fmt.Sprintf("agent-%c2c4v", 'a'+i)
		w.Pods = append(w.Pods, &facts.Pod{
			Meta: facts.Meta{Namespace: "shop", Name: name}, Phase: "Pending",
			Containers: []facts.Container{{Name: "app", State: facts.State{
				Kind: facts.Waiting, Reason: "CreateContainerConfigError", Message: fmt.Sprintf("secret %q not found for %s", "key", name),
			}}},
		})
	}
	in := Input{Share: &facts.Share{Workloads: []*facts.WorkloadShare{w}}, Now: time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)}
	problems := Judge(in)
	if len(problems) != 2 || problems[0].Rule != "container-config" || problems[1].CausedBy != problems[0].Key() {
		t.Fatalf("got %s", text(problems))
	}
	if p := problems[0]; p.Count != 25 || len(p.Objects) != 20 || !slices.IsSorted(p.Objects) {
		t.Errorf("got count %d and objects %v", p.Count, p.Objects)
	}
	slices.Reverse(w.Pods)
	if again := Judge(in); text(again) != text(problems) {
		t.Errorf("the order of pods shows: %s", text(again))
	}
}
