package schemas

// This file is what plimsoll diff --format json prints: what changed between two states of a fleet.

import "time"

// ComparisonVersion is the schemaVersion of a comparison.
const ComparisonVersion = 1

// ComparisonSchema is what $schema says in a comparison: the way from a data folder.
const ComparisonSchema = "schemas/diff.v1.json"

// Comparison is two states and what lies between them.
type Comparison struct {
	Schema        string     `json:"$schema"`
	SchemaVersion int        `json:"schemaVersion"`
	Old           Side       `json:"old"`
	New           Side       `json:"new"`
	Unread        []Unread   `json:"unread" form:"line"`   // what is not known of the new state
	Clusters      []Entry    `json:"clusters" form:"line"` // what became of the clusters themselves
	Services      []Compared `json:"services"`             // those that changed, the one that needs attention most first
	Unchanged     int        `json:"unchanged"`            // services of which there is nothing to tell
}

// Side is one of the two states.
type Side struct {
	Name   string   `json:"name"` // as it was given
	Kind   SideKind `json:"kind"`
	Commit string   `json:"commit,omitempty"` // of a revision
	Path   string   `json:"path,omitempty"`   // of a revision: where in it the site lies
}

// SideKind is where a state was read from.
type SideKind string

const (
	SideFile     SideKind = "file"     // one snapshot
	SideFolder   SideKind = "folder"   // a data folder
	SideRevision SideKind = "revision" // a data folder in a Git commit
)

// Unread is a cluster, or a kind in it, that the new state has not read: what is said of it is older, or missing.
type Unread struct {
	Cluster   string    `json:"cluster"`
	Resource  string    `json:"resource"` // "*" for the whole cluster
	Namespace string    `json:"namespace,omitempty"`
	State     ReadState `json:"state"`
	Was       ReadState `json:"was,omitempty"` // in the old state, where that tells
	Message   string    `json:"message,omitempty"`
	AsOf      time.Time `json:"asOf,omitzero"`
}

// Compared is one service that changed. Old is empty where it appeared, New where it is gone.
type Compared struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Title     string    `json:"title,omitempty"`
	Owner     string    `json:"owner,omitempty"`
	Direction Direction `json:"direction"`
	Old       Status    `json:"old,omitempty"`
	New       Status    `json:"new,omitempty"`
	Entries   []Entry   `json:"entries" form:"line"`
}

// Direction is what became of a service as a whole.
type Direction string

const (
	GotWorse    Direction = "worse"
	Vanished    Direction = "vanished"
	Appeared    Direction = "appeared"
	LostSight   Direction = "unknown" // how it is now is not known
	GotBetter   Direction = "better"
	OnlyChanged Direction = "changed" // and is neither better nor worse
)

// Directions lists them, the one that needs attention most first.
func Directions() []Direction {
	return []Direction{GotWorse, Vanished, Appeared, LostSight, GotBetter, OnlyChanged}
}

// DirectionOf tells where a service has gone. Pods that come and go are no direction, nor is a suspension, which
// somebody wanted; and of what was not known nobody can say that it is worse now.
func DirectionOf(old, new Status) Direction {
	trouble := func(s Status) bool { return s == Down || s == Degraded || s == Missing }
	switch {
	case old == "":
		return Appeared
	case new == "":
		return Vanished
	case old == new, old == Unknown:
		return OnlyChanged
	case new == Unknown:
		return LostSight
	case trouble(new) && new.Rank() < old.Rank():
		return GotWorse
	case trouble(old):
		return GotBetter
	default:
		return OnlyChanged
	}
}
