package render

// This file is the list of pages that a host's own navigation is made from, for hosts that take one from a file.

import (
	"bytes"
	"cmp"
	"encoding/json"
	"html"
	"io"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Beyond mostListed services the menu lists none: hosts write it into every page, and the index finds them faster.
const mostListed = 300

// menu is a file that lists the pages, and how it is written.
type menu struct {
	file  string
	write func(h host, entries []entry) ([]byte, error)
}

// entry is a page, or a group of them under a name.
type entry struct {
	title, dir string
	under      []entry
}

// menus is the host's menu, where Markdown is written and the host has one.
func (r *Renderer) menus(ix *schemas.Index) []Page {
	written := slices.ContainsFunc(r.formats, func(f *format) bool { return f.name == "markdown" })
	m := r.host.menu
	if !written || m == nil {
		return nil
	}
	entries := r.entries(ix)
	b, err := m.write(r.host, entries)
	return []Page{{Path: m.file, Input: digest(r.fingerprint, m.file, string(b)), Render: func(w io.Writer) error {
		if err != nil {
			return err
		}
		_, err := w.Write(b)
		return err
	}}}
}

func (r *Renderer) entries(ix *schemas.Index) []entry {
	entries := []entry{{title: r.site.Title}}
	group := func(title string, under []entry) {
		slices.SortStableFunc(under, func(a, b entry) int { return strings.Compare(strings.ToLower(a.title), strings.ToLower(b.title)) })
		if len(under) > 0 {
			entries = append(entries, entry{title: title, under: under})
		}
	}
	var services, owned, wholes, clusters []entry
	for _, s := range ix.Services {
		services = append(services, entry{title: cmp.Or(s.Title, s.Name), dir: serviceDir(s.ID)})
	}
	for _, o := range owners(ix) {
		owned = append(owned, entry{title: o.title, dir: ownerDir(o.name)})
	}
	for _, s := range systems(ix) {
		wholes = append(wholes, entry{title: s.title, dir: systemDir(s.name)})
	}
	for _, c := range ix.Clusters {
		clusters = append(clusters, entry{title: c.Name, dir: clusterDir(c.Name)})
	}
	if len(services) <= mostListed {
		group("Services", services)
	}
	group("Systems", wholes)
	group("Owners", owned)
	group("Clusters", clusters)
	var own []entry
	for _, p := range r.library.order {
		own = append(own, entry{title: p.title, dir: p.dir})
	}
	group("Pages", own)
	return append(entries, entry{title: "Changes", dir: changesDir()}, entry{title: "Rules", dir: "rules/"})
}

// mkdocsMenu is a file that mkdocs.yml takes over with INHERIT, or its author copies from. MkDocs puts titles into its
// pages as they are.
func mkdocsMenu(h host, entries []entry) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("# The pages of this folder. In mkdocs.yml: docs_dir: FOLDER and INHERIT: FOLDER/mkdocs-nav.yml\nnav:\n")
	for _, e := range entries {
		if len(e.under) == 0 {
			b.WriteString("  - " + scalar(h.heads.title, e.title, mostTitle) + ": " + quoted(e.dir+h.file) + "\n")
			continue
		}
		b.WriteString("  - " + scalar(h.heads.title, e.title, mostTitle) + ":\n")
		for _, u := range e.under {
			b.WriteString("      - " + scalar(h.heads.title, u.title, mostTitle) + ": " + quoted(u.dir+h.file) + "\n")
		}
	}
	return b.Bytes(), nil
}

// sidebarItem is an entry as VitePress reads it.
type sidebarItem struct {
	Text      string        `json:"text"`
	Link      string        `json:"link,omitempty"`
	Collapsed bool          `json:"collapsed,omitempty"`
	Items     []sidebarItem `json:"items,omitempty"`
}

// vitepressMenu is what themeConfig.sidebar takes. VitePress puts titles into its pages as HTML.
func vitepressMenu(h host, entries []entry) ([]byte, error) {
	item := func(e entry) sidebarItem {
		return sidebarItem{Text: html.EscapeString(beginning(oneLine(e.title), mostTitle)), Link: "/" + e.dir}
	}
	var items []sidebarItem
	for _, e := range entries {
		if len(e.under) == 0 {
			items = append(items, item(e))
			continue
		}
		one := sidebarItem{Text: e.title, Collapsed: len(e.under) > 20}
		for _, u := range e.under {
			one.Items = append(one.Items, item(u))
		}
		items = append(items, one)
	}
	b, err := json.MarshalIndent(items, "", "  ")
	return append(b, '\n'), err
}
