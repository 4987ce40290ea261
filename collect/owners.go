package collect

// This file is what an object's custom owners say of whose it is. Operators label what they make as they please; a
// person labels the resource that made them make it.

import "github.com/plimsoll-k8s/plimsoll/collect/facts"

// customIndex finds custom resources by what they are and how they are called.
type customIndex map[name]*facts.Resource

func indexCustom(resources []*facts.Resource) customIndex {
	x := make(customIndex, len(resources))
	for _, r := range resources {
		x[customName(r.Namespace, r.Group, r.Kind, r.Name)] = r
	}
	return x
}

// customName names an object whose kind alone would not tell it from others: Knative has Services too.
func customName(namespace, group, kind, called string) name {
	return name{namespace, kind + "." + group, called}
}

// owner is the custom resource that a reference of an object in that namespace means, nil where there is none. What
// lives in no namespace may own what does.
func (x customIndex) owner(namespace string, ref facts.Ref) *facts.Resource {
	if r := x[customName(namespace, ref.Group, ref.Kind, ref.Name)]; r != nil {
		return r
	}
	return x[customName("", ref.Group, ref.Kind, ref.Name)]
}

const (
	knativeGroup    = "serving.knative.dev"
	knativeService  = knativeGroup + "/service"
	knativeRevision = knativeGroup + "/revision"
)

// owners are the custom resources above an object, the nearest first. Between a Knative Service and its Deployments
// stand kinds that are not read, but a label names it.
func (x customIndex) owners(meta *facts.Meta) []*facts.Resource {
	const deepest = 8 // references may go round
	var found []*facts.Resource
	for len(x) > 0 && len(found) < deepest {
		above := x.owner(meta.Namespace, meta.Owner)
		if service := meta.Labels[knativeService]; above == nil && service != "" {
			above = x[customName(meta.Namespace, knativeGroup, "Service", service)]
		}
		if above == nil || &above.Meta == meta {
			break
		}
		found, meta = append(found, above), &above.Meta
	}
	return found
}

// labelled are the sets of labels that say whose an object is: its own, those of the pods it makes, and those of what
// has made it.
func (x customIndex) labelled(meta *facts.Meta, template map[string]string) []map[string]string {
	sets := []map[string]string{meta.Labels, template}
	for _, r := range x.owners(meta) {
		sets = append(sets, r.Labels)
	}
	return sets
}
