// Package catalog reads Backstage catalog files: what a company's developer portal already knows of a service, who
// owns it, what it depends on and how it is found in a cluster.
//
// This file is the reading as a whole: files to documents, documents to entities, entities to components.
package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Catalog is what the files of a configuration say.
type Catalog struct {
	Components []Component // in the order of the files, each id once
	Notes      []string    // what was left out, with file and line
	Torn       bool        // a document could not be read at all: nobody knows what it would have named
}

// maxDocuments bounds the documents of all files together.
const maxDocuments = 50_000

// Read reads the files that services.catalog names. A glob that is malformed or finds nothing, and a file that may
// not be opened, are mistakes of the configuration; what is wrong inside a file is a note.
func Read(c *schemas.Config) (*Catalog, error) {
	files, err := find(c)
	if err != nil {
		return nil, err
	}
	r := &reading{config: c, called: map[string]string{}}
	for _, f := range files {
		if err := r.file(f); err != nil {
			return nil, err
		}
	}
	return r.catalog(), nil
}

// reading is a catalog while its files are read.
type reading struct {
	config    *schemas.Config
	documents int
	entities  []entity          // components, which are made once all files are read: an owner may stand in a later one
	called    map[string]string // what people call a Group or a User, by reference
	notes     []note
	unlinked  []note // addresses that a page may not link to: portals have many, and so they are one note
	torn      bool
}

// note is something that was left out. Its line is 0 where that is a whole file.
type note struct {
	file string
	line int
	text string
}

func (r *reading) file(f file) error {
	b, problem, err := f.read()
	if err != nil {
		return r.config.Errorf(f.field, "%s cannot be read: %v", f.name, err)
	}
	if problem != "" {
		r.note(f.name, 0, problem)
		r.torn = true
		return nil
	}
	for d := range documents(b) {
		if r.documents++; r.documents > maxDocuments {
			return r.config.Errorf("services.catalog", "names files that hold more than %d documents in all; narrow it", maxDocuments)
		}
		if d.wrong != "" {
			r.note(f.name, d.line, d.wrong)
			r.torn = true
			continue
		}
		r.document(f.name, d)
	}
	return nil
}

// document takes the entities of one: it is one, or a list of them as Backstage's API gives it out.
func (r *reading) document(file string, d document) {
	root := node{Node: d.node, offset: d.line - 1, tell: func(line int, text string) { r.note(file, line, text) }}
	list := []node{root}
	if items := root.field("items"); root.isList() {
		list = root.items()
	} else if items.isList() && !root.field("kind").stated() {
		list = items.items()
	}
	for _, n := range list {
		if e, ok := r.entity(file, n); ok {
			r.take(e)
		}
	}
}

// take keeps of an entity what a service's page could show.
func (r *reading) take(e entity) {
	switch e.kind {
	case "component":
		r.entities = append(r.entities, e)
	case "group", "user":
		r.called[e.ref().String()] = e.spec.field("profile").field("displayName").text()
	}
}

func (r *reading) note(file string, line int, text string) {
	r.notes = append(r.notes, note{file, line, text})
}

// catalog makes the components, now that all is known that they may refer to.
func (r *reading) catalog() *Catalog {
	c := &Catalog{Torn: r.torn}
	first := map[string]int{}
	for _, e := range r.entities {
		component, ok := r.component(e)
		if !ok {
			continue
		}
		if at, ok := first[component.ID]; ok {
			r.note(e.file, e.line(), fmt.Sprintf("component %s is already described in %s, which stands", component.ID, c.Components[at].Place()))
			continue
		}
		first[component.ID] = len(c.Components)
		c.Components = append(c.Components, component)
	}
	if more := len(r.unlinked) - 1; more >= 0 {
		first := r.unlinked[0]
		if more > 0 {
			first.text += fmt.Sprintf("; nor do %d more", more)
		}
		r.notes = append(r.notes, first)
	}
	c.Notes = lines(r.notes)
	return c
}

// lines says the notes in the order of the files, and not all of them where a whole catalog is written wrongly.
func lines(notes []note) []string {
	slices.SortStableFunc(notes, func(a, b note) int {
		return cmp.Or(strings.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
	})
	const enough = 30
	var list []string
	for i, n := range slices.Compact(notes) {
		if i == enough {
			return append(list, "the catalog: there is more to mend in its files; it is said once these are mended")
		}
		place := n.file
		if n.line > 0 {
			place = fmt.Sprintf("%s:%d", n.file, n.line)
		}
		list = append(list, place+": "+n.text)
	}
	return list
}
