package collect

// This file is the account of a collection: how each cluster answered, for index.json what stays the same from run
// to run, for run.json what does not.

import (
	"cmp"
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// entry is a cluster's row of the index.
func (c *Collected) entry(r *source.Reading, unclaimed []schemas.Unclaimed) schemas.ClusterEntry {
	k := c.clusterConfig(r.Name)
	e := schemas.ClusterEntry{
		Name: r.Name, Region: k.Region, Environment: k.Environment,
		Kubernetes: r.Kubernetes, State: r.State, Message: r.Message,
		Reads: readsOf(r), Unclaimed: unclaimed, Skipped: r.Skipped,
		Listed: wereRead(r), NotServed: notServed(r), LeftOut: c.options.Config.Skip,
	}
	past := c.pastEntry(r.Name)
	if r.State != schemas.ReadOK {
		e.AsOf = c.lastRead(r.Name)
		if past != nil {
			e.Kubernetes, e.Unclaimed, e.Skipped, e.NotServed = past.Kubernetes, past.Unclaimed, past.Skipped, past.NotServed
		}
	}
	return e
}

func (c *Collected) clusterConfig(name string) schemas.ClusterConfig {
	for _, k := range c.options.Config.Clusters {
		if k.Name == name {
			return k
		}
	}
	return schemas.ClusterConfig{Name: name}
}

func (c *Collected) pastEntry(name string) *schemas.ClusterEntry {
	if c.options.Past.Index == nil {
		return nil
	}
	for i := range c.options.Past.Index.Clusters {
		if c.options.Past.Index.Clusters[i].Name == name {
			return &c.options.Past.Index.Clusters[i]
		}
	}
	return nil
}

// keepOtherEntries keeps the rows of configured clusters that --cluster left out, and puts all into the
// configuration's order.
func (c *Collected) keepOtherEntries() {
	var entries []schemas.ClusterEntry
	for _, k := range c.options.Config.Clusters {
		at := slices.IndexFunc(c.Clusters, func(e schemas.ClusterEntry) bool { return e.Name == k.Name })
		if at >= 0 {
			entries = append(entries, c.Clusters[at])
		} else if past := c.pastEntry(k.Name); past != nil {
			entries = append(entries, *past)
		}
	}
	c.Clusters = entries
}

// readsOf are the reads worth a line in a snapshot: those that failed. What is not served needs no word.
func readsOf(r *source.Reading) []schemas.Read { return failedOf(r.Reads) }

// Unmeasured are the lists of a cluster that were asked for beside those that a snapshot is made of, and failed. They
// cost nothing but what they would have shown.
func (c *Collected) Unmeasured(cluster string) []schemas.Read {
	r := c.reading(cluster)
	if r == nil || r.State != schemas.ReadOK {
		return nil
	}
	return failedOf(r.Beside)
}

func failedOf(all []schemas.RunRead) []schemas.Read {
	reads := []schemas.Read{}
	for _, k := range all {
		if k.State != schemas.ReadOK && k.State != schemas.ReadNotServed {
			reads = append(reads, schemas.Read{Resource: k.Resource, Namespace: k.Namespace, State: k.State, Message: k.Message})
		}
	}
	slices.SortFunc(reads, func(a, b schemas.Read) int {
		return compareStrings(a.Resource, b.Resource, a.Namespace, b.Namespace)
	})
	return reads
}

// account is the run as run.json tells it, without its times, which are the caller's.
func (c *Collected) account() schemas.Run {
	run := schemas.Run{
		SchemaVersion: schemas.RunVersion,
		Version:       c.options.Version,
		Started:       c.options.Now,
		Services:      len(c.services),
		Clusters:      []schemas.RunCluster{},
		Metrics:       c.figures(),
		Usage:         c.usage(),
	}
	if every := time.Duration(c.options.Config.Site.Every); every > 0 {
		run.Every = every.String()
	}
	for _, k := range c.options.Config.Clusters {
		if r := c.reading(k.Name); r != nil {
			run.Clusters = append(run.Clusters, c.runCluster(r))
		} else if at := c.pastRun(k.Name); at != nil {
			run.Clusters = append(run.Clusters, notAsked(at))
		}
	}
	return run
}

func (c *Collected) pastRun(name string) *schemas.RunCluster {
	if c.options.Past.Run == nil {
		return nil
	}
	for i := range c.options.Past.Run.Clusters {
		if c.options.Past.Run.Clusters[i].Name == name {
			return &c.options.Past.Run.Clusters[i]
		}
	}
	return nil
}

// notAsked is the row of a cluster that --cluster left out. The figures of the run before are not this run's; when it
// was last read is still true, and so is which kinds it has.
func notAsked(before *schemas.RunCluster) schemas.RunCluster {
	row := schemas.RunCluster{
		Name: before.Name, State: schemas.ReadStale, Message: "not asked in this run",
		LastRead: before.LastRead, Reads: []schemas.RunRead{},
	}
	for _, r := range before.Reads {
		kept := schemas.RunRead{Resource: r.Resource, Namespace: r.Namespace, State: schemas.ReadStale}
		if r.State == schemas.ReadNotServed {
			kept.State, kept.Message = r.State, r.Message
		}
		row.Reads = append(row.Reads, kept)
	}
	return row
}

func (c *Collected) runCluster(r *source.Reading) schemas.RunCluster {
	rc := schemas.RunCluster{
		Name: r.Name, State: r.State, Message: r.Message,
		LastRead:     c.lastRead(r.Name),
		Milliseconds: int(r.Took.Milliseconds()),
		Requests:     r.Requests, Bytes: r.Bytes, Objects: r.Objects,
		Reads: slices.Concat(r.Reads, r.Beside),
	}
	if r.State == schemas.ReadOK {
		rc.LastRead = c.now(r).UTC().Truncate(time.Second)
	}
	return rc
}

// figures are the current values of the metrics that autoscalers follow.
func (c *Collected) figures() []schemas.Figure {
	figures := []schemas.Figure{}
	for _, s := range c.services {
		for cluster, share := range s.shares {
			for _, w := range share.Workloads {
				figures = append(figures, figuresOf(s.service.ID, cluster, w)...)
			}
		}
	}
	slices.SortStableFunc(figures, func(a, b schemas.Figure) int {
		return cmp.Or(compareStrings(a.Service, b.Service, a.Cluster, b.Cluster, a.Workload, b.Workload), 0)
	})
	return figures
}

func figuresOf(service, cluster string, w *facts.WorkloadShare) []schemas.Figure {
	if w.Autoscaler == nil {
		return nil
	}
	var figures []schemas.Figure
	for _, m := range w.Autoscaler.Metrics {
		if m.HasValue {
			figures = append(figures, schemas.Figure{
				Service: service, Cluster: cluster, Workload: facts.ObjectName(w.Kind, &w.Meta),
				Metric: m.Name, Of: m.Of, Current: m.Current, Target: m.Target,
			})
		}
	}
	return figures
}
