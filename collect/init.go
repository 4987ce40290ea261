package collect

// This file is init's survey: which contexts answer, what may be read there, and which labels name services.

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Draft is a configuration in the making.
type Draft struct {
	Kubeconfig string // as the file is to name it, empty: as kubectl finds it
	Clusters   []DraftCluster
	Labels     []LabelUse // that name services, the most used first
	Workloads  int
}

// DraftCluster is one context.
type DraftCluster struct {
	Name       string // what pages and flags are to call it
	Context    string
	Region     string // where the context's name tells
	Namespaces []string
	Workloads  int
	State      schemas.ReadState
	Message    string // why it is left out, or what of it cannot be read
	SameAs     string // the cluster of the same API server that is read instead
}

// Read says that a run is to read this cluster.
func (c DraftCluster) Read() bool { return c.State == schemas.ReadOK && c.SameAs == "" }

// LabelUse is how many workloads carry a label.
type LabelUse struct {
	Key       string
	Workloads int
	Example   string // a value
	Cluster   string // where that was found
}

// surveyTimeout bounds each of the two questions to a context. Most kubeconfigs hold clusters that are long gone.
const surveyTimeout = schemas.Duration(10 * time.Second)

// Survey looks at contexts, each briefly. kubeconfig is where they stand.
func Survey(ctx context.Context, kubeconfig string, contexts []source.Context, progress func(source.Progress)) (*Draft, error) {
	d := &Draft{}
	servers := map[string]string{}
	var clusters []schemas.ClusterConfig
	names := ClusterNames(contexts)
	for i, c := range contexts {
		_, region := nameOf(c.Name)
		drafted := DraftCluster{Name: names[i], Context: c.Name, Region: region, SameAs: servers[c.Server]}
		if c.Server != "" && drafted.SameAs == "" {
			servers[c.Server] = drafted.Name
		}
		d.Clusters = append(d.Clusters, drafted)
		clusters = append(clusters, schemas.ClusterConfig{Name: drafted.Name, Kubeconfig: kubeconfig, Context: c.Name, Timeout: surveyTimeout})
	}
	readings := d.read(ctx, clusters, contexts, progress)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("look at the contexts: %w: nothing was written", context.Cause(ctx))
	}
	labels := labelCount{}
	for i, r := range readings {
		if r != nil {
			d.Clusters[i].Workloads = labels.add(d.Clusters[i].Name, r)
			d.Workloads += d.Clusters[i].Workloads
		}
	}
	d.Labels = labels.list()
	return d, nil
}

// read asks each context for all namespaces, and those that refuse for the context's own.
func (d *Draft) read(ctx context.Context, clusters []schemas.ClusterConfig, contexts []source.Context, progress func(source.Progress)) []*source.Reading {
	readings := make([]*source.Reading, len(clusters))
	var wide, narrow []int
	for i := range clusters {
		if d.Clusters[i].SameAs == "" {
			wide = append(wide, i)
		}
	}
	round := func(at []int) {
		var asked []schemas.ClusterConfig
		for _, i := range at {
			asked = append(asked, clusters[i])
		}
		for n, r := range surveyAll(ctx, asked, progress) {
			i := at[n]
			d.Clusters[i].State, d.Clusters[i].Message = r.State, cmp.Or(r.Message, firstRefusal(r))
			if r.State == schemas.ReadOK {
				readings[i] = r
			}
		}
	}
	round(wide)
	for _, i := range wide {
		if d.Clusters[i].State == schemas.ReadForbidden {
			clusters[i].Namespaces = []string{cmp.Or(contexts[i].Namespace, "default")} // as kubectl has it
			narrow = append(narrow, i)
		}
	}
	round(narrow)
	for _, i := range narrow {
		d.Clusters[i].Namespaces = clusters[i].Namespaces
	}
	return readings
}

// surveyed are the kinds whose labels name services. Pods are left out: they are many, and tell no more.
var surveyed = []string{"deployments.apps", "statefulsets.apps", "daemonsets.apps", "cronjobs.batch"}

func surveyAll(ctx context.Context, clusters []schemas.ClusterConfig, progress func(source.Progress)) []*source.Reading {
	kinds := slices.DeleteFunc(facts.Kinds(), func(k facts.Kind) bool { return !slices.Contains(surveyed, k.Plural()) })
	return readEach(ctx, clusters, func(schemas.ClusterConfig) []facts.Kind { return kinds }, progress)
}

// firstRefusal is what of a cluster that answered cannot be read.
func firstRefusal(r *source.Reading) string {
	for _, read := range r.Reads {
		if read.State != schemas.ReadOK && read.State != schemas.ReadNotServed {
			return read.Message
		}
	}
	return ""
}

// labelCount is the use of labels so far, by key.
type labelCount map[string]*LabelUse

// naming are the labels that people name services by, and of those the ones that discover takes by itself.
func naming() (usual, others []string) {
	return schemas.DefaultDiscover(), []string{"k8s-app", "app.kubernetes.io/instance", "tags.datadoghq.com/service", "service"}
}

// add counts the labels of one cluster's workloads, and says how many those are.
func (l labelCount) add(cluster string, r *source.Reading) int {
	usual, others := naming()
	units := tie(r.Facts).units
	for _, u := range units {
		for _, key := range slices.Concat(usual, others) {
			value := cmp.Or(u.meta.Labels[key], u.template[key])
			if value == "" {
				continue
			}
			use := l[key]
			if use == nil {
				use = &LabelUse{Key: key, Example: facts.Clean(value, 63), Cluster: cluster}
				l[key] = use
			}
			use.Workloads++
		}
	}
	return len(units)
}

// list sorts by use. Of two that are used alike, the more telling one comes first.
func (l labelCount) list() []LabelUse {
	var list []LabelUse
	usual, others := naming()
	for _, key := range slices.Concat(usual, others) {
		if use := l[key]; use != nil {
			list = append(list, *use)
		}
	}
	slices.SortStableFunc(list, func(a, b LabelUse) int { return cmp.Compare(b.Workloads, a.Workloads) })
	return list
}
