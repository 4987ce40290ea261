package main

// This file reads what people have written for their site: notes, pages and templates. All of it becomes public, so
// nothing is read but what lies inside the configuration's folder, where a symbolic link leads no further either.

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"unicode/utf8"

	"github.com/plimsoll-k8s/plimsoll/render"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// mostNotes is what one file of notes may weigh: a page, not an archive.
const mostNotes = 1 << 20

// ownOf opens what the configuration names. What cannot be read is an error: left out, a page would silently lose it.
func ownOf(config *schemas.Config) (render.Own, error) {
	var own render.Own
	if config.Site.Templates == "" && config.Site.Pages == "" && !hasNotes(config) {
		return own, nil
	}
	root, err := os.OpenRoot(config.Folder())
	if err != nil {
		return own, &coded{exitUsage, fmt.Errorf("open the configuration's folder: %w", err)}
	}
	defer root.Close()
	if own.Templates, err = folder(config, root, "site.templates", config.Site.Templates); err != nil {
		return own, err
	}
	if own.Pages, err = folder(config, root, "site.pages", config.Site.Pages); err != nil {
		return own, err
	}
	own.Folder = path.Clean(filepath.ToSlash(config.Site.Pages))
	own.Notes = map[string]render.Note{}
	for i, s := range config.Services.Define {
		if s.Notes == "" {
			continue
		}
		b, err := readNotes(root.FS(), s.Notes)
		if err != nil {
			return own, config.Errorf(fmt.Sprintf("services.define[%d].notes", i), "%s cannot be read: %v", s.Notes, reason(err))
		}
		own.Notes[s.Name] = render.Note{File: filepath.ToSlash(s.Notes), Text: b}
	}
	return own, nil
}

func hasNotes(config *schemas.Config) bool {
	for _, s := range config.Services.Define {
		if s.Notes != "" {
			return true
		}
	}
	return false
}

// folder is a folder inside the configuration's, as a file system that no link leads out of; nil where none is named.
// It stays open as long as the program runs.
func folder(config *schemas.Config, root *os.Root, field, name string) (fs.FS, error) {
	if name == "" {
		return nil, nil
	}
	sub, err := root.OpenRoot(filepath.FromSlash(name))
	if err != nil {
		return nil, config.Errorf(field, "%s cannot be opened: %v", name, reason(err))
	}
	return sub.FS(), nil
}

func readNotes(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(path.Clean(filepath.ToSlash(name)))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, mostNotes+1))
	if err == nil && len(b) > mostNotes {
		err = fmt.Errorf("it is larger than %d KiB", mostNotes>>10)
	}
	if err == nil && !utf8.Valid(b) {
		err = errors.New("it is not UTF-8")
	}
	return b, err
}

// reason is an error without the path, which the message names already.
func reason(err error) error {
	var cause *fs.PathError
	if errors.As(err, &cause) {
		return cmp.Or(cause.Err, err)
	}
	return err
}
