package diff

// This file joins what happened alike in several clusters into one line: "prod-eu, prod-us: image 2.7.4 → 2.8.0".

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Line is one change and the clusters it happened in; none where it is about the service.
type Line struct {
	Clusters []string
	Entry    schemas.Entry // of the first of them
}

// Across joins entries that differ in nothing but the cluster, keeping the order of what came first. Counts of pods
// and restarts differ by cluster and so stay apart.
func Across(entries []schemas.Entry) []Line {
	var lines []Line
	at := map[schemas.Entry]int{}
	for _, e := range entries {
		key := e
		key.Cluster = ""
		i, seen := at[key]
		switch {
		case seen && e.Cluster != "":
			lines[i].Clusters = append(lines[i].Clusters, e.Cluster)
		case e.Cluster != "": // only a cluster's entry is joined by another cluster's
			at[key] = len(lines)
			fallthrough
		default:
			lines = append(lines, Line{Clusters: clusterOf(e), Entry: e})
		}
	}
	return lines
}

// Text is the line as one plain sentence.
func (l Line) Text() string { return join(l.Parts()) }

// Parts is Text in parts.
func (l Line) Parts() []Part {
	return l.saying(words(l.Entry)...)
}

// saying puts the clusters before what is said of them.
func (l Line) saying(said ...Part) []Part {
	if len(l.Clusters) == 0 {
		return said
	}
	return append([]Part{{strings.Join(l.Clusters, ", "), Cluster}, plain(": ")}, said...)
}

// Summed joins lines that differ in how many pods were replaced, or containers restarted, and where, into one of all.
func Summed(lines []Line) []Line {
	var summed []Line
	at := map[schemas.Entry]int{}
	for _, l := range lines {
		key := l.Entry
		key.Cluster, key.Count = "", 0
		counts := (key.What == schemas.PodsReplaced || key.What == schemas.Restarted) && len(l.Clusters) > 0
		if counts {
			l.Entry.Count *= len(l.Clusters) // alike in each of them
		}
		if i, seen := at[key]; seen && counts {
			summed[i].Clusters = append(slices.Clone(summed[i].Clusters), l.Clusters...)
			summed[i].Entry.Count += l.Entry.Count
			continue
		}
		at[key] = len(summed)
		summed = append(summed, l)
	}
	return summed
}
