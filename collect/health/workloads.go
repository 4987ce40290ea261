package health

// This file is the rules about workloads that lack pods: rollout-stuck, unavailable, under-replicated.

import (
	"cmp"
	"fmt"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var rolloutStuck = rule{
	Rule: schemas.Rule{
		ID: "rollout-stuck", Family: workloadFamily, Severity: schemas.Critical,
		When:  "a Deployment or DeploymentConfig has exceeded its progress deadline, or an Argo Rollout is Degraded; or a StatefulSet or DaemonSet still has pods of an old template that its strategy wants to replace, and its newest pod of the new one got no further for over 10 minutes",
		Means: "The new version does not come up. The old one goes on serving as far as its pods are left.",
		Next:  "See what keeps the new pods from becoming ready, or go back: kubectl rollout undo.",
	},
	workload: judgeRolloutStuck,
}

func judgeRolloutStuck(s *scope, w *facts.WorkloadShare) (found, bool) {
	since, ok := stuck(w, s.now)
	if !ok {
		return found{}, false
	}
	if !accounted(w) && s.share.Unreadable.Missed("pods", w.Namespace) {
		return found{}, false
	}
	return found{
		message: stuckMessage(w),
		hint:    "See what keeps the new pods from becoming ready, or go back: " + undo(w),
		since:   since,
	}, true
}

func stuckMessage(w *facts.WorkloadShare) string {
	progress := facts.Find(w.Conditions, "Progressing")
	switch {
	case progress.Reason == deadlineExceeded && accounted(w):
		return "the rollout has exceeded its progress deadline of " + span(deadline(w))
	case w.Kind == rolloutKind:
		why := cmp.Or(w.Message, progress.Message, facts.Find(w.Conditions, "InvalidSpec").Message)
		return join("the rollout is degraded", unitOf(w).quote(why))
	default:
		return "the rollout has got no further for over " + span(stuckAfter)
	}
}

var unavailable = rule{
	Rule: schemas.Rule{
		ID: "unavailable", Family: workloadFamily, Severity: schemas.Critical,
		When:  "a workload wants pods and not one is available, and neither its first rollout nor pods inside their start budget account for it",
		Means: "It serves nobody.",
		Next:  "See what keeps its pods from becoming ready.",
	},
	workload: judgeUnavailable,
}

// judgeUnavailable takes a ready pod for a served user even before minReadySeconds make it available.
func judgeUnavailable(s *scope, w *facts.WorkloadShare) (found, bool) {
	if !judged(w, s.now) || w.Available > 0 || w.Ready > 0 || s.explained(w) || emptyOnPurpose(w, s.now) {
		return found{}, false
	}
	if s.share.Unreadable.Missed("pods", w.Namespace) && !over(unavailableSince(w), s.now, patience) {
		return found{}, false // whether pods are just starting cannot be known
	}
	return found{
		message: noneOf(w) + " available",
		hint:    "See what keeps its pods from becoming ready: " + unitOf(w).describe(),
		since:   unavailableSince(w),
		hurts:   true,
	}, true
}

// emptyOnPurpose says that a rollout inside its deadline has no pod available for now: the first one, one that
// stops all old pods before it starts new ones, and that of a StatefulSet or DaemonSet with a single pod.
func emptyOnPurpose(w *facts.WorkloadShare, now time.Time) bool {
	if !rolling(w, now) {
		_, stuck := stuck(w, now)
		return firstRollout(w, now) && !stuck
	}
	return w.Strategy == "Recreate" || !accounted(w) || firstRollout(w, now)
}

func unavailableSince(w *facts.WorkloadShare) time.Time {
	if c := facts.Find(w.Conditions, "Available"); c.Status == "False" {
		return c.Since
	}
	return unreadySince(w)
}

// unreadySince is since when the pod has been missing that has been missing longest.
func unreadySince(w *facts.WorkloadShare) time.Time {
	var t time.Time
	for _, p := range w.Pods {
		if c := facts.Find(p.Conditions, "Ready"); p.Deleted.IsZero() && !ended(p) && c.Status != "True" {
			t = earlier(t, c.Since)
		}
	}
	return t
}

var underReplicated = rule{
	Rule: schemas.Rule{
		ID: "under-replicated", Family: workloadFamily, Severity: schemas.Warning,
		When:  "fewer pods are ready than wanted, no rollout is under way, and neither pods inside their start budget nor some that have been unready for less than a minute account for it",
		Means: "It serves with less than was meant: less load, and fewer failures, will bring it down.",
		Next:  "See what keeps the missing pods from becoming ready.",
	},
	workload: judgeUnderReplicated,
}

func judgeUnderReplicated(s *scope, w *facts.WorkloadShare) (found, bool) {
	if !judged(w, s.now) || w.Ready == 0 || w.Ready >= w.Wanted || rolling(w, s.now) || s.explained(w) || s.blinks(w) {
		return found{}, false
	}
	if s.share.Unreadable.Missed("pods", w.Namespace) {
		return found{}, false // whether pods are just starting cannot be known
	}
	return found{
		message: fmt.Sprintf("fewer than the %d wanted pods are ready", w.Wanted),
		hint:    "See what keeps the missing pods from becoming ready: " + unitOf(w).describe(),
		since:   unreadySince(w),
		hurts:   true,
	}, true
}

// blinks says that all that is missing has only just become unready: a probe that fails now and then for some seconds
// is no news before it has failed for a minute.
func (s *scope) blinks(w *facts.WorkloadShare) bool {
	n := 0
	for _, p := range w.Pods {
		if blinking(p, s.now) && !s.inLoop(p) {
			n++
		}
	}
	return w.Wanted-w.Ready <= n
}

// judged says that a workload's numbers can be held against each other: it wants pods, its controller has seen what
// is wanted, and it is not a bare pod, for which the pod's own rules speak.
func judged(w *facts.WorkloadShare, now time.Time) bool {
	return w.Wanted > 0 && w.Kind != "Pod" && !assumed(w) && observed(w, now)
}

func noneOf(w *facts.WorkloadShare) string {
	if w.Wanted == 1 {
		return "the one wanted pod is not"
	}
	return fmt.Sprintf("none of the %d wanted pods is", w.Wanted)
}
