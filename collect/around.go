package collect

// This file is what comes to a service by reference: autoscalers by their target, Services and budgets by their
// selector, Ingresses by their backend, claims by the volumes of pods, quotas by namespace, events by the object
// they are about. What has no such tie comes by its own label, to a service that is there.

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

func (t *territory) claimAround(c *facts.Cluster, g *graph) {
	backends := map[name][]*facts.Share{}
	for _, s := range c.Services {
		shares := give(t, "Service", &s.Meta, t.selected(s.Namespace, selectorOf(s)))
		for _, share := range shares {
			share.Services = append(share.Services, s)
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
	for _, b := range c.Budgets {
		for _, share := range give(t, "PodDisruptionBudget", &b.Meta, t.selected(b.Namespace, b.Selector)) {
			share.Budgets = append(share.Budgets, b)
		}
	}
	t.claimAutoscalers(c.Autoscalers, g)
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
	if who := t.selecting(meta.Namespace, meta.Labels); len(who) > 0 {
		return t.share(t.services[who[0].Name])
	}
	s, ok := discovered(t.discover, meta, nil)
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

func (t *territory) claimAutoscalers(autoscalers []*facts.Autoscaler, g *graph) {
	for _, a := range autoscalers {
		u := g.byName[name{a.Namespace, a.Target.Kind, a.Target.Name}]
		if u != nil && u.workload != nil && u.workload.Generation != assumed {
			if t.byUnit[u] == nil {
				t.rest.Count("HorizontalPodAutoscaler", a.Namespace)
			}
			continue
		}
		for _, share := range give(t, "HorizontalPodAutoscaler", &a.Meta, nil) {
			if u == nil {
				share.Orphans = append(share.Orphans, a)
			}
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

// claimEvents gives events to the service of the object they are about. An event about something that is gone, or
// that no service has, is nobody's.
func (t *territory) claimEvents(events []*facts.Event, g *graph) {
	if len(events) == 0 {
		return
	}
	owners := t.owners(g)
	for _, e := range events {
		share := owners[name{e.Namespace, e.Object.Kind, e.Object.Name}]
		if share == nil && e.Object.Kind == "ReplicaSet" {
			share = owners[name{e.Namespace, "Deployment", deploymentName(e.Object.Name)}]
		}
		if share != nil {
			share.Events = append(share.Events, e)
		}
	}
}

// deploymentName is a ReplicaSet's name without its hash. A ReplicaSet that cannot create pods has no pod to ask.
func deploymentName(replicaSet string) string {
	return replicaSet[:max(0, strings.LastIndexByte(replicaSet, '-'))]
}

// owners finds a share by any object that it holds.
func (t *territory) owners(g *graph) map[name]*facts.Share {
	owners := map[name]*facts.Share{}
	for at, u := range g.byName {
		owners[at] = t.byUnit[u]
	}
	for u, share := range t.byUnit {
		for _, p := range u.pods() {
			owners[name{p.Namespace, "Pod", p.Name}] = share
		}
		if u.cronJob != nil {
			for _, j := range u.cronJob.Jobs {
				owners[name{j.Namespace, "Job", j.Name}] = share
			}
		}
		if u.workload != nil && u.workload.Autoscaler != nil {
			a := u.workload.Autoscaler
			owners[name{a.Namespace, "HorizontalPodAutoscaler", a.Name}] = share
		}
	}
	for _, s := range t.services {
		if share := s.shares[t.cluster]; share != nil {
			addAround(owners, share)
		}
	}
	return owners
}

func addAround(owners map[name]*facts.Share, share *facts.Share) {
	add := func(kind string, m *facts.Meta) { owners[name{m.Namespace, kind, m.Name}] = share }
	for _, s := range share.Services {
		add("Service", &s.Meta)
	}
	for _, i := range share.Ingresses {
		add("Ingress", &i.Meta)
	}
	for _, b := range share.Budgets {
		add("PodDisruptionBudget", &b.Meta)
	}
	for _, c := range share.Claims {
		add("PersistentVolumeClaim", &c.Meta)
	}
	for _, a := range share.Orphans {
		add("HorizontalPodAutoscaler", &a.Meta)
	}
}
