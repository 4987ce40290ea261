package site

// This file keeps directories open in which one file after another is looked at, read or written: each step of the way
// from the root costs two system calls, and a fleet of 5,000 services has its 15,000 files up to four steps down.

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"sync"
)

// mostFolders is how many are open at once: far fewer than a process may have, and all that a fleet's order needs.
const mostFolders = 64

// folders are open directories by their path within the site.
type folders struct {
	mu   sync.RWMutex
	open map[string]*os.Root
}

// in does something in an open directory. What fails there is to be tried again from the root, which also follows links
// that lead out of the directory and not out of the site, and whose errors name the way.
func (f *folders) in(root *os.Root, dir string, do func(*os.Root) error) error {
	for {
		f.mu.RLock()
		if at := f.open[dir]; at != nil {
			defer f.mu.RUnlock()
			return do(at)
		}
		f.mu.RUnlock()
		if err := f.enter(root, dir); err != nil {
			return err
		}
	}
}

func (f *folders) enter(root *os.Root, dir string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.open[dir] != nil {
		return nil
	}
	if len(f.open) >= mostFolders {
		f.leave()
	}
	at, err := root.OpenRoot(dir)
	if err != nil {
		return err
	}
	if f.open == nil {
		f.open = map[string]*os.Root{}
	}
	f.open[dir] = at
	return nil
}

// close closes them all: the site is closed, or one of them was removed.
func (f *folders) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.leave()
}

func (f *folders) leave() {
	for dir, at := range f.open {
		at.Close()
		delete(f.open, dir)
	}
}

// above splits a path below the directory that its own shares with its neighbours': services/shop of
// services/shop/checkout/index.html.
func above(name string) (dir, rest string) {
	parent := path.Dir(name)
	return path.Dir(parent), path.Join(path.Base(parent), path.Base(name))
}

// look is Lstat.
func (s *Site) look(name string) (info fs.FileInfo, err error) {
	dir, rest := above(name)
	err = s.folders.in(s.root, dir, func(at *os.Root) error { info, err = at.Lstat(rest); return err })
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return info, err
	}
	return s.root.Lstat(name)
}

// readFile reads a whole file.
func (s *Site) readFile(name string) (b []byte, err error) {
	err = s.folders.in(s.root, path.Dir(name), func(at *os.Root) error { b, err = at.ReadFile(path.Base(name)); return err })
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return b, err
	}
	return s.root.ReadFile(name)
}

// makeDir makes the directory of a file, and those above it.
func (s *Site) makeDir(name string) error {
	dir, _ := above(name)
	parent := path.Dir(name)
	err := s.folders.in(s.root, dir, func(at *os.Root) error { return at.Mkdir(path.Base(parent), 0o777) })
	if err == nil {
		return nil
	}
	return s.root.MkdirAll(parent, 0o777)
}
