package collect

// This file is what stands behind the Services of a cluster, whosever it is: a Service may select the pods of several
// services, or of none, and a rule must not take for missing what is merely another's.

import "github.com/plimsoll-k8s/plimsoll/collect/facts"

// lookUp lets rules ask whether a Service exists. Where Services were not read, they ask Unreadable first.
func lookUp(services []*facts.Service) facts.Present {
	byName := make(map[[2]string]*facts.Service, len(services))
	for _, s := range services {
		byName[[2]string{s.Namespace, s.Name}] = s
	}
	return func(namespace, service string) *facts.Service { return byName[[2]string{namespace, service}] }
}

// backing is what stands behind a Service; false where a ready pod does, and there is nothing to tell.
func (t *territory) backing(s *facts.Service) (facts.Backing, bool) {
	var b facts.Backing
	if len(s.Selector) == 0 || t.hasReady(s, t.index.candidates(s.Namespace, selectorOf(s)), nil) {
		return b, false
	}
	// Pods may have labels that no template has: a leader's, or its own name.
	if t.hasReady(s, t.index.byNamespace[s.Namespace], &b.Pods) {
		return facts.Backing{}, false
	}
	meant := s.Meant()
	for _, u := range t.index.candidates(s.Namespace, meant) {
		switch {
		case !meant.Matches(u.template):
		case u.workload != nil:
			b.Workloads = append(b.Workloads, u.workload)
		default:
			b.Batch = true
		}
	}
	return b, true
}

// hasReady says whether some of the units has a ready pod that the Service selects; the others it selects are added.
func (t *territory) hasReady(s *facts.Service, units []*unit, others *[]*facts.Pod) bool {
	for _, u := range units {
		for _, p := range u.pods() {
			if !s.Selects(p.Labels) {
				continue
			}
			if facts.Find(p.Conditions, "Ready").Status == "True" && p.Deleted.IsZero() {
				return true
			}
			if others != nil {
				*others = append(*others, p)
			}
		}
	}
	return false
}
