package git

// This file knows a site's files by the names that Git gives to their contents, and reads only those that have changed
// since it last looked.

import (
	"crypto/sha1"
	"errors"
	"fmt"
	"io/fs"
	"runtime"
	"sync/atomic"

	"github.com/go-git/go-git/v5/plumbing"
	"golang.org/x/sync/errgroup"
)

// Folder is a site as it is published. Its files do not change meanwhile: whoever calls holds its lock.
type Folder struct {
	Dir     string   // as messages name it
	Names   []string // of all files of the site, and no others
	Look    func(name string) (fs.FileInfo, error)
	Read    func(name string) ([]byte, error)
	Wrote   func(manifest, index []byte) map[string]bool // the files that a site published before named as its own
	Recall  func(name string) []byte                     // what Keep kept, nil if nothing
	Keep    func(name string, b []byte) error
	Scratch string // a directory for what lasts no longer than this
}

// file is one file of the site.
type file struct {
	name string // within the site
	hash plumbing.Hash
	size int64
	when int64 // its time of change; 0 where it is not to be believed
}

// survey looks at all files. One that is as large and as old as it was has the content that it had, as in git's own
// index.
func survey(f *Folder, known map[string]file) ([]file, error) {
	files := make([]file, len(f.Names))
	var next atomic.Int64
	var group errgroup.Group
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			for i := next.Add(1) - 1; i < int64(len(files)); i = next.Add(1) - 1 {
				one, err := look(f, f.Names[i], known[f.Names[i]])
				if err != nil {
					return err
				}
				files[i] = one
			}
			return nil
		})
	}
	return files, group.Wait()
}

func look(f *Folder, name string, known file) (file, error) {
	info, err := f.Look(name)
	if errors.Is(err, fs.ErrNotExist) {
		return file{}, fmt.Errorf("%s/%s is missing: plimsoll render makes its pages anew, plimsoll run its data", f.Dir, name)
	}
	if err != nil {
		return file{}, err
	}
	if !info.Mode().IsRegular() {
		return file{}, fmt.Errorf("%s/%s is not a plain file, and nothing else is published: remove it and run again", f.Dir, name)
	}
	now := file{name: name, size: info.Size(), when: info.ModTime().UnixNano()}
	if known.when != 0 && known.when == now.when && known.size == now.size {
		return known, nil
	}
	b, err := f.Read(name)
	if err != nil {
		return file{}, err
	}
	now.hash, now.size = blobHash(b), int64(len(b))
	return now, nil
}

// blobHash is the name that Git gives to a content.
func blobHash(b []byte) plumbing.Hash {
	h := sha1.New()
	fmt.Fprintf(h, "blob %d\x00", len(b))
	h.Write(b)
	return plumbing.Hash(h.Sum(nil))
}
