package site

// This file writes the snapshots that an update holds: validated, their history first, and only where they are other.

import (
	"errors"
	"fmt"
	"path"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// snapshots writes them as they come, a few at a time.
func (w *dataWriter) snapshots() error {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for snapshot, err := range w.update.Snapshots {
		if err == nil {
			err = w.claim(snapshot.Service.ID)
		}
		if err != nil {
			return errors.Join(err, group.Wait())
		}
		group.Go(func() error { return w.snapshot(snapshot) })
	}
	return group.Wait()
}

// claim refuses a second service of one id, and ids that are one file where case does not count.
func (w *dataWriter) claim(id string) error {
	if err := checkID(id); err != nil {
		return err
	}
	other, taken := w.cases[strings.ToLower(id)]
	if taken {
		return fmt.Errorf("services %q and %q would share a file: rename one of them", other, id)
	}
	w.cases[strings.ToLower(id)] = id
	return nil
}

func (w *dataWriter) snapshot(given *schemas.Snapshot) error {
	snapshot := *given
	id := snapshot.Service.ID
	snapshot.Schema = schemas.SnapshotSchema(id)
	snapshot.SchemaVersion = schemas.SnapshotVersion
	b, err := schemas.Encode(&snapshot)
	if err != nil {
		return fmt.Errorf("snapshot of %s: %w", id, err)
	}
	digest := schemas.Digest(b)
	written, err := w.write(&snapshot, b, digest)
	if invalid := (*invalidError)(nil); errors.As(err, &invalid) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.refused = append(w.refused, err)
		return nil // leftovers keeps what stood there
	}
	if err != nil {
		return err
	}
	row := schemas.Summarize(&snapshot, digest)
	row.Changed = w.changed(id, written.told)
	w.finish(written, row)
	return nil
}

// changed is when a service's history was last told anything: now, or what the index says. An index that does not say
// is an old one, or was lost: then the history is asked, once.
func (w *dataWriter) changed(id string, told time.Time) time.Time {
	if !told.IsZero() {
		return told
	}
	if row := w.old[id]; !row.Changed.IsZero() {
		return row.Changed
	}
	return w.site.lastTold(id)
}

func (w *dataWriter) finish(written Written, row schemas.ServiceEntry) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done = append(w.done, written)
	if written.Outcome != Removed {
		w.new[written.ID] = row
	}
}

// write brings one snapshot to disk, history first.
func (w *dataWriter) write(snapshot *schemas.Snapshot, b []byte, digest string) (Written, error) {
	s, id := w.site, snapshot.Service.ID
	written := Written{ID: id, Outcome: Unchanged}
	row, known := w.old[id]
	vouched := known && row.Digest == digest && !s.distrust
	if vouched && s.intact(id, digest, len(b)) {
		return written, nil
	}
	if err := schemas.ValidateSnapshot(b); err != nil && !vouched {
		return written, &invalidError{id, err}
	}
	old, aside, err := w.previous(id, known)
	if err != nil {
		return written, err
	}
	written.SetAside = aside
	if !vouched && aside == "" { // from an unreadable past, nothing can be said to have changed
		change, err := s.record(id, old, snapshot, digest, w.update)
		if err != nil {
			return written, err
		}
		written.tell(change)
	}
	switch {
	case s.intact(id, digest, len(b)):
		return written, nil // written by a run that died before its index
	case vouched:
		written.Outcome = Restored
	case !known && old == nil:
		written.Outcome = Created
	default:
		written.Outcome = Changed
	}
	s.mu.Lock()
	delete(s.seen, id)
	s.mu.Unlock()
	return written, s.put(s.snapshotPath(id), b, volatile)
}

// previous is the snapshot to compare with. An unreadable one is set aside; aside is where it went. What stands in its
// place in a folder whose index can be read and does not list it was never ours.
func (w *dataWriter) previous(id string, known bool) (old *schemas.Snapshot, aside string, err error) {
	s := w.site
	old, err = s.Snapshot(id)
	var unreadable *UnreadableError
	if !errors.As(err, &unreadable) {
		return old, "", err
	}
	if !known && s.past.err == nil && !s.distrust {
		return nil, "", fmt.Errorf("%s is not a snapshot that Plimsoll wrote, and one must stand there: move it away", unreadable.Path)
	}
	aside, err = s.setAside(s.snapshotPath(id))
	return nil, aside, err
}

// invalidError is a snapshot that the schema refuses: a fault of the collector.
type invalidError struct {
	id  string
	err error
}

func (e *invalidError) Error() string {
	return fmt.Sprintf("snapshot of %s is invalid and was not written: %v: this is a fault of plimsoll, please report it", e.id, e.err)
}

func (e *invalidError) Unwrap() error { return e.err }

// intact says whether the snapshot on disk is the one of that digest. Its content counts if it has been read, or a
// run died here; else its size does, so that a run in which nothing changed opens no snapshot.
func (s *Site) intact(id, digest string, size int) bool {
	info, err := s.look(s.snapshotPath(id))
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(size) {
		return false
	}
	s.mu.Lock()
	seen, read := s.seen[id]
	s.mu.Unlock()
	if read || !s.distrust {
		return !read || seen == digest
	}
	b, ok, err := s.read(s.snapshotPath(id))
	return err == nil && ok && schemas.Digest(b) == digest
}

// setAside moves a file of the past that cannot be used to where it can be looked at, named by its content.
func (s *Site) setAside(name string) (string, error) {
	b, ok, err := s.read(name)
	if err != nil || !ok {
		return "", err
	}
	ext := path.Ext(name)
	aside := path.Join(asideDir, strings.TrimSuffix(name, ext)+"."+schemas.Digest(b)[:12]+ext)
	if err := s.put(aside, b, durable); err != nil {
		return "", err
	}
	return s.at(aside), s.remove(name)
}
