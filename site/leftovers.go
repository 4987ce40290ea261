package site

// This file decides what becomes of services that an update does not hold: a failed read is never a deletion.

import (
	"cmp"
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// leftovers decides what becomes of services that the update does not hold. One whose file someone removed is gone:
// the index vouches for what stands beside it.
func (w *dataWriter) leftovers() error {
	for _, id := range slices.Sorted(maps.Keys(w.old)) {
		if _, written := w.new[id]; written {
			continue
		}
		_, produced := w.cases[strings.ToLower(id)]
		gone := !produced && !w.update.Partial && w.update.Gone != nil && w.update.Gone(id)
		info, err := w.site.look(w.site.snapshotPath(id))
		switch {
		case err == nil && info.Mode().IsRegular() && !gone:
			row := w.old[id]
			row.Changed = w.changed(id, time.Time{})
			w.finish(Written{ID: id, Outcome: Kept}, row)
		case err == nil || errors.Is(err, fs.ErrNotExist):
			if err := w.vanish(id); err != nil {
				return err
			}
		default:
			return w.site.trouble("look at", w.site.snapshotPath(id), err)
		}
	}
	return nil
}

// vanish ends a service: its history says so and outlives it, its snapshot goes.
func (w *dataWriter) vanish(id string) error {
	s := w.site
	written := Written{ID: id, Outcome: Removed}
	old, aside, err := w.previous(id, true)
	if err != nil {
		return err
	}
	written.SetAside = aside
	if old == nil {
		old = &schemas.Snapshot{Status: w.old[id].Status}
	}
	change, err := s.record(id, old, nil, tombstone(), w.update)
	if err != nil {
		return err
	}
	written.tell(change)
	if err := s.remove(s.snapshotPath(id)); err != nil {
		return err
	}
	row := w.old[id]
	w.gone = append(w.gone, schemas.GoneEntry{ID: id, Name: cmp.Or(row.Name, path.Base(id)), Title: row.Title, At: cmp.Or(change.At, w.update.Now.UTC().Truncate(time.Second))})
	w.finish(written, schemas.ServiceEntry{})
	return nil
}
