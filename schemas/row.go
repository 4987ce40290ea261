package schemas

// This file takes an index back without asking the schema of every row: a fleet of 5,000 services would wait for it
// longer than for all else that a run does in which nothing changed.

import (
	"bytes"
	"slices"
	"strings"
	"time"
)

// canonicalIndex takes an index only if writing it again gives the same bytes, so that no key is unknown, missing or
// there twice, every row of it is proper, and the schema takes the rest.
func canonicalIndex(b []byte) (*Index, bool) {
	ix := &Index{}
	if err := unmarshal(b, ix); err != nil {
		return nil, false
	}
	same := make(chan bool, 1)
	go func() {
		again, err := Encode(ix)
		same <- err == nil && bytes.Equal(again, b)
	}()
	proper := ix.proper()
	return ix, <-same && proper
}

// proper is the schema's view of an index whose keys are in order: row by row, and the rest by the schema itself.
func (ix *Index) proper() bool {
	if slices.ContainsFunc(ix.Services, func(s ServiceEntry) bool { return !s.proper() }) || len(ix.beyondSchema()) > 0 {
		return false
	}
	rest := *ix
	rest.Services = nil
	small, err := Encode(rest)
	if err != nil {
		return false
	}
	doc, err := parse(small)
	return err == nil && indexContract.check(doc) == nil
}

// proper is the schema's view of a row's values. A test holds both against each other.
func (s ServiceEntry) proper() bool {
	return ValidID(s.ID) && s.Name != "" && properDigest(s.Digest) && s.Status.Rank() >= 0 && properTime(s.Changed) &&
		properCounts(s.Critical, s.Warnings, s.Ignored, s.Restarts) && (s.Lead == nil || s.Lead.proper()) &&
		!slices.ContainsFunc(s.Clusters, func(p Placement) bool { return !p.proper() })
}

func (l Lead) proper() bool {
	return l.Rule != "" && ruleOrNone(l.Rule) && slices.Contains([]Severity{Critical, Warning, Info}, l.Severity) && properTime(l.Since)
}

func (p Placement) proper() bool {
	h := p.Headroom
	return p.Name != "" && p.Status.Rank() >= 0 && properCounts(p.Wanted, p.Ready, p.Restarts, p.Problems) &&
		(h == nil || h.Workload != "" && properCounts(h.Min, h.Current, h.Desired, h.Max))
}

func properDigest(d string) bool {
	return len(d) == 64 && strings.Trim(d, "0123456789abcdef") == ""
}

// properTime takes none as well: where one must be, its key would be missing.
func properTime(t time.Time) bool {
	return t.IsZero() || t.Location() == time.UTC && t.Nanosecond() == 0
}

func properCounts(counts ...int) bool {
	return !slices.ContainsFunc(counts, func(n int) bool { return n < 0 || n > maxCount })
}
