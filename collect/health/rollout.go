package health

// This file is how far a workload's rollout is, by Kubernetes' own account: observed, first, under way, stuck, or
// just short of pods that are starting.

import (
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// assumed says that collect made the workload up from the owner references of its pods (a kind that it does not
// read): it has no numbers of its own to be held against.
func assumed(w *facts.WorkloadShare) bool { return w.Generation < 0 }

// observed says that the controller has seen the newest specification: before that, its numbers are of the old one. One
// that has not for minutes does not work: what is missing stays missing.
func observed(w *facts.WorkloadShare, now time.Time) bool {
	return w.Observed >= w.Generation || over(w.BehindSince, now, patience)
}

// accounted says that the workload's controller tells by conditions how a rollout goes, and has a deadline for it. Of
// the others only the pods tell.
func accounted(w *facts.WorkloadShare) bool {
	return w.Kind == "Deployment" || w.Kind == rolloutKind || w.Kind == configKind
}

const rolloutKind, configKind = "Rollout", "DeploymentConfig"

// firstRollout says that the workload has never been available: nobody has been served by it yet.
func firstRollout(w *facts.WorkloadShare, now time.Time) bool {
	if !accounted(w) {
		return within(w.Created, now, stuckAfter)
	}
	available := facts.Find(w.Conditions, "Available")
	if refused(w) {
		return false
	}
	switch available.Status {
	case "True":
		return false
	case "":
		return within(w.Created, now, deadline(w))
	default:
		return within(w.Created, available.Since, firstMinute)
	}
}

func deadline(w *facts.WorkloadShare) time.Duration {
	if w.Deadline <= 0 {
		return stuckAfter // the API's default of progressDeadlineSeconds
	}
	return w.Deadline
}

// rolling says that a rollout is under way and not stuck.
func rolling(w *facts.WorkloadShare, now time.Time) bool {
	if w.Paused || assumed(w) {
		return false
	}
	if _, ok := stuck(w, now); ok {
		return false
	}
	switch {
	case w.Kind == rolloutKind && w.Phase != "" && w.Phase != "Progressing":
		return w.Phase == "Paused" // at a step of a canary, or before a promotion: it goes on when somebody says so
	case accounted(w):
		return busy(w)
	case w.Kind == "StatefulSet", w.Kind == "DaemonSet":
		return outdated(w)
	default:
		return false
	}
}

// busy says that a controller is at work on a rollout. A Rollout's phase does not tell: it is Progressing too while one
// of its pods happens not to be available. A DeploymentConfig has pods of an old template after a rollout that was
// cancelled, too.
func busy(w *facts.WorkloadShare) bool {
	if refused(w) {
		return false
	}
	c := facts.Find(w.Conditions, "Progressing")
	if c.Status == "True" && c.Reason != "NewReplicaSetAvailable" && c.Reason != "NewReplicationControllerAvailable" {
		return true
	}
	return w.Current > w.Updated && (w.Kind != configKind || c.Status == "")
}

// refused says that not even the ReplicaSet of the new template could be made. The controller tries again and again, and
// while it does, it does not look at the deadline: nothing else tells that the rollout goes nowhere.
func refused(w *facts.WorkloadShare) bool {
	c := facts.Find(w.Conditions, "Progressing")
	return w.Kind == "Deployment" && c.Status == "False" && c.Reason == "ReplicaSetCreateError"
}

// outdated says that pods of the old template are left that the strategy wants to replace. Those below a partition
// are meant to stay, and OnDelete leaves all of them to people.
func outdated(w *facts.WorkloadShare) bool {
	if w.Strategy == "OnDelete" {
		return false
	}
	stay := min(max(w.Partition, 0), max(w.Wanted, 0))
	return w.Updated < w.Wanted-stay && w.Current-w.Updated > stay
}

const deadlineExceeded = "ProgressDeadlineExceeded"

// stuck says that a rollout has made no progress for too long, or was given up, and since when. Where the controller
// has no deadline, progress is a new pod of the new template.
func stuck(w *facts.WorkloadShare, now time.Time) (time.Time, bool) {
	if w.Wanted <= 0 || w.Paused || assumed(w) || !observed(w, now) {
		return time.Time{}, false
	}
	behind := false
	switch w.Kind {
	case rolloutKind:
		return degraded(w)
	case "Deployment", configKind:
		if c := facts.Find(w.Conditions, "Progressing"); c.Status != "" {
			return c.Since, c.Status == "False" && c.Reason == deadlineExceeded
		}
		behind = w.Current > w.Updated // without a deadline there is no such condition
	case "StatefulSet", "DaemonSet":
		behind = outdated(w)
	}
	if !behind {
		return time.Time{}, false
	}
	return stuckByPods(w, now)
}

// degraded is what an Argo Rollout says of an update that went wrong: its deadline has passed, an analysis or a person
// has aborted it, or its specification makes no sense. Controllers before 1.0 say it by conditions alone.
func degraded(w *facts.WorkloadShare) (time.Time, bool) {
	progress, invalid := facts.Find(w.Conditions, "Progressing"), facts.Find(w.Conditions, "InvalidSpec")
	failed := progress.Status == "False" && (progress.Reason == deadlineExceeded || progress.Reason == "RolloutAborted")
	if !failed {
		progress.Since = time.Time{}
	}
	since := first(progress.Since, invalid.Since)
	if w.Phase != "" {
		return since, w.Phase == "Degraded"
	}
	return since, failed || invalid.Status == "True"
}

func stuckByPods(w *facts.WorkloadShare, now time.Time) (time.Time, bool) {
	revision := updateRevision(w)
	var newest time.Time
	blocked := false
	for _, p := range w.Pods {
		switch {
		case !p.Deleted.IsZero():
			if !over(p.Deleted, now, patience) {
				return time.Time{}, false // its replacement comes when it is gone
			}
			blocked = true
		case starting(p, now):
			return time.Time{}, false
		case revision != "" && p.Revision == revision:
			newest = later(newest, changed(p, now))
		case !ready(p) && over(p.Created, now, stuckAfter):
			blocked = true // a controller waits for the old pod to get well before it replaces it
		}
	}
	if newest.IsZero() {
		return time.Time{}, blocked && len(w.Pods) > 0
	}
	return newest, over(newest, now, stuckAfter)
}

// updateRevision is the revision of the new template, as pods are labelled with it: a StatefulSet names it, of the
// others the newest pod has it.
func updateRevision(w *facts.WorkloadShare) string {
	if w.Kind == "StatefulSet" || w.Updated == 0 {
		return w.Revision
	}
	var newest *facts.Pod
	for _, p := range w.Pods {
		if newest == nil || p.Created.After(newest.Created) {
			newest = p
		}
	}
	if newest == nil {
		return ""
	}
	return newest.Revision
}

// changed is when a pod of the new template last got further: made, or ready. The ups and downs of a crash loop are
// no progress.
func changed(p *facts.Pod, now time.Time) time.Time {
	if c := facts.Find(p.Conditions, "Ready"); c.Status == "True" && p.Deleted.IsZero() {
		if failing, _ := failing(p, now); failing == nil {
			return later(p.Created, c.Since)
		}
	}
	return p.Created
}

// explained says that pods inside their start budget account for all that is missing, and so do those that are about to
// be made. A StatefulSet starts its pods one after the other: one that starts explains those behind it. Pods that except
// holds of do not count.
func explained(w *facts.WorkloadShare, now time.Time, except func(*facts.Pod) bool) bool {
	n, served, lately := toCome(w, now), 0, 0
	for _, p := range w.Pods {
		switch {
		case p.Deleted.IsZero() && ready(p):
			served++
			if within(facts.Find(p.Conditions, "Ready").Since, now, firstMinute) {
				lately++
			}
		case starting(p, now) && !except(p):
			n++
		}
	}
	uncounted := min(max(served-w.Ready, 0), lately) // a controller counts a moment after its pods have become ready
	missing := w.Wanted - w.Ready - uncounted
	return missing <= n || (n > 0 && w.Kind == "StatefulSet")
}

func none(*facts.Pod) bool { return false }

// explained leaves out pods that are known to be in a crash loop: they do not start, however young their last run is.
func (s *scope) explained(w *facts.WorkloadShare) bool { return explained(w, s.now, s.inLoop) }

// toCome is how many pods the controller is about to make: those that were not missing a minute ago; and where a name or
// a node has one pod at a time, those in the place of pods that are just going, and those that are not there yet while
// the newest of the others is young.
func toCome(w *facts.WorkloadShare, now time.Time) int {
	if within(w.MissingSince, now, firstMinute) {
		return unmade(w)
	}
	if w.Kind != "StatefulSet" && w.Kind != "DaemonSet" {
		return 0
	}
	n, newest := 0, time.Time{}
	for _, p := range w.Pods {
		switch {
		case p.Deleted.IsZero():
			newest = later(newest, changed(p, now))
		case !over(p.Deleted, now, patience):
			n++
		}
	}
	if within(newest, now, patience) {
		n = max(n, w.Wanted-w.Current)
	}
	return n
}
