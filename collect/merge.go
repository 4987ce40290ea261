package collect

// This file makes one collection of several that were collected elsewhere: a cluster at a time, because a cluster is
// what a run reads. What is within a cluster was judged where it was read; what only the view across clusters shows is
// judged again.

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Part is a collection that was made elsewhere. None of the fields of what it left may be nil.
type Part struct {
	Name string // for people
	Past
}

// MergeOptions say what to merge, and what is known from the merge before.
type MergeOptions struct {
	Parts   []Part
	Past    Past
	Config  *schemas.Config // nil: none; then the clusters are those of the parts and of the past
	Version string
}

// Merged is what the parts hold together. Like a Collected, it holds only a few of the snapshots at a time.
type Merged struct {
	Now      time.Time // when the newest of the clusters was read
	Clusters []schemas.ClusterEntry
	Run      schemas.Run
	Notes    []string // what is in several parts, or in none

	options  MergeOptions
	parts    []*part
	past     *part
	holders  []*holder // of the clusters, in their order
	services []string
	roster   *roster // nil without a configuration

	mu        sync.Mutex
	conflicts map[string]bool
}

// Merge joins the parts. It is a function of them and of the past, without a clock: merged again, they change nothing.
func Merge(o MergeOptions) (*Merged, error) {
	m := &Merged{options: o, past: newPart(Part{"the merge before", o.Past}), conflicts: map[string]bool{}}
	if o.Config != nil {
		var err error
		if m.roster, err = compile(o.Config); err != nil {
			return nil, err
		}
	}
	for _, p := range o.Parts {
		m.parts = append(m.parts, newPart(p))
	}
	for _, name := range m.names() {
		h := m.holder(name)
		m.holders = append(m.holders, h)
		m.Clusters = append(m.Clusters, h.entry)
		if at := h.readAt(); at.After(m.Now) {
			m.Now = at
		}
	}
	m.sayOther()
	m.services = m.ids()
	m.Run = m.account()
	m.Now = cmp.Or(m.Now, m.Run.Finished)
	return m, nil
}

// Snapshots makes the snapshots, in the order of their ids.
func (m *Merged) Snapshots() iter.Seq2[*schemas.Snapshot, error] {
	return ahead(m.services, m.snapshot)
}

// Conflicts are what parts say differently of a service, once its snapshot was made.
func (m *Merged) Conflicts() []string {
	const enough = 20
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []string
	for text := range m.conflicts {
		all = append(all, text)
	}
	slices.Sort(all)
	if more := len(all) - enough; more > 0 {
		all = append(all[:enough], fmt.Sprintf("and %d more such conflicts", more))
	}
	return all
}

// Gone says whether a service that is not among the snapshots may be removed: no cluster keeps it.
func (m *Merged) Gone(id string) bool {
	return !slices.ContainsFunc(m.past.rows[id].Clusters, func(p schemas.Placement) bool {
		h := m.holderOf(p.Name)
		return h != nil && (h.part == nil || !h.whole())
	})
}

// Complete says whether every cluster is as a part has read it, and was read whole.
func (m *Merged) Complete() bool {
	return !slices.ContainsFunc(m.holders, func(h *holder) bool { return !h.whole() })
}

// part is a Part with its rows by name.
type part struct {
	Part
	rows     map[string]schemas.ServiceEntry
	clusters map[string]schemas.ClusterEntry
	runs     map[string]schemas.RunCluster
	newest   time.Time // when the newest of its clusters was read
}

func newPart(p Part) *part {
	made := &part{Part: p, rows: map[string]schemas.ServiceEntry{}, clusters: map[string]schemas.ClusterEntry{}, runs: map[string]schemas.RunCluster{}}
	if p.Index != nil {
		for _, row := range p.Index.Services {
			made.rows[row.ID] = row
		}
		for _, k := range p.Index.Clusters {
			made.clusters[k.Name] = k
		}
	}
	if p.Run != nil {
		for _, k := range p.Run.Clusters {
			made.runs[k.Name] = k
			if k.LastRead.After(made.newest) {
				made.newest = k.LastRead
			}
		}
	}
	return made
}

// names are the clusters in their order: the configuration's, else that of the merge before, and then of the parts.
func (m *Merged) names() []string {
	if m.options.Config != nil {
		return m.options.Config.ClusterNames()
	}
	var names []string
	for _, p := range slices.Concat([]*part{m.past}, m.parts) {
		if p.Index == nil {
			continue
		}
		for _, k := range p.Index.Clusters {
			if !slices.Contains(names, k.Name) {
				names = append(names, k.Name)
			}
		}
	}
	return names
}

// sayOther tells of clusters that the configuration does not name: they are left out.
func (m *Merged) sayOther() {
	for _, p := range slices.Concat([]*part{m.past}, m.parts) {
		if p.Index == nil {
			continue
		}
		for _, k := range p.Index.Clusters {
			if m.holderOf(k.Name) == nil {
				m.Notes = append(m.Notes, fmt.Sprintf("cluster %s is in %s, and the configuration does not name it: it is left out", k.Name, p.Name))
			}
		}
	}
}

func (m *Merged) holderOf(cluster string) *holder {
	for _, h := range m.holders {
		if h.name == cluster {
			return h
		}
	}
	return nil
}

// ids are the services that are in some cluster, or are defined and in none.
func (m *Merged) ids() []string {
	in := map[string]bool{}
	for _, p := range m.parts {
		for id, row := range p.rows {
			in[id] = in[id] || len(row.Clusters) == 0 || slices.ContainsFunc(row.Clusters, func(k schemas.Placement) bool {
				h := m.holderOf(k.Name)
				return h != nil && h.part == p
			})
		}
	}
	for id, row := range m.past.rows {
		in[id] = in[id] || !m.Gone(id) || len(row.Clusters) == 0 && slices.ContainsFunc(m.holders, func(h *holder) bool { return h.part == nil })
	}
	var ids []string
	for id, is := range in {
		if is {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
