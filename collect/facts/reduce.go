package facts

// This file is what every reducer needs to take fields out of an object. Objects are not trusted: a controller or
// a dump may leave out, repeat or exaggerate anything.

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// textBytes bounds free text; what a person needs of a message stands at its beginning.
const textBytes = 500

// wordBytes bounds what is looked up in the words: longer text hardly repeats.
const wordBytes = 128

// ignoreAnnotation is how somebody sets problems of an object aside. Other annotations are not kept.
const ignoreAnnotation = "plimsoll/ignore"

// reading is what is remembered while objects are added, and dropped when the facts are merged. Pods of one
// workload repeat each other: sharing their strings and labels takes a third off what a pod costs (BenchmarkPods).
type reading struct {
	words  map[string]string            // text to the one copy of its cleaned form
	names  map[string]string            // name to its one copy
	labels map[string]map[string]string // labels, written out, to the one copy
	events map[eventKey]*Event
	pruned []byte // what is decoded of one object after the other
}

func (c *Cluster) memory() *reading {
	if c.reading == nil {
		c.reading = &reading{
			words:  map[string]string{},
			names:  map[string]string{},
			labels: map[string]map[string]string{},
			events: map[eventKey]*Event{},
		}
	}
	return c.reading
}

// text cleans what a person or a controller wrote.
func (c *Cluster) text(s string) string {
	if s == "" || len(s) > wordBytes {
		return Clean(s, textBytes)
	}
	m := c.memory()
	word, ok := m.words[s]
	if !ok {
		word = Clean(s, textBytes)
		m.words[s] = word
	}
	return word
}

// name keeps an identifier as it is, because something else refers to it by these very bytes. Only what no API
// server lets into one, and a dump may, is taken out: line ends and characters that cannot be seen.
func (c *Cluster) name(s string) string {
	if s == "" {
		return ""
	}
	m := c.memory()
	name, ok := m.names[s]
	if !ok {
		name = oneLine(s)
		m.names[s] = name
	}
	return name
}

func (c *Cluster) namesOf(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, c.name(s))
	}
	return out
}

// shared returns one copy of equal labels.
func (c *Cluster) shared(labels map[string]string) map[string]string {
	if len(labels) == 0 {
		return nil
	}
	var key strings.Builder
	for _, k := range slices.Sorted(maps.Keys(labels)) {
		key.WriteString(k + "\x00" + labels[k] + "\x00")
	}
	m := c.memory()
	one, ok := m.labels[key.String()]
	if !ok {
		one = make(map[string]string, len(labels))
		for k, v := range labels {
			one[c.name(k)] = c.name(v)
		}
		m.labels[key.String()] = one
	}
	return one
}

// meta takes what all kinds have. Every kind is namespaced, so that an object without a namespace is a manifest:
// applying it would put it into "default".
func (c *Cluster) meta(o *metav1.ObjectMeta) Meta {
	return Meta{
		Namespace: cmp.Or(c.name(o.Namespace), "default"),
		Name:      oneLine(o.Name),
		Labels:    c.shared(o.Labels),
		Owner:     c.owner(o.OwnerReferences),
		Created:   at(o.CreationTimestamp),
		Ignore:    c.text(o.Annotations[ignoreAnnotation]),
	}
}

// owner is the controlling owner. The others only hold back garbage collection. A reference that names nothing is none.
func (c *Cluster) owner(refs []metav1.OwnerReference) Ref {
	for _, r := range refs {
		if value(r.Controller) && r.Kind != "" && r.Name != "" {
			return Ref{Group: c.name(group(r.APIVersion)), Kind: c.name(r.Kind), Name: c.name(r.Name)}
		}
	}
	return Ref{}
}

// group is the group of an apiVersion: "apps" of "apps/v1", "" of "v1".
func group(apiVersion string) string {
	group, _, found := strings.Cut(apiVersion, "/")
	if !found {
		return ""
	}
	return group
}

// conditions takes conditions of any API type, sorted by type, because controllers reorder them as they please.
// Of two with one type the newer one counts, and one without a type says nothing.
func conditions[T any](c *Cluster, in []T, take func(*T) Condition) []Condition {
	if len(in) == 0 {
		return nil
	}
	out := make([]Condition, 0, len(in))
	for i := range in {
		n := take(&in[i])
		n.Type, n.Status, n.Reason, n.Message = c.text(n.Type), c.text(n.Status), c.text(n.Reason), c.text(n.Message)
		same := slices.IndexFunc(out, func(o Condition) bool { return o.Type == n.Type })
		switch {
		case n.Type == "":
		case same < 0:
			out = append(out, n)
		case !n.Since.Before(out[same].Since):
			out[same] = n
		}
	}
	slices.SortFunc(out, func(a, b Condition) int { return strings.Compare(a.Type, b.Type) })
	return out
}

// at is a time as facts hold it: UTC, whole seconds, and zero where it is no date that can be written down.
func at(t metav1.Time) time.Time {
	u := t.UTC().Truncate(time.Second)
	if u.Year() < 1 || u.Year() > 9999 {
		return time.Time{}
	}
	return u
}

func atPointer(t *metav1.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return at(*t)
}

func micro(t metav1.MicroTime) time.Time { return at(metav1.Time(t)) }

// count is a number of things. There are never fewer than none.
func count(n int32) int { return int(max(n, 0)) }

// countOr is a number whose absence means something.
func countOr(n *int32, absent int) int {
	if n == nil {
		return absent
	}
	return count(*n)
}

// seconds bounds a duration: the product of two fields of an API can be more than a time.Duration holds.
func seconds(n int64) time.Duration {
	return time.Duration(min(max(n, 0), math.MaxInt32)) * time.Second
}

func value[T any](p *T) T {
	if p == nil {
		return *new(T)
	}
	return *p
}
