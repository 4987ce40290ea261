package facts

// This file reduces the Services of Knative.

func (c *Cluster) addKnativeService(o *custom) {
	r := c.resource(o)
	r.awaits(ready)
	r.Revision = c.name(o.status.text("latestReadyRevisionName"))
	r.Marks = Mark{Namespace: r.Namespace, Labels: c.shared(map[string]string{"serving.knative.dev/service": o.meta.Name})}
	c.Resources = append(c.Resources, r)
}
