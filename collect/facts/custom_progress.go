package facts

// This file is what kstatus makes of a custom resource, and where it would call one current of which nothing is known.

import (
	"cmp"
	"slices"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const ready = "Ready"

// progress judges a resource, and says what it says of itself where it is not settled.
func (o *custom) progress(r *Resource) (Progress, string) {
	result, err := status.Compute(o.forStatus(r))
	if err != nil {
		return Unsettled, "its status cannot be read"
	}
	switch state := Progress(result.Status); {
	case state == Going:
		return Going, ""
	case len(o.status) == 0:
		return Unsettled, "it has no status"
	case state == InProgress && r.Observed >= 0 && r.Observed != r.Generation:
		return InProgress, "its controller has not seen the newest change yet"
	case state != Settled:
		return state, cmp.Or(result.Message, reasonOf(result))
	}
	return unsettled(o.status, r.Conditions)
}

// forStatus is the object as far as kstatus looks at it, which takes no more than one condition of a type and
// generations that are numbers. It is not told the kind: some it judges by their names, as the API's own.
func (o *custom) forStatus(r *Resource) *unstructured.Unstructured {
	all := make([]any, 0, len(r.Conditions))
	for _, k := range r.Conditions {
		all = append(all, map[string]any{"type": k.Type, "status": k.Status, "reason": k.Reason, "message": k.Message})
	}
	metadata, status := map[string]any{}, map[string]any{"conditions": all}
	if r.Observed >= 0 && r.Generation > 0 {
		metadata["generation"], status["observedGeneration"] = r.Generation, r.Observed
	}
	if o.meta.DeletionTimestamp != nil {
		metadata["deletionTimestamp"] = o.meta.DeletionTimestamp.String()
	}
	return &unstructured.Unstructured{Object: map[string]any{"metadata": metadata, "status": status}}
}

// reasonOf is why, where a condition says so without a message.
func reasonOf(result *status.Result) string {
	for _, k := range result.Conditions {
		if k.Reason != "" {
			return k.Reason
		}
	}
	return ""
}

// unsettled finds what speaks against a resource that kstatus calls current, as it does everything in which it knows
// nothing: the conditions by which operators otherwise say that something is amiss, a Ready that is neither True nor
// False, and, where there is none of these, a phase. A phase is no failure: of what runs once it may be history.
func unsettled(status tree, conditions []Condition) (Progress, string) {
	told := false
	for _, k := range conditions {
		good, known := goodWhen[k.Type]
		told = told || known
		switch {
		case !known || k.Status == good:
		case good == isFalse && k.Status != isTrue: // of what is wrong, anything else is no sign
		case k.Type == ready:
			return Unsettled, cmp.Or(k.Message, k.Reason)
		default:
			return InProgress, cmp.Or(k.Message, k.Reason)
		}
	}
	phase := cmp.Or(status.text("phase"), status.text("state"))
	if !told && slices.Contains(badPhases, phase) {
		return Unsettled, "its phase is " + phase
	}
	return Settled, ""
}

// awaits says that the controller of this kind always writes that condition: until it has, nothing is settled.
func (r *Resource) awaits(condition string) {
	if (r.State == Settled || r.State == Unsettled) && Find(r.Conditions, condition).Status == "" {
		r.State, r.Message = InProgress, "its controller has not said yet how it is"
	}
}

const isTrue, isFalse = "True", "False"

// goodWhen is the status that conditions of general use have while all is well.
var goodWhen = map[string]string{
	ready:       isTrue,
	"Available": isTrue,
	"Healthy":   isTrue,
	"Degraded":  isFalse,
	"Stalled":   isFalse,
}

var badPhases = []string{"Failed", "Failure", "Error", "Errored", "Degraded", "Unhealthy", "Unknown"}
