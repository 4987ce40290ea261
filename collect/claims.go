package collect

// This file is how objects come to services: units by label, and what stands around them by reference.

import (
	"fmt"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// claimer gives the objects of clusters to services. The catalog comes before define, and define before discover; what
// one claims is not claimed again.
type claimer struct {
	*roster
	discover  []string
	services  map[string]*claimed
	conflicts []string // said once
}

// claimed is one service with its share of each cluster.
type claimed struct {
	service schemas.Service
	shares  map[string]*facts.Share // by cluster
	kept    []string                // clusters that held it in the past and were not read whole: it is still there
}

func newClaimer(r *roster, discover []string) *claimer {
	c := &claimer{roster: r, discover: discover, services: map[string]*claimed{}}
	for _, d := range r.definitions {
		c.services[d.Name] = &claimed{service: d.said, shares: map[string]*facts.Share{}}
	}
	return c
}

// claim gives out the objects of one cluster and returns how many of them belong to no service.
func (c *claimer) claim(r *source.Reading, unreadable facts.Unreadable) []schemas.Unclaimed {
	g := tie(r.Facts)
	t := &territory{
		claimer: c, cluster: r.Name, unreadable: unreadable, untold: r.Untold,
		byUnit: map[*unit]*facts.Share{}, rest: schemas.Tally{}, index: indexLabels(g.units), custom: g.custom,
		present: lookUp(r.Facts.Services),
	}
	for _, u := range g.units {
		t.claimUnit(u)
	}
	t.claimAround(r.Facts, g)
	if len(r.Facts.Resources)+len(r.Facts.Events) > 0 {
		h := t.holders(g)
		t.claimResources(r.Facts.Resources, h)
		t.claimEvents(r.Facts.Events, h)
	}
	return t.rest.List()
}

// territory is one cluster while its objects are given out.
type territory struct {
	*claimer
	cluster    string
	unreadable facts.Unreadable
	untold     []string
	byUnit     map[*unit]*facts.Share
	index      labelIndex
	custom     customIndex
	present    facts.Present
	rest       schemas.Tally
}

func (t *territory) claimUnit(u *unit) {
	share := t.shareFor(u.meta, u.template)
	if share == nil {
		t.rest.Count(u.kind(), u.meta.Namespace)
		return
	}
	t.byUnit[u] = share
	switch {
	case u.workload != nil:
		share.Workloads = append(share.Workloads, u.workload)
	case u.cronJob != nil:
		share.CronJobs = append(share.CronJobs, u.cronJob)
	default:
		share.Jobs = append(share.Jobs, u.job)
	}
}

// shareFor finds the share of the service that claims an object, and makes it where there is none yet.
func (t *territory) shareFor(meta *facts.Meta, template map[string]string) *facts.Share {
	sets := t.custom.labelled(meta, template)
	if who := t.firstSelecting(meta.Namespace, sets); len(who) > 0 {
		if len(who) > 1 {
			t.note(contested(meta, who[0], who[1]))
		}
		return t.share(t.services[who[0].Name])
	}
	s, ok := discovered(t.discover, meta.Namespace, sets)
	if !ok {
		return nil
	}
	have := t.services[s.ID]
	if have == nil {
		have = &claimed{service: s, shares: map[string]*facts.Share{}}
		t.services[s.ID] = have
	}
	if have.service.Origin == schemas.OriginDiscover && (have.service.System == "" || have.kept != nil) {
		have.service.System = s.System
	}
	return t.share(have)
}

// firstSelecting are the definitions that select an object by its own labels or those of its pods, else by those of what
// has made it.
func (t *territory) firstSelecting(namespace string, sets []map[string]string) []*definition {
	if who := t.selecting(namespace, sets[:2]...); len(who) > 0 || len(sets) == 2 {
		return who
	}
	return t.selecting(namespace, sets[2:]...)
}

// contested says that two services select one object, and who keeps it.
func contested(meta *facts.Meta, keeps, other *definition) string {
	why := "the first defined keeps it"
	if keeps.said.Origin != other.said.Origin {
		why = "the catalog comes first"
	}
	return fmt.Sprintf("%s/%s is selected by service %s and by service %s; %s", meta.Namespace, meta.Name, keeps.Name, other.Name, why)
}

func (t *territory) share(s *claimed) *facts.Share {
	share := s.shares[t.cluster]
	if share == nil {
		share = &facts.Share{
			Cluster: t.cluster, Unreadable: t.unreadable, Untold: t.untold, Present: t.present, Unbacked: map[*facts.Service]facts.Backing{},
		}
		s.shares[t.cluster] = share
	}
	return share
}

func (t *territory) note(text string) {
	const enough = 20
	if len(t.conflicts) < enough && !slices.Contains(t.conflicts, text) {
		t.conflicts = append(t.conflicts, text)
	}
}
