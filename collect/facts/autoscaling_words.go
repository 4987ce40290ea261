package facts

// This file writes targets and values of autoscaler metrics as people do: "70%", "30 each", "1.6Gi".

import (
	"strconv"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/resource"
)

const each = " each" // an average over the pods

func targetWords(t autoscalingv2.MetricTarget) string {
	switch {
	case t.AverageUtilization != nil:
		return percent(*t.AverageUtilization)
	case t.AverageValue != nil:
		return t.AverageValue.String() + each
	case t.Value != nil:
		return t.Value.String()
	default:
		return ""
	}
}

// setCurrent takes the value that is counted as the target is. An autoscaler on utilization reports an average
// value too, which says nothing against a target in percent.
func (m *Metric) setCurrent(t autoscalingv2.MetricTarget, v autoscalingv2.MetricValueStatus) {
	switch {
	case t.AverageUtilization != nil && v.AverageUtilization != nil:
		m.HasValue, m.Current = true, percent(*v.AverageUtilization)
		if *t.AverageUtilization > 0 {
			m.Ratio = float64(count(*v.AverageUtilization)) / float64(*t.AverageUtilization)
		}
	case t.AverageUtilization != nil:
	case t.AverageValue != nil && v.AverageValue != nil:
		m.HasValue, m.Current = true, inUnitOf(t.AverageValue, v.AverageValue)+each
		m.Ratio = ratio(v.AverageValue, t.AverageValue, m.Ratio)
	case t.AverageValue != nil:
	case t.Value != nil && v.Value != nil:
		m.HasValue, m.Current = true, inUnitOf(t.Value, v.Value)
		m.Ratio = ratio(v.Value, t.Value, m.Ratio)
	}
}

func percent(n int32) string { return strconv.Itoa(count(n)) + "%" }

// inUnitOf writes a value with the suffix of the target, to three digits: metrics come as "1717986918" or "29500m"
// against targets of "2Gi" and "30".
func inUnitOf(target, v *resource.Quantity) string {
	number := target.String()
	suffix := strings.TrimLeft(number, "+-.0123456789")
	unit, err := resource.ParseQuantity("1" + suffix)
	if err != nil || unit.Sign() <= 0 {
		return v.String()
	}
	x := v.AsApproximateFloat64() / unit.AsApproximateFloat64()
	decimals := 2
	switch {
	case x >= 100:
		decimals = 0
	case x >= 10:
		decimals = 1
	}
	text := strconv.FormatFloat(x, 'f', decimals, 64)
	if decimals > 0 {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text + suffix
}
