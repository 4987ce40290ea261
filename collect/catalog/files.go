package catalog

// This file finds the catalog's files. A glob names a folder (all that stands before its first * or ?) and never
// leads out of it: not by .., and not by a symbolic link.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Bounds on what is read.
const (
	maxFiles     = 20_000
	maxFileBytes = 8 << 20
)

// file is one file that a glob found.
type file struct {
	folder string // absolute
	path   string // within the folder, with slashes
	name   string // as a person would name it
	field  string // the glob's place in the configuration
}

// find lists the files of all globs, each once, in the globs' order and sorted within each.
func find(c *schemas.Config) ([]file, error) {
	var files []file
	seen := map[string]bool{}
	for i, glob := range c.Services.Catalog {
		field := fmt.Sprintf("services.catalog[%d]", i)
		folder, paths, err := match(glob)
		if err != nil {
			return nil, c.Errorf(field, "%v", err)
		}
		for _, p := range paths {
			whole := filepath.Join(folder, filepath.FromSlash(p))
			if !seen[whole] {
				seen[whole] = true
				files = append(files, file{folder, p, c.Named(whole), field})
			}
		}
	}
	if len(files) > maxFiles {
		return nil, c.Errorf("services.catalog", "names %d files; more than %d are not read, so narrow it", len(files), maxFiles)
	}
	return files, nil
}

// match finds the files of one glob, hidden folders such as .git aside.
func match(glob string) (folder string, paths []string, err error) {
	glob = filepath.ToSlash(glob)
	if !doublestar.ValidatePattern(glob) {
		return "", nil, errors.New("is not a glob; * and ? stand for parts of a name, ** for any folders, as in catalog/**/*.yaml")
	}
	folder, pattern := doublestar.SplitPattern(glob)
	root, err := os.OpenRoot(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil, errors.New("matches no file: there is no such folder")
	}
	if err != nil {
		return "", nil, fmt.Errorf("its folder cannot be read: %w", cause(err))
	}
	defer root.Close()
	paths, err = doublestar.Glob(root.FS(), pattern, doublestar.WithFilesOnly(), doublestar.WithNoFollow(),
		doublestar.WithNoHidden(), doublestar.WithFailOnIOErrors())
	if err != nil {
		return "", nil, fmt.Errorf("its folder cannot be searched: %w", err)
	}
	paths = slices.DeleteFunc(paths, func(p string) bool {
		info, err := root.Stat(p)
		return err == nil && info.IsDir() // a link to a folder
	})
	if len(paths) == 0 {
		return "", nil, errors.New("matches no file")
	}
	slices.Sort(paths)
	return folder, paths, nil
}

// read returns a file's text, or what is wrong with it. An error is one of access, which the run's own user can mend.
func (f file) read() (text []byte, problem string, err error) {
	root, err := os.OpenRoot(f.folder)
	if err != nil {
		return nil, "", cause(err)
	}
	defer root.Close()
	path := filepath.FromSlash(f.path)
	if info, err := root.Stat(path); err == nil && !info.Mode().IsRegular() { // opening a pipe would wait for its writer
		return nil, "is no ordinary file, and not read", nil
	}
	opened, err := root.Open(path)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return nil, "", cause(err)
	case err != nil:
		return nil, fmt.Sprintf("is not read: %v", cause(err)), nil
	}
	defer opened.Close()
	b, err := io.ReadAll(io.LimitReader(opened, maxFileBytes+1))
	switch {
	case err != nil:
		return nil, "", cause(err)
	case len(b) > maxFileBytes:
		return nil, fmt.Sprintf("is larger than %d MiB, and not read; split it", maxFileBytes>>20), nil
	case !utf8.Valid(b):
		return nil, "is not UTF-8 text, and not read", nil
	}
	return b, "", nil
}

// cause is what the system said, without the path, which the message names already.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
