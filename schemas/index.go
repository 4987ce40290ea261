package schemas

// This file is data/index.json: what the site knows without opening a snapshot.

import "time"

// IndexVersion is the schemaVersion of data/index.json.
const IndexVersion = 1

// Index vouches for every snapshot beside it (same digest, same schema: valid) and carries the rows of the index,
// owner and cluster pages.
type Index struct {
	Schema        string         `json:"$schema"`
	SchemaVersion int            `json:"schemaVersion"`
	Clusters      []ClusterEntry `json:"clusters"`
	Services      []ServiceEntry `json:"services"`
	Gone          []GoneEntry    `json:"gone,omitempty" form:"line"` // services that vanished, as long as their history is kept
}

// GoneEntry is a service that was removed: its history has outlived it.
type GoneEntry struct {
	ID    string    `json:"id"`
	Name  string    `json:"name"`
	Title string    `json:"title,omitempty"`
	At    time.Time `json:"at"`
}

// ClusterEntry is a cluster of the configuration and how reading it went.
type ClusterEntry struct {
	Name        string      `json:"name"`
	Region      string      `json:"region,omitempty"`
	Environment string      `json:"environment,omitempty"`
	Kubernetes  string      `json:"kubernetes,omitempty"`
	State       ReadState   `json:"state"` // of the cluster as a whole
	Message     string      `json:"message,omitempty"`
	AsOf        time.Time   `json:"asOf,omitzero"` // when a cluster that could not be read was last read
	Reads       []Read      `json:"reads" form:"line"`
	Unclaimed   []Unclaimed `json:"unclaimed" form:"line"` // what belongs to no service
	Skipped     []Unclaimed `json:"skipped" form:"line"`   // what a dump holds of kinds that Plimsoll does not know
	Listed      []string    `json:"listed,omitempty"`      // kinds that were read, wherever the configuration asks for them
	NotServed   []string    `json:"notServed,omitempty"`   // kinds that this cluster does not have
	LeftOut     []string    `json:"leftOut,omitempty"`     // kinds that the configuration says not to read
}

// Unclaimed counts objects of one kind in one namespace.
type Unclaimed struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace,omitempty"`
	Count     int    `json:"count"`
}

// ServiceEntry is the summary row of one service.
type ServiceEntry struct {
	ID         string      `json:"id"`
	Name       string      `json:"name"`
	Digest     string      `json:"digest"` // sha256 of the snapshot's bytes, hex
	Title      string      `json:"title,omitempty"`
	Owner      string      `json:"owner,omitempty"`
	OwnerTitle string      `json:"ownerTitle,omitempty"`
	System     string      `json:"system,omitempty"`
	DependsOn  []string    `json:"dependsOn,omitempty"` // so that a page can show how that is without opening it
	Status     Status      `json:"status"`
	Critical   int         `json:"critical"`
	Warnings   int         `json:"warnings"`
	Ignored    int         `json:"ignored,omitempty"` // problems that somebody has set aside
	Lead       *Lead       `json:"lead,omitempty" form:"line"`
	Restarts   int         `json:"restarts"`
	Changed    time.Time   `json:"changed,omitzero"` // when the newest line of its history was written
	Clusters   []Placement `json:"clusters" form:"line"`
}

// Lead is the problem to show first, and where it is.
type Lead struct {
	Rule     string    `json:"rule"`
	Severity Severity  `json:"severity"`
	Cluster  string    `json:"cluster,omitempty"`
	Object   string    `json:"object,omitempty"`
	Message  string    `json:"message"`
	Since    time.Time `json:"since,omitzero"`
}

// Placement is one service in one cluster, in a row's breadth.
type Placement struct {
	Name     string    `json:"name"`
	Status   Status    `json:"status"`
	Stale    bool      `json:"stale,omitempty"`
	Version  string    `json:"version,omitempty"`
	Wanted   int       `json:"wanted"`
	Ready    int       `json:"ready"`
	Restarts int       `json:"restarts,omitempty"`
	Problems int       `json:"problems,omitempty"`
	Headroom *Headroom `json:"headroom,omitempty"` // of the fullest autoscaled workload
}

// Headroom is the mark on the hull: how much of an autoscaler's range is used and how much is left.
type Headroom struct {
	Workload string `json:"workload"`
	Min      int    `json:"min"`
	Current  int    `json:"current"`
	Desired  int    `json:"desired"`
	Max      int    `json:"max"`
}
