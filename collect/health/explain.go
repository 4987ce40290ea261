package health

// This file is one cause, one problem: which rule's problem follows from which other's.

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// link says that problems of one rule may follow from problems of others, on the same object or on one that it needs. The
// first cause that is there explains; what explains it in turn explains both.
type link struct {
	effect    string
	causes    []string
	needs     bool // on an object that the effect needs
	container bool // … and of the same container
	when      func(effect, cause *verdict) bool
}

// stops are the rules about pods that keep a pod from being ready, the plainest cause first.
func stops() []string {
	return []string{
		"node-lost", "crash-loop", "image-pull", "container-config", "mount-failed", "unschedulable", "gated",
		"pending", "oom-killed", "probe-failing", "not-ready", "restarting", "stuck-terminating",
	}
}

// links has no cycles: a test follows every path.
func links() []link {
	lacking := append(stops(), "replica-failure", "rollout-stuck")
	short := append(slices.Clone(lacking), "unavailable", "under-replicated")
	volumes := []string{"volume-lost", "volume-pending"}
	return []link{
		{effect: "unschedulable", causes: volumes, needs: true, when: forWantOfVolume},
		{effect: "pending", causes: volumes, needs: true, when: forWantOfVolume},
		{effect: "mount-failed", causes: volumes, needs: true, when: forWantOfVolume},
		{effect: "quota-near", causes: []string{"replica-failure"}, needs: true, when: exceeded},
		{effect: "oom-killed", causes: []string{"crash-loop"}, container: true, when: byOOM},
		{effect: "probe-failing", causes: []string{"crash-loop", "oom-killed"}, container: true, when: hurting},
		{effect: "restarting", causes: []string{"crash-loop", "oom-killed", "probe-failing"}, container: true},
		{effect: "not-ready", causes: []string{"probe-failing"}, container: true},
		{effect: "stuck-terminating", causes: []string{"node-lost"}},
		{effect: "rollout-stuck", causes: append(stops(), "replica-failure"), when: hurting},
		{effect: "under-replicated", causes: lacking, when: hurting},
		{effect: "unavailable", causes: lacking, when: hurting},
		{effect: "autoscaler-blind", causes: append(lacking, "unavailable"), when: whileNoneIsReady},
		{effect: "autoscaler-blind", causes: []string{"autoscaler-orphan"}},
		{effect: "autoscaler-unable", causes: []string{"autoscaler-orphan"}},
		{effect: "job-retrying", causes: append(stops(), "evicted", "replica-failure")},
		{effect: "cronjob-failing", causes: []string{"job-failed"}},
		{effect: "no-endpoints", causes: short, needs: true, when: hurting},
		{effect: "disruption-blocked", causes: short, needs: true, when: hurting},
		{effect: "route-no-address", causes: []string{"route-broken"}},
		{effect: "resource-not-ready", causes: []string{"autoscaler-orphan"}},
		{effect: "resource-not-ready", causes: append(slices.Clone(short), brings()...), needs: true, when: before},
	}
}

// brings are the rules about what a custom resource may have brought about that has no pods.
func brings() []string {
	return []string{"no-endpoints", "lb-pending", "route-broken", "volume-lost", "volume-pending", "job-failed"}
}

// forWantOfVolume leaves out a resize that failed, and a pod for which the scheduler names other reasons than volumes.
func forWantOfVolume(effect, cause *verdict) bool {
	return cause.Cause != resizeCause && (effect.Rule != unschedulable.ID || wantsVolume(effect.Message))
}

// exceeded says that the quota refused the pods because of the very resource that is nearly used up: what it refuses
// is the news, and that it is nearly used up then says nothing more.
func exceeded(near, refused *verdict) bool {
	_, limits, _ := strings.Cut(refused.Message, "limited: ")
	return strings.HasSuffix(near.Object, "/"+strings.TrimPrefix(refused.Cause, "quota ")) && strings.Contains(","+limits, ","+near.Cause+"=")
}

// before says that the cause is no younger than its effect: a controller fails for many reasons of its own, and what it
// made may have broken much later.
func before(effect, cause *verdict) bool {
	if cause.Severity == schemas.Info || effect.Since.IsZero() || cause.Since.IsZero() {
		return false
	}
	return !cause.Since.After(effect.Since)
}

func byOOM(_, cause *verdict) bool { return cause.Cause == "OOMKilled" }

// hurting says that the cause was seen on pods that are missing now: an out-of-memory kill of last night explains
// nothing of today. A pod that does not go away holds up its replacement only where names are fixed.
func hurting(_, cause *verdict) bool {
	if cause.Rule == "stuck-terminating" {
		return strings.HasPrefix(cause.Object, "StatefulSet/") || strings.HasPrefix(cause.Object, "DaemonSet/")
	}
	return cause.hurts || cause.Rule == "rollout-stuck"
}

func whileNoneIsReady(effect, cause *verdict) bool { return effect.hurts && hurting(effect, cause) }

// explain sets CausedBy to what is at the bottom of each problem, so that whoever folds has one level to fold.
func explain(all []*verdict) {
	byObject := map[string][]*verdict{}
	for _, v := range all {
		byObject[v.Object] = append(byObject[v.Object], v)
	}
	direct := map[*verdict]*verdict{}
	for _, l := range links() {
		for _, v := range all {
			if v.Rule == l.effect && direct[v] == nil {
				direct[v] = l.cause(v, l.within(v, byObject))
			}
		}
	}
	for _, v := range all {
		if root := direct[v]; root != nil {
			for direct[root] != nil {
				root = direct[root]
			}
			v.CausedBy = root.Key()
		}
	}
}

// within are the problems that a link looks for a cause among.
func (l link) within(effect *verdict, byObject map[string][]*verdict) []*verdict {
	if !l.needs {
		return byObject[effect.Object]
	}
	var all []*verdict
	for _, object := range effect.needs {
		all = append(all, byObject[object]...)
	}
	return all
}

// cause is the problem that explains an effect: one that counts before one that is ignored, then by the order of
// rules, then the one seen on most pods.
func (l link) cause(effect *verdict, all []*verdict) *verdict {
	counting := func(v *verdict) bool { return v.Ignored == nil }
	if v := l.among(effect, all, counting); v != nil {
		return v
	}
	return l.among(effect, all, func(v *verdict) bool { return !counting(v) })
}

func (l link) among(effect *verdict, all []*verdict, of func(*verdict) bool) *verdict {
	for _, rule := range l.causes {
		var fit []*verdict
		for _, v := range all {
			if v.Rule == rule && of(v) && (!l.container || v.Container == effect.Container) && (l.when == nil || l.when(effect, v)) {
				fit = append(fit, v)
			}
		}
		if len(fit) > 0 {
			return slices.MinFunc(fit, func(a, b *verdict) int {
				return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Key(), b.Key()))
			})
		}
	}
	return nil
}
