package render

// This file is what stands beside the pages and is published as it is.

import (
	"io"
	"io/fs"
	"slices"
	"strings"
)

// asset is one file of templates/assets. Names with a leading dot are stored without it, or embed would leave them out.
type asset struct {
	path, stored string
	browser      bool // of use only where there are HTML pages
}

func assetTable() []asset {
	return []asset{
		{"plimsoll.css", "plimsoll.css", true},
		{"plimsoll.js", "plimsoll.js", true},
		{"favicon.svg", "favicon.svg", true},
		{".nojekyll", "nojekyll", false},
		{".gitattributes", "gitattributes", false},
	}
}

func (r *Renderer) assets() []Page {
	browsed := slices.ContainsFunc(r.formats, func(f *format) bool { return f.assets })
	var pages []Page
	all := assetTable()
	for _, name := range r.theme.added() {
		stored := strings.TrimPrefix(name, "assets/")
		all = append(all, asset{stored, stored, true})
	}
	for _, a := range all {
		if a.browser && !browsed {
			continue
		}
		b, err := fs.ReadFile(r.theme, "assets/"+a.stored)
		pages = append(pages, Page{Path: a.path, Input: digest(a.path, string(b)), Render: func(w io.Writer) error {
			if err != nil {
				return err
			}
			_, err := w.Write(b)
			return err
		}})
	}
	return pages
}
