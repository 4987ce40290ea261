package catalog

// This file tells Backstage's entities from other YAML, and reads what all kinds have in common.

import (
	"slices"
	"strings"
)

// entity is one of the catalog's things.
type entity struct {
	node
	file      string
	kind      string // in lower case
	namespace string // in lower case
	name      string // as it was written
	metadata  node
	spec      node
}

func (e entity) ref() Ref { return Ref{Kind: e.kind, Namespace: e.namespace, Name: e.name} }

// annotation is the value of one of metadata.annotations.
func (e entity) annotation(key string) node { return e.metadata.field("annotations").field(key) }

// knownVersions are the apiVersions of the kinds that are read.
func knownVersions() []string { return []string{"backstage.io/v1alpha1", "backstage.io/v1beta1"} }

// readKinds are the kinds that anything is taken of. All others are passed over: a System, an API, a Resource, a Domain
// or a kind of one's own is there to be referred to.
func readKinds() []string { return []string{"component", "group", "user"} }

// entity reads the head of one; false where it is none, or not one that anything is taken of. One that cannot be read
// may be any of those that were known.
func (r *reading) entity(file string, n node) (entity, bool) {
	if !n.isMapping() {
		return entity{}, false
	}
	version := n.field("apiVersion")
	if !backstages(version) {
		return entity{}, false
	}
	e := entity{node: n, file: file, metadata: n.field("metadata"), spec: n.field("spec")}
	kind := n.field("kind")
	if !kind.stated() {
		r.torn = true
		kind.at("kind", n.Node).complain("is missing; the entity is left out")
		return entity{}, false
	}
	e.kind = strings.ToLower(kind.text())
	if !slices.Contains(readKinds(), e.kind) {
		return entity{}, false
	}
	if !slices.Contains(knownVersions(), version.text()) {
		r.torn = true
		version.complain("is %q, and not one that is known (%s); the entity is left out", version.text(), strings.Join(knownVersions(), ", "))
		return entity{}, false
	}
	e, ok := e.named()
	r.torn = r.torn || !ok
	return e, ok
}

// backstages says whether an apiVersion is of Backstage's own kinds.
func backstages(version node) bool {
	to := version.resolved()
	return to != nil && strings.HasPrefix(to.Value, "backstage.io/")
}

// named reads the entity's name and namespace, without which nothing can be made of it.
func (e entity) named() (entity, bool) {
	name := e.metadata.field("name")
	if !name.stated() {
		name.at(name.path, e.Node).complain("is missing; the entity is left out")
		return entity{}, false
	}
	if e.name = name.text(); !word(e.name) {
		name.complain("%q is not a name of letters, digits and - _ . between them; the entity is left out", e.name)
		return entity{}, false
	}
	e.namespace = DefaultNamespace
	if namespace := e.metadata.field("namespace"); namespace.stated() {
		if e.namespace = strings.ToLower(namespace.text()); !word(e.namespace) {
			namespace.complain("%q is not a name of letters, digits and - _ . between them; the entity is left out", e.namespace)
			return entity{}, false
		}
	}
	return e, true
}
