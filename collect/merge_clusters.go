package collect

// This file decides for each cluster which part holds it: the one that read it last. One that no part holds keeps its
// last state.

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// noPart is why a cluster is stale that was collected elsewhere, and did not arrive.
const noPart = "no part of the merge holds it"

// holder is a cluster and where what is known of it comes from.
type holder struct {
	name  string
	part  *part // nil: the merge before
	aged  bool  // what the merge before knows is newer than the parts: it stands as it is
	late  bool  // its part was collected long before the others
	entry schemas.ClusterEntry
	last  time.Time // when it was last read, as the merge before knows
}

// holder finds the part of a cluster, and says where there are several, or none.
func (m *Merged) holder(name string) *holder {
	h := &holder{name: name, last: m.past.runs[name].LastRead}
	var having []*part
	for _, p := range m.parts {
		if _, has := p.clusters[name]; has {
			having = append(having, p)
		}
	}
	if len(having) > 0 {
		slices.SortStableFunc(having, func(a, b *part) int { return newerFirst(a, b, name) })
		h.part = having[0]
		m.saySeveral(name, having)
	}
	before, known := m.past.clusters[name]
	switch {
	case h.part != nil && tried(h.part, name).Before(h.last):
		m.note("cluster %s: %s read it at %s, and the merge before has it of %s: the newer state stays", name, h.part.Name, minute(tried(h.part, name)), minute(h.last))
		h.part, h.aged, h.entry = nil, true, before
	case h.part != nil:
		h.entry = remembered(h.part.clusters[name], before, h.last)
		m.judgeAge(h)
	default:
		h.entry = m.lost(name, before, known, h.last)
	}
	if m.options.Config != nil {
		k := (&Collected{options: Options{Config: m.options.Config}}).clusterConfig(name)
		h.entry.Region, h.entry.Environment = cmp.Or(k.Region, h.entry.Region), cmp.Or(k.Environment, h.entry.Environment)
	}
	return h
}

// leastLate is how much older than the newest a part may be, whatever it promises: schedulers are late by an hour.
const leastLate = time.Hour

// judgeAge finds a part that has not been collected for three times as long as it promises, while others were: whoever
// collects it has stopped, and what it holds is a last known state.
func (m *Merged) judgeAge(h *holder) {
	every, err := time.ParseDuration(h.part.Run.Every)
	if err != nil || h.entry.State != schemas.ReadOK || m.newestRun().Sub(h.part.Run.Finished) <= max(leastLate, 3*every) {
		return
	}
	h.late = true
	m.note("cluster %s: %s was collected at %s, long before the other parts, though it promises a run every %s: it counts as not read",
		h.name, h.part.Name, minute(h.part.Run.Finished), h.part.Run.Every)
	text := "its part has not been collected since " + minute(h.part.Run.Finished)
	h.entry.State, h.entry.Message, h.entry.AsOf = schemas.ReadFailed, text, h.part.runs[h.name].LastRead
	h.entry.Reads = []schemas.Read{{Resource: "*", State: schemas.ReadFailed, Message: text}}
}

func (m *Merged) newestRun() time.Time {
	return slices.MaxFunc(m.parts, func(a, b *part) int { return a.Run.Finished.Compare(b.Run.Finished) }).Run.Finished
}

// newerFirst compares two parts by when they have read a cluster; of two that have not, by when they tried.
func newerFirst(a, b *part, cluster string) int {
	return cmp.Or(b.runs[cluster].LastRead.Compare(a.runs[cluster].LastRead), tried(b, cluster).Compare(tried(a, cluster)))
}

// tried is when a part read a cluster, or failed to: at the end of its run, or when it read another, by that one's clock.
func tried(p *part, cluster string) time.Time {
	switch {
	case p.clusters[cluster].State == schemas.ReadOK:
		return p.runs[cluster].LastRead
	case p.newest.After(p.Run.Finished):
		return p.newest
	default:
		return p.Run.Finished
	}
}

func (m *Merged) saySeveral(name string, having []*part) {
	for _, other := range having[1:] {
		first, second := having[0].runs[name].LastRead, other.runs[name].LastRead
		why := "that of " + having[0].Name + " is newer (" + minute(first) + ", not " + minute(second) + ") and holds"
		if first.Equal(second) {
			why = "both of " + minute(first) + ": that of " + having[0].Name + " holds"
		}
		m.note("cluster %s is in %s and in %s, %s", name, having[0].Name, other.Name, why)
	}
}

// remembered completes the row of a cluster that its part could not read with what was known before.
func remembered(entry, before schemas.ClusterEntry, last time.Time) schemas.ClusterEntry {
	if entry.State == schemas.ReadOK || last.Before(entry.AsOf) || last.IsZero() {
		return entry
	}
	if entry.AsOf.IsZero() {
		entry.Kubernetes, entry.Unclaimed, entry.Skipped, entry.NotServed = before.Kubernetes, before.Unclaimed, before.Skipped, before.NotServed
	}
	entry.AsOf = last
	return entry
}

// lost is the row of a cluster that is in no part.
func (m *Merged) lost(name string, before schemas.ClusterEntry, known bool, last time.Time) schemas.ClusterEntry {
	if !known {
		m.note("cluster %s is in no part, and never was: nothing is known of it", name)
		before = schemas.ClusterEntry{Name: name, Unclaimed: []schemas.Unclaimed{}, Skipped: []schemas.Unclaimed{}}
	} else {
		drop := "; with -c FILE, a cluster that the configuration does not name is dropped"
		if m.options.Config != nil {
			drop = "; take it out of the configuration if it is gone for good"
		}
		m.note("cluster %s is in no part: it keeps its state of %s%s", name, minute(last), drop)
	}
	before.State, before.Message, before.AsOf = schemas.ReadFailed, noPart, last
	before.Reads = []schemas.Read{{Resource: "*", State: schemas.ReadFailed, Message: noPart}}
	before.Listed = nil
	return before
}

// whole says that a part has read all of it.
func (h *holder) whole() bool {
	return (h.part != nil || h.aged) && h.entry.State == schemas.ReadOK && len(h.entry.Reads) == 0
}

// readAt is when what is known of it was read, where that was by a part.
func (h *holder) readAt() time.Time {
	if h.part == nil || h.entry.State != schemas.ReadOK {
		return time.Time{}
	}
	return h.part.runs[h.name].LastRead
}

func (m *Merged) note(format string, args ...any) {
	m.Notes = append(m.Notes, fmt.Sprintf(format, args...))
}

// minute is a time as people read it.
func minute(t time.Time) string {
	if t.IsZero() {
		return "no known time"
	}
	return t.UTC().Format("2006-01-02 15:04 UTC")
}
