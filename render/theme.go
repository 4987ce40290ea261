package render

// This file puts what a site brings into the place of Plimsoll's own templates and assets, file by file.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
	"github.com/plimsoll-k8s/plimsoll/templates"
)

// A file of a theme is a template or a picture, not an archive; beyond these it is most often the wrong folder.
const (
	mostThemeFiles = 200
	mostThemeBytes = 1 << 20 // a file
)

// addedStyle is what a site adds to the style sheet: a few lines of its own that outlive a new version of ours.
const addedStyle = "assets/theme.css"

// pictures may stand among the assets beside Plimsoll's own. Fonts may not: the policy of every page loads none.
var pictures = []string{".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".ico", ".css"}

// theme is Plimsoll's files with the site's in their place. Of what there is to open, its names are Plimsoll's alone.
type theme struct {
	fs.FS
	own map[string][]byte // by the path under templates/
}

// TemplateError is a file of the site's own templates that cannot be used.
type TemplateError struct {
	File string // "html/service.html"
	Line int    // 0 where it is about the whole file
	Err  error
}

func (e *TemplateError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.File, e.Err)
}

func (e *TemplateError) Unwrap() error { return e.Err }

// openTheme reads the site's files, and refuses those that would do nothing.
func openTheme(site fs.FS) (*theme, error) {
	t := &theme{FS: templates.Files(), own: map[string][]byte{}}
	if site == nil {
		return t, nil
	}
	known, err := filesIn(t.FS)
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return &TemplateError{File: name, Err: fmt.Errorf("cannot be read: %w", bare(err))}
		case d.IsDir(), strings.HasPrefix(path.Base(name), "."):
			return nil
		}
		if err := fits(name, d, known); err != nil {
			return &TemplateError{File: name, Err: err}
		}
		b, err := readBounded(site, name)
		if err != nil {
			return &TemplateError{File: name, Err: err}
		}
		if t.own[name] = b; len(t.own) > mostThemeFiles {
			return &TemplateError{File: name, Err: fmt.Errorf("is one of more than %d files: is it the right folder?", mostThemeFiles)}
		}
		return nil
	})
	return t, err
}

func filesIn(files fs.FS) (names []string, err error) {
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

// fits refuses a file that takes no other's place, and is no picture.
func fits(name string, d fs.DirEntry, known []string) error {
	switch {
	case !d.Type().IsRegular():
		return errors.New("is not a plain file: put the file itself there")
	case slices.Contains(known, name), name == addedStyle:
		return nil
	case strings.HasPrefix(name, "assets/") && slices.Contains(pictures, path.Ext(name)):
		return nil
	}
	if near := schemas.Nearest(name, known); near != "" {
		return fmt.Errorf("takes the place of no file of Plimsoll's; did you mean %s?", near)
	}
	return fmt.Errorf("takes the place of no file of Plimsoll's, and is no picture or style sheet under assets")
}

func readBounded(files fs.FS, name string) ([]byte, error) {
	f, err := files.Open(name)
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", bare(err))
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, mostThemeBytes+1))
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", bare(err))
	}
	if len(b) > mostThemeBytes {
		return nil, fmt.Errorf("is larger than %d KiB", mostThemeBytes>>10)
	}
	return b, nil
}

// bare is an error without the path, which is named already.
func bare(err error) error {
	var cause *fs.PathError
	if errors.As(err, &cause) && cause.Err != nil {
		return cause.Err
	}
	return err
}

// ReadFile is the site's file, or Plimsoll's own. What the site adds to the style sheet stands at its end.
func (t *theme) ReadFile(name string) ([]byte, error) {
	b, ok := t.own[name]
	if !ok {
		var err error
		if b, err = fs.ReadFile(t.FS, name); err != nil {
			return nil, err
		}
	}
	if added := t.own[addedStyle]; name == "assets/plimsoll.css" && len(added) > 0 {
		b = slices.Concat(b, []byte("\n"), added)
	}
	return b, nil
}

// added are the assets that stand beside Plimsoll's own.
func (t *theme) added() []string {
	var names []string
	for _, name := range sortedKeys(t.own) {
		if _, err := fs.ReadFile(t.FS, name); err != nil && name != addedStyle {
			names = append(names, name)
		}
	}
	return names
}

// digest is of the site's files alone.
func (t *theme) digest() string {
	var parts []string
	for _, name := range sortedKeys(t.own) {
		parts = append(parts, name, string(t.own[name]))
	}
	return digest(parts...)
}
