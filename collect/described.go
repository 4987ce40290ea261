package collect

// This file is what the catalog says of services once all of them are known: descriptions that it lends to discovered
// ones, and what depends on what.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/catalog"
	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Bounds on what people write of a service.
const (
	titleBytes       = 120
	descriptionBytes = 4 << 10
	linkBytes        = 2 << 10
)

// described is what a component says, fit to be shown: a catalog has many authors.
func described(c *catalog.Component) schemas.Service {
	s := schemas.Service{
		ID: c.ID, Name: c.Name, Origin: schemas.OriginCatalog,
		Title:       facts.Clean(c.Title, titleBytes),
		Owner:       facts.Clean(c.Owner, titleBytes),
		OwnerTitle:  facts.Clean(c.OwnerTitle, titleBytes),
		System:      facts.Clean(c.System, titleBytes),
		Lifecycle:   facts.Clean(c.Lifecycle, titleBytes),
		Description: paragraphs(c.Description),
	}
	if s.Title == s.Name {
		s.Title = ""
	}
	for _, l := range c.Links {
		if len(l.URL) <= linkBytes {
			s.Links = append(s.Links, schemas.Link{Title: facts.Clean(l.Title, titleBytes), URL: facts.Redact(l.URL)})
		}
	}
	for _, api := range c.ProvidesAPIs {
		s.ProvidesAPIs = append(s.ProvidesAPIs, facts.Clean(api, titleBytes))
	}
	return s
}

// paragraphs cleans a text of several lines line by line: it may be Markdown, in which lines count.
func paragraphs(text string) string {
	const feed = "\f" // a blank to the redactor, and no end of a line: it finds a key of many lines
	text = strings.ReplaceAll(facts.Redact(strings.ReplaceAll(text, "\n", feed)), feed, "\n")
	var lines []string
	left := descriptionBytes
	for line := range strings.Lines(text) {
		indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
		line = facts.Clean(line, left)
		if line != "" {
			line = indent + line
		}
		if left -= len(line) + 1; left < 0 {
			break
		}
		lines = append(lines, line)
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// describe completes the services that the catalog names, now that all of them are known.
func (r *roster) describe(c *claimer) {
	byName := map[string][]*claimed{}
	for _, id := range sortedIDs(c.services) {
		if s := c.services[id]; s.service.Origin == schemas.OriginDiscover {
			byName[strings.ToLower(s.service.Name)] = append(byName[strings.ToLower(s.service.Name)], s)
		}
	}
	served := map[string]string{} // service ids by the reference of the component that describes them
	lent := map[string]*definition{}
	for _, d := range r.definitions {
		if d.component != nil {
			served[d.component.String()] = d.Name
		}
	}
	for _, d := range r.lenders {
		s := r.borrower(d, c, byName)
		if s == nil {
			continue
		}
		if first := lent[s.service.ID]; first != nil {
			r.notes = append(r.notes, fmt.Sprintf("service %s is described in %s and in %s; the first stands", s.service.ID, first.component.Place(), d.component.Place()))
			continue
		}
		lent[s.service.ID] = d
		served[d.component.String()] = s.service.ID
		s.service = lend(s.service, d.said)
	}
	for id, s := range c.services {
		d := cmp.Or(lent[id], r.byID[id])
		if d != nil {
			s.service.DependsOn = needed(d, id, c, served, byName)
		}
	}
}

func sortedIDs(services map[string]*claimed) []string {
	ids := make([]string, 0, len(services))
	for id := range services {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// borrower is the service that a component without a selector speaks of: the one of its id, else the only discovered
// one of its name, in its namespaces where it names some.
func (r *roster) borrower(d *definition, c *claimer, byName map[string][]*claimed) *claimed {
	if s := c.services[d.Name]; s != nil {
		return s
	}
	var ids []string
	var only *claimed
	for _, s := range byName[strings.ToLower(d.component.Name)] {
		namespace, _, _ := strings.Cut(s.service.ID, "/")
		if len(d.Namespaces) == 0 || slices.ContainsFunc(d.Namespaces, func(n string) bool { return schemas.Slug(n) == namespace }) {
			ids, only = append(ids, s.service.ID), s
		}
	}
	if len(ids) > 1 {
		r.notes = append(r.notes, fmt.Sprintf("%s: component %s could be %s; %s says which", d.component.Place(), d.Name, strings.Join(ids, " or "), d.component.Namespaces.Annotation))
		return nil
	}
	return only
}

// lend fills a discovered service with what the catalog says of it. What claims its objects is still a label.
func lend(s, said schemas.Service) schemas.Service {
	said.ID, said.Name, said.Origin = s.ID, s.Name, s.Origin
	said.System = cmp.Or(said.System, s.System)
	return said
}

// needed is what a service depends on: ids of services where there are such, the catalog's references otherwise.
func needed(d *definition, id string, c *claimer, served map[string]string, byName map[string][]*claimed) []string {
	var list []string
	for _, ref := range d.needs {
		to := ref.String()
		if ref.Kind == "component" {
			alike := byName[strings.ToLower(ref.Name)]
			switch {
			case served[to] != "":
				to = served[to]
			case c.services[ref.ID()] != nil:
				to = ref.ID()
			case len(alike) == 1:
				to = alike[0].service.ID
			}
		}
		if to != id && !slices.Contains(list, to) {
			list = append(list, to)
		}
	}
	return list
}
