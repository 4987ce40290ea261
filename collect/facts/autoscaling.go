package facts

// This file reduces HorizontalPodAutoscalers. Their metrics come in five types and three ways of counting; a person
// sees a target and a current value in one unit.

import (
	"math"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func (c *Cluster) addAutoscaler(o *autoscalingv2.HorizontalPodAutoscaler) {
	target := o.Spec.ScaleTargetRef
	up, down := c.behavior(o.Spec.Behavior)
	c.Autoscalers = append(c.Autoscalers, &Autoscaler{
		Meta:    c.meta(&o.ObjectMeta),
		Target:  Ref{Group: c.name(group(target.APIVersion)), Kind: c.name(target.Kind), Name: c.name(target.Name)},
		Min:     countOr(o.Spec.MinReplicas, 1),
		Max:     count(o.Spec.MaxReplicas),
		Current: count(o.Status.CurrentReplicas),
		Desired: count(o.Status.DesiredReplicas),
		ScaleUp: up, ScaleDown: down,
		Metrics: c.metrics(o.Spec.Metrics, o.Status.CurrentMetrics),
		Conditions: conditions(c, o.Status.Conditions, func(h *autoscalingv2.HorizontalPodAutoscalerCondition) Condition {
			return Condition{string(h.Type), string(h.Status), h.Reason, h.Message, at(h.LastTransitionTime)}
		}),
	})
}

// metricKey is what a metric of the spec has in common with its value in the status. Their order need not be the
// same: the controller leaves out what it could not read.
type metricKey struct{ kind, name, of string }

// metrics joins the two lists. A metric that stands in the spec twice takes its values in order.
func (c *Cluster) metrics(specs []autoscalingv2.MetricSpec, statuses []autoscalingv2.MetricStatus) []Metric {
	current := map[metricKey][]autoscalingv2.MetricValueStatus{}
	for i := range statuses {
		key, v := statusOf(&statuses[i])
		current[key] = append(current[key], v)
	}
	var out []Metric
	for i := range specs {
		key, target := specOf(&specs[i])
		m := Metric{
			Type:   c.text(key.kind),
			Name:   c.text(key.name),
			Of:     c.text(key.of),
			Target: c.text(targetWords(target)),
			Ratio:  math.NaN(),
		}
		if values := current[key]; len(values) > 0 {
			m.setCurrent(target, values[0])
			current[key] = values[1:]
		}
		out = append(out, m)
	}
	return out
}

// specOf and statusOf take apart the same union, once as it is asked for and once as it was measured. The member
// that Type names may be missing: then there is no target.
func specOf(m *autoscalingv2.MetricSpec) (metricKey, autoscalingv2.MetricTarget) {
	kind := string(m.Type)
	switch {
	case m.Type == autoscalingv2.ResourceMetricSourceType && m.Resource != nil:
		return metricKey{kind, string(m.Resource.Name), ""}, m.Resource.Target
	case m.Type == autoscalingv2.ContainerResourceMetricSourceType && m.ContainerResource != nil:
		return metricKey{kind, string(m.ContainerResource.Name), m.ContainerResource.Container}, m.ContainerResource.Target
	case m.Type == autoscalingv2.PodsMetricSourceType && m.Pods != nil:
		return metricKey{kind, m.Pods.Metric.Name, series(m.Pods.Metric.Selector)}, m.Pods.Target
	case m.Type == autoscalingv2.ObjectMetricSourceType && m.Object != nil:
		return metricKey{kind, m.Object.Metric.Name, objectName(m.Object.DescribedObject)}, m.Object.Target
	case m.Type == autoscalingv2.ExternalMetricSourceType && m.External != nil:
		return metricKey{kind, m.External.Metric.Name, series(m.External.Metric.Selector)}, m.External.Target
	default:
		return metricKey{kind: kind}, autoscalingv2.MetricTarget{}
	}
}

func statusOf(m *autoscalingv2.MetricStatus) (metricKey, autoscalingv2.MetricValueStatus) {
	kind := string(m.Type)
	switch {
	case m.Type == autoscalingv2.ResourceMetricSourceType && m.Resource != nil:
		return metricKey{kind, string(m.Resource.Name), ""}, m.Resource.Current
	case m.Type == autoscalingv2.ContainerResourceMetricSourceType && m.ContainerResource != nil:
		return metricKey{kind, string(m.ContainerResource.Name), m.ContainerResource.Container}, m.ContainerResource.Current
	case m.Type == autoscalingv2.PodsMetricSourceType && m.Pods != nil:
		return metricKey{kind, m.Pods.Metric.Name, series(m.Pods.Metric.Selector)}, m.Pods.Current
	case m.Type == autoscalingv2.ObjectMetricSourceType && m.Object != nil:
		return metricKey{kind, m.Object.Metric.Name, objectName(m.Object.DescribedObject)}, m.Object.Current
	case m.Type == autoscalingv2.ExternalMetricSourceType && m.External != nil:
		return metricKey{kind, m.External.Metric.Name, series(m.External.Metric.Selector)}, m.External.Current
	default:
		return metricKey{kind: kind}, autoscalingv2.MetricValueStatus{}
	}
}

// series is the selector that tells two series of one metric apart, "queue=orders".
func series(s *metav1.LabelSelector) string {
	if s == nil {
		return ""
	}
	return metav1.FormatLabelSelector(s)
}

func objectName(r autoscalingv2.CrossVersionObjectReference) string { return r.Kind + "/" + r.Name }
