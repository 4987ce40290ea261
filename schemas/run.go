package schemas

// This file is data/run.json: all that changes at every run, and nothing else.

import "time"

// RunVersion is the schemaVersion of data/run.json.
const RunVersion = 1

// Run is the account of the newest run.
type Run struct {
	Schema        string       `json:"$schema"`
	SchemaVersion int          `json:"schemaVersion"`
	Version       string       `json:"version"` // of plimsoll
	Started       time.Time    `json:"started"`
	Finished      time.Time    `json:"finished"`
	Every         string       `json:"every,omitempty"` // the cadence that the configuration promises
	Services      int          `json:"services"`
	Clusters      []RunCluster `json:"clusters"`
	Metrics       []Figure     `json:"metrics" form:"line"`
	Usage         []Usage      `json:"usage,omitempty" form:"line"` // where the configuration asks for metrics
}

// RunCluster is how one cluster answered.
type RunCluster struct {
	Name         string    `json:"name"`
	State        ReadState `json:"state"`
	Message      string    `json:"message,omitempty"`
	LastRead     time.Time `json:"lastRead,omitzero"` // the newest successful read, of this run or an earlier one
	Milliseconds int       `json:"milliseconds"`
	Requests     int       `json:"requests"`
	Bytes        int       `json:"bytes"`
	Objects      int       `json:"objects"`
	Reads        []RunRead `json:"reads" form:"line"`
}

// RunRead is how one kind of one cluster was read.
type RunRead struct {
	Resource     string    `json:"resource"`
	Namespace    string    `json:"namespace,omitempty"`
	State        ReadState `json:"state"`
	Objects      int       `json:"objects"`
	Milliseconds int       `json:"milliseconds"`
	Message      string    `json:"message,omitempty"`
}

// Figure is the current value of a metric that an autoscaler follows.
type Figure struct {
	Service  string `json:"service"`
	Cluster  string `json:"cluster"`
	Workload string `json:"workload"`
	Metric   string `json:"metric"`
	Of       string `json:"of,omitempty"`
	Current  string `json:"current"`
	Target   string `json:"target,omitempty"`
}

// Usage is what the containers of one name use in a workload's pods, as metrics.k8s.io has sampled it: of the pod that
// uses most, because limits are each pod's own, and of all together.
type Usage struct {
	Service   string `json:"service"`
	Cluster   string `json:"cluster"`
	Workload  string `json:"workload"`
	Container string `json:"container"`
	Pods      int    `json:"pods"`   // that were sampled
	CPU       string `json:"cpu"`    // of the pod that uses most: "250m"
	Memory    string `json:"memory"` // of the pod that uses most: "180Mi"
	CPUAll    string `json:"cpuAll"`
	MemoryAll string `json:"memoryAll"`
}
