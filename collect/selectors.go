package collect

// This file is who claims what: the configuration's services, compiled.

import (
	"cmp"
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// definition is one entry of services.define, ready to match.
type definition struct {
	schemas.ServiceConfig
	selector labels.Selector
}

// compile parses the selectors; a bad one is a configuration error that names its line.
func compile(c *schemas.Config) ([]definition, error) {
	definitions := make([]definition, 0, len(c.Services.Define))
	for i, s := range c.Services.Define {
		selector, err := labels.Parse(s.Selector)
		if err != nil {
			return nil, c.Errorf(fmt.Sprintf("services.define[%d].selector", i), "is not a label selector: %v", err)
		}
		if selector.Empty() {
			return nil, c.Errorf(fmt.Sprintf("services.define[%d].selector", i), `selects everything; name a label, such as "app=checkout"`)
		}
		definitions = append(definitions, definition{s, selector})
	}
	return definitions, nil
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

func (d *definition) service() schemas.Service {
	return schemas.Service{
		ID: d.Name, Name: d.Name, Origin: schemas.OriginDefine,
		Owner: d.Owner, System: d.System, Lifecycle: d.Lifecycle, Description: d.Description,
		Links: d.Links,
	}
}

// discovered is the service that an object's labels name: the first label of the list that is present, on the
// object itself before the pods it makes. part-of is its system.
func discovered(keys []string, meta *facts.Meta, template map[string]string) (schemas.Service, bool) {
	for _, set := range []map[string]string{meta.Labels, template} {
		for _, key := range keys {
			if set[key] == "" {
				continue
			}
			return schemas.Service{
				ID:     schemas.ServiceID(meta.Namespace, set[key]),
				Name:   set[key],
				Origin: schemas.OriginDiscover,
				System: cmp.Or(meta.Labels[partOf], template[partOf]),
			}, true
		}
	}
	return schemas.Service{}, false
}

const partOf = "app.kubernetes.io/part-of"
