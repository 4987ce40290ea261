package collect

// This file makes one service's snapshot: a cluster's facts and the verdicts on them where it was read, its last
// known state where it was not.

import (
	"fmt"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/health"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func (c *Collected) snapshot(s *claimed) (*schemas.Snapshot, error) {
	past := c.past(s.service.ID)
	snapshot := &schemas.Snapshot{
		SchemaVersion: schemas.SnapshotVersion,
		Service:       s.service,
		Clusters:      []schemas.Cluster{},
		Findings:      []schemas.Problem{},
	}
	for _, k := range c.options.Config.Clusters {
		expected := slices.Contains(c.expected(s.service.ID), k.Name)
		if cluster, ok := c.clusterOf(s, k, past, expected); ok {
			cluster.Region, cluster.Environment, cluster.Expected = k.Region, k.Environment, expected
			snapshot.Clusters = append(snapshot.Clusters, cluster)
		}
	}
	snapshot.Findings = health.Override(health.Findings(snapshot, past, c.Now), c.options.Config.Rules)
	snapshot.Status = health.ServiceStatus(snapshot)
	if !schemas.ValidID(s.service.ID) {
		return nil, fmt.Errorf("service %q: its name cannot be a path", s.service.Name)
	}
	return snapshot, nil
}

// expected are the clusters that a service's definition names.
func (c *Collected) expected(id string) []string {
	for _, d := range c.options.Config.Services.Define {
		if d.Name == id {
			return d.Clusters
		}
	}
	return nil
}

// clusterOf is the service in one cluster; false where it has no place there.
func (c *Collected) clusterOf(s *claimed, k schemas.ClusterConfig, past *schemas.Snapshot, expected bool) (schemas.Cluster, bool) {
	before := pastCluster(past, k.Name)
	r := c.reading(k.Name)
	switch share := s.shares[k.Name]; {
	case r == nil: // --cluster left it out
		if before == nil {
			return schemas.Cluster{}, false
		}
		return *before, true
	case r.State != schemas.ReadOK && before != nil:
		return c.stale(before, r), true
	case r.State != schemas.ReadOK:
		return unknown(r), expected
	case share == nil && !readWhole(r) && before != nil:
		return c.judged(&facts.Share{Cluster: k.Name, Unreadable: unreadable(r.Reads)}, r, before, expected), true
	case share == nil && !expected && !health.Gone(past, k.Name, c.Now):
		return schemas.Cluster{}, false
	case share == nil:
		share = &facts.Share{Cluster: k.Name, Unreadable: unreadable(r.Reads)}
		fallthrough
	default:
		return c.judged(share, r, before, expected), true
	}
}

// unknown is a cluster that never answered.
func unknown(r *Reading) schemas.Cluster {
	c := emptyCluster(r)
	c.Status = schemas.Unknown
	c.Reads = []schemas.Read{{Resource: "*", State: r.State, Message: r.Message}}
	return c
}

func (c *Collected) judged(share *facts.Share, r *Reading, before *schemas.Cluster, expected bool) schemas.Cluster {
	problems := health.Judge(health.Input{
		Share: share, Now: c.now(r), Settings: c.options.Config.Rules, Previous: before,
	})
	cluster := assemble(share, r, problems, c.now(r))
	cluster.Expected = expected
	c.keepUnread(&cluster, before)
	cluster.Status = health.ClusterStatus(&cluster)
	return cluster
}
