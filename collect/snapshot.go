package collect

// This file makes one service's snapshot: a cluster's facts and the verdicts on them where it was read, its last
// known state where it was not.

import (
	"fmt"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/health"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func (c *Collected) snapshot(s *claimed) (*schemas.Snapshot, error) {
	if snapshot := c.calm(s); snapshot != nil {
		return snapshot, nil
	}
	return c.assembled(s, c.past(s.service.ID))
}

// calm is the snapshot of a service of which there was nothing to say at the run before, nor is there now. It needs no
// past, and so the file of the run before is not opened: that is most of the cost of most services. Nil where there
// is something to say (be it only that it is ignored), to keep, or to carry over.
func (c *Collected) calm(s *claimed) *schemas.Snapshot {
	row := c.pastRow(s.service.ID)
	if row == nil || row.Lead != nil || row.Ignored > 0 || c.Partial() || !c.Complete() {
		return nil
	}
	for _, p := range row.Clusters {
		if s.shares[p.Name] == nil {
			return nil // it was there
		}
	}
	snapshot, err := c.assembled(s, nil)
	if err != nil {
		return nil
	}
	if now := schemas.Summarize(snapshot, ""); now.Lead != nil || now.Ignored > 0 || now.Restarts != row.Restarts {
		return nil // a rule may ask the past how often a container had restarted
	}
	if behind(snapshot) {
		return nil // or for how long its controller has not seen what is wanted
	}
	return snapshot
}

// behind says that some controller has not seen what is wanted now.
func behind(s *schemas.Snapshot) bool {
	return slices.ContainsFunc(s.Clusters, func(k schemas.Cluster) bool {
		return slices.ContainsFunc(k.Workloads, func(w schemas.Workload) bool { return !w.Replicas.BehindSince.IsZero() })
	})
}

func (c *Collected) pastRow(id string) *schemas.ServiceEntry {
	if c.options.Past.Index == nil {
		return nil
	}
	rows := c.options.Past.Index.Services
	at, ok := slices.BinarySearchFunc(rows, id, func(r schemas.ServiceEntry, id string) int { return compareStrings(r.ID, id) })
	if !ok {
		return nil
	}
	return &rows[at]
}

func (c *Collected) assembled(s *claimed, past *schemas.Snapshot) (*schemas.Snapshot, error) {
	snapshot := &schemas.Snapshot{
		SchemaVersion: schemas.SnapshotVersion,
		Service:       s.service,
		Clusters:      []schemas.Cluster{},
		Findings:      []schemas.Problem{},
	}
	for _, k := range c.options.Config.Clusters {
		expected := slices.Contains(c.roster.expected(s.service.ID), k.Name)
		if cluster, ok := c.clusterOf(s, k, past, expected); ok {
			cluster.Region, cluster.Environment, cluster.Expected = k.Region, k.Environment, expected
			snapshot.Clusters = append(snapshot.Clusters, cluster)
		}
	}
	snapshot.Findings = health.Override(health.Findings(snapshot, past, c.Now), c.options.Config.Rules)
	health.IgnoreFindings(snapshot.Findings, c.options.Config.Rules, s.service.ID, c.Now)
	snapshot.Status = health.ServiceStatus(snapshot)
	if !schemas.ValidID(s.service.ID) {
		return nil, fmt.Errorf("service %q: its name cannot be a path", s.service.Name)
	}
	return snapshot, nil
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
	case r.State != schemas.ReadOK && before != nil && !neverRead(before):
		return c.stale(before, r), true
	case r.State != schemas.ReadOK:
		return unknown(r), expected
	case share == nil && !readWhole(r) && before != nil:
		return c.judged(s.service.ID, &facts.Share{Cluster: k.Name, Unreadable: c.unreadable(r)}, r, before, expected), true
	case share == nil && !expected && !health.Gone(past, k.Name, c.Now):
		return schemas.Cluster{}, false
	case share == nil:
		share = &facts.Share{Cluster: k.Name, Unreadable: c.unreadable(r)}
		fallthrough
	default:
		return c.judged(s.service.ID, share, r, before, expected), true
	}
}

// unknown is a cluster that never answered.
func unknown(r *source.Reading) schemas.Cluster {
	c := emptyCluster(r)
	c.Status = schemas.Unknown
	c.Reads = []schemas.Read{{Resource: "*", State: r.State, Message: r.Message}}
	return c
}

func (c *Collected) judged(service string, share *facts.Share, r *source.Reading, before *schemas.Cluster, expected bool) schemas.Cluster {
	health.DateMissing(share, before, c.now(r))
	problems := health.Judge(health.Input{
		Share: share, Now: c.now(r), Rules: c.options.Config.Rules, Service: service, Previous: before,
	})
	cluster := assemble(share, r, problems, c.now(r))
	cluster.Expected = expected
	health.LostMetrics(&cluster, before, c.now(r))
	c.keepUnread(&cluster, before, r.Facts)
	cluster.Status = health.ClusterStatus(&cluster)
	return cluster
}
