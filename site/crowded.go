package site

// This file counts what a directory holds: Git hosts stop at some thousand entries.

import (
	"cmp"
	"path"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// MostEntries is what a directory of a repository may hold: GitHub lists no more of one, and advises against it.
const MostEntries = 3000

// Crowd is a directory with more entries than that.
type Crowd struct {
	Dir     string // as messages name it
	Entries int
}

// Crowded lists the directories that are too full for a Git host, the fullest first. It counts names that the index and
// the manifest know, and opens no directory.
func (s *Site) Crowded(ix *schemas.Index) []Crowd {
	entries := map[string]map[string]bool{}
	for _, name := range s.names(ix) {
		for dir := path.Dir(name); ; name, dir = dir, path.Dir(dir) {
			if entries[dir] == nil {
				entries[dir] = map[string]bool{}
			}
			known := entries[dir][name]
			entries[dir][name] = true
			if known || dir == "." {
				break
			}
		}
	}
	var crowded []Crowd
	for dir, names := range entries {
		if len(names) > MostEntries {
			crowded = append(crowded, Crowd{s.at(dir), len(names)})
		}
	}
	slices.SortFunc(crowded, func(a, b Crowd) int {
		return cmp.Or(cmp.Compare(b.Entries, a.Entries), cmp.Compare(a.Dir, b.Dir))
	})
	return crowded
}

// names are the files of the site, by what is remembered of them.
func (s *Site) names(ix *schemas.Index) []string {
	var names []string
	if s.manifest != nil {
		for name := range s.manifest.Pages {
			names = append(names, name)
		}
	}
	for _, service := range ix.Services {
		names = append(names, s.snapshotPath(service.ID), s.historyPath(service.ID))
	}
	for _, gone := range ix.Gone {
		names = append(names, s.historyPath(gone.ID))
	}
	return names
}
