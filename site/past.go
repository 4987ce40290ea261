package site

// This file reads what the last run left: index, account, snapshots and history.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// past is the index as it lies on disk.
type past struct {
	index *schemas.Index
	rows  map[string]schemas.ServiceEntry // of the index, by service id
	bytes []byte
	err   error
}

// UnreadableError is a file of the past that is there and cannot be used. It stops no collecting: the next run goes
// on without it and sets it aside before it writes another in its place.
type UnreadableError struct {
	Path string
	Err  error
}

func (e *UnreadableError) Error() string {
	return fmt.Sprintf("%s cannot be read: %v: restore it from Git, or remove it", e.Path, e.Err)
}

func (e *UnreadableError) Unwrap() error { return e.Err }

// unusable is an *UnreadableError, save for what a newer plimsoll wrote: that is nothing to go on without or to replace.
func (s *Site) unusable(name string, b []byte, current int, err error) error {
	var head struct{ SchemaVersion int }
	if json.Unmarshal(b, &head) == nil && head.SchemaVersion > current {
		return fmt.Errorf("%s: %w", s.at(name), err)
	}
	return &UnreadableError{s.at(name), err}
}

// Index is nil where there is none yet. An unreadable one is an *UnreadableError.
func (s *Site) Index() (*schemas.Index, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.past == nil {
		s.past = s.readIndex()
	}
	return s.past.index, s.past.err
}

func (s *Site) readIndex() *past {
	b, ok, err := s.read(s.indexPath())
	if err != nil || !ok {
		return &past{err: err}
	}
	ix, err := schemas.DecodeIndex(b)
	if err != nil {
		return &past{err: s.unusable(s.indexPath(), b, schemas.IndexVersion, err)}
	}
	return newPast(ix, b)
}

func newPast(ix *schemas.Index, b []byte) *past {
	p := &past{index: ix, bytes: b, rows: make(map[string]schemas.ServiceEntry, len(ix.Services))}
	for _, row := range ix.Services {
		p.rows[row.ID] = row
	}
	return p
}

// Run is the account of the last run, nil where there is none yet.
func (s *Site) Run() (*schemas.Run, error) {
	b, ok, err := s.read(s.runPath())
	if err != nil || !ok {
		return nil, err
	}
	run, err := schemas.DecodeRun(b)
	if err != nil {
		return nil, s.unusable(s.runPath(), b, schemas.RunVersion, err)
	}
	return run, nil
}

// Snapshot is the last state of a service, nil where there is none. What the index vouches for is taken as valid;
// what it does not is validated. One that cannot be used is an *UnreadableError.
func (s *Site) Snapshot(id string) (*schemas.Snapshot, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	b, ok, err := s.read(s.snapshotPath(id))
	if err != nil || !ok {
		return nil, err
	}
	digest := schemas.Digest(b)
	s.mu.Lock()
	s.seen[id] = digest
	s.mu.Unlock()
	snapshot, err := s.decode(id, digest, b)
	if err == nil && snapshot.Service.ID != id {
		err = fmt.Errorf("it is the snapshot of %q", snapshot.Service.ID)
	}
	if err != nil {
		return nil, s.unusable(s.snapshotPath(id), b, schemas.SnapshotVersion, err)
	}
	return snapshot, nil
}

func (s *Site) decode(id, digest string, b []byte) (*schemas.Snapshot, error) {
	s.Index()
	if row, ok := s.past.rows[id]; ok && row.Digest == digest {
		return schemas.DecodeTrusted(b)
	}
	return schemas.DecodeSnapshot(b)
}

// Load is a service's snapshot and history for its page. Here a missing snapshot is an error: the index lists it.
func (s *Site) Load(id string) (*schemas.Snapshot, []schemas.Change, error) {
	snapshot, err := s.Snapshot(id)
	if err != nil {
		return nil, nil, err
	}
	if snapshot == nil {
		return nil, nil, fmt.Errorf("%s is missing, and the index lists it: collect again", s.at(s.snapshotPath(id)))
	}
	history, err := s.History(id)
	return snapshot, history, err
}

// found walks the snapshots on disk, whatever the index says of them. What is not a service's snapshot is passed over:
// it is someone else's, or said to be unreadable when its service is next written.
func (s *Site) found() (map[string]schemas.ServiceEntry, error) {
	rows := map[string]schemas.ServiceEntry{}
	base := path.Join(s.data, "services")
	err := fs.WalkDir(s.root.FS(), base, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		id, ok := strings.CutSuffix(strings.TrimPrefix(name, base+"/"), ".json")
		if !ok || checkID(id) != nil || !d.Type().IsRegular() {
			return nil
		}
		snapshot, err := s.Snapshot(id)
		var unreadable *UnreadableError
		if errors.As(err, &unreadable) || snapshot == nil {
			return nil
		}
		rows[id] = schemas.Summarize(snapshot, s.seen[id])
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, s.trouble("look through", base, err)
	}
	return rows, nil
}
