package site

// This file writes data/: what a collection found, in the order history, snapshots, index.

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Update is what a collection found.
type Update struct {
	Now       time.Time // of the changes in the history
	Snapshots iter.Seq2[*schemas.Snapshot, error]
	Clusters  []schemas.ClusterEntry
	Partial   bool                 // only some clusters or services were asked for: the rest keeps its state
	Limit     int                  // changes kept a service; 0 is schemas.DefaultHistory
	Gone      func(id string) bool // says that every cluster of a service that was not found was read; nil: none was
}

func (u Update) limit() int { return cmp.Or(max(0, u.Limit), schemas.DefaultHistory) }

// Result says what became of each service, by id.
type Result struct {
	Services []Written
	SetAside string // where an unreadable index was moved
}

// Written is what became of one service.
type Written struct {
	ID       string
	Outcome  Outcome
	Changes  []schemas.Entry // what the history says
	SetAside string          // where an unreadable past was moved

	told time.Time // when the history was told of the changes; zero where it was not
}

// tell keeps what the history was told.
func (w *Written) tell(c schemas.Change) { w.Changes, w.told = c.Entries, c.At }

// Outcome is what was done with a snapshot.
type Outcome string

const (
	Unchanged Outcome = "unchanged"
	Created   Outcome = "created"
	Changed   Outcome = "changed"
	Restored  Outcome = "restored" // unchanged, but what stood on disk was not it
	Kept      Outcome = "kept"     // not found, and not known to be gone
	Removed   Outcome = "removed"
)

// WriteData brings data/ up to the update, save the account of the run: WriteRun ends what this begins. An invalid
// snapshot is refused and costs its service the update, not the others theirs; the error names it.
func (s *Site) WriteData(u Update) (Result, error) {
	if err := s.begin(collecting); err != nil {
		return Result{}, err
	}
	rows, aside, err := s.rows()
	if err != nil {
		return Result{}, err
	}
	if err := s.writeSchemas(); err != nil {
		return Result{}, err
	}
	w := &dataWriter{site: s, update: u, old: rows, new: map[string]schemas.ServiceEntry{}, cases: map[string]string{}}
	if err := w.snapshots(); err != nil {
		return Result{}, err
	}
	if err := w.leftovers(); err != nil {
		return Result{}, err
	}
	gone, due, err := w.vanished()
	if err != nil {
		return Result{}, err
	}
	if err := s.writeIndex(w.index(gone)); err != nil {
		return Result{}, err
	}
	for _, name := range due {
		if err := s.remove(name); err != nil {
			return Result{}, err
		}
	}
	slices.SortFunc(w.done, func(a, b Written) int { return strings.Compare(a.ID, b.ID) })
	return Result{w.done, aside}, errors.Join(w.refused...)
}

// rows are what is known of each service on disk: the index, and where there is none to trust the snapshots themselves.
// An unreadable index is set aside; aside is where it went.
func (s *Site) rows() (rows map[string]schemas.ServiceEntry, aside string, err error) {
	ix, err := s.Index()
	var unreadable *UnreadableError
	switch {
	case errors.As(err, &unreadable):
		if aside, err = s.setAside(s.indexPath()); err != nil {
			return nil, "", err
		}
	case err != nil:
		return nil, "", err
	case ix != nil && !s.distrust:
		return s.past.rows, "", nil
	}
	if rows, err = s.found(); err != nil {
		return nil, "", err
	}
	for id, row := range s.past.rows { // of what cannot be read, and of what is missing
		if _, ok := rows[id]; !ok {
			rows[id] = row
		}
	}
	return rows, aside, nil
}

// dataWriter is one WriteData under way.
type dataWriter struct {
	site   *Site
	update Update
	old    map[string]schemas.ServiceEntry

	mu      sync.Mutex
	new     map[string]schemas.ServiceEntry
	cases   map[string]string // lower case → id
	done    []Written
	gone    []schemas.GoneEntry
	refused []error
}
