package facts

// This file is what is remembered of workloads, of their autoscalers and of batch jobs.

import "time"

// Workload is a Deployment, StatefulSet, DaemonSet, bare ReplicaSet, Argo Rollout or OpenShift DeploymentConfig; for a
// bare pod collect makes one of kind Pod.
type Workload struct {
	Meta
	Group      string
	Kind       string
	Generation int64
	Observed   int64
	Wanted     int
	Current    int // status.replicas
	Updated    int
	Ready      int
	Available  int
	Paused     bool
	Strategy   string        // RollingUpdate, Recreate, OnDelete; Canary, BlueGreen; Rolling
	Partition  int           // of a StatefulSet's rolling update
	Deadline   time.Duration // progressDeadlineSeconds, of a Deployment
	Mis        int           // numberMisscheduled, of a DaemonSet
	Revision   string        // of the newest pods: updateRevision of a StatefulSet, currentPodHash of a Rollout
	Phase      string        // of a Rollout, by its own account: Healthy, Progressing, Paused, Degraded
	Message    string        // why it is in that phase
	Selector   Selector
	Template   Template
	TemplateOf Ref // the workload in which a Rollout's template and selector stand; scaled down, it lends them and no more
	Conditions []Condition
}

// Template is the pod template of a workload or job.
type Template struct {
	Labels      map[string]string
	Containers  []ContainerSpec
	StartBudget time.Duration // the longest of its containers'
	Claims      []string
	Ports       []string // names of its containers' ports
}

// ContainerSpec is a container of a template.
type ContainerSpec struct {
	Name           string
	Kind           ContainerKind
	Image          string
	RequestsCPU    string
	RequestsMemory string
	LimitsCPU      string
	LimitsMemory   string
}

// ReplicaSet ties pods to a workload where the pod's own name does not; it becomes a Workload if nothing owns it.
type ReplicaSet struct {
	Workload
}

// Autoscaler is a HorizontalPodAutoscaler.
type Autoscaler struct {
	Meta
	Target     Ref
	Min        int
	Max        int
	Current    int
	Desired    int
	ScaleUp    string // how fast it may, where its behavior says so: "at most 4 pods a minute"
	ScaleDown  string // likewise: "never"
	Metrics    []Metric
	Conditions []Condition
}

// Scaler is a ScaledObject of KEDA. It works through a HorizontalPodAutoscaler, and scales to zero by itself.
type Scaler struct {
	Meta
	Target     Ref
	Min        int
	Max        int
	Autoscaler string // the HorizontalPodAutoscaler that it made
	Paused     bool
	Conditions []Condition
}

// Metric joins a metric of an autoscaler's spec with its status. Values are in the unit that Target is written in.
type Metric struct {
	Type     string // Resource, ContainerResource, Pods, Object, External
	Name     string
	Of       string  // the container or object
	Target   string  // as a person writes it: "70%", "100m", "30 each"
	Current  string  // likewise; empty where the status has none
	Ratio    float64 // current ÷ target, NaN where unknown
	HasValue bool
}

// Job is one Job.
type Job struct {
	Meta
	Parallelism   int
	Completions   int
	Suspended     bool
	Active        int
	Succeeded     int
	Failed        int
	Started       time.Time
	Finished      time.Time // completionTime, or when Failed became True
	Conditions    []Condition
	Template      Template
	RestartPolicy string
}

// CronJob is one CronJob.
type CronJob struct {
	Meta
	Schedule     string
	TimeZone     string
	Concurrency  string
	Suspended    bool
	Deadline     time.Duration // startingDeadlineSeconds
	Active       int
	LastSchedule time.Time
	LastSuccess  time.Time
	Template     Template
}
