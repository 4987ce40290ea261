package schemas

// This file reads a line of a history without the schema, where the line leaves no doubt.

import (
	"bytes"
	"slices"
	"strings"
	"time"
)

// canonicalChange takes a line only if writing it again gives the same bytes, so that no key is unknown or missing,
// and every word in it is one that the schema has.
func canonicalChange(line []byte) (*Change, bool) {
	c := &Change{}
	if err := unmarshal(line, c); err != nil || !c.proper() {
		return nil, false
	}
	again, err := EncodeLine(c)
	return c, err == nil && bytes.Equal(bytes.TrimSuffix(again, []byte("\n")), bytes.TrimSuffix(line, []byte("\n")))
}

// proper is the schema's view of the values. A test holds both against each other.
func (c *Change) proper() bool {
	return c.Status.Rank() >= 0 && properDigest(c.Digest) &&
		c.At.Location() == time.UTC && c.At.Nanosecond() == 0 && !slices.ContainsFunc(c.Entries, Entry.odd)
}

func (e Entry) odd() bool {
	severity := e.Severity == "" || e.Severity == Critical || e.Severity == Warning || e.Severity == Info
	return !slices.Contains(whats(), e.What) || !severity || e.Count < 0 || e.Count > maxCount || !ruleOrNone(e.Rule)
}

// maxCount is the largest whole number that JavaScript can hold: the schemas' bound on counts.
const maxCount = 1<<53 - 1

func ruleOrNone(id string) bool {
	plain := func(r rune) bool { return 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' }
	return id == "" || 'a' <= id[0] && id[0] <= 'z' && !strings.ContainsFunc(id, func(r rune) bool { return !plain(r) })
}

func whats() []What {
	return []What{
		ServiceAppeared, ServiceVanished, ServiceChanged, ClusterAppeared, ClusterVanished, ClusterChanged,
		ObjectAppeared, ObjectVanished, ObjectChanged, StatusChanged, ImageChanged, AmountsChanged, ReplicasChanged,
		BoundsChanged, ScalingChanged, PodsReplaced, Restarted, ProblemBegan, ProblemEnded, ProblemExplained,
		ProblemIgnored, ProblemCounted, SeverityChanged, ReadChanged,
	}
}
