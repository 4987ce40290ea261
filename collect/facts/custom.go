package facts

// This file reduces custom resources, of which nothing is known but that they have metadata, and may have spec and
// status. What a field holds that it should not is as good as absent: one odd object must not cost the others.

import (
	"cmp"
	"fmt"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/json"
)

// custom is a custom resource while it is being reduced.
type custom struct {
	group, kind  string
	meta         metav1.ObjectMeta
	spec, status tree
}

// customKind completes the row of a custom kind by the function that takes the facts out of its objects.
func customKind(row Kind, add func(*Cluster, *custom)) Kind {
	row.Namespaced, row.Custom, row.reduce = true, true, add
	row.JSON = func(c *Cluster, b []byte) error {
		o, err := readCustom(row, b)
		if err != nil {
			return err
		}
		add(c, o)
		return nil
	}
	return row
}

// Served is the row of a custom kind as a cluster serves it: in that version, under that kind. Any other row stays as
// it is.
func (k Kind) Served(version, kind string) Kind {
	if !k.Custom {
		return k
	}
	k.Version, k.Kind = cmp.Or(version, k.Version), cmp.Or(kind, k.Kind)
	return customKind(k, k.reduce)
}

// readCustom decodes one object. Items of a list may lack what they are: then the row says it.
func readCustom(row Kind, b []byte) (*custom, error) {
	var o struct {
		APIVersion string            `json:"apiVersion"`
		Kind       string            `json:"kind"`
		Metadata   metav1.ObjectMeta `json:"metadata"`
		Spec       any               `json:"spec"`
		Status     any               `json:"status"`
	}
	if err := json.Unmarshal(b, &o); err != nil {
		return nil, fmt.Errorf("read a %s as JSON: %w", cmp.Or(row.Kind, row.Plural()), explain(err))
	}
	return &custom{
		group:  cmp.Or(group(o.APIVersion), row.Group),
		kind:   cmp.Or(o.Kind, row.Kind, row.Resource),
		meta:   o.Metadata,
		spec:   treeOf(o.Spec),
		status: treeOf(o.Status),
	}, nil
}

// addResource is the reducer of the kinds that only the configuration knows.
func (c *Cluster) addResource(o *custom) {
	c.Resources = append(c.Resources, c.resource(o))
}

// resource is what can be said of a resource of any kind.
func (c *Cluster) resource(o *custom) *Resource {
	r := &Resource{
		Meta:       c.meta(&o.meta),
		Group:      c.name(o.group),
		Kind:       c.name(o.kind),
		Generation: max(o.meta.Generation, 0),
		Observed:   o.observed(),
		Suspended:  o.suspended(),
		Conditions: c.statusConditions(o.status),
	}
	r.State, r.Message = o.progress(r)
	r.Message = c.text(r.Message)
	return r
}

// observed is the generation that the status is of, -1 where it does not tell. Some write it beside each condition
// only; Flux writes -1 for none yet.
func (o *custom) observed() int64 {
	if n, ok := o.status.number("observedGeneration"); ok {
		return max(n, 0)
	}
	newest := int64(-1)
	for _, k := range o.status.list("conditions") {
		if n, ok := k.number("observedGeneration"); ok {
			newest = max(newest, n, 0)
		}
	}
	return newest
}

// suspended says that somebody wants nothing to be done. The fields are a convention of operators, the annotations
// are Crossplane's and Strimzi's.
func (o *custom) suspended() bool {
	return o.spec.flag("suspend") || o.spec.flag("suspended") || o.spec.flag("paused") ||
		o.meta.Annotations["crossplane.io/paused"] == "true" ||
		o.meta.Annotations["strimzi.io/pause-reconciliation"] == "true"
}

// statusConditions takes status.conditions of any custom resource.
func (c *Cluster) statusConditions(status tree) []Condition {
	return conditions(c, status.list("conditions"), customCondition)
}

func customCondition(t *tree) Condition {
	return Condition{t.text("type"), t.text("status"), t.text("reason"), t.text("message"), t.time("lastTransitionTime")}
}
