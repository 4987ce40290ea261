package facts

// This file is matching by labels, as Kubernetes does it.

import (
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Matches says whether labels satisfy all of the selector. An absent selector matches nothing, an empty one
// everything: that is policy/v1's reading, and a workload without a selector does not exist.
func (s Selector) Matches(labels map[string]string) bool {
	if len(s.Labels) == 0 && len(s.Requirements) == 0 {
		return s.All
	}
	return subset(s.Labels, labels) && !slices.ContainsFunc(s.Requirements, func(r Requirement) bool {
		return !r.matches(labels)
	})
}

// Selects says whether labels are those of a pod behind the Service. One without selector has its endpoints made
// by somebody else, and selects nothing.
func (s *Service) Selects(labels map[string]string) bool {
	return len(s.Selector) > 0 && subset(s.Selector, labels)
}

// Meant is the Service's selector without the labels that controllers give each pod by themselves: what the pod template
// of a workload must have for the Service to be meant for it.
func (s *Service) Meant() Selector {
	meant := map[string]string{}
	for k, v := range s.Selector {
		if !slices.Contains(given(), k) {
			meant[k] = v
		}
	}
	return Selector{Labels: meant}
}

func given() []string {
	return []string{
		"pod-template-hash", "controller-revision-hash", "rollouts-pod-template-hash",
		"statefulset.kubernetes.io/pod-name", "apps.kubernetes.io/pod-index",
	}
}

func subset(wanted, labels map[string]string) bool {
	for k, v := range wanted {
		if got, ok := labels[k]; !ok || got != v {
			return false
		}
	}
	return true
}

// matches follows the API: an object without the label satisfies NotIn, and an operator that the API does not have
// matches nothing.
func (r Requirement) matches(labels map[string]string) bool {
	got, ok := labels[r.Key]
	switch metav1.LabelSelectorOperator(r.Operator) {
	case metav1.LabelSelectorOpIn:
		return ok && slices.Contains(r.Values, got)
	case metav1.LabelSelectorOpNotIn:
		return !ok || !slices.Contains(r.Values, got)
	case metav1.LabelSelectorOpExists:
		return ok
	case metav1.LabelSelectorOpDoesNotExist:
		return !ok
	default:
		return false
	}
}

func (c *Cluster) selector(s *metav1.LabelSelector) Selector {
	if s == nil {
		return Selector{}
	}
	out := Selector{Labels: c.shared(s.MatchLabels)}
	for _, e := range s.MatchExpressions {
		out.Requirements = append(out.Requirements, Requirement{
			Key:      c.name(e.Key),
			Operator: c.name(string(e.Operator)),
			Values:   c.namesOf(e.Values),
		})
	}
	out.All = len(out.Labels) == 0 && len(out.Requirements) == 0
	return out
}
