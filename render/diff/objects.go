package diff

// This file pairs the objects of one kind, and says fields that changed of what is in both snapshots.

import (
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// kindOf is how the objects of one list are told apart, and what is said of them.
type kindOf[T any] struct {
	object  func(T) string // "Deployment/shop/checkout"
	part    func(T) string // which part of the object a record is, where an object has several
	group   func(T) string // API group, where the kind does not tell it
	said    func(T) string // what is said of one that came or went
	changed func(e schemas.Entry, old, new *T) []schemas.Entry
}

func (o kindOf[T]) key(t T) string {
	return o.object(t) + " " + call(o.part, t) + " " + call(o.group, t)
}

// objects compares two lists. What could not be read did not vanish, and what could not be read before did not appear.
func objects[T any](k knowledge, old, new []T, of kindOf[T]) []schemas.Entry {
	before, after := index(old, of.key), index(new, of.key)
	var entries []schemas.Entry
	for _, t := range new {
		e := schemas.Entry{Cluster: k.new.Name, Object: of.object(t), Field: call(of.part, t)}
		resource, namespace := readAs(e.Object, call(of.group, t))
		if was := before[of.key(t)]; was != nil {
			entries = append(entries, of.changed(e, was, &t)...)
		} else if k.canAppear(resource, namespace) {
			e.What, e.To = schemas.ObjectAppeared, call(of.said, t)
			entries = append(entries, e)
		}
	}
	for _, t := range old {
		e := schemas.Entry{What: schemas.ObjectVanished, Cluster: k.new.Name, Object: of.object(t), Field: call(of.part, t), From: call(of.said, t)}
		if resource, namespace := readAs(e.Object, call(of.group, t)); after[of.key(t)] == nil && k.canVanish(resource, namespace) {
			entries = append(entries, e)
		}
	}
	return entries
}

func call[T any](of func(T) string, t T) string {
	if of == nil {
		return ""
	}
	return of(t)
}

func index[T any](list []T, key func(T) string) map[string]*T {
	m := make(map[string]*T, len(list))
	for i := range list {
		m[key(list[i])] = &list[i]
	}
	return m
}

// field says that a plain fact of an object changed.
func field(e schemas.Entry, name, from, to string) []schemas.Entry {
	e.What = schemas.ObjectChanged
	return side(e, name, from, to)
}

// side completes an entry about a field, where its two sides differ.
func side(e schemas.Entry, name, from, to string) []schemas.Entry {
	if from == to {
		return nil
	}
	e.Field, e.From, e.To = strings.TrimSpace(e.Field+" "+name), from, to
	return []schemas.Entry{e}
}

// lists says what came into a list and what left it; its order means nothing.
func lists(e schemas.Entry, name string, old, new []string) []schemas.Entry {
	return side(e, name, strings.Join(without(old, new), ", "), strings.Join(without(new, old), ", "))
}

func without(list, others []string) []string {
	rest := slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(others, s) })
	slices.Sort(rest)
	return slices.Compact(rest)
}

// status says a change of the service's, a cluster's or an object's status. That something starts or is rolled out
// is ordinary: the cluster says that once, its objects do not.
func status(e schemas.Entry, old, new schemas.Status) []schemas.Entry {
	ordinary := func(s schemas.Status) bool { return s == schemas.Healthy || s == schemas.Progressing }
	if old == new || e.Object != "" && ordinary(old) && ordinary(new) {
		return nil
	}
	e.What, e.From, e.To = schemas.StatusChanged, string(old), string(new)
	return []schemas.Entry{e}
}

// unrepeated leaves out an object's status where the cluster's changed alike, or where a problem or another change of
// the object has said why.
func unrepeated(entries []schemas.Entry) []schemas.Entry {
	repeats := func(e schemas.Entry) bool {
		return e.What == schemas.StatusChanged && e.Object != "" && slices.ContainsFunc(entries, func(o schemas.Entry) bool {
			alike := o.What == schemas.StatusChanged && o.Object == "" && o.From == e.From && o.To == e.To
			return alike || o.Object == e.Object && (o.Rule != "" || o.What == schemas.ReplicasChanged)
		})
	}
	return slices.DeleteFunc(slices.Clone(entries), repeats)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
