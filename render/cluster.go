package render

// This file is the view of a cluster's page: how it was read, whose services it runs, and what belongs to none.

import (
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

type clusterPage struct {
	Frame
	Listing
	Badge
	Name, Region, Kubernetes, Summary string
	Lead                              Sentence
	Asks                              Asks
	Reads, Unclaimed, Skipped         *Table
	Count, ReadCounts                 string
}

func (r *Renderer) clusterPage(at place, c schemas.ClusterEntry, services []schemas.ServiceEntry) *clusterPage {
	v := &clusterPage{
		Frame: r.frame(at, clusterDir(c.Name), c.Name, Crumb{Title: c.Name}),
		Name:  c.Name, Region: whereOf(c.Region, c.Environment), Kubernetes: c.Kubernetes, Summary: readSummary(c),
		Lead: clusterLead(c), Asks: asksOf(c.Name, c.Reads),
		Reads: readTable(c), Unclaimed: countTable(c.Unclaimed), Skipped: countTable(c.Skipped),
		Count: plural(len(services), "service"), ReadCounts: readCounts(c),
	}
	v.Badge = Badge{"healthy", v.Summary, "ok", "●"}
	if !allRead(c) {
		v.Badge = Badge{"unknown", v.Summary, "warn", "?"}
	}
	v.Clusters = toJSON([]string{c.Name})
	v.Description = c.Name + ": " + v.Summary
	v.Listing = listing(at, here(c.Name, services), nil)
	v.Where, v.Choices = false, slices.DeleteFunc(v.Choices, func(c Choice) bool { return c.Name == "cluster" })
	return v
}

// clusterLead says why a cluster could not be read and from when the rest of the page is.
func clusterLead(c schemas.ClusterEntry) Sentence {
	var say Sentence
	if c.State == schemas.ReadOK || c.State == "" {
		return say
	}
	say.plain("The cluster ")
	say.mark("warn", outcomes[c.State][0])
	if c.Message != "" {
		say.plain(": " + c.Message)
	}
	say.plain(".")
	if !c.AsOf.IsZero() {
		say.plain(" What stands here was last seen ")
		say.moment(Moment{c.AsOf})
		say.plain(".")
	}
	return say
}

// here narrows each service's row to one cluster, so that the page's states are this cluster's.
func here(cluster string, services []schemas.ServiceEntry) []schemas.ServiceEntry {
	narrowed := make([]schemas.ServiceEntry, 0, len(services))
	for _, s := range services {
		for _, p := range s.Clusters {
			if p.Name != cluster {
				continue
			}
			s.Clusters, s.Status, s.Restarts, s.Ignored = []schemas.Placement{p}, p.Status, p.Restarts, 0
			if s.Lead != nil && s.Lead.Cluster != cluster {
				s.Lead = nil
			}
			narrowed = append(narrowed, s)
			break
		}
	}
	return narrowed
}
