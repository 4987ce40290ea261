package facts

// This file reduces what Flux has: HelmReleases and Kustomizations.

import (
	"cmp"
	"strings"
)

// addHelmRelease takes the chart's version from the newest release; releases of older versions of the API are not
// listed.
func (c *Cluster) addHelmRelease(o *custom) {
	r := c.resource(o)
	r.awaits(ready)
	released := ""
	if history := o.status.list("history"); len(history) > 0 {
		released = history[0].text("chartVersion")
	}
	r.Revision = c.text(cmp.Or(released, o.status.text("lastAppliedRevision")))
	r.Marks = Mark{Labels: c.shared(map[string]string{
		"helm.toolkit.fluxcd.io/name":      o.meta.Name,
		"helm.toolkit.fluxcd.io/namespace": r.Namespace,
	})}
	c.Resources = append(c.Resources, r)
}

func (c *Cluster) addKustomization(o *custom) {
	r := c.resource(o)
	r.awaits(ready)
	r.Revision = c.text(o.status.text("lastAppliedRevision"))
	for _, entry := range o.status.in("inventory").list("entries") {
		if managed, ok := inventoried(entry.text("id")); ok {
			r.Manages = append(r.Manages, c.object(managed))
		}
	}
	c.Resources = append(c.Resources, r)
}

// inventoried reads "shop_checkout_apps_Deployment": namespace, name, group and kind. Only a name may hold the
// separator, twice, in place of a colon.
func inventoried(id string) (Object, bool) {
	namespace, rest, _ := strings.Cut(id, "_")
	kind := strings.LastIndexByte(rest, '_')
	if kind < 0 {
		return Object{}, false
	}
	group := strings.LastIndexByte(rest[:kind], '_')
	if group < 0 {
		return Object{}, false
	}
	return Object{
		Group:     rest[group+1 : kind],
		Kind:      rest[kind+1:],
		Namespace: namespace,
		Name:      strings.ReplaceAll(rest[:group], "__", ":"),
	}, true
}
