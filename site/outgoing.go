package site

// This file says what a site consists of, for who publishes it: every file that Plimsoll wrote, and no other.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Files lists the site's files by their paths within the folder, sorted. A folder that a run left half written is
// refused, as is one that holds no data.
func (s *Site) Files() ([]string, error) {
	if s.unfinished[restoring] {
		return nil, fmt.Errorf("%s lacks its past, which could not be read from the repository: plimsoll run reads it again", s.dir)
	}
	if s.Unfinished() {
		return nil, fmt.Errorf("%s is half written: a run ended before it was done; plimsoll run brings it to its end", s.dir)
	}
	if s.noPages != nil {
		return nil, s.noPages
	}
	names, err := s.dataFiles()
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"index.json", "run.json", "run.js"} {
		names = append(names, path.Join(s.data, name))
	}
	for file := range schemaFiles() {
		names = append(names, path.Join(s.data, "schemas", file))
	}
	if len(s.manifest.Pages) > 0 {
		names = append(names, manifestFile)
	}
	names = slices.AppendSeq(names, maps.Keys(s.manifest.Pages))
	slices.Sort(names)
	return names, nil
}

// dataFiles are the snapshots and histories that the index names.
func (s *Site) dataFiles() ([]string, error) {
	living, gone, err := s.ids()
	if err != nil {
		return nil, err
	}
	told := map[string]bool{}
	err = fs.WalkDir(s.root.FS(), path.Join(s.data, "history"), func(name string, d fs.DirEntry, err error) error {
		told[name] = err == nil && !d.IsDir()
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, s.trouble("look through", path.Join(s.data, "history"), err)
	}
	var names []string
	for _, id := range living {
		names = append(names, s.snapshotPath(id))
	}
	for _, id := range slices.Concat(living, gone) {
		if name := s.historyPath(id); told[name] {
			names = append(names, name)
		}
	}
	return names, nil
}

// ids are the services of the index, and those that are gone and have left a history. Where this run has not read the
// index, its rows are not decoded: ten thousand of them take longer than all else that publishing does here.
func (s *Site) ids() (living, gone []string, err error) {
	s.mu.Lock()
	known := s.past
	s.mu.Unlock()
	if known == nil || known.index == nil {
		b, ok, err := s.read(s.indexPath())
		if err != nil {
			return nil, nil, err
		}
		if !ok {
			return nil, nil, fmt.Errorf("%s holds no data/index.json, so there is nothing to publish: plimsoll run makes a site", s.dir)
		}
		living, gone, err := IDs(b)
		if err != nil {
			return nil, nil, &UnreadableError{s.at(s.indexPath()), err}
		}
		return living, gone, nil
	}
	for _, row := range known.index.Services {
		living = append(living, row.ID)
	}
	for _, g := range known.index.Gone {
		gone = append(gone, g.ID)
	}
	return living, gone, nil
}

// IDs reads of the bytes of an index which services it names, and nothing else. What is no id is an error: it would
// become part of a path.
func IDs(index []byte) (living, gone []string, err error) {
	type named struct{ ID string }
	var all struct{ Services, Gone []named }
	if err := json.Unmarshal(index, &all); err != nil {
		return nil, nil, fmt.Errorf("not a valid index: %w", err)
	}
	for _, n := range all.Services {
		living, err = append(living, n.ID), errors.Join(err, checkID(n.ID))
	}
	for _, n := range all.Gone {
		gone, err = append(gone, n.ID), errors.Join(err, checkID(n.ID))
	}
	return living, gone, err
}

// Wrote lists the files that a manifest and an index, as they were published once, name as Plimsoll's own, by their
// paths within the site. Either may be nil. What cannot be read names nothing, and so nothing of it is ever removed.
func Wrote(manifestBytes, index []byte) map[string]bool {
	names := map[string]bool{}
	var m manifest
	if json.Unmarshal(manifestBytes, &m) == nil {
		names[manifestFile] = true
		for name := range m.Pages {
			if checkPage(name) == nil {
				names[name] = true
			}
		}
	}
	living, gone, err := IDs(index)
	if err != nil {
		return names
	}
	for _, id := range slices.Concat(living, gone) {
		names[path.Join(dataDir, "services", id+".json")] = true
		names[path.Join(dataDir, "history", id+".jsonl")] = true
	}
	for _, name := range []string{"index.json", "run.json", "run.js"} {
		names[path.Join(dataDir, name)] = true
	}
	for file := range schemaFiles() {
		names[path.Join(dataDir, "schemas", file)] = true
	}
	return names
}

// schemaFiles yields the names of the schemas that lie beside the data.
func schemaFiles() func(yield func(string) bool) {
	return func(yield func(string) bool) {
		files, _ := fs.Glob(schemas.Files(), "*")
		for _, file := range files {
			if strings.HasSuffix(file, ".json") && !yield(path.Base(file)) {
				return
			}
		}
	}
}

// Look is what is known of a file of the site without opening it; a symbolic link in its place is not followed. It asks
// by the whole path, which takes a third of the time that the way through the root does: ten thousand files are looked
// at, few are read, and what is read goes through the root.
func (s *Site) Look(name string) (fs.FileInfo, error) { return os.Lstat(s.at(name)) }

// ReadFile is a whole file of the site.
func (s *Site) ReadFile(name string) ([]byte, error) {
	b, err := s.readFile(name)
	if err != nil {
		return nil, s.trouble("read", name, err)
	}
	return b, nil
}

// Remember keeps what a later run may want to know again, under a name in the workings: nothing depends on it. A
// checkout that the site lies in is told not to look there.
func (s *Site) Remember(name string, b []byte) error {
	ignore := path.Join(workings, ".gitignore")
	if _, err := s.look(ignore); errors.Is(err, fs.ErrNotExist) {
		if err := s.put(ignore, []byte("*\n"), volatile); err != nil {
			return err
		}
	}
	return s.put(path.Join(workings, name), b, volatile)
}

// Recall is what Remember kept; nil where nothing can be read.
func (s *Site) Recall(name string) []byte {
	b, err := s.readFile(path.Join(workings, name))
	if err != nil {
		return nil
	}
	return b
}

// Scratch is a directory of the operating system's, within the folder, that goes when the site is closed.
func (s *Site) Scratch() string { return s.at(tempDir) }
