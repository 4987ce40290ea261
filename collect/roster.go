package collect

// This file brings the catalog and the configuration's definitions together: who claims what, in the order in which
// they claim, and what is said of whom.

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/catalog"
	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// roster is everyone who was named beforehand. What is discovered comes after them.
type roster struct {
	definitions []*definition          // who claims objects: the catalog, then define
	lenders     []*definition          // components that claim nothing, and lend what they say to a discovered service
	byID        map[string]*definition // both
	selects     selectorIndex
	notes       []string
	torn        bool // a part of the catalog could not be read: whom it names, nobody knows
}

const noteBytes = 600

// compile reads the catalog and the definitions. What decides who claims what (a selector, an id, a namespace) is a
// configuration error where it cannot be read, with its file and line: left out, it would hand objects to someone
// else. What only describes is left out with a note.
func compile(c *schemas.Config) (*roster, error) {
	read, err := catalog.Read(c)
	if err != nil {
		return nil, err
	}
	r := &roster{byID: map[string]*definition{}, torn: read.Torn}
	for _, n := range read.Notes {
		r.notes = append(r.notes, facts.Clean(n, noteBytes)) // it quotes files of many authors
	}
	for i := range read.Components {
		d, err := r.catalogued(c, &read.Components[i])
		if err != nil {
			return nil, err
		}
		r.byID[d.Name] = d
		if d.selector != nil {
			r.definitions = append(r.definitions, d)
		}
	}
	for i := range c.Services.Define {
		d, err := defined(c, i)
		if err != nil {
			return nil, err
		}
		if have := r.byID[d.Name]; have != nil {
			d = r.join(have, d, c, i)
		} else {
			r.byID[d.Name] = d
		}
		if d != nil {
			r.definitions = append(r.definitions, d)
		}
	}
	for i := range read.Components {
		if d := r.byID[read.Components[i].ID]; d.selector == nil {
			r.lenders = append(r.lenders, d)
		}
	}
	r.selects = indexSelectors(r.definitions)
	return r, nil
}

// expects says whether somebody named the service as one that claims its objects.
func (r *roster) expects(id string) bool {
	d := r.byID[id]
	return d != nil && d.selector != nil
}

// expected are the clusters that a service is said to be in.
func (r *roster) expected(id string) []string {
	if d := r.byID[id]; d != nil {
		return d.Clusters
	}
	return nil
}

// catalogued makes the definition of a component. Its selector is nil where it claims nothing by itself.
func (r *roster) catalogued(c *schemas.Config, component *catalog.Component) (*definition, error) {
	d := &definition{said: described(component), needs: component.DependsOn, component: component}
	d.Name = component.ID
	var err error
	if d.selector, err = componentSelector(component); err != nil {
		return nil, err
	}
	if d.selector != nil {
		d.Selector = d.selector.String()
	}
	for _, namespace := range component.Namespaces.List() {
		if len(namespace) > 63 || !namespacePattern.MatchString(namespace) {
			return nil, component.Errorf(component.Namespaces, "%q is not the name of a namespace such as shop; several are separated by commas", namespace)
		}
		d.Namespaces = append(d.Namespaces, namespace)
	}
	defined := c.ClusterNames()
	for _, cluster := range component.Clusters.List() {
		if slices.Contains(defined, cluster) {
			d.Clusters = append(d.Clusters, cluster)
			continue
		}
		r.notes = append(r.notes, fmt.Sprintf("%s:%d: %s", component.File, component.Clusters.Line, schemas.NoneNamed("cluster", cluster, defined)))
	}
	return d, nil
}

var namespacePattern = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?$`)

// join makes one service of a component and the definition of its name: what the catalog says stands, define fills in
// what it leaves out. It returns the service where only define lets it claim, nil where it has its turn already.
func (r *roster) join(have, d *definition, c *schemas.Config, at int) *definition {
	place := c.Errorf(fmt.Sprintf("services.define[%d]", at), "")
	fill := func(field string, stands *string, other string) {
		switch {
		case *stands == "":
			*stands = other
		case other != "" && other != *stands:
			r.notes = append(r.notes, fmt.Sprintf("service %s: its %s is %q in %s, and %q in %s:%d; the catalog stands",
				d.Name, field, facts.Clean(*stands, 60), have.component.Place(), facts.Clean(other, 60), place.File, place.Line))
		}
	}
	fill("owner", &have.said.Owner, d.Owner)
	fill("system", &have.said.System, d.System)
	fill("lifecycle", &have.said.Lifecycle, d.Lifecycle)
	fill("description", &have.said.Description, d.Description)
	for _, l := range d.Links {
		if !slices.ContainsFunc(have.said.Links, func(own schemas.Link) bool { return own.URL == l.URL }) {
			have.said.Links = append(have.said.Links, l)
		}
	}
	have.Namespaces = fillList(fill, "namespaces", have.Namespaces, d.Namespaces)
	have.Clusters = fillList(fill, "clusters", have.Clusters, d.Clusters)
	if have.selector != nil {
		theirs := d.selector.String()
		fill("selector", &have.Selector, theirs)
		return nil
	}
	have.Selector, have.selector, have.said.Origin = d.Selector, d.selector, schemas.OriginDefine
	return have
}

func fillList(fill func(string, *string, string), field string, stands, other []string) []string {
	text := strings.Join(stands, ", ")
	fill(field, &text, strings.Join(other, ", "))
	if len(stands) == 0 {
		return other
	}
	return stands
}
