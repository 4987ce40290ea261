package catalog

// This file makes a component, which is a service or lends its description to one.

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Component is what the catalog says of one piece of software. Its texts are as they were written.
type Component struct {
	Ref
	ID           string // the service's
	File         string // as a person would name it
	Line         int
	Title        string
	Description  string
	Owner        string
	OwnerTitle   string
	System       string
	Lifecycle    string
	Links        []schemas.Link
	DependsOn    []Ref
	ProvidesAPIs []string

	KubernetesID  Value // the value of the label backstage.io/kubernetes-id on its objects
	LabelSelector Value // stands above KubernetesID
	Namespaces    Value // comma separated
	Clusters      Value // comma separated: where it is expected
}

// Value is an annotation and the line it stands on. Empty text is none.
type Value struct {
	Annotation string
	Text       string
	Line       int
}

// List is a value's comma separated words.
func (v Value) List() []string {
	var list []string
	for _, word := range strings.Split(v.Text, ",") {
		if word = strings.TrimSpace(word); word != "" && !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}

// Place is where the component stands: catalog/shop.yaml:12.
func (c *Component) Place() string { return fmt.Sprintf("%s:%d", c.File, c.Line) }

// Errorf makes the error of an annotation that only a later reader can judge.
func (c *Component) Errorf(v Value, format string, args ...any) *schemas.ConfigError {
	return &schemas.ConfigError{File: c.File, Line: v.Line, Field: v.Annotation, Text: fmt.Sprintf(format, args...)}
}

func (r *reading) component(e entity) (Component, bool) {
	c := Component{Ref: e.ref(), ID: e.ref().ID(), File: e.file, Line: e.line()}
	if !schemas.ValidID(c.ID) {
		e.metadata.field("name").complain("%q is a name that a file system or the site reserves; the component is left out", c.ID)
		return Component{}, false
	}
	c.Title = e.metadata.field("title").text()
	c.Description = e.metadata.field("description").text()
	c.Lifecycle = e.spec.field("lifecycle").text()
	if owner, ok := e.spec.field("owner").ref("group", e.namespace); ok {
		c.Owner, c.OwnerTitle = owner.Name, r.called[owner.String()]
	}
	if system, ok := e.spec.field("system").ref("system", e.namespace); ok {
		c.System = system.Name
	}
	c.Links = r.links(e)
	c.DependsOn = refs(e.spec.field("dependsOn"), "component", e.namespace)
	for _, api := range refs(e.spec.field("providesApis"), "api", e.namespace) {
		c.ProvidesAPIs = append(c.ProvidesAPIs, api.Name)
	}
	c.KubernetesID = value(e, "backstage.io/kubernetes-id")
	c.LabelSelector = value(e, "backstage.io/kubernetes-label-selector")
	c.Namespaces = value(e, "backstage.io/kubernetes-namespace")
	c.Clusters = value(e, "backstage.io/kubernetes-cluster")
	return c, true
}

func value(e entity, annotation string) Value {
	n := e.annotation(annotation)
	return Value{Annotation: annotation, Text: strings.TrimSpace(n.text()), Line: n.line()}
}

// refs reads a list of references, each once.
func refs(n node, kind, namespace string) []Ref {
	var list []Ref
	for _, item := range n.items() {
		r, ok := item.ref(kind, namespace)
		if ok && !slices.ContainsFunc(list, func(have Ref) bool { return have.String() == r.String() }) {
			list = append(list, r)
		}
	}
	return list
}

var address = regexp.MustCompile(`^(https?://|mailto:)\S+$`) // what a snapshot may link to

// links are those of the metadata, then those that annotations make.
func (r *reading) links(e entity) []schemas.Link {
	var list []schemas.Link
	add := func(title, url string) {
		if !slices.ContainsFunc(list, func(l schemas.Link) bool { return l.URL == url }) {
			list = append(list, schemas.Link{Title: title, URL: url})
		}
	}
	for _, n := range e.metadata.field("links").items() {
		url, title := strings.TrimSpace(n.field("url").text()), strings.TrimSpace(n.field("title").text())
		if !address.MatchString(url) {
			r.unlinked = append(r.unlinked, note{e.file, n.line(), fmt.Sprintf("%s: %q becomes no link: it is neither https, http nor mailto", n.path, url)})
			continue
		}
		if title == "" {
			title = url
		}
		add(title, url)
	}
	for _, a := range []struct{ annotation, title string }{
		{"backstage.io/source-location", "Source"},
		{"backstage.io/view-url", "Catalog file"},
	} {
		if url := strings.TrimPrefix(strings.TrimSpace(e.annotation(a.annotation).text()), "url:"); address.MatchString(url) {
			add(a.title, url)
		}
	}
	return list
}
