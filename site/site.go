// Package site is the tree on disk: what a run left, what the next one changes in it, and how it is served.
//
// Everything goes through one os.Root, so that no symbolic link leads a write out of the folder. Files are replaced
// atomically, in an order that lets the next run finish what a killed one began: history, snapshots, index, pages,
// and the account of the run last.
//
// This file opens a site and closes it.
package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
	"sync/atomic"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Site is an open folder. Its methods may be called from several goroutines, those that write from one at a time.
//
// A folder that holds other files is taken as it is: a docs repository is a natural home for a site. Nothing in it
// is ever emptied; only what the manifest or the index lists as written by Plimsoll is replaced or removed, and a
// file of someone else's that stands where one must be written is refused before any page is touched.
type Site struct {
	dir  string // as it was given: what messages name
	data string // where the data lies within root
	root *os.Root
	lock *os.File // nil where the site was opened for reading

	folders    folders
	temps      atomic.Int64
	distrust   bool // a run died here: what stands is compared by content, not by name and size
	marker     sync.Mutex
	unfinished map[stage]bool

	mu       sync.Mutex // guards what is remembered of the past
	past     *past
	seen     map[string]string // service id → digest of the file as it was read
	manifest *manifest
	noPages  error // why the manifest cannot be used: no reason not to collect
}

// Names at the root of the folder. Workings holds what a run needs while it lasts, and is not part of the site.
const (
	dataDir      = "data"
	manifestFile = ".plimsoll.json"
	workings     = ".plimsoll"
	lockFile     = workings + "/lock"
	tempDir      = workings + "/tmp"
	markerFile   = workings + "/unfinished"
	asideDir     = workings + "/unreadable"
)

// Open makes dir if it is missing and locks it for writing until Close. A folder that another process writes is
// refused at once.
func Open(dir string) (*Site, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("make %s: %w", dir, advise(err))
	}
	s, err := openRoot(dir, dataDir)
	if err != nil {
		return nil, err
	}
	if s.lock, err = s.acquire(); err != nil {
		s.root.Close()
		return nil, err
	}
	if err := s.prepare(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Read opens a site, or its data folder alone, to look at it: nothing is made, locked or changed.
func Read(dir string) (*Site, error) {
	data := dataDir
	if _, err := os.Stat(filepath.Join(dir, dataDir)); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Join(dir, "index.json")); err == nil {
			data = "."
		}
	}
	s, err := openRoot(dir, data)
	if err != nil {
		return nil, err
	}
	return s, s.readMarker()
}

func openRoot(dir, data string) (*Site, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, advise(err))
	}
	return &Site{dir: dir, data: data, root: root, seen: map[string]string{}, unfinished: map[stage]bool{}, noPages: errReading}, nil
}

// prepare takes over from a run that died: its temporary files go, and its marker says what to distrust.
func (s *Site) prepare() error {
	if err := s.root.RemoveAll(tempDir); err != nil {
		return s.trouble("remove", tempDir, err)
	}
	if err := s.root.Mkdir(tempDir, 0o777); err != nil {
		return s.trouble("make", tempDir, err)
	}
	if err := s.readMarker(); err != nil {
		return err
	}
	s.distrust = s.Unfinished()
	s.manifest, s.noPages = s.readManifest()
	return nil
}

// Close unlocks the folder and removes what only a running process needs.
func (s *Site) Close() error {
	s.folders.close()
	if s.lock != nil {
		// Neither failure matters: the next run clears the temporary files, and a lock file without a lock locks nothing.
		s.root.RemoveAll(tempDir)
		s.release()
	}
	return s.root.Close()
}

// at is the path of a file as messages name it.
func (s *Site) at(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s *Site) snapshotPath(id string) string { return path.Join(s.data, "services", id+".json") }
func (s *Site) historyPath(id string) string  { return path.Join(s.data, "history", id+".jsonl") }
func (s *Site) indexPath() string             { return path.Join(s.data, "index.json") }
func (s *Site) runPath() string               { return path.Join(s.data, "run.json") }

// checkID refuses what is not a service id: nothing else may become part of a path.
func checkID(id string) error {
	if !schemas.ValidID(id) {
		return fmt.Errorf("%q is not a service id: one or two path segments of lower-case letters, digits, dots and dashes", id)
	}
	return nil
}
