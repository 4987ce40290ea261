package facts

// This file reduces PodDisruptionBudgets.

import (
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

func (c *Cluster) addBudget(o *policyv1.PodDisruptionBudget) {
	c.Budgets = append(c.Budgets, &Budget{
		Meta:           c.meta(&o.ObjectMeta),
		Generation:     max(o.Generation, 0),
		Observed:       max(o.Status.ObservedGeneration, 0),
		Selector:       c.selector(o.Spec.Selector),
		MinAvailable:   c.numberOrShare(o.Spec.MinAvailable),
		MaxUnavailable: c.numberOrShare(o.Spec.MaxUnavailable),
		Expected:       count(o.Status.ExpectedPods),
		Healthy:        count(o.Status.CurrentHealthy),
		Desired:        count(o.Status.DesiredHealthy),
		Allowed:        count(o.Status.DisruptionsAllowed),
		Conditions: conditions(c, o.Status.Conditions, func(m *metav1.Condition) Condition {
			return Condition{m.Type, string(m.Status), m.Reason, m.Message, at(m.LastTransitionTime)}
		}),
	})
}

// numberOrShare is "2" or "50%".
func (c *Cluster) numberOrShare(v *intstr.IntOrString) string {
	if v == nil {
		return ""
	}
	return c.text(v.String())
}
