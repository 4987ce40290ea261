package collect

// This file joins one service: of each cluster what its part says, and the findings judged again.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/health"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// joining is one service while it is joined.
type joining struct {
	*Merged
	id     string
	parts  map[*part]*schemas.Snapshot // those that hold something of it
	past   *schemas.Snapshot           // nil where there is none, or it has nothing to add
	keeper *Collected                  // which keeps what was not read, as a run does
}

func (m *Merged) snapshot(id string) (*schemas.Snapshot, error) {
	j, err := m.join(id)
	if err != nil {
		return nil, err
	}
	snapshot := &schemas.Snapshot{SchemaVersion: schemas.SnapshotVersion, Clusters: []schemas.Cluster{}}
	kept := false
	for _, h := range m.holders {
		if cluster, ok := j.cluster(h); ok {
			kept = kept || h.part == nil || j.parts[h.part] == nil
			snapshot.Clusters = append(snapshot.Clusters, cluster)
		}
	}
	snapshot.Service = j.service(kept)
	previous := j.previous()
	snapshot.Findings = append([]schemas.Problem{}, health.Findings(snapshot, previous, m.Now)...)
	if m.options.Config != nil {
		snapshot.Findings = health.Override(snapshot.Findings, m.options.Config.Rules)
		health.IgnoreFindings(snapshot.Findings, m.options.Config.Rules, id, m.Now)
	} else {
		j.inherit(snapshot.Findings)
	}
	snapshot.Status = health.ServiceStatus(snapshot)
	return snapshot, nil
}

// join opens what there is of a service.
func (m *Merged) join(id string) (*joining, error) {
	j := &joining{Merged: m, id: id, parts: map[*part]*schemas.Snapshot{}}
	for _, p := range m.parts {
		row, has := p.rows[id]
		if !has || len(row.Clusters) > 0 && !slices.ContainsFunc(m.holders, func(h *holder) bool { return h.part == p }) {
			continue
		}
		snapshot, err := p.Snapshot(id)
		if err == nil && snapshot == nil {
			err = fmt.Errorf("%s lists service %s, and holds no snapshot of it", p.Name, id)
		}
		if err != nil {
			return nil, err
		}
		j.parts[p] = snapshot
	}
	config := m.options.Config
	if config == nil {
		config = &schemas.Config{}
	}
	j.keeper = &Collected{options: Options{Config: config, Past: m.options.Past}}
	if j.needsPast() {
		j.past = j.keeper.past(id)
	}
	return j, nil
}

// needsPast spares opening the merge before where nothing was wrong and nothing has gone.
func (j *joining) needsPast() bool {
	row, known := j.Merged.past.rows[j.id]
	return known && (row.Lead != nil || row.Ignored > 0 || slices.ContainsFunc(row.Clusters, func(p schemas.Placement) bool {
		h := j.holderOf(p.Name)
		return h != nil && (!h.whole() || h.aged || pastCluster(j.parts[h.part], p.Name) == nil)
	}) || slices.ContainsFunc(j.holders, func(h *holder) bool { return !h.whole() }))
}

// cluster is the service in one cluster; false where it has no place there.
func (j *joining) cluster(h *holder) (schemas.Cluster, bool) {
	have, before := pastCluster(j.parts[h.part], h.name), pastCluster(j.past, h.name)
	if h.part == nil {
		have = nil
	}
	cluster, ok := j.known(h, have, before)
	if !ok && j.expects(h.name) { // by the configuration, if not by the part's
		cluster, ok = emptyAt(h), true
		cluster.Status = health.ClusterStatus(&cluster)
	}
	if ok && j.roster != nil {
		cluster.Region, cluster.Environment = h.entry.Region, h.entry.Environment
		if j.roster.byID[j.id] != nil {
			cluster.Expected = j.expects(h.name)
		}
	}
	return cluster, ok
}

func (j *joining) expects(cluster string) bool {
	return j.roster != nil && slices.Contains(j.roster.expected(j.id), cluster)
}

