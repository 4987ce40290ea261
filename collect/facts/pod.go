package facts

// This file is what is remembered of a pod.

import "time"

// Pod is one pod.
type Pod struct {
	Meta
	Revision       string // label pod-template-hash or controller-revision-hash
	Phase          string
	Reason         string
	Message        string
	Node           string
	Started        time.Time
	Deleted        time.Time // deletionTimestamp: includes the grace period
	Finalizers     []string
	Gated          bool // has scheduling gates
	Conditions     []Condition
	ReadinessGates []string
	Containers     []Container // init containers first, in the order of the spec
	Claims         []string
	HostNetwork    bool
}

// Container joins a container's spec and status.
type Container struct {
	Name        string
	Kind        ContainerKind
	Image       string
	StartBudget time.Duration // until which it may be unready: from its startup and readiness probes
	Ports       []Port
	State       State
	Last        State // how its previous run ended; Kind is Terminated or empty
	Ready       bool
	Started     bool
	Restarts    int
}

// ContainerKind is empty for an ordinary container.
type ContainerKind string

const (
	Init    ContainerKind = "init"
	Sidecar ContainerKind = "sidecar" // an init container with restartPolicy Always: counts as an ordinary one
)

// State is one of a container's three states; Kind is empty where the kubelet has not reported yet.
type State struct {
	Kind     StateKind
	Reason   string
	Message  string
	ExitCode int
	Signal   int
	Started  time.Time
	Finished time.Time
}

// StateKind tells the states apart.
type StateKind string

const (
	Running    StateKind = "running"
	Waiting    StateKind = "waiting"
	Terminated StateKind = "terminated"
)

// Port is a named container port.
type Port struct {
	Name     string
	Number   int
	Protocol string
}
