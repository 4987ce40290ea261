package collect

// This file is doctor: for each cluster whether it can be read, as whom, and what of it; for each service where it
// would be found; and what to do. Nothing is written: it is a collection that ends before its snapshots.

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// DiagnosisVersion is the schemaVersion of a Diagnosis.
const DiagnosisVersion = 1

// Misconfigured is the state of a cluster whose entry in the configuration leads nowhere.
const Misconfigured schemas.ReadState = "misconfigured"

// Diagnosis is all that doctor found out. Pipelines read its JSON.
type Diagnosis struct {
	SchemaVersion int                `json:"schemaVersion"`
	Clusters      []ClusterDiagnosis `json:"clusters"`
	Services      []ServiceDiagnosis `json:"services"`
	Notes         []string           `json:"notes"`
	Steps         []Step             `json:"steps"`
}

// ClusterDiagnosis is one cluster of the configuration.
type ClusterDiagnosis struct {
	Name       string            `json:"name"`
	Source     string            `json:"source"` // context, inCluster or dump
	Place      string            `json:"place,omitempty"`
	State      schemas.ReadState `json:"state"`
	Message    string            `json:"message,omitempty"`
	Kubernetes string            `json:"kubernetes,omitempty"`
	User       string            `json:"user,omitempty"`    // whom the cluster takes us for, empty where it cannot tell
	Reviews    string            `json:"reviews,omitempty"` // why it could not be asked what is allowed
	Kinds      []KindDiagnosis   `json:"kinds"`
	Services   int               `json:"services"`
	Unclaimed  int               `json:"unclaimed"` // objects that belong to no service
}

// KindDiagnosis is one list: how reading it went, and what the cluster says of the right to.
type KindDiagnosis struct {
	Resource  string            `json:"resource"`
	Namespace string            `json:"namespace,omitempty"`
	State     schemas.ReadState `json:"state"`
	Allowed   *bool             `json:"allowed,omitempty"` // left out where it was not asked
	Custom    bool              `json:"custom,omitempty"`
	Beside    bool              `json:"beside,omitempty"` // nothing depends on it: without it a run is complete
	Message   string            `json:"message,omitempty"`
}

// ServiceDiagnosis is a service that is named or was found, and where.
type ServiceDiagnosis struct {
	ID       string         `json:"id"`
	Origin   schemas.Origin `json:"origin"`
	Clusters []Whereabouts  `json:"clusters"`
}

// Absent and its like say whether a service is in a cluster.
const (
	Found   = "found"
	Absent  = "absent"  // expected, and not there
	Unclear = "unclear" // expected, and the cluster could not be read whole
)

// Whereabouts are one service in one cluster.
type Whereabouts struct {
	Name      string `json:"name"`
	State     string `json:"state"`
	Workloads int    `json:"workloads"`
	Jobs      int    `json:"jobs"` // CronJobs, and Jobs of none
	Pods      int    `json:"pods"`
}

// trouble says that a kind cannot be read as it should be.
func (k KindDiagnosis) trouble() bool {
	return k.State != schemas.ReadOK && k.State != schemas.ReadNotServed
}

func (c ClusterDiagnosis) lacksRights() bool {
	return slices.ContainsFunc(c.Kinds, func(k KindDiagnosis) bool { return k.State == schemas.ReadForbidden })
}

// unanswered says that all is read but what nothing depends on.
func (c ClusterDiagnosis) unanswered() bool {
	trouble := slices.DeleteFunc(slices.Clone(c.Kinds), func(k KindDiagnosis) bool { return !k.trouble() })
	return len(trouble) > 0 && !slices.ContainsFunc(trouble, func(k KindDiagnosis) bool { return !k.Beside })
}

// Misconfigured says that a cluster's entry in the configuration leads nowhere.
func (d *Diagnosis) Misconfigured() bool {
	return slices.ContainsFunc(d.Clusters, func(c ClusterDiagnosis) bool { return c.State == Misconfigured })
}

// Readable counts the clusters that can be read.
func (d *Diagnosis) Readable() (n int) {
	for _, c := range d.Clusters {
		if c.State == schemas.ReadOK {
			n++
		}
	}
	return n
}

// Complete says that every kind of every cluster can be read.
func (d *Diagnosis) Complete() bool {
	return !slices.ContainsFunc(d.Clusters, func(c ClusterDiagnosis) bool {
		return c.State != schemas.ReadOK || slices.ContainsFunc(c.Kinds, func(k KindDiagnosis) bool { return k.trouble() && !k.Beside })
	})
}

// Diagnose reads the clusters as a run would, and asks those that answer what is allowed. file is the configuration's
// name in the commands that it advises.
func Diagnose(ctx context.Context, o Options, file string) (*Diagnosis, error) {
	if err := checkKinds(o.Config); err != nil {
		return nil, err
	}
	c, err := Collect(ctx, o)
	if err != nil {
		return nil, err
	}
	d := &Diagnosis{SchemaVersion: DiagnosisVersion, Clusters: make([]ClusterDiagnosis, len(c.readings)), Notes: append([]string{}, c.Notes...)}
	var group errgroup.Group
	group.SetLimit(clustersAtOnce)
	for i, r := range c.readings {
		group.Go(func() error {
			d.Clusters[i] = c.diagnose(ctx, r)
			return nil
		})
	}
	_ = group.Wait() // what went wrong stands in the clusters
	d.Services = c.whereabouts()
	d.Notes = append(d.Notes, d.unmeasured()...)
	d.Steps = advise(c, d, file)
	return d, nil
}

// diagnose makes one cluster's part of it.
func (c *Collected) diagnose(ctx context.Context, r *source.Reading) ClusterDiagnosis {
	k := c.clusterConfig(r.Name)
	d := ClusterDiagnosis{Name: r.Name, State: r.State, Message: r.Message, Kubernetes: r.Kubernetes, Kinds: []KindDiagnosis{}}
	d.Source, d.Place = sourceOf(k)
	if err := source.Check(k); err != nil {
		d.State, d.Message = Misconfigured, facts.Clean(err.Error(), 0)
		return d
	}
	kinds := kindsOf(c.options, r.Name)
	var asked source.Examination
	if d.Source != "dump" && (r.State == schemas.ReadOK || r.State == schemas.ReadForbidden) {
		asked = source.Examine(ctx, k, kinds)
		d.User, d.Reviews = asked.User, asked.Message
	}
	if r.State == schemas.ReadOK || r.State == schemas.ReadForbidden {
		d.Kinds = kindsFound(kinds, slices.Concat(r.Reads, r.Beside), asked.Rights)
	}
	for _, s := range c.services {
		if s.shares[r.Name] != nil {
			d.Services++
		}
	}
	for _, e := range c.Clusters {
		if e.Name == r.Name {
			d.Unclaimed = unclaimed(e.Unclaimed)
		}
	}
	return d
}

func unclaimed(list []schemas.Unclaimed) (n int) {
	for _, u := range list {
		n += u.Count
	}
	return n
}

func sourceOf(k schemas.ClusterConfig) (kind, place string) {
	switch {
	case k.Dump != "":
		return "dump", k.Dump
	case k.InCluster:
		return "inCluster", ""
	default:
		return "context", facts.Clean(k.Context, 0)
	}
}
