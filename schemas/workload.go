package schemas

// This file is the part of a snapshot that runs: workloads, their autoscalers, pods and containers, and batch jobs.

import "time"

// Workload is a Deployment, StatefulSet, DaemonSet, bare ReplicaSet, a bare Pod (kind "Pod", wanted 1), or a custom kind
// that runs pods: an Argo Rollout, an OpenShift DeploymentConfig.
type Workload struct {
	Kind       string          `json:"kind"`
	Namespace  string          `json:"namespace"`
	Name       string          `json:"name"`
	Status     Status          `json:"status"`
	Version    string          `json:"version,omitempty"` // what a person calls the running version: label, else image tag
	Strategy   string          `json:"strategy,omitempty"`
	Paused     bool            `json:"paused,omitempty"`
	Created    time.Time       `json:"created,omitzero"`
	Replicas   Replicas        `json:"replicas" form:"line"`
	Autoscaler *Autoscaler     `json:"autoscaler,omitempty"`
	Containers []ContainerSpec `json:"containers" form:"line"`
	Conditions []Condition     `json:"conditions" form:"line"`
	Pods       []Pod           `json:"pods" form:"line"`
}

// Object is the workload's name as problems give it.
func (w Workload) Object() string { return w.Kind + "/" + w.Namespace + "/" + w.Name }

// Replicas are counts of pods. Current is how many exist, Updated how many of them carry the newest template.
type Replicas struct {
	Wanted       int       `json:"wanted"`
	Current      int       `json:"current"`
	Updated      int       `json:"updated"`
	Ready        int       `json:"ready"`
	Available    int       `json:"available"`
	MissingSince time.Time `json:"missingSince,omitzero"` // while pods have not been made: the first run that found it so
	BehindSince  time.Time `json:"behindSince,omitzero"`  // while the controller has not seen what is wanted now: likewise
}

// ContainerSpec is a container of a workload's template: what should run.
type ContainerSpec struct {
	Name     string        `json:"name"`
	Kind     ContainerKind `json:"kind,omitempty"`
	Image    string        `json:"image"`
	Requests *Amounts      `json:"requests,omitempty"`
	Limits   *Amounts      `json:"limits,omitempty"`
}

// ContainerKind is empty for an ordinary container.
type ContainerKind string

const (
	InitContainer ContainerKind = "init"
	Sidecar       ContainerKind = "sidecar" // an init container with restartPolicy Always
)

// Amounts are resource quantities as Kubernetes writes them ("250m", "512Mi").
type Amounts struct {
	CPU    string `json:"cpu,omitempty"`
	Memory string `json:"memory,omitempty"`
}

// Condition is a condition as its controller reported it.
type Condition struct {
	Type    string    `json:"type"`
	Status  string    `json:"status"` // True, False, Unknown
	Reason  string    `json:"reason,omitempty"`
	Message string    `json:"message,omitempty"`
	Since   time.Time `json:"since,omitzero"` // lastTransitionTime
}

// Pod is one pod, on one line.
type Pod struct {
	Name       string      `json:"name"`
	State      PodState    `json:"state"`
	Reason     string      `json:"reason,omitempty"`   // why it is not ready, in Kubernetes' word
	Revision   string      `json:"revision,omitempty"` // pod-template-hash or controller-revision-hash
	Node       string      `json:"node,omitempty"`
	Created    time.Time   `json:"created,omitzero"`
	Restarts   int         `json:"restarts"` // of all its containers, ever
	Containers []Container `json:"containers"`
}

// PodState is the shape a pod is drawn with.
type PodState string

const (
	PodReady       PodState = "ready"
	PodStarting    PodState = "starting" // unready, and inside its start budget
	PodUnready     PodState = "unready"
	PodFailing     PodState = "failing" // a container cannot run: crash loop, image, configuration
	PodPending     PodState = "pending"
	PodTerminating PodState = "terminating"
	PodSucceeded   PodState = "succeeded"
	PodFailed      PodState = "failed"
	PodLost        PodState = "lost" // its node does not answer
)

