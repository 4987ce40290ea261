package facts

// This file reduces the ScaledObjects of KEDA.

import (
	"cmp"
	"strconv"
)

// addScaledObject keeps a scaler, for the workload that it scales, and a resource, for what it says of itself.
func (c *Cluster) addScaledObject(o *custom) {
	const most = 100 // KEDA's default for maxReplicaCount
	target := o.spec.in("scaleTargetRef")
	r := c.resource(o)
	r.Suspended = r.Suspended || scalerPaused(o.meta.Annotations)
	s := &Scaler{
		Meta: r.Meta,
		Target: Ref{
			Group: c.name(group(cmp.Or(target.text("apiVersion"), "apps/v1"))),
			Kind:  c.name(cmp.Or(target.text("kind"), "Deployment")),
			Name:  c.name(target.text("name")),
		},
		Min:        o.spec.count("minReplicaCount", 0),
		Max:        o.spec.count("maxReplicaCount", most),
		Autoscaler: c.name(scalerWorksThrough(o)),
		Paused:     r.Suspended,
		Conditions: r.Conditions,
	}
	r.scales(s)
	c.Scalers = append(c.Scalers, s)
	c.Resources = append(c.Resources, r)
}

// scales judges by Ready alone: Active is False while there is nothing to do, and Fallback is True while a trigger
// does not answer and its replicas are those that were chosen for that case. KEDA's conditions carry no times.
func (r *Resource) scales(s *Scaler) {
	r.awaits(ready)
	if fallback := Find(r.Conditions, "Fallback"); fallback.Status == isTrue && r.Message == "" {
		r.Message = cmp.Or(fallback.Message, "a trigger does not answer: it keeps to its fallback")
	}
	r.Manages = []Object{
		{Group: "autoscaling", Kind: "HorizontalPodAutoscaler", Name: s.Autoscaler},
		{Group: s.Target.Group, Kind: s.Target.Kind, Name: s.Target.Name},
	}
}

// scalerWorksThrough names the HorizontalPodAutoscaler of a ScaledObject, as KEDA does.
func scalerWorksThrough(o *custom) string {
	chosen := o.spec.in("advanced", "horizontalPodAutoscalerConfig").text("name")
	return cmp.Or(o.status.text("hpaName"), chosen, "keda-hpa-"+o.meta.Name)
}

// scalerPaused reads the annotations by which scaling is paused: where it is, or at a number of replicas. What is no
// boolean counts as true, as it does for KEDA.
func scalerPaused(annotations map[string]string) bool {
	const paused, at = "autoscaling.keda.sh/paused", "autoscaling.keda.sh/paused-replicas"
	if _, ok := annotations[at]; ok {
		return true
	}
	text, ok := annotations[paused]
	on, err := strconv.ParseBool(text)
	return ok && (on || err != nil)
}
