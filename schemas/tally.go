package schemas

// This file counts what belongs to nobody.

import (
	"cmp"
	"slices"
	"strings"
)

// Tally counts objects by kind and namespace.
type Tally map[[2]string]int

// Count counts one object.
func (t Tally) Count(kind, namespace string) { t[[2]string{kind, namespace}]++ }

// List is what was counted, by namespace and kind.
func (t Tally) List() []Unclaimed {
	list := make([]Unclaimed, 0, len(t))
	for k, n := range t {
		list = append(list, Unclaimed{Kind: k[0], Namespace: k[1], Count: n})
	}
	slices.SortFunc(list, func(a, b Unclaimed) int {
		return cmp.Or(strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Kind, b.Kind))
	})
	return list
}