// Container is a container of a pod: what does run.
type Container struct {
	Name     string        `json:"name"`
	Kind     ContainerKind `json:"kind,omitempty"`
	Image    string        `json:"image"`
	State    string        `json:"state"` // running, waiting, terminated
	Ready    bool          `json:"ready"`
	Reason   string        `json:"reason,omitempty"`
	Restarts int           `json:"restarts,omitempty"`
	Last     *Termination  `json:"last,omitempty"` // how its previous run ended
}

// Termination is the end of a container's run.
type Termination struct {
	Reason   string    `json:"reason,omitempty"`
	ExitCode int       `json:"exitCode"`
	Signal   int       `json:"signal,omitempty"`
	Started  time.Time `json:"started,omitzero"`
	Finished time.Time `json:"finished,omitzero"`
}

// Autoscaler is the bounds within which a workload scales, and what drives it.
type Autoscaler struct {
	Kind       string      `json:"kind"` // HorizontalPodAutoscaler, or what makes one: ScaledObject
	Name       string      `json:"name"`
	Through    string      `json:"through,omitempty"` // the HorizontalPodAutoscaler that a ScaledObject works through
	Min        int         `json:"min"`
	Current    int         `json:"current"`
	Desired    int         `json:"desired"`
	Max        int         `json:"max"`
	ScaleUp    string      `json:"scaleUp,omitempty"`   // how fast it may, where its behavior says so: "at most 4 pods a minute"
	ScaleDown  string      `json:"scaleDown,omitempty"` // likewise: "never"
	Metrics    []Metric    `json:"metrics" form:"line"`
	Conditions []Condition `json:"conditions" form:"line"`
}

// Metric is what an autoscaler follows. The current figure is usage and stands in run.json; here is only its band.
type Metric struct {
	Type   string    `json:"type"` // Resource, ContainerResource, Pods, Object, External
	Name   string    `json:"name"`
	Of     string    `json:"of,omitempty"`     // the container or object it is measured on
	Target string    `json:"target,omitempty"` // "70%", "100m", "30 each"
	Band   Band      `json:"band"`
	Since  time.Time `json:"since,omitzero"` // while it has no value: the first run that found it gone
}

// Band is where a figure stands against its target, coarse enough not to change at every run.
type Band string

const (
	BandBelow   Band = "below"
	BandNear    Band = "near"  // within 10 % of the target, the tolerance of the HPA controller
	BandAbove   Band = "above" // over the target by more than that
	BandUnknown Band = "unknown"
)

// Job is a CronJob, or a Job: one of no CronJob, or a CronJob's newest failed one. A CronJob in good order carries
// no times, because they would change at every run.
type Job struct {
	Kind        string          `json:"kind"`
	Namespace   string          `json:"namespace"`
	Name        string          `json:"name"`
	Status      Status          `json:"status"`
	Schedule    string          `json:"schedule,omitempty"`
	TimeZone    string          `json:"timeZone,omitempty"`
	Suspended   bool            `json:"suspended,omitempty"`
	Owner       string          `json:"owner,omitempty"` // the CronJob of a Job
	Outcome     string          `json:"outcome"`         // of the newest run: succeeded, failed, active, none
	Active      int             `json:"active,omitempty"`
	Failed      int             `json:"failed,omitempty"` // failed attempts of a Job
	Started     time.Time       `json:"started,omitzero"`
	Finished    time.Time       `json:"finished,omitzero"`
	LastSuccess time.Time       `json:"lastSuccess,omitzero"` // only while the newest run has failed
	Containers  []ContainerSpec `json:"containers" form:"line"`
	Pods        []Pod           `json:"pods" form:"line"`
}

// Object is the job's name as problems give it.
func (j Job) Object() string { return j.Kind + "/" + j.Namespace + "/" + j.Name }
