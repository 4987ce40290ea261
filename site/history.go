package site

// This file keeps data/history: one line for each change of a service, the newest last.

import (
	"bytes"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

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

// Newest yields the changes of a service with the newest first, each decoded when it is asked for: who wants the last
// few need not pay for all.
func (s *Site) Newest(id string) iter.Seq2[schemas.Change, error] {
	return func(yield func(schemas.Change, error) bool) {
		err := checkID(id)
		var lines [][]byte
		if err == nil {
			lines, err = s.historyLines(id)
		}
		if err != nil {
			yield(schemas.Change{}, err)
			return
		}
		for i, line := range slices.Backward(lines) {
			change, err := schemas.DecodeChange(line)
			if err != nil {
				yield(schemas.Change{}, &UnreadableError{fmt.Sprintf("%s:%d", s.at(s.historyPath(id)), i+1), err})
				return
			}
			if !yield(*change, nil) {
				return
			}
		}
	}
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
	for last, err := range s.Newest(id) {
		if err == nil {
			return last.At
		}
		break
	}
	return time.Time{}
}

// untold says that pods come and go as they do every day, and that the history needs no line for it: what it told last
// still holds, or will again when the pods have come.
func untold(told schemas.Status, new *schemas.Snapshot, entries []schemas.Entry) bool {
	return new != nil && diff.Motion(entries) && (new.Status == told || new.Status == schemas.Progressing && told == schemas.Healthy)
}
