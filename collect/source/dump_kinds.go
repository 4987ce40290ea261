package source

// This file knows what a dump's objects and files are: a kind that is read, another version of one, or something else.

import (
	"cmp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/json"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// group is the API group of what an object says that it is.
func (t typeMeta) group() string {
	group, _, grouped := strings.Cut(t.APIVersion, "/")
	if !grouped {
		return ""
	}
	return group
}

func (t typeMeta) version() string {
	return t.APIVersion[strings.LastIndexByte(t.APIVersion, '/')+1:]
}

// kindOf is the kind that an object is of, if it is one that is read. Custom kinds are taken in any version.
func (d *dump) kindOf(t typeMeta) (facts.Kind, bool) {
	if k, known := d.kinds[t]; known || t.Kind == "" {
		return k, known
	}
	for _, k := range d.rows {
		if k.Custom && k.Group == t.group() && d.means(k, t) {
			one := k.Served(t.version(), t.Kind)
			one.Namespaced = k.Kind != "" // of one that only the configuration names, nobody says so
			d.kinds[t] = one
			return one, true
		}
	}
	return facts.Kind{}, false
}

// means says whether a row is about that kind. Of one that only the configuration names, the plural is all that is
// known: a definition in the dump tells whose it is, else the file's name does, else the way in which plurals are made.
func (d *dump) means(k facts.Kind, t typeMeta) bool {
	if k.Kind != "" {
		return k.Kind == t.Kind
	}
	if plural, ok := d.defined[typeMeta{t.group(), t.Kind}]; ok {
		return plural == k.Resource
	}
	return d.current.Plural() == k.Plural() || slices.Contains(PluralsOf(t.Kind), k.Resource)
}

// PluralsOf are the names that lists of a kind may have. English and the tools that write definitions do not agree:
// gateways, policies, meshes.
func PluralsOf(kind string) []string {
	one := strings.ToLower(kind)
	return []string{one + "s", one + "es", strings.TrimSuffix(one, "y") + "ies", one}
}

// define learns the plural of a custom kind where the dump holds its definition.
func (d *dump) define(h objectHead, raw []byte) {
	if h.Kind != "CustomResourceDefinition" || h.group() != "apiextensions.k8s.io" {
		return
	}
	var definition struct {
		Spec struct {
			Group string `json:"group"`
			Names struct {
				Plural string `json:"plural"`
				Kind   string `json:"kind"`
			} `json:"names"`
		} `json:"spec"`
	}
	if json.Unmarshal(raw, &definition) == nil {
		d.defined[typeMeta{definition.Spec.Group, definition.Spec.Names.Kind}] = definition.Spec.Names.Plural
	}
}

// otherName names a kind that is not read: "ConfigMap", "Rollout.argoproj.io", or with its version where another
// version is read.
func (d *dump) otherName(t typeMeta) string {
	name := t.Kind
	if k, ok := d.version(t); ok {
		d.other[k.Plural()] = facts.Clean(t.APIVersion, 0)
		name += " (" + t.APIVersion + ")"
	} else if group := t.group(); group != "" {
		name += "." + group
	}
	return facts.Clean(cmp.Or(name, "without kind"), 0)
}

// version finds the kind of ours that this is some version of. Two groups once held kinds of ours or hold a second
// form of one; in any other group a Service or an Ingress means something of its own.
func (d *dump) version(t typeMeta) (facts.Kind, bool) {
	if k, known := d.kindOf(t); known {
		return k, true
	}
	group := t.group()
	k, known := d.named[t.Kind]
	return k, known && (group == k.Group || group == "extensions" || group == "events.k8s.io")
}

// kindOfPath is the kind that a file is named after, "pods.json" or "cluster-resources/pods/shop.json". Of a kind that is
// called as another one is, kubectl's users write the name of the kind: "podmetrics.json".
func (d *dump) kindOfPath(file string) (facts.Kind, bool) {
	parts := strings.Split(file, "/")
	last := len(parts) - 1
	parts[last] = strings.TrimSuffix(parts[last], suffix(parts[last]))
	for _, part := range parts[max(0, last-1):] {
		for _, k := range d.rows {
			if part == k.Resource && !k.Beside || part == k.Plural() || k.Beside && part == strings.ToLower(k.Kind) {
				return k, true
			}
		}
	}
	return facts.Kind{}, false
}
