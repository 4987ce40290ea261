package site

// This file keeps data/history: one line for each change of a service, the newest last.

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// vanishedFor is how long the history of a service outlives it: long enough to look back at a removal or to come back
// into one timeline, and bounded, because services made for a branch or a test come and go without end.
const vanishedFor = 90 * 24 * time.Hour

// History lists the changes of a service, the oldest first. A torn last line is passed over: the next change repairs it.
func (s *Site) History(id string) ([]schemas.Change, error) {
	if err := checkID(id); err != nil {
		return nil, err
	}
	lines, err := s.historyLines(id)
	if err != nil {
		return nil, err
	}
	changes := make([]schemas.Change, 0, len(lines))
	for i, line := range lines {
		change, err := schemas.DecodeChange(line)
		if err != nil {
			return nil, &UnreadableError{fmt.Sprintf("%s:%d", s.at(s.historyPath(id)), i+1), err}
		}
		changes = append(changes, *change)
	}
	return changes, nil
}

// historyLines are the whole lines of the file, without their ends.
func (s *Site) historyLines(id string) ([][]byte, error) {
	b, ok, err := s.read(s.historyPath(id))
	if err != nil || !ok {
		return nil, err
	}
	lines := bytes.Split(b, []byte("\n"))
	torn := lines[len(lines)-1] // nothing, where the file ends as it should
	lines = lines[:len(lines)-1]
	if _, err := schemas.DecodeChange(torn); len(torn) > 0 && err == nil {
		lines = append(lines, torn) // an editor left the end of the line away
	}
	return slices.DeleteFunc(lines, func(l []byte) bool { return len(l) == 0 }), nil
}

// record appends what changed from old to new, and returns it as it was told. Nothing is written if that is nothing, or
// if the last line leads to the same snapshot: then a run died after writing it. The file is bounded, so it is replaced
// as a whole, and can be torn by no death of ours.
func (s *Site) record(id string, old, new *schemas.Snapshot, digest string, u Update) (schemas.Change, error) {
	entries := diff.Snapshots(old, new)
	if len(entries) == 0 {
		return schemas.Change{}, nil
	}
	lines, err := s.historyLines(id)
	if err != nil {
		return schemas.Change{}, err
	}
	if len(lines) > 0 {
		last, err := schemas.DecodeChange(lines[len(lines)-1])
		switch {
		case err != nil:
		case last.Digest == digest:
			return schemas.Change{At: last.At, Entries: entries}, nil
		case untold(last.Status, new, entries):
			return schemas.Change{}, nil
		}
	}
	change := schemas.Change{At: u.Now.UTC().Truncate(time.Second), Digest: digest, Status: schemas.Missing, Entries: entries}
	if new != nil {
		change.Status = new.Status
	}
	line, err := schemas.EncodeLine(change)
	if err != nil {
		return schemas.Change{}, fmt.Errorf("history of %s: %w", id, err)
	}
	lines = append(lines, bytes.TrimSuffix(line, []byte("\n")))
	lines = lines[max(0, len(lines)-u.limit()):]
	return change, s.put(s.historyPath(id), append(bytes.Join(lines, []byte("\n")), '\n'), volatile)
}

// lastTold is when the newest line of a history was written; the zero time where there is none that can be read.
func (s *Site) lastTold(id string) time.Time {
	lines, err := s.historyLines(id)
	if err != nil || len(lines) == 0 {
		return time.Time{}
	}
	last, err := schemas.DecodeChange(lines[len(lines)-1])
	if err != nil {
		return time.Time{}
	}
	return last.At
}

// untold says that pods come and go as they do every day, and that the history needs no line for it: what it told last
// still holds, or will again when the pods have come.
func untold(told schemas.Status, new *schemas.Snapshot, entries []schemas.Entry) bool {
	return new != nil && diff.Motion(entries) && (new.Status == told || new.Status == schemas.Progressing && told == schemas.Healthy)
}

// tombstone is the digest that the last line of a vanished service leads to: that of no bytes at all.
func tombstone() string { return schemas.Digest(nil) }

// forget removes the histories of services that vanished long ago.
func (s *Site) forget(lives func(id string) bool, now time.Time) error {
	base := path.Join(s.data, "history")
	var old []string
	err := fs.WalkDir(s.root.FS(), base, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		id, ok := strings.CutSuffix(strings.TrimPrefix(name, base+"/"), ".jsonl")
		if ok && checkID(id) == nil && !lives(id) && s.vanishedLongAgo(id, now) {
			old = append(old, name)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s.trouble("look through", base, err)
	}
	for _, name := range old {
		if err := s.remove(name); err != nil {
			return err
		}
	}
	return nil
}

// vanishedLongAgo holds only for what ends in a tombstone of ours: anything else is left alone.
func (s *Site) vanishedLongAgo(id string, now time.Time) bool {
	changes, err := s.History(id)
	if err != nil || len(changes) == 0 {
		return false
	}
	last := changes[len(changes)-1]
	return last.Digest == tombstone() && now.Sub(last.At) > vanishedFor
}
