package health

// This file is what a custom resource's facts say of it: in order, on its way, failing. The rule and the pages go by the
// same words.

import (
	"cmp"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// ResourceStatus sums up a custom resource. One whose kind says nothing of itself is unknown: neither good nor bad.
func ResourceStatus(r *facts.Resource, now time.Time) schemas.Status {
	says, wrong := complaint(r)
	switch {
	case r.Suspended:
		return schemas.Suspended
	case r.State == facts.Going:
		return schemas.Progressing
	case wrong && complains(r, says, now):
		return schemas.Degraded
	case wrong, !observedResource(r), r.State == facts.InProgress:
		return schemas.Progressing
	case r.State == facts.Settled:
		return schemas.Healthy
	default:
		return schemas.Unknown
	}
}

// ResourceMessage is what a resource says of itself while it is not in good order.
func ResourceMessage(r *facts.Resource) string {
	says, _ := complaint(r)
	return quoteFor(cmp.Or(says.Message, r.Message), r.Name)
}

// observedResource says that its controller has seen the newest specification, or does not tell what it has seen.
func observedResource(r *facts.Resource) bool { return r.Observed < 0 || r.Observed >= r.Generation }

// signs are the conditions by which custom resources say that something is wrong, the one with the best message first.
func signs() []facts.Condition {
	return []facts.Condition{
		{Type: "Ready", Status: "False"}, {Type: "Healthy", Status: "False"}, {Type: "Available", Status: "False"},
		{Type: "Degraded", Status: "True"}, {Type: "Stalled", Status: "True"},
	}
}

// complaint is the condition by which a resource says that something is wrong. It is zero where only kstatus says so.
func complaint(r *facts.Resource) (facts.Condition, bool) {
	for _, sign := range signs() {
		if c := facts.Find(r.Conditions, sign.Type); c.Type != "" && c.Status == sign.Status {
			return c, true
		}
	}
	return facts.Condition{}, r.State == facts.Broken
}

// complains says that a complaint is no mere moment of a reconciliation. Failed is final by kstatus' own account; of a
// condition without a time the resource's age has to do.
func complains(r *facts.Resource, says facts.Condition, now time.Time) bool {
	return r.State == facts.Broken || (observedResource(r) && over(first(says.Since, r.Created), now, patience))
}
