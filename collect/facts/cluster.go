// Package facts is what Plimsoll remembers of the objects of a cluster: for each kind the few fields that services,
// rules and snapshots are made from, and the function that takes them out of the Kubernetes object. Nothing else of
// an object outlives its reading.
package facts

import "time"

// Cluster holds the facts of one cluster, a slice a kind, in no particular order until Sort.
type Cluster struct {
	Workloads   []*Workload
	Pods        []*Pod
	ReplicaSets []*ReplicaSet
	Jobs        []*Job
	CronJobs    []*CronJob
	Autoscalers []*Autoscaler
	Services    []*Service
	Ingresses   []*Ingress
	Budgets     []*Budget
	Claims      []*Claim
	Quotas      []*Quota
	Events      []*Event
	Routes      []*Route
	Scalers     []*Scaler
	Resources   []*Resource
	Samples     []*Sample

	reading *reading // while objects are being added
}

// Meta is what facts of every kind carry. Labels may be shared with other objects: nobody writes to them.
type Meta struct {
	Namespace string
	Name      string
	Labels    map[string]string
	Owner     Ref // the controlling owner reference, zero where there is none
	Created   time.Time
	Ignore    string // the annotation plimsoll/ignore
}

// ObjectName is an object's name as problems give it.
func ObjectName(kind string, m *Meta) string { return kind + "/" + m.Namespace + "/" + m.Name }

// Ref names an object of the same namespace.
type Ref struct {
	Group string // API group without version: "apps", "" for core
	Kind  string
	Name  string
}

// Condition is a condition of any object.
type Condition struct {
	Type    string
	Status  string
	Reason  string
	Message string
	Since   time.Time
}

// Find returns the condition of that type, or a zero one.
func Find(conditions []Condition, kind string) Condition {
	for _, c := range conditions {
		if c.Type == kind {
			return c
		}
	}
	return Condition{}
}

// Selector is a label selector as the API holds it; a zero one selects nothing.
type Selector struct {
	Labels       map[string]string
	Requirements []Requirement
	All          bool // written down but empty: it selects everything
}

// Requirement is one matchExpression.
type Requirement struct {
	Key      string
	Operator string // In, NotIn, Exists, DoesNotExist
	Values   []string
}

// Event is the newest Warning event of one object, reason and container.
type Event struct {
	Namespace string
	Object    Ref
	Container string // from involvedObject.fieldPath "spec.containers{app}"
	Reason    string
	Message   string
	Time      time.Time // the latest of series.lastObservedTime, lastTimestamp, eventTime, creation
}
