package health

// This file is since when a metric of an autoscaler has had no value. No object tells: a controller that looks away for
// one round, because somebody has just changed the bounds, leaves the same mark as one that cannot see. So the snapshot
// remembers when a run first found it gone.

import (
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// LostMetrics dates the metrics of a cluster that have no value, from what the previous snapshot knows of them.
func LostMetrics(c, previous *schemas.Cluster, now time.Time) {
	past := remember(previous)
	for i := range c.Workloads {
		w := &c.Workloads[i]
		if w.Autoscaler == nil {
			continue
		}
		for j := range w.Autoscaler.Metrics {
			if m := &w.Autoscaler.Metrics[j]; m.Band == schemas.BandUnknown {
				m.Since = past.lost(metricOf{w.Object(), m.Type, m.Name, m.Of}, now)
			}
		}
	}
}

// metricOf is a metric of what scales a workload.
type metricOf struct{ object, kind, name, of string }

func (s *scope) lost(object string, m facts.Metric) time.Time {
	return s.past.lost(metricOf{object, m.Type, m.Name, m.Of}, s.now)
}

// lost is since when a metric has had no value: now, where it had one at the previous run. Zero where there was no run
// that could have seen it.
func (p past) lost(m metricOf, now time.Time) time.Time {
	before, known := p.metrics[m]
	switch {
	case known && before.Band == schemas.BandUnknown:
		return before.Since
	case known:
		return now.UTC().Truncate(time.Second)
	default:
		return time.Time{}
	}
}
