// Package schemas is the data contract: the types, the canonical form and the JSON Schemas of everything that
// Plimsoll writes to disk and reads back, and of its configuration.
//
// This file is the snapshot: one service, all its clusters inside, facts and verdicts together.
package schemas

import (
	"slices"
	"time"
)

// SnapshotVersion is the schemaVersion that this program writes; UpgradeSnapshot brings older ones up to it.
const SnapshotVersion = 1

// Snapshot is everything that is known of one service. In canonical form a field tagged form:"line" puts each of
// its records on a line of its own, so that a pull request shows one line for one fact.
type Snapshot struct {
	Schema        string    `json:"$schema"`
	SchemaVersion int       `json:"schemaVersion"`
	Service       Service   `json:"service"`
	Status        Status    `json:"status"`
	Clusters      []Cluster `json:"clusters"`
	Findings      []Problem `json:"findings" form:"line"`
}

// Service is what people have said of the service; nothing in it was observed.
type Service struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Title        string   `json:"title,omitempty"` // what people call it, where that is more than its name
	Origin       Origin   `json:"origin"`
	Owner        string   `json:"owner,omitempty"`
	OwnerTitle   string   `json:"ownerTitle,omitempty"`
	System       string   `json:"system,omitempty"`
	Lifecycle    string   `json:"lifecycle,omitempty"`
	Description  string   `json:"description,omitempty"`
	Links        []Link   `json:"links" form:"line"`
	DependsOn    []string `json:"dependsOn"`              // ids of services, or the catalog's references to anything else
	ProvidesAPIs []string `json:"providesApis,omitempty"` // names
}

// Origin tells what claimed the service's objects.
type Origin string

const (
	OriginCatalog  Origin = "catalog"
	OriginDefine   Origin = "define"
	OriginDiscover Origin = "discover"
)

// Link is a titled way out of the page: a repository, a runbook, a dashboard.
type Link struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

// Status is the one word that sums up a workload, a cluster or a service.
type Status string

const (
	Healthy     Status = "healthy"
	Progressing Status = "progressing"
	Degraded    Status = "degraded"
	Down        Status = "down"
	Suspended   Status = "suspended"
	Missing     Status = "missing"
	Unknown     Status = "unknown"
)

// Statuses lists every status, the one that needs attention most first.
func Statuses() []Status {
	return []Status{Down, Degraded, Missing, Unknown, Progressing, Suspended, Healthy}
}

// Rank orders statuses by how much they need attention: 0 is the worst.
func (s Status) Rank() int { return slices.Index(Statuses(), s) }

// Cluster is one service in one cluster.
type Cluster struct {
	Name        string    `json:"name"`
	Region      string    `json:"region,omitempty"`
	Environment string    `json:"environment,omitempty"`
	Kubernetes  string    `json:"kubernetes,omitempty"`
	Status      Status    `json:"status"`
	Expected    bool      `json:"expected,omitempty"` // the service's definition names this cluster
	Stale       bool      `json:"stale,omitempty"`    // the cluster could not be read: this is its last known state
	AsOf        time.Time `json:"asOf,omitzero"`      // when a stale cluster was last read
	Reads       []Read    `json:"reads" form:"line"`  // what could not be read; ok and not-served are left out

	Workloads []Workload `json:"workloads"`
	Jobs      []Job      `json:"jobs"`
	Network   []Network  `json:"network" form:"line"`
	Storage   []Claim    `json:"storage" form:"line"`
	Budgets   []Budget   `json:"budgets" form:"line"`
	Quotas    []Quota    `json:"quotas" form:"line"`
	Resources []Resource `json:"resources" form:"line"`
	Problems  []Problem  `json:"problems" form:"line"`
}

// Read says how reading one kind went. Resource is "pods" or "ingresses.networking.k8s.io", or "*" for the whole
// cluster. Namespace is set where the kind was read by namespace. AsOf is set where older state was kept.
type Read struct {
	Resource  string    `json:"resource"`
	Namespace string    `json:"namespace,omitempty"`
	State     ReadState `json:"state"`
	Message   string    `json:"message,omitempty"`
	AsOf      time.Time `json:"asOf,omitzero"`
}

// Problem is something wrong, in words a service owner understands. Object names what it is about: the owner of
// the pods where there is one ("Deployment/shop/checkout"), so that a pod's new name is not a new problem; Objects
// are the pods themselves. Cause tells two problems of one rule on one object apart ("exit 1", "ErrImagePull").
type Problem struct {
	Rule      string    `json:"rule"`
	Severity  Severity  `json:"severity"`
	Object    string    `json:"object"`
	Container string    `json:"container,omitempty"`
	Cause     string    `json:"cause,omitempty"`
	Message   string    `json:"message"`
	Hint      string    `json:"hint,omitempty"`
	Since     time.Time `json:"since,omitzero"`
	Count     int       `json:"count,omitempty"`
	Objects   []string  `json:"objects,omitempty"`
	CausedBy  string    `json:"causedBy,omitempty"` // the Key of the problem that explains this one
	Ignored   *Ignored  `json:"ignored,omitempty"`  // somebody has said that it does not count
}

// Ignored says who set a problem aside, why, and until when. It is shown and counted apart, and changes no status.
type Ignored struct {
	By     IgnoredBy `json:"by"`
	Reason string    `json:"reason"`
	Until  string    `json:"until,omitempty"` // the day from which it counts again: 2027-01-01
}

// IgnoredBy is where it was said.
type IgnoredBy string

const (
	ByConfiguration IgnoredBy = "configuration" // rules.ignore
	ByAnnotation    IgnoredBy = "annotation"    // plimsoll/ignore on the object
)

// AboutReading says that the problem is what is not known, rather than what is wrong.
func (p Problem) AboutReading() bool {
	return p.Rule == "unreadable" || p.Rule == "cluster-unreachable"
}

// Key identifies a problem within its cluster from run to run.
func (p Problem) Key() string {
	key := p.Rule + " " + p.Object
	if p.Container != "" {
		key += " " + p.Container
	}
	if p.Cause != "" {
		key += " (" + p.Cause + ")"
	}
	return key
}

// Severity is how much a problem matters to the service's users.
type Severity string

const (
	Critical Severity = "critical"
	Warning  Severity = "warning"
	Info     Severity = "info"
)

// Rank orders severities: 0 is the worst.
func (s Severity) Rank() int {
	switch s {
	case Critical:
		return 0
	case Warning:
		return 1
	default:
		return 2
	}
}