// known is what is known of it there: by the part, by the merge before, or by both.
func (j *joining) known(h *holder, have, before *schemas.Cluster) (schemas.Cluster, bool) {
	remembers := before != nil && !neverRead(before)
	switch {
	case h.aged && before != nil:
		return *before, true
	case h.aged:
		return schemas.Cluster{}, false
	case h.late && have != nil && !have.Stale:
		cluster := *have
		cluster.Stale, cluster.AsOf = true, h.entry.AsOf
		cluster.Reads = []schemas.Read{{Resource: "*", State: h.entry.State, Message: h.entry.Message, AsOf: h.entry.AsOf}}
		return cluster, true
	case h.entry.State != schemas.ReadOK && have != nil && !neverRead(have) && !(remembers && h.last.After(have.AsOf)):
		return *have, true
	case h.entry.State != schemas.ReadOK && remembers:
		return j.keeper.stale(before, &source.Reading{Name: h.name, State: h.entry.State, Message: h.entry.Message}), true
	case have != nil:
		cluster := *have
		j.complete(&cluster, before)
		return cluster, true
	case h.entry.State != schemas.ReadOK && before != nil:
		return *before, true
	case before != nil && !h.whole(), health.Gone(j.past, h.name, j.Now):
		cluster := emptyAt(h)
		j.complete(&cluster, before)
		cluster.Status = health.ClusterStatus(&cluster)
		return cluster, true
	default:
		return schemas.Cluster{}, false
	}
}

// complete keeps the last known objects of kinds that the part could not read and knows nothing older of.
func (j *joining) complete(cluster *schemas.Cluster, before *schemas.Cluster) {
	if before == nil || len(cluster.Reads) == 0 || slices.ContainsFunc(cluster.Reads, func(r schemas.Read) bool { return !r.AsOf.IsZero() }) {
		return
	}
	cluster.Reads, cluster.Problems = slices.Clone(cluster.Reads), slices.Clone(cluster.Problems)
	j.keeper.keepUnread(cluster, before, &facts.Cluster{})
	cluster.Status = health.ClusterStatus(cluster)
}

// emptyAt is a cluster in which nothing of the service is.
func emptyAt(h *holder) schemas.Cluster {
	r := &source.Reading{Name: h.name, Kubernetes: h.entry.Kubernetes}
	for _, read := range h.entry.Reads {
		r.Reads = append(r.Reads, schemas.RunRead{Resource: read.Resource, Namespace: read.Namespace, State: read.State, Message: read.Message})
	}
	cluster := emptyCluster(r)
	cluster.Region, cluster.Environment = h.entry.Region, h.entry.Environment
	return cluster
}

// previous is what findings are dated by: those of the merge before, and what a part says of its own clusters. What it
// says across clusters counts only if it alone knows the service: of more clusters, another thing may be true.
func (j *joining) previous() *schemas.Snapshot {
	previous := &schemas.Snapshot{}
	if j.past != nil {
		previous.Clusters, previous.Findings = j.past.Clusters, slices.Clone(j.past.Findings)
	}
	for _, f := range j.said() {
		at := slices.IndexFunc(previous.Findings, func(p schemas.Problem) bool { return p.Key() == f.Key() })
		if at < 0 {
			previous.Findings = append(previous.Findings, f)
		} else {
			previous.Findings[at] = f
		}
	}
	return previous
}

// said are the findings of the parts that are theirs to make.
func (j *joining) said() []schemas.Problem {
	var all []schemas.Problem
	for _, p := range j.Merged.parts {
		snapshot := j.parts[p]
		if snapshot == nil {
			continue
		}
		for _, f := range snapshot.Findings {
			name, one := strings.CutPrefix(f.Object, "Cluster/")
			if h := j.holderOf(name); one && h != nil && h.part == p || !one && len(j.parts) == 1 {
				all = append(all, f)
			}
		}
	}
	return all
}

// inherit takes the severity of a finding, and that it is ignored, from the part that made it: without a configuration
// nobody else knows.
func (j *joining) inherit(findings []schemas.Problem) {
	said := j.said()
	for i := range findings {
		at := slices.IndexFunc(said, func(p schemas.Problem) bool { return p.Key() == findings[i].Key() })
		if at >= 0 {
			findings[i].Severity, findings[i].Ignored = said[at].Severity, said[at].Ignored
		}
	}
	health.Override(findings, schemas.RulesConfig{}) // sorts
}
