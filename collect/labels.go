package collect

// This file finds the units that a selector could select without trying them all: five thousand Services over five
// thousand workloads of one namespace would be twenty-five million comparisons.

import (
	"maps"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// labelIndex finds units by one label of the pods they make.
type labelIndex struct {
	byLabel     map[[3]string][]*unit // namespace, key, value
	byNamespace map[string][]*unit
}

func indexLabels(units []*unit) labelIndex {
	x := labelIndex{map[[3]string][]*unit{}, map[string][]*unit{}}
	for _, u := range units {
		namespace := u.meta.Namespace
		x.byNamespace[namespace] = append(x.byNamespace[namespace], u)
		for k, v := range u.template {
			at := [3]string{namespace, k, v}
			x.byLabel[at] = append(x.byLabel[at], u)
		}
	}
	return x
}

// candidates are the units with the rarest of the labels that the selector demands; every unit that it selects is
// among them.
func (x labelIndex) candidates(namespace string, s facts.Selector) []*unit {
	if len(s.Labels) == 0 {
		return x.byNamespace[namespace]
	}
	var fewest []*unit
	for i, k := range slices.Sorted(maps.Keys(s.Labels)) {
		if found := x.byLabel[[3]string{namespace, k, s.Labels[k]}]; i == 0 || len(found) < len(fewest) {
			fewest = found
		}
	}
	return fewest
}
