package collect

// This file keeps clusters that could not be read again: a failed read never deletes. A cluster that did not answer
// keeps its last known state and verdicts, marked stale.

import (
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// recall makes the services of the index known that a cluster which was not read whole held: they are still there,
// for all that is known.
func (c *Collected) recall(claimer *claimer) {
	if c.options.Past.Index == nil {
		return
	}
	for _, s := range c.options.Past.Index.Services {
		var kept []string
		for _, p := range s.Clusters {
			if c.keeps(p) {
				kept = append(kept, p.Name)
			}
		}
		if len(kept) == 0 || !c.stillMeant(s.ID) {
			continue
		}
		if have := claimer.services[s.ID]; have != nil {
			have.kept = kept
		} else if past := c.past(s.ID); past != nil && past.Service.Origin == schemas.OriginDiscover {
			claimer.services[s.ID] = &claimed{service: rediscovered(past.Service), shares: map[string]*facts.Share{}, kept: kept}
		}
	}
}

// rediscovered is what the labels said of a service. What the catalog said is asked of the catalog, each time.
func rediscovered(s schemas.Service) schemas.Service {
	return schemas.Service{ID: s.ID, Name: s.Name, Origin: s.Origin, System: s.System}
}

// keeps says whether a placement of the past still stands: its cluster is in the configuration and was not read
// whole, or was not asked.
func (c *Collected) keeps(p schemas.Placement) bool {
	r := c.reading(p.Name)
	if r == nil {
		return slices.ContainsFunc(c.options.Config.Clusters, func(k schemas.ClusterConfig) bool { return k.Name == p.Name })
	}
	return !readWhole(r)
}

// stillMeant says whether the configuration can still bring a service forth: one that the catalog or define named and
// names no more, or that was discovered where nothing is discovered any more, was taken out by a person.
func (c *Collected) stillMeant(id string) bool {
	if c.roster.expects(id) {
		return true
	}
	return len(c.options.Config.Services.Discover) > 0 && strings.Contains(id, "/")
}

// past is the snapshot of the run before, nil where there is none. One that cannot be read was reported by its
// keeper, and is as good as none.
func (c *Collected) past(id string) *schemas.Snapshot {
	if c.options.Past.Snapshot == nil {
		return nil
	}
	s, err := c.options.Past.Snapshot(id)
	if err != nil {
		return nil
	}
	return s
}

func pastCluster(s *schemas.Snapshot, cluster string) *schemas.Cluster {
	if s == nil {
		return nil
	}
	for i := range s.Clusters {
		if s.Clusters[i].Name == cluster {
			return &s.Clusters[i]
		}
	}
	return nil
}

// lastRead is when a cluster was last read, as the newest run.json knows.
func (c *Collected) lastRead(cluster string) time.Time {
	if c.options.Past.Run == nil {
		return time.Time{}
	}
	for _, r := range c.options.Past.Run.Clusters {
		if r.Name == cluster {
			return r.LastRead
		}
	}
	return time.Time{}
}

// stale is the last known state of a cluster that did not answer. Its verdicts are those of its last read.
func (c *Collected) stale(past *schemas.Cluster, r *source.Reading) schemas.Cluster {
	kept := *past
	if !kept.Stale {
		kept.AsOf = c.lastRead(r.Name)
	}
	kept.Stale = true
	kept.Reads = []schemas.Read{{Resource: "*", State: r.State, Message: r.Message, AsOf: kept.AsOf}}
	return kept
}

// neverRead says that a cluster of the past is only the place of one that was expected and has not answered yet: there
// is no state to keep.
func neverRead(past *schemas.Cluster) bool {
	return past.Status == schemas.Unknown && past.AsOf.IsZero() && len(past.Workloads)+len(past.Jobs)+len(past.Network)+len(past.Resources) == 0 &&
		slices.ContainsFunc(past.Reads, func(r schemas.Read) bool { return r.Resource == "*" })
}
