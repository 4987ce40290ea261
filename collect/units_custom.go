package collect

// This file ties what only some clusters have into the owner graph: Rollouts that take their template from a
// Deployment, and the scalers behind autoscalers.

import "github.com/plimsoll-k8s/plimsoll/collect/facts"

// tieWorkloads makes a unit of each workload. A Deployment that a Rollout has scaled down to take its place is part of
// the Rollout: nobody has scaled it to zero by hand.
func (g *graph) tieWorkloads(c *facts.Cluster) {
	byName := make(map[name]*facts.Workload, len(c.Workloads))
	for _, w := range c.Workloads {
		byName[name{w.Namespace, w.Kind, w.Name}] = w
	}
	parts := map[*facts.Workload]*facts.Workload{}
	for _, w := range c.Workloads {
		lender := byName[name{w.Namespace, w.TemplateOf.Kind, w.TemplateOf.Name}]
		if lender == nil || w.TemplateOf.Kind == "" {
			continue
		}
		w.Template, w.Selector = lender.Template, lender.Selector
		if lender.Wanted == 0 {
			parts[lender] = w
		}
	}
	for _, w := range c.Workloads {
		if parts[w] == nil {
			g.add(&unit{workload: &facts.WorkloadShare{Workload: w}, meta: &w.Meta, template: w.Template.Labels})
		}
	}
	for lender, w := range parts {
		g.byName[name{lender.Namespace, lender.Kind, lender.Name}] = g.byName[name{w.Namespace, w.Kind, w.Name}]
	}
}

// tieScalers hangs scalers and autoscalers on what they scale. Where two autoscalers have one target, the one that the
// scaler made is kept.
func (g *graph) tieScalers(c *facts.Cluster) {
	for _, s := range c.Scalers {
		if w := g.scaled(s.Namespace, s.Target); w != nil {
			w.Scaler = s
		}
	}
	for _, a := range c.Autoscalers {
		w := g.scaled(a.Namespace, a.Target)
		if w != nil && (w.Autoscaler == nil || w.Scaler == nil || !w.Scaler.WorksThrough(w.Autoscaler)) {
			w.Autoscaler = a
		}
	}
}

// scaled is the workload that an autoscaler names, nil where there is none.
func (g *graph) scaled(namespace string, target facts.Ref) *facts.WorkloadShare {
	if u := g.byName[name{namespace, target.Kind, target.Name}]; u != nil {
		return u.workload
	}
	return nil
}
