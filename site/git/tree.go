// Package git reads sites from Git repositories and publishes them there, by plumbing: no checkout and no git program
// are needed.
//
// This file shows one commit's tree as a file system.
package git

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Files is the tree as a file system to read, by several goroutines if they like: go-git's trees and stores remember
// what they have seen and are not made for that, so all that come of one store share a lock. A symbolic link is shown
// as what it is and never followed: what a repository holds leads nowhere outside of it.
func Files(tree *object.Tree, lock *sync.Mutex) fs.ReadDirFS { return files{tree, lock} }

type files struct {
	tree *object.Tree
	lock *sync.Mutex // held by the methods that others call
}

func (f files) Open(name string) (fs.File, error) {
	info, err := f.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		entries, err := f.ReadDir(name)
		return &folder{info: info, entries: entries}, err
	}
	b, err := f.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return &openFile{info, bytes.NewReader(b)}, nil
}

func (f files) Stat(name string) (fs.FileInfo, error) {
	f.lock.Lock()
	defer f.lock.Unlock()
	return f.find("open", name)
}

func (f files) ReadFile(name string) ([]byte, error) {
	f.lock.Lock()
	defer f.lock.Unlock()
	info, err := f.find("open", name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("is a directory")}
	}
	r, err := info.blob.Reader()
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	defer r.Close()
	b := make([]byte, info.Size())
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return b, nil
}

func (f files) ReadDir(name string) ([]fs.DirEntry, error) {
	f.lock.Lock()
	defer f.lock.Unlock()
	tree, err := f.dir("read", name)
	if err != nil {
		return nil, err
	}
	list := make([]fs.DirEntry, 0, len(tree.Entries))
	for _, e := range tree.Entries {
		if e.Mode == filemode.Submodule { // another repository's commit: nothing to read here
			continue
		}
		info, err := f.find("read", path.Join(name, e.Name))
		if err != nil {
			return nil, err
		}
		list = append(list, fs.FileInfoToDirEntry(info))
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}

func (f files) dir(op, name string) (*object.Tree, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return f.tree, nil
	}
	tree, err := f.tree.Tree(name)
	return tree, found(op, name, err)
}

// find looks an entry up without reading what it holds.
func (f files) find(op, name string) (info, error) {
	if !fs.ValidPath(name) {
		return info{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	if name == "." {
		return info{name: name, mode: fs.ModeDir | 0o755}, nil
	}
	e, err := f.tree.FindEntry(name)
	if err != nil {
		return info{}, found(op, name, err)
	}
	mode, err := e.Mode.ToOSFileMode()
	if err != nil {
		return info{}, &fs.PathError{Op: op, Path: name, Err: err}
	}
	if e.Mode == filemode.Dir {
		return info{name: path.Base(name), mode: mode}, nil
	}
	blob, err := f.tree.TreeEntryFile(e)
	if err != nil {
		return info{}, found(op, name, err)
	}
	return info{path.Base(name), mode, &blob.Blob}, nil
}

// found turns the library's words for what is not there into those of a file system.
func found(op, name string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, object.ErrDirectoryNotFound), errors.Is(err, object.ErrEntryNotFound), errors.Is(err, object.ErrFileNotFound):
		return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	case errors.Is(err, plumbing.ErrObjectNotFound):
		return &fs.PathError{Op: op, Path: name, Err: errors.New("the repository lacks this object: it is a partial clone (git fetch --refetch --no-filter gets the rest), or damaged")}
	default:
		return &fs.PathError{Op: op, Path: name, Err: fmt.Errorf("read the repository: %w", err)}
	}
}

// info is an entry of a tree. Git keeps no times.
type info struct {
	name string
	mode fs.FileMode
	blob *object.Blob
}

func (i info) Name() string       { return i.name }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return i.mode.IsDir() }
func (i info) Sys() any           { return nil }

func (i info) Size() int64 {
	if i.blob == nil {
		return 0
	}
	return i.blob.Size
}

type openFile struct {
	info fs.FileInfo
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

// folder is a directory that was opened.
type folder struct {
	info    fs.FileInfo
	entries []fs.DirEntry
}

func (f *folder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *folder) Close() error               { return nil }

func (f *folder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.info.Name(), Err: errors.New("is a directory")}
}

func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 || n > len(f.entries) {
		if n > 0 && len(f.entries) == 0 {
			return nil, io.EOF
		}
		n = len(f.entries)
	}
	part := f.entries[:n]
	f.entries = f.entries[n:]
	return part, nil
}
