package health

// This file is the rules about limits that others set: quota-near, disruption-blocked.

import (
	"fmt"
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var quotaNear = rule{
	Rule: schemas.Rule{
		ID: "quota-near", Family: aroundFamily, Severity: schemas.Info,
		When:  "a ResourceQuota of a namespace of the service is used to 90 % or more",
		Means: "Soon no more pods, or whatever it counts, can be created: not for more load, and not for a rollout that starts new pods first.",
		Next:  "Request less, or ask for a larger quota.",
	},
	around: judgeQuotaNear,
}

// nearlyUsed is the share of a quota from which it is told. Whole numbers of equal shares give equal floats.
const nearlyUsed = 0.9

func judgeQuotaNear(s *scope) []found {
	var all []found
	for _, q := range s.share.Quotas {
		bound := s.within(q.Namespace)
		for _, l := range q.Lines {
			if !(l.Share >= nearlyUsed) { // 0 where nothing is allowed at all
				continue
			}
			all = append(all, found{
				object:  facts.ObjectName("ResourceQuota", &q.Meta),
				needs:   bound,
				cause:   l.Resource,
				message: fmt.Sprintf("90 %% or more of the %s that it allows of %s is used", l.Hard, l.Resource),
				hint:    fmt.Sprintf("Request less, or ask for a larger quota: kubectl describe quota -n %s %s", q.Namespace, q.Name),
			})
		}
	}
	return all
}

// within are the workloads that a quota of the namespace may have refused pods.
func (s *scope) within(namespace string) []string {
	var all []string
	for _, w := range s.share.Workloads {
		if w.Namespace == namespace {
			all = append(all, facts.ObjectName(w.Kind, &w.Meta))
		}
	}
	return all
}

var disruptionBlocked = rule{
	Rule: schemas.Rule{
		ID: "disruption-blocked", Family: aroundFamily, Severity: schemas.Warning,
		When:  "a PodDisruptionBudget that has pods has fewer healthy ones than it wants, and neither a rollout nor pods inside their start budget account for it; or its controller cannot work out how many it wants (SyncFailed)",
		Means: "None of its pods may be evicted: nodes cannot be drained, and upgrades of the cluster wait for this service.",
		Next:  "See what keeps its pods from becoming ready.",
	},
	around: judgeDisruptionBlocked,
}

func judgeDisruptionBlocked(s *scope) []found {
	var all []found
	for _, b := range s.share.Budgets {
		f, ok := s.unsynced(b)
		if !ok {
			f, ok = s.belowBudget(b)
		}
		if ok {
			f.object = facts.ObjectName("PodDisruptionBudget", &b.Meta)
			all = append(all, f)
		}
	}
	return all
}

func (s *scope) unsynced(b *facts.Budget) (found, bool) {
	c := facts.Find(b.Conditions, "DisruptionAllowed")
	if c.Status != "False" || c.Reason != "SyncFailed" || !over(c.Since, s.now, patience) {
		return found{}, false
	}
	return found{
		cause:   c.Reason,
		message: join("its controller cannot work out how many pods it wants", quoteFor(c.Message, b.Name)),
		hint:    fmt.Sprintf("Let it select the pods of one scalable workload, or give minAvailable as a number: kubectl edit pdb -n %s %s", b.Namespace, b.Name),
		since:   c.Since,
	}, true
}

// belowBudget goes by the workloads that the budget selects: they know what is on its way. The budget's own condition
// is no clock: where as many pods are wanted as there are, none may ever be evicted, and it is False from the start.
func (s *scope) belowBudget(b *facts.Budget) (found, bool) {
	if b.Expected <= 0 || b.Healthy >= b.Desired || b.Observed < b.Generation || s.share.Unreadable.Missed("pods", b.Namespace) {
		return found{}, false
	}
	f := found{
		message: "fewer of its pods are healthy than it wants" + wants(b),
		hurts:   true, oldest: true,
	}
	lack := false
	for _, w := range s.share.Workloads {
		if w.Namespace != b.Namespace || !b.Selector.Matches(w.Template.Labels) {
			continue
		}
		lack = lack || w.Ready < w.Wanted || !observed(w, s.now)
		if s.lacksUnexcused(w) {
			f.needs = append(f.needs, facts.ObjectName(w.Kind, &w.Meta))
			f.since = earlier(f.since, unreadySince(w))
			f.hint = "See what keeps its pods from becoming ready: " + unitOf(w).describe()
		}
	}
	if lack || s.young(b) {
		return f, len(f.needs) > 0
	}
	f.cause, f.since = "wants too many", facts.Find(b.Conditions, "DisruptionAllowed").Since
	f.message = "it wants more healthy pods than there are" + wants(b)
	f.hint = fmt.Sprintf("Let it want fewer, or run more: kubectl edit pdb -n %s %s", b.Namespace, b.Name)
	return f, true
}

// young leaves a budget's controller, and whoever scales its workload, the time to follow a change.
func (s *scope) young(b *facts.Budget) bool {
	since := first(facts.Find(b.Conditions, "DisruptionAllowed").Since, b.Created)
	return within(since, s.now, patience)
}

// lacksUnexcused says that a workload has fewer ready pods than it wants and that this is no rollout, no start and no pod
// that is just being replaced.
func (s *scope) lacksUnexcused(w *facts.WorkloadShare) bool {
	leaving := slices.ContainsFunc(w.Pods, func(p *facts.Pod) bool { return !p.Deleted.IsZero() && !over(p.Deleted, s.now, time.Minute) })
	return w.Ready < w.Wanted && observed(w, s.now) && !leaving && !rolling(w, s.now) && !s.explained(w) && !s.blinks(w) && !emptyOnPurpose(w, s.now)
}

func wants(b *facts.Budget) string {
	switch {
	case b.MinAvailable != "":
		return fmt.Sprintf(" (minAvailable %s)", b.MinAvailable)
	case b.MaxUnavailable != "":
		return fmt.Sprintf(" (maxUnavailable %s)", b.MaxUnavailable)
	default:
		return ""
	}
}
