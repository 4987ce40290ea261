package catalog

// This file reads references between entities: [<kind>:][<namespace>/]<name>, or a mapping of the three.

import (
	"cmp"
	"fmt"
	"strings"
)

// DefaultNamespace is where an entity stands that names no namespace.
const DefaultNamespace = "default"

// Ref names an entity. Backstage compares references case aside.
type Ref struct {
	Kind, Namespace string // in lower case
	Name            string // as it was written
}

// String is the reference in full, in lower case, as Backstage's own tools write it.
func (r Ref) String() string {
	return fmt.Sprintf("%s:%s/%s", r.Kind, r.Namespace, strings.ToLower(r.Name))
}

// ID is the service id of a component.
func (r Ref) ID() string {
	name := strings.ToLower(r.Name)
	if r.Namespace == DefaultNamespace {
		return name
	}
	return r.Namespace + "/" + name
}

// ref reads a field that refers to an entity; what it leaves out is as given. A reference without a name is none.
func (n node) ref(kind, namespace string) (Ref, bool) {
	r := Ref{Kind: kind, Namespace: namespace}
	switch {
	case !n.stated():
		return Ref{}, false
	case n.isMapping():
		r.Kind = cmp.Or(n.field("kind").text(), r.Kind)
		r.Namespace = cmp.Or(n.field("namespace").text(), r.Namespace)
		r.Name = n.field("name").text()
	case !n.isList():
		r.Name = n.text()
		if k, rest, ok := strings.Cut(r.Name, ":"); ok {
			r.Kind, r.Name = k, rest
		}
		if ns, rest, ok := strings.Cut(r.Name, "/"); ok {
			r.Namespace, r.Name = ns, rest
		}
	}
	r.Kind, r.Namespace = strings.ToLower(strings.TrimSpace(r.Kind)), strings.ToLower(strings.TrimSpace(r.Namespace))
	r.Name = strings.TrimSpace(r.Name)
	if !word(r.Kind) || !word(r.Namespace) || !word(r.Name) {
		n.complain("is not a reference such as component:default/orders")
		return Ref{}, false
	}
	return r, true
}

// word is what Backstage lets a kind, a namespace or a name be: letters, digits and - _ . between them.
func word(s string) bool {
	const most = 63
	if s == "" || len(s) > most || strings.Trim(s, "-_.") != s {
		return false
	}
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', r == '-', r == '_', r == '.':
		default:
			return false
		}
	}
	return true
}
