package site

// This file writes data/: what a collection found, in the order history, snapshots, index.

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

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
type Result struct{ Services []Written }

// Written is what became of one service.
type Written struct {
	ID       string
	Outcome  Outcome
	Changes  []schemas.Entry // what the history says
	SetAside string          // where an unreadable past was moved
}

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
	rows, err := s.rows()
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
	if err := s.writeIndex(w.index()); err != nil {
		return Result{}, err
	}
	if err := s.forget(func(id string) bool { _, ok := w.new[id]; return ok }, u.Now); err != nil {
		return Result{}, err
	}
	slices.SortFunc(w.done, func(a, b Written) int { return strings.Compare(a.ID, b.ID) })
	return Result{w.done}, errors.Join(w.refused...)
}

// rows are what is known of each service on disk: the index, and where there is none to trust the snapshots themselves.
func (s *Site) rows() (map[string]schemas.ServiceEntry, error) {
	ix, err := s.Index()
	var unreadable *UnreadableError
	switch {
	case errors.As(err, &unreadable):
		if _, err := s.setAside(s.indexPath()); err != nil {
			return nil, err
		}
	case err != nil:
		return nil, err
	case ix != nil && !s.distrust:
		return s.past.rows, nil
	}
	rows, err := s.found()
	if err != nil {
		return nil, err
	}
	for id, row := range s.past.rows { // of what cannot be read, and of what is missing
		if _, ok := rows[id]; !ok {
			rows[id] = row
		}
	}
	return rows, nil
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
	refused []error
}

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
	w.finish(written, schemas.Summarize(&snapshot, digest))
	return nil
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
		if written.Changes, err = s.record(id, old, snapshot, digest, w.update); err != nil {
			return written, err
		}
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
	info, err := s.root.Lstat(s.snapshotPath(id))
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

// leftovers decides what becomes of services that the update does not hold. One whose file someone removed is gone:
// the index vouches for what stands beside it.
func (w *dataWriter) leftovers() error {
	for _, id := range slices.Sorted(maps.Keys(w.old)) {
		if _, written := w.new[id]; written {
			continue
		}
		_, produced := w.cases[strings.ToLower(id)]
		gone := !produced && !w.update.Partial && w.update.Gone != nil && w.update.Gone(id)
		info, err := w.site.root.Lstat(w.site.snapshotPath(id))
		switch {
		case err == nil && info.Mode().IsRegular() && !gone:
			w.finish(Written{ID: id, Outcome: Kept}, w.old[id])
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
	if written.Changes, err = s.record(id, old, nil, tombstone(), w.update); err != nil {
		return err
	}
	if err := s.remove(s.snapshotPath(id)); err != nil {
		return err
	}
	w.finish(written, schemas.ServiceEntry{})
	return nil
}

func (w *dataWriter) index() *schemas.Index {
	ix := &schemas.Index{Schema: schemas.IndexSchema, SchemaVersion: schemas.IndexVersion, Clusters: w.clusters()}
	for _, id := range slices.Sorted(maps.Keys(w.new)) {
		ix.Services = append(ix.Services, w.new[id])
	}
	return ix
}

// clusters are those of the update; in a partial one the others keep their rows and places.
func (w *dataWriter) clusters() []schemas.ClusterEntry {
	past, _ := w.site.Index()
	if !w.update.Partial || past == nil {
		return w.update.Clusters
	}
	all := slices.Clone(past.Clusters)
	for _, c := range w.update.Clusters {
		same := func(o schemas.ClusterEntry) bool { return o.Name == c.Name }
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i] = c
		} else {
			all = append(all, c)
		}
	}
	return all
}

func (s *Site) writeIndex(ix *schemas.Index) error {
	b, err := schemas.Encode(ix)
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	s.mu.Lock()
	same := s.past != nil && bytes.Equal(s.past.bytes, b)
	s.mu.Unlock()
	if same {
		return nil
	}
	if err := schemas.ValidateIndex(b); err != nil {
		return fmt.Errorf("%s would be invalid and was not written: %w: this is a fault of plimsoll, please report it", s.at(s.indexPath()), err)
	}
	if err := s.put(s.indexPath(), b, durable); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.past, s.seen = newPast(ix, b), map[string]string{}
	return nil
}

// writeSchemas publishes the JSON Schemas beside the data that names them.
func (s *Site) writeSchemas() error {
	files := schemas.Files()
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		_, err = s.putIfOther(path.Join(s.data, "schemas", path.Base(name)), b)
		return err
	})
}
