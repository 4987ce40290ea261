package collect

// This file is how custom resources come to services: with what they manage, mark or own, with what owns them, and by
// their own label where there is nothing of that. One that manages things of several services, as an Application of
// Argo CD may, comes to each of them.

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// resourceClaims is the state of giving out a cluster's custom resources.
type resourceClaims struct {
	*territory
	holders *holders
	marks   markIndex
	secrets map[name][]*facts.Share   // by what Ingresses take their certificates from
	parents map[string][]*facts.Share // by what routes hang on, "Gateway/infra/public"
	found   map[*facts.Resource][]*facts.Share
	below   map[*facts.Resource][]*facts.Resource
}

func (t *territory) claimResources(resources []*facts.Resource, h *holders) {
	if len(resources) == 0 {
		return
	}
	c := &resourceClaims{
		territory: t, holders: h, marks: indexMarks(resources),
		secrets: map[name][]*facts.Share{}, parents: map[string][]*facts.Share{},
		found: map[*facts.Resource][]*facts.Share{}, below: map[*facts.Resource][]*facts.Resource{},
	}
	for _, s := range t.services {
		if share := s.shares[t.cluster]; share != nil {
			c.look(share)
		}
	}
	for _, r := range resources {
		c.tie(r)
		if len(c.found[r]) == 0 {
			c.add(r, t.byLabel(&r.Meta))
		}
	}
	c.spread(resources)
	for _, r := range resources {
		for _, share := range c.found[r] {
			share.Resources = append(share.Resources, r)
			h.add(customName(r.Namespace, r.Group, r.Kind, r.Name), share)
		}
		if len(c.found[r]) == 0 {
			t.rest.Count(r.Kind, r.Namespace)
		}
	}
}

func (c *resourceClaims) add(r *facts.Resource, shares ...*facts.Share) {
	for _, s := range shares {
		if s != nil && !slices.Contains(c.found[r], s) {
			c.found[r] = append(c.found[r], s)
		}
	}
}

// look goes over what a share holds, for the resources that own or mark it, and for what else leads to one.
func (c *resourceClaims) look(share *facts.Share) {
	see := func(_ string, m *facts.Meta) {
		for _, r := range c.above(m) {
			c.add(r, share)
		}
	}
	running(share, see)
	share.Around(see)
	for _, r := range share.Routes {
		see(r.Kind, &r.Meta)
		for _, p := range r.Parents {
			c.parents[p] = append(c.parents[p], share)
		}
	}
	for _, i := range share.Ingresses {
		for _, secret := range i.Secrets {
			at := name{i.Namespace, "Secret", secret}
			c.secrets[at] = append(c.secrets[at], share)
		}
	}
}

// above are the resources that own or mark an object.
func (c *resourceClaims) above(m *facts.Meta) []*facts.Resource {
	found := c.marks.of(m)
	if r := c.custom.owner(m.Namespace, m.Owner); r != nil {
		found = append(found, r)
	}
	return found
}

// tie finds the services of what a resource names, and of what owns it.
func (c *resourceClaims) tie(r *facts.Resource) {
	for _, o := range r.Manages {
		namespace := cmp.Or(o.Namespace, r.Namespace)
		c.add(r, c.holders.of(namespace, facts.Ref{Group: o.Group, Kind: o.Kind, Name: o.Name})...)
		if o.Kind == "Secret" && o.Group == "" {
			c.add(r, c.secrets[name{namespace, "Secret", o.Name}]...)
		}
		if child := c.custom[customName(namespace, o.Group, o.Kind, o.Name)]; child != nil {
			c.below[r] = append(c.below[r], child)
		}
	}
	c.add(r, c.holders.of(r.Namespace, r.Owner)...)
	c.add(r, c.parents[r.Owner.Kind+"/"+r.Namespace+"/"+r.Owner.Name]...) // cert-manager makes certificates for Gateways
	for _, above := range c.above(&r.Meta) {
		c.below[above] = append(c.below[above], r)
	}
}

// spread lets resources follow each other: one comes wherever a resource goes that it owns, marks or manages, and one
// that has no place of its own where its owner goes.
func (c *resourceClaims) spread(resources []*facts.Resource) {
	const deepest = 8
	for range deepest {
		before := c.count()
		for _, r := range resources {
			for _, child := range c.below[r] {
				c.add(r, c.found[child]...)
			}
		}
		for _, r := range resources {
			if owner := c.custom.owner(r.Namespace, r.Owner); owner != nil && len(c.found[r]) == 0 {
				c.add(r, c.found[owner]...)
			}
		}
		if c.count() == before {
			return
		}
	}
}

func (c *resourceClaims) count() (n int) {
	for _, shares := range c.found {
		n += len(shares)
	}
	return n
}

// markIndex finds the resources whose mark an object carries, without trying them all.
type markIndex struct {
	keys    [][]string // each set of labels that some mark consists of
	byValue map[string][]*facts.Resource
}

func indexMarks(resources []*facts.Resource) markIndex {
	x := markIndex{byValue: map[string][]*facts.Resource{}}
	for _, r := range resources {
		if len(r.Marks.Labels) == 0 {
			continue
		}
		keys := slices.Sorted(maps.Keys(r.Marks.Labels))
		if !slices.ContainsFunc(x.keys, func(k []string) bool { return slices.Equal(k, keys) }) {
			x.keys = append(x.keys, keys)
		}
		at, _ := markOf(r.Marks.Labels, keys)
		x.byValue[at] = append(x.byValue[at], r)
	}
	return x
}

// of are the resources whose mark an object carries.
func (x markIndex) of(m *facts.Meta) []*facts.Resource {
	var found []*facts.Resource
	for _, keys := range x.keys {
		at, ok := markOf(m.Labels, keys)
		if !ok {
			continue
		}
		for _, r := range x.byValue[at] {
			if r.Marks.Namespace == "" || r.Marks.Namespace == m.Namespace {
				found = append(found, r)
			}
		}
	}
	return found
}

// markOf writes the values of some labels down as one key; false where one is missing.
func markOf(labels map[string]string, keys []string) (string, bool) {
	var b strings.Builder
	for _, k := range keys {
		v, ok := labels[k]
		if !ok {
			return "", false
		}
		b.WriteString(k + "\x00" + v + "\x00")
	}
	return b.String(), true
}
