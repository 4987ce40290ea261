package facts

// This file is what is remembered of custom resources.

import "time"

// Resource is a custom resource: what kstatus and its own conditions say of it, and what it has brought about.
type Resource struct {
	Meta
	Group, Kind string
	Generation  int64
	Observed    int64 // -1 where its status does not tell
	State       Progress
	Message     string
	Suspended   bool // on purpose nothing is done: spec.suspend, a paused scaler
	Revision    string
	Expires     time.Time
	Conditions  []Condition
	Manages     []Object // what it made, applied, scales or guards
	Marks       Mark     // what all of that is labelled with, where its controller labels it
}

// Mark finds what a controller has made: in that namespace, or in any where it is empty, what carries all of these
// labels. One without labels finds nothing.
type Mark struct {
	Namespace string
	Labels    map[string]string
}

// Progress is what kstatus makes of a resource.
type Progress string

const (
	Settled    Progress = "Current"
	InProgress Progress = "InProgress"
	Broken     Progress = "Failed"
	Going      Progress = "Terminating"
	Unsettled  Progress = "Unknown"
)

// Object names an object of the cluster. Namespace "" is that of whoever names it; Group is "" where it is not known.
type Object struct{ Group, Kind, Namespace, Name string }
