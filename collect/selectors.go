package collect

// This file is how a service's objects are told from others: selectors of the configuration and of the catalog, and
// labels that name a service by themselves.

import (
	"cmp"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/selection"

	"github.com/plimsoll-k8s/plimsoll/collect/catalog"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// definition is one service that was named beforehand, ready to match: an entry of services.define, a component of
// the catalog, or both in one.
type definition struct {
	schemas.ServiceConfig // Name is the service's id
	selector              labels.Selector
	said                  schemas.Service
	needs                 []catalog.Ref
	component             *catalog.Component // nil where the catalog does not name it
}

// defined makes the definition of an entry of services.define; a bad selector is a configuration error that names its
// line.
func defined(c *schemas.Config, i int) (*definition, error) {
	s, field := c.Services.Define[i], fmt.Sprintf("services.define[%d].selector", i)
	selector, err := labels.Parse(s.Selector)
	if err != nil {
		return nil, c.Errorf(field, "is not a label selector: %v", err)
	}
	if selector.Empty() {
		return nil, c.Errorf(field, `selects everything; name a label, such as "app=checkout"`)
	}
	said := schemas.Service{
		ID: s.Name, Name: s.Name, Origin: schemas.OriginDefine,
		Owner: s.Owner, System: s.System, Lifecycle: s.Lifecycle, Description: s.Description,
		Links: s.Links,
	}
	return &definition{ServiceConfig: s, selector: selector, said: said}, nil
}

// componentSelector is what a component's annotations select, nil where they select nothing.
func componentSelector(c *catalog.Component) (labels.Selector, error) {
	switch {
	case c.LabelSelector.Text != "":
		selector, err := labels.Parse(c.LabelSelector.Text)
		if err != nil {
			return nil, c.Errorf(c.LabelSelector, "is not a label selector: %v", err)
		}
		if selector.Empty() {
			return nil, c.Errorf(c.LabelSelector, `selects everything; name a label, such as "app=checkout"`)
		}
		return selector, nil
	case c.KubernetesID.Text != "":
		is, err := labels.NewRequirement(c.KubernetesID.Annotation, selection.Equals, []string{c.KubernetesID.Text})
		if err != nil {
			return nil, c.Errorf(c.KubernetesID, "%q cannot be the value of a label, and so no object can carry it", c.KubernetesID.Text)
		}
		return labels.NewSelector().Add(*is), nil
	default:
		return nil, nil
	}
}

// matches says whether an object with these labels is the definition's, by its own labels or by those of the pods
// it makes.
func (d *definition) matches(namespace string, sets ...map[string]string) bool {
	if len(d.Namespaces) > 0 && !slices.Contains(d.Namespaces, namespace) {
		return false
	}
	return slices.ContainsFunc(sets, func(set map[string]string) bool {
		return len(set) > 0 && d.selector.Matches(labels.Set(set))
	})
}

// selectorIndex finds the definitions that could select an object without trying them all: a company's catalog names
// thousands.
type selectorIndex struct {
	byLabel map[[2]string][]int // those that demand one of a few values of a label
	rest    []int               // those that do not
}

func indexSelectors(definitions []*definition) selectorIndex {
	x := selectorIndex{byLabel: map[[2]string][]int{}}
	for i, d := range definitions {
		requirements, _ := d.selector.Requirements()
		at := slices.IndexFunc(requirements, func(r labels.Requirement) bool {
			return r.Operator() == selection.Equals || r.Operator() == selection.DoubleEquals || r.Operator() == selection.In
		})
		if at < 0 {
			x.rest = append(x.rest, i)
			continue
		}
		for value := range requirements[at].Values() {
			key := [2]string{requirements[at].Key(), value}
			x.byLabel[key] = append(x.byLabel[key], i)
		}
	}
	return x
}

// selecting are the definitions that claim an object with these labels, first come first.
func (r *roster) selecting(namespace string, sets ...map[string]string) []*definition {
	candidates := slices.Clone(r.selects.rest)
	for _, set := range sets {
		for k, v := range set {
			candidates = append(candidates, r.selects.byLabel[[2]string{k, v}]...)
		}
	}
	slices.Sort(candidates)
	var found []*definition
	for _, i := range slices.Compact(candidates) {
		if d := r.definitions[i]; d.matches(namespace, sets...) {
			found = append(found, d)
		}
	}
	return found
}

// discovered is the service that labels name: the first label of the list that is present, in the first of the sets that
// has one; the first set is the object's own. part-of is its system. What Knative makes is labelled with the revision
// that it was made for; that is no service, and the Knative Service is one.
func discovered(keys []string, namespace string, sets []map[string]string) (schemas.Service, bool) {
	system, called := "", ""
	for _, set := range sets {
		system = cmp.Or(system, set[partOf])
		for _, key := range keys {
			if set[key] != set[knativeRevision] {
				called = cmp.Or(called, set[key])
			}
		}
	}
	if len(keys) > 0 {
		called = cmp.Or(called, sets[0][knativeService])
	}
	if called == "" {
		return schemas.Service{}, false
	}
	return schemas.Service{
		ID: schemas.ServiceID(namespace, called), Name: called, Origin: schemas.OriginDiscover, System: system,
	}, true
}

const partOf = "app.kubernetes.io/part-of"
