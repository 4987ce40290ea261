// Package render turns snapshots into the files of the site: pages in every configured format, and the assets beside
// them. It is pure: bytes in, bytes out, no clock and no disk, so that a page's bytes change only when its facts do.
//
// This file is its door: New and Pages.
package render

import (
	"fmt"
	"io"
	"io/fs"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Renderer knows the site's configuration and has its templates parsed. It is safe for concurrent use.
type Renderer struct {
	site        schemas.SiteConfig
	own         Own
	rules       []schemas.Rule
	known       map[string]bool // rule ids that have a place in the catalogue
	theme       *theme
	formats     []*format
	host        host // of the Markdown pages
	library     *library
	fingerprint string
}

// Own is what people have written for their site. A nil file system holds nothing.
type Own struct {
	Templates fs.FS           // files that take the place of Plimsoll's own, in the same folders
	Pages     fs.FS           // Markdown pages, and the pictures in them
	Folder    string          // what Pages is called where Notes are named from
	Notes     map[string]Note // to show on a service's page, by the service's id
}

// Note is Markdown on a service.
type Note struct {
	File string // slash-separated; its links lead from there
	Text []byte
}

// Page is one file of the site. Input digests everything that its bytes depend on: where it is what it was at the
// last rendering, the file on disk is still right and Render need not be called.
type Page struct {
	Path   string
	Input  string
	Render func(w io.Writer) error
}

// Load opens what is known of one service: its snapshot, and its changes with the oldest first.
type Load = func(id string) (*schemas.Snapshot, []schemas.Change, error)

// History opens the changes of one service, the oldest first, of one that is gone too.
type History = func(id string) ([]schemas.Change, error)

// New parses the templates of the formats that the site is configured for, and tries those that the site brings. One
// that cannot be used is a *TemplateError. The rules fill the catalogue page, which problems link to.
func New(site schemas.SiteConfig, rules []schemas.Rule, own Own) (*Renderer, error) {
	r := &Renderer{site: site, own: own, rules: rules, known: map[string]bool{}, host: hostOf(site.Markdown)}
	if r.site.Title == "" {
		r.site.Title = schemas.DefaultTitle
	}
	for _, rule := range rules {
		r.known[rule.ID] = true
	}
	names := site.Formats
	if len(names) == 0 {
		names = []string{"html"}
	}
	var err error
	if r.theme, err = openTheme(own.Templates); err != nil {
		return nil, err
	}
	if r.library, err = openLibrary(own); err != nil {
		return nil, err
	}
	for _, name := range names {
		f, err := openFormat(name, r.host, r.theme)
		if err != nil {
			return nil, fmt.Errorf("open the templates of format %q: %w", name, err)
		}
		r.formats = append(r.formats, f)
	}
	r.fingerprint = r.fingerprintOf()
	if len(r.theme.own) > 0 {
		return r, r.try()
	}
	return r, nil
}

// Pages lists every file of the site outside data/. Nothing is loaded before a page's Render is called.
func (r *Renderer) Pages(ix *schemas.Index, load Load, history History) []Page {
	ix = ownersNamed(ix)
	var pages []Page
	for _, row := range r.rows(ix, load, history) {
		for _, f := range r.formats {
			if f.has(row.template) {
				pages = append(pages, r.page(row, f))
			}
		}
	}
	return slices.Concat(pages, r.menus(ix), r.search(ix), r.library.copies(), r.sitemaps(pages), r.assets())
}

// page binds one row of the site to one format.
func (r *Renderer) page(row row, f *format) Page {
	path := row.dir + f.file
	if row.file != "" {
		path = row.file
	}
	return Page{
		Path:  path,
		Input: digest(r.fingerprint, path, row.input),
		Render: func(w io.Writer) error {
			view, err := row.view(r.placeOf(row, f))
			if err != nil {
				return fmt.Errorf("render %s: %w", path, err)
			}
			if err := f.execute(w, row.template, view); err != nil {
				return fmt.Errorf("render %s: %w", path, err)
			}
			return nil
		},
	}
}
