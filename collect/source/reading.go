// Package source reads clusters: through their API server or from a dump, every kind once, each object reduced to
// facts as it arrives. It is the only user of client-go.
//
// This file is what comes of reading one cluster, whatever its source.
package source

import (
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Reading is all that one cluster answered: its facts, and for each kind how asking for it went. There is always
// one, however badly the cluster behaved; the states say what to trust.
type Reading struct {
	Name       string
	Kubernetes string
	Facts      *facts.Cluster
	State      schemas.ReadState // of the whole cluster
	Message    string
	Reads      []schemas.RunRead
	Beside     []schemas.RunRead   // of kinds that nothing depends on: what was not read of them is missed by nobody
	Untold     []string            // kinds of which nobody knows whether there are any: a dump holds none, or a cluster does not say what it serves
	Skipped    []schemas.Unclaimed // objects of a dump that Plimsoll does not know
	Requests   int
	Bytes      int
	Objects    int
	Took       time.Duration
	AsOf       time.Time // a dump's own clock, zero where it has none
}

// Progress is one step of reading a cluster, for a person who waits. Resource "" with Done says that the whole
// cluster is finished.
type Progress struct {
	Cluster  string
	Resource string
	State    schemas.ReadState
	Objects  int
	Done     bool
}
