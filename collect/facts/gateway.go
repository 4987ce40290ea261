package facts

// This file reduces the HTTPRoutes of the Gateway API.

import (
	"cmp"
	"slices"
)

const gatewayGroup = "gateway.networking.k8s.io"

func (c *Cluster) addHTTPRoute(o *custom) {
	r := &Route{Meta: c.meta(&o.meta), Group: gatewayGroup, Kind: "HTTPRoute"}
	parents := map[Object]bool{}
	for _, ref := range o.spec.list("parentRefs") {
		parent := r.parent(c, ref)
		if !parents[parent] {
			r.Parents = append(r.Parents, parent.Kind+"/"+parent.Namespace+"/"+parent.Name)
		}
		parents[parent] = true
	}
	for _, host := range o.spec.texts("hostnames") {
		r.addHost(c.text(host))
	}
	for _, rule := range o.spec.list("rules") {
		for _, ref := range rule.list("backendRefs") {
			r.addReference(c, ref)
		}
	}
	for _, told := range o.status.list("parents") {
		if parents[r.parent(c, told.in("parentRef"))] { // of a parent that was taken away, the status may linger
			r.addConditions(conditions(c, current(told.list("conditions"), o.meta.Generation), customCondition))
		}
	}
	c.Routes = append(c.Routes, r)
}

// parent is what a route hangs on: a Gateway of its own namespace, where nothing else is said.
func (r *Route) parent(c *Cluster, ref tree) Object {
	parent := c.object(ref.object(gatewayGroup, "Gateway"))
	parent.Namespace = cmp.Or(parent.Namespace, r.Namespace)
	return parent
}

func (r *Route) addHost(host string) {
	if host != "" && !slices.Contains(r.Hosts, host) {
		r.Hosts = append(r.Hosts, host)
	}
}

// addReference keeps each Service once. Other kinds are an implementation's own.
func (r *Route) addReference(c *Cluster, ref tree) {
	to := c.object(ref.object("", "Service"))
	if to.Group != "" || to.Kind != "Service" || to.Name == "" {
		return
	}
	r.addBackend(Backend{Namespace: to.Namespace, Service: to.Name, Port: c.name(ref.text("port"))})
}

func (r *Route) addBackend(b Backend) {
	if b.Namespace == r.Namespace {
		b.Namespace = ""
	}
	if !slices.Contains(r.Backends, b) {
		r.Backends = append(r.Backends, b)
	}
}

// current leaves out conditions that speak of an older generation.
func current(all []tree, generation int64) []tree {
	return slices.DeleteFunc(all, func(k tree) bool {
		seen, ok := k.number("observedGeneration")
		return ok && seen < generation
	})
}

// addConditions merges what another parent or router says: of two conditions of one type the one stays that is not as
// it should be, of two such the one that has been so for longer.
func (r *Route) addConditions(more []Condition) {
	for _, k := range more {
		n := slices.IndexFunc(r.Conditions, func(o Condition) bool { return o.Type == k.Type })
		switch {
		case n < 0:
			r.Conditions = append(r.Conditions, k)
		case worse(k, r.Conditions[n]):
			r.Conditions[n] = k
		}
	}
	slices.SortFunc(r.Conditions, func(a, b Condition) int { return cmp.Compare(a.Type, b.Type) })
}

func worse(a, b Condition) bool {
	if right(a) != right(b) {
		return right(b)
	}
	if !a.Since.Equal(b.Since) {
		return a.Since.Before(b.Since)
	}
	return cmp.Or(cmp.Compare(a.Status, b.Status), cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Message, b.Message)) < 0
}

// right says that a condition of a route is as it should be. PartiallyInvalid names what is wrong.
func right(k Condition) bool {
	if k.Type == "PartiallyInvalid" {
		return k.Status != isTrue
	}
	return k.Status == isTrue
}
