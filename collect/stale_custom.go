package collect

// This file keeps what could not be read of custom kinds, and of what scales a workload, which may be two kinds in one.

import (
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// keepResources keeps custom resources, and what was wrong with them.
func (c *Collected) keepResources(cluster, past *schemas.Cluster, read schemas.Read, in func(string) bool) bool {
	kinds := facts.KindsFor(c.options.Config.Resources, nil)
	kept := map[string]bool{}
	for _, r := range past.Resources {
		if !in(r.Namespace) || customResource(kinds, r.Group, r.Kind) != read.Resource {
			continue
		}
		before := len(cluster.Resources)
		cluster.Resources = appendNew(cluster.Resources, r, func(r schemas.Resource) string { return r.Group + "/" + r.Object() })
		if len(cluster.Resources) > before {
			kept[r.Object()] = true
		}
	}
	about := resourceProblems(past)
	keepProblems(cluster, past, func(p schemas.Problem) bool { return about[p.Key()] && kept[p.Object] })
	return len(kept) > 0
}

// notReady is the rule about custom resources.
const notReady = "resource-not-ready"

// resourceProblems are the keys of the problems about custom resources: by its name alone a Service of Knative could be
// any other.
func resourceProblems(c *schemas.Cluster) map[string]bool {
	names := map[string]bool{}
	for _, r := range c.Resources {
		names[r.Object()] = true
	}
	keys := map[string]bool{}
	for _, p := range c.Problems {
		if names[p.Object] && p.Rule == notReady {
			keys[p.Key()] = true
		}
	}
	return keys
}

// customResource is the resource of a custom kind. Of one that only the configuration names, the plural is all that is
// known: it is the one that looks like the kind's, or the only one of the group.
func customResource(kinds []facts.Kind, group, kind string) string {
	var unknown []facts.Kind
	for _, k := range kinds {
		switch {
		case !k.Custom || k.Group != group:
		case k.Kind == kind:
			return k.Plural()
		case k.Kind == "" && slices.Contains(source.PluralsOf(kind), k.Resource):
			return k.Plural()
		case k.Kind == "":
			unknown = append(unknown, k)
		}
	}
	if len(unknown) == 1 {
		return unknown[0].Plural()
	}
	return ""
}

// keepAutoscalers keeps what scaled a workload. A ScaledObject and its autoscaler make one thing of two kinds: what was
// read of it stands, what was not is the past's.
func keepAutoscalers(cluster, past *schemas.Cluster, in func(string) bool) bool {
	kept := false
	for i := range cluster.Workloads {
		w := &cluster.Workloads[i]
		for _, p := range past.Workloads {
			if p.Object() == w.Object() && in(w.Namespace) && p.Autoscaler != nil {
				scaled := keepAutoscaler(w.Autoscaler, *p.Autoscaler)
				w.Autoscaler, kept = scaled, kept || scaled != w.Autoscaler
			}
		}
	}
	return kept
}

func keepAutoscaler(now *schemas.Autoscaler, past schemas.Autoscaler) *schemas.Autoscaler {
	const scaler = "ScaledObject"
	switch {
	case now == nil:
		return &past
	case now.Kind != scaler && past.Kind == scaler: // the ScaledObject was not read
		merged := *now
		merged.Kind, merged.Name, merged.Through = past.Kind, past.Name, now.Name
		merged.Min, merged.Max = past.Min, past.Max
		return &merged
	case now.Kind == scaler && past.Kind == scaler && now.Through == "": // what it works through was not
		past.Name, past.Min, past.Max = now.Name, now.Min, now.Max
		return &past
	default:
		return now
	}
}
