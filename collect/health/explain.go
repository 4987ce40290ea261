package health

// This file is one cause, one problem: which rule's problem follows from which other's.

import (
	"cmp"
	"slices"
	"strings"
)

// link says that problems of one rule may follow from problems of others, on the same object. The first cause that
// is there explains; what explains it in turn explains both.
type link struct {
	effect    string
	causes    []string
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
	return []link{
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
	}
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
				direct[v] = l.cause(v, byObject[v.Object])
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
