package collect

// This file is the order of things: every list of a snapshot is sorted, so that its bytes depend on state alone.

import (
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// compareStrings compares pairs of strings, the first that differ deciding.
func compareStrings(pairs ...string) int {
	for i := 0; i+1 < len(pairs); i += 2 {
		if n := strings.Compare(pairs[i], pairs[i+1]); n != 0 {
			return n
		}
	}
	return 0
}

func comparePods(a, b *facts.Pod) int {
	return compareStrings(a.Namespace, b.Namespace, a.Name, b.Name)
}

func newestFirst(a, b *facts.JobShare) int {
	if n := b.Created.Compare(a.Created); n != 0 {
		return n
	}
	return compareStrings(a.Name, b.Name)
}
