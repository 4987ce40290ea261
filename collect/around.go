package collect

// This file is what comes to a service by reference: autoscalers by their target, Services and budgets by their
// selector, Ingresses and routes by their backend, claims by the volumes of pods, quotas by namespace. What has no such
// tie comes by its own label, to a service that is there.

import (
	"cmp"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

func (t *territory) claimAround(c *facts.Cluster, g *graph) {
	backends := map[name][]*facts.Share{}
	for _, s := range c.Services {
		shares := give(t, "Service", &s.Meta, t.selected(s.Namespace, s.Meant()))
		b, unbacked := facts.Backing{}, false
		if len(shares) > 0 {
			b, unbacked = t.backing(s)
		}
		for _, share := range shares {
			share.Services = append(share.Services, s)
			if unbacked {
				share.Unbacked[s] = b
			}
		}
		backends[name{s.Namespace, "Service", s.Name}] = shares
	}
	for _, i := range c.Ingresses {
		var found []*facts.Share
		for _, b := range i.Backends {
			found = append(found, backends[name{i.Namespace, "Service", b.Service}]...)
		}
		for _, share := range give(t, "Ingress", &i.Meta, found) {
			share.Ingresses = append(share.Ingresses, i)
		}
	}
	for _, r := range c.Routes {
		var found []*facts.Share
		for _, b := range r.Backends {
			found = append(found, backends[name{cmp.Or(b.Namespace, r.Namespace), "Service", b.Service}]...)
		}
		for _, share := range give(t, r.Kind, &r.Meta, found) {
			share.Routes = append(share.Routes, r)
		}
	}
	for _, b := range c.Budgets {
		for _, share := range give(t, "PodDisruptionBudget", &b.Meta, t.selected(b.Namespace, b.Selector)) {
			share.Budgets = append(share.Budgets, b)
		}
	}
	t.claimAutoscalers(c, g)
	t.claimClaims(c.Claims, g)
	t.claimQuotas(c.Quotas)
}

// give returns the distinct shares that an object belongs to: those that a reference found, else the one its own
// label names. Where there is none it is counted.
func give(t *territory, kind string, meta *facts.Meta, found []*facts.Share) []*facts.Share {
	if len(found) == 0 {
		if own := t.byLabel(meta); own != nil {
			return []*facts.Share{own}
		}
		t.rest.Count(kind, meta.Namespace)
		return nil
	}
	distinct := found[:0:0]
	for _, s := range found {
		if !slices.Contains(distinct, s) {
			distinct = append(distinct, s)
		}
	}
	return distinct
}

// byLabel is the share of a service that is defined, or that something that runs (or ran, as far as could be read) has
// made known in this cluster: a lone labelled Service discovers nothing.
func (t *territory) byLabel(meta *facts.Meta) *facts.Share {
	sets := t.custom.labelled(meta, nil)
	if who := t.firstSelecting(meta.Namespace, sets); len(who) > 0 {
		return t.share(t.services[who[0].Name])
	}
	s, ok := discovered(t.discover, meta.Namespace, sets)
	have := t.services[s.ID]
	switch {
	case !ok || have == nil:
		return nil
	case slices.Contains(have.kept, t.cluster):
		return t.share(have)
	default:
		return have.shares[t.cluster]
	}
}

func selectorOf(s *facts.Service) facts.Selector { return facts.Selector{Labels: s.Selector} }

// selected finds the shares whose units make pods that a selector selects.
func (t *territory) selected(namespace string, s facts.Selector) []*facts.Share {
	var found []*facts.Share
	for _, u := range t.index.candidates(namespace, s) {
		if share := t.byUnit[u]; share != nil && s.Matches(u.template) {
			found = append(found, share)
		}
	}
	return found
}

// claimAutoscalers gives those a place whose target is not there. The others came with what they scale.
func (t *territory) claimAutoscalers(c *facts.Cluster, g *graph) {
	for _, a := range c.Autoscalers {
		switch u := g.byName[name{a.Namespace, a.Target.Kind, a.Target.Name}]; {
		case u == nil && !slices.ContainsFunc(c.Scalers, func(s *facts.Scaler) bool { return s.WorksThrough(a) }):
			for _, share := range give(t, "HorizontalPodAutoscaler", &a.Meta, nil) {
				share.Orphans = append(share.Orphans, a)
			}
		case u != nil && t.byUnit[u] == nil:
			t.rest.Count("HorizontalPodAutoscaler", a.Namespace)
		}
	}
	for _, s := range c.Scalers {
		if g.byName[name{s.Namespace, s.Target.Kind, s.Target.Name}] != nil {
			continue
		}
		if share := t.byLabel(&s.Meta); share != nil { // otherwise it is counted as the resource that it is too
			share.LoneScalers = append(share.LoneScalers, s)
		}
	}
}

func (t *territory) claimClaims(claims []*facts.Claim, g *graph) {
	users := map[name][]*facts.Share{}
	for _, u := range g.units {
		share := t.byUnit[u]
		if share == nil {
			continue
		}
		for _, claim := range claimsOf(u) {
			at := name{u.meta.Namespace, "", claim}
			users[at] = append(users[at], share)
		}
	}
	for _, c := range claims {
		for _, share := range give(t, "PersistentVolumeClaim", &c.Meta, users[name{c.Namespace, "", c.Name}]) {
			share.Claims = append(share.Claims, c)
		}
	}
}

func claimsOf(u *unit) []string {
	var names []string
	if u.workload != nil {
		names = append(names, u.workload.Template.Claims...)
	}
	for _, p := range u.pods() {
		names = append(names, p.Claims...)
	}
	return names
}

// claimQuotas gives a namespace's quotas to every service that runs in it.
func (t *territory) claimQuotas(quotas []*facts.Quota) {
	if len(quotas) == 0 {
		return
	}
	lives := map[string][]*facts.Share{}
	for u, share := range t.byUnit {
		if at := u.meta.Namespace; !slices.Contains(lives[at], share) {
			lives[at] = append(lives[at], share)
		}
	}
	for _, q := range quotas {
		for _, share := range lives[q.Namespace] {
			share.Quotas = append(share.Quotas, q)
		}
	}
}
