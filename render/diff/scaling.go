package diff

// This file compares autoscalers: what people decided about them, and not what they do.

import (
	"fmt"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// scaling tells an autoscaler that came or went by its bounds alone.
func scaling(e schemas.Entry, old, new *schemas.Autoscaler) []schemas.Entry {
	var entries []schemas.Entry
	if from, to := bounds(old), bounds(new); from != to {
		e := e
		e.What, e.From, e.To = schemas.BoundsChanged, from, to
		entries = append(entries, e)
	}
	if old == nil || new == nil {
		return entries
	}
	e.What = schemas.ScalingChanged
	entries = append(entries, side(e, "autoscaler", scaler(old), scaler(new))...)
	entries = append(entries, side(e, "scale-up", old.ScaleUp, new.ScaleUp)...)
	entries = append(entries, side(e, "scale-down", old.ScaleDown, new.ScaleDown)...)
	return append(entries, targets(e, old.Metrics, new.Metrics)...)
}

func bounds(a *schemas.Autoscaler) string {
	if a == nil {
		return ""
	}
	return fmt.Sprintf("%d–%d", a.Min, a.Max)
}

func scaler(a *schemas.Autoscaler) string {
	said := a.Kind + " " + a.Name
	if a.Through != "" {
		said += " through " + a.Through
	}
	return said
}

// targets compares what an autoscaler follows; a metric is told by its type, its name and what it is measured on.
func targets(e schemas.Entry, old, new []schemas.Metric) []schemas.Entry {
	before, after := index(old, metric), index(new, metric)
	var entries []schemas.Entry
	for _, m := range new {
		from := ""
		if was := before[metric(m)]; was != nil {
			from = aim(*was)
		}
		entries = append(entries, side(e, "target for "+metric(m), from, aim(m))...)
	}
	for _, m := range old {
		if after[metric(m)] == nil {
			entries = append(entries, side(e, "target for "+metric(m), aim(m), "")...)
		}
	}
	return entries
}

func metric(m schemas.Metric) string {
	said := strings.TrimSpace(m.Name + " " + m.Of)
	if m.Type != "Resource" {
		said += " (" + m.Type + ")"
	}
	return said
}

// aim is a metric's target; one that names none is followed all the same.
func aim(m schemas.Metric) string {
	if m.Target == "" {
		return "not told"
	}
	return m.Target
}
