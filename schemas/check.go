package schemas

// This file is the verdict of plimsoll check, as its --format json has it.

import "time"

// CheckVersion is the schemaVersion of a check.
const CheckVersion = 1

// Check says whether a gate is open, what it was asked to close on, and what it looked at.
type Check struct {
	SchemaVersion int              `json:"schemaVersion"`
	Gate          GateState        `json:"gate"`
	FailOn        []string         `json:"failOn"`
	Finished      time.Time        `json:"finished,omitzero"` // the run that the data is of
	Age           int              `json:"age"`               // of that run, in seconds
	Every         string           `json:"every,omitempty"`   // the cadence that its configuration promises
	MaxAge        string           `json:"maxAge,omitempty"`
	TooOld        bool             `json:"tooOld,omitempty"` // and that alone closes the gate
	Closing       []Closing        `json:"closing"`
	Passing       []Passing        `json:"passing" form:"line"`
	Clusters      []CheckedCluster `json:"clusters" form:"line"`
}

// GateState is open or closed.
type GateState string

const (
	GateOpen   GateState = "open"
	GateClosed GateState = "closed"
)

// Closing is a service that closes the gate, with what is wrong with it.
type Closing struct {
	ID       string      `json:"id"`
	Owner    string      `json:"owner,omitempty"`
	System   string      `json:"system,omitempty"`
	Status   Status      `json:"status"`
	Because  []string    `json:"because"` // those words of failOn that hold
	Ignored  int         `json:"ignored,omitempty"`
	Problems []Complaint `json:"problems" form:"line"`
}

// Complaint is a problem that speaks for the closing: what it is, where, since when and what to do.
type Complaint struct {
	Rule      string    `json:"rule"`
	Severity  Severity  `json:"severity"`
	Cluster   string    `json:"cluster,omitempty"` // none where only the view across clusters shows it
	AsOf      time.Time `json:"asOf,omitzero"`     // where the cluster could not be read: of when this is
	Object    string    `json:"object"`
	Container string    `json:"container,omitempty"`
	Message   string    `json:"message"`
	Hint      string    `json:"hint,omitempty"`
	Since     time.Time `json:"since,omitzero"`
}

// Passing is a service that was looked at and closes nothing.
type Passing struct {
	ID     string `json:"id"`
	Owner  string `json:"owner,omitempty"`
	System string `json:"system,omitempty"`
	Status Status `json:"status"`
}

// CheckedCluster is a cluster that was looked at, and how reading it went.
type CheckedCluster struct {
	Name    string    `json:"name"`
	State   ReadState `json:"state"`
	Message string    `json:"message,omitempty"`
	AsOf    time.Time `json:"asOf,omitzero"`    // when a cluster that could not be read was last read
	Unread  []string  `json:"unread,omitempty"` // kinds that could not be read
	Closes  bool      `json:"closes,omitempty"`
}

// Whole says that everything of the cluster could be read.
func (c CheckedCluster) Whole() bool { return c.State == ReadOK && len(c.Unread) == 0 }
