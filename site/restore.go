package site

// This file gives a folder without data its past: what was published before, so that states of clusters that cannot be
// read are kept, histories go on, and what did not change is not told as new.

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Pastless says whether the folder waits for its past: it holds no data, or data that was collected while the past could
// not be read.
func (s *Site) Pastless() (bool, error) {
	if s.unfinished[restoring] {
		return true, nil
	}
	_, err := s.look(s.data)
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, s.trouble("look at", s.data, err)
	}
	return false, nil
}

// Restore writes the data of an earlier site into the folder, and counts its services. A nil file system is a past that
// does not exist. What fails leaves the folder marked: it can be collected into, but is not published until a past has
// been restored.
func (s *Site) Restore(past func() (fs.FS, error)) (int, error) {
	if err := s.begin(restoring); err != nil {
		return 0, err
	}
	from, err := past()
	if err != nil {
		return 0, err
	}
	if from == nil {
		return 0, s.end(restoring)
	}
	b, err := fs.ReadFile(from, path.Join(dataDir, "index.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, s.end(restoring)
	}
	if err != nil {
		return 0, fmt.Errorf("read data/index.json there: %w", err)
	}
	index, err := schemas.DecodeIndex(b)
	if err != nil {
		return 0, fmt.Errorf("data/index.json there cannot be used: %w: restore it in the repository, or remove data/ there to begin anew", err)
	}
	if err := fs.WalkDir(from, dataDir, s.copyOf(from)); err != nil {
		return 0, err
	}
	s.mu.Lock()
	s.past = nil
	s.mu.Unlock()
	return len(index.Services), s.end(restoring)
}

// Renounce leaves a past that is missing for good: nothing is published any more, so none is to be kept.
func (s *Site) Renounce() error { return s.end(restoring) }

// copyOf copies what is ours by its name; a repository may hold anything beside it.
func (s *Site) copyOf(from fs.FS) fs.WalkDirFunc {
	return func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("read %s there: %w", name, err)
		}
		if d.IsDir() || !ofData(name) {
			return nil
		}
		if !d.Type().IsRegular() {
			return fmt.Errorf("%s there is not a plain file: restore it in the repository", name)
		}
		b, err := fs.ReadFile(from, name)
		if err != nil {
			return fmt.Errorf("read %s there: %w", name, err)
		}
		_, err = s.putIfOther(name, b)
		return err
	}
}

// ofData says whether a path is that of a snapshot, a history, the index or the account of a run.
func ofData(name string) bool {
	switch rest := strings.TrimPrefix(name, dataDir+"/"); rest {
	case "index.json", "run.json", "run.js":
		return true
	default:
		kind, file, _ := strings.Cut(rest, "/")
		ext := map[string]string{"services": ".json", "history": ".jsonl"}[kind]
		id, ok := strings.CutSuffix(file, ext)
		return ext != "" && ok && checkID(id) == nil
	}
}
