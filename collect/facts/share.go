package facts

// This file is what one service has in one cluster: the objects that were claimed for it, tied together.

import "time"

// Share is one service's part of one cluster, sorted, each slice by namespace and name.
type Share struct {
	Cluster     string
	Workloads   []*WorkloadShare
	CronJobs    []*CronJobShare
	Jobs        []*JobShare   // of no CronJob; those of one stand in its CronJobShare
	Orphans     []*Autoscaler // whose target does not exist
	LoneScalers []*Scaler     // likewise
	Services    []*Service
	Ingresses   []*Ingress
	Budgets     []*Budget
	Claims      []*Claim
	Quotas      []*Quota
	Events      []*Event // of any object of the share
	Routes      []*Route
	Resources   []*Resource
	Present     Present              // what is there of other services too, for rules that ask whether something exists
	Unbacked    map[*Service]Backing // those of Services, with a selector, that no ready pod of the cluster stands behind
	Unreadable  Unreadable
	Untold      []string // those of Unreadable that were not refused: a dump holds none, or a cluster does not say that it has them
}

// Backing is what stands behind a Service, whosever it is.
type Backing struct {
	Pods      []*Pod           // with the labels that it selects
	Workloads []*WorkloadShare // that make such pods
	Batch     bool             // Jobs or CronJobs make such pods
}

// WorkloadShare is a workload with its pods and what scales it.
type WorkloadShare struct {
	*Workload
	Pods         []*Pod    // by name
	MissingSince time.Time // since when wanted pods have not been made, where a run has seen the time before
	BehindSince  time.Time // since which run its controller has been seen not to know what is wanted now
	Autoscaler   *Autoscaler
	Scaler       *Scaler // the ScaledObject behind the autoscaler; there may be one without: it scales between zero and one
}

// JobShare is a Job with its pods.
type JobShare struct {
	*Job
	Pods []*Pod
}

// CronJobShare is a CronJob with its Jobs, the newest first.
type CronJobShare struct {
	*CronJob
	Jobs []*JobShare
}

// Unreadable holds the kinds that were not read ok, by plural resource ("pods", "deployments.apps"), and the
// namespaces for which that is so; "" stands for all namespaces, and the resource "*" for all resources. What asserts
// an absence asks it first.
type Unreadable map[string][]string

// Missed says whether that resource could not be read in that namespace.
func (u Unreadable) Missed(resource, namespace string) bool {
	for _, r := range [...]string{resource, "*"} {
		for _, n := range u[r] {
			if n == "" || n == namespace {
				return true
			}
		}
	}
	return false
}

// Present says whether a Service of that namespace and name is in the cluster, whosever it is. It is nil where that is
// not known.
type Present func(namespace, service string) *Service

// Around goes over what stands around the workloads, less quotas, which are the namespace's, and custom kinds.
func (s *Share) Around(see func(kind string, m *Meta)) {
	for _, v := range s.Services {
		see("Service", &v.Meta)
	}
	for _, i := range s.Ingresses {
		see("Ingress", &i.Meta)
	}
	for _, b := range s.Budgets {
		see("PodDisruptionBudget", &b.Meta)
	}
	for _, c := range s.Claims {
		see("PersistentVolumeClaim", &c.Meta)
	}
	for _, a := range s.Orphans {
		see("HorizontalPodAutoscaler", &a.Meta)
	}
}
