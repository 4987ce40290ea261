package render

// This file is the table of hosts: who shows the Markdown pages, and what each wants of them. What can be written so
// that all of them show it alike is written so, and is no column here.

import (
	"html"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// host is a site, or a generator of sites, that makes pages of Markdown.
type host struct {
	name    string    // of the configuration; empty for any
	file    string    // what a page's file is called inside its folder
	folders bool      // links lead to a page's folder: they reach a browser as they are written
	front   bool      // pages begin with their title and description as YAML
	titles  bool      // the host writes the front matter's title above the page
	heads   heads     // how titles and descriptions are written, where the host does not make them safe itself
	mermaid bool      // diagrams are drawn
	folds   bool      // <details> passes
	data    bool      // files beside the pages are served, so that a link to one leads somewhere
	frame   [2]string // what stands around a page, so that nothing in it is taken for a program
	menu    *menu     // the file that lists the pages for the host's own navigation
}

// heads write what stands in a page's head. MkDocs puts titles there as they are; VitePress does so with descriptions,
// and takes a tag in a title for the end of its own program.
type heads struct{ title, description func(string) string }

func hosts() []host {
	return []host{
		{name: "", file: "index.md", data: true},
		{name: "github", file: "README.md", mermaid: true, folds: true, data: true},
		{name: "gitlab", file: "README.md", mermaid: true, folds: true, data: true},
		{name: "mkdocs", file: "index.md", heads: heads{html.EscapeString, html.EscapeString}, data: true, menu: &menu{"mkdocs-nav.yml", mkdocsMenu}},
		{name: "hugo", file: "_index.md", folders: true, front: true, titles: true, data: true},
		{name: "docusaurus", file: "index.md", front: true},
		{name: "vitepress", file: "index.md", front: true, heads: heads{noAngles, html.EscapeString}, frame: [2]string{"::: v-pre\n", ":::\n"}, menu: &menu{"sidebar.json", vitepressMenu}},
	}
}

// hostOf is the host that the configuration names, with front matter as it wants it.
func hostOf(config schemas.MarkdownConfig) host {
	all := hosts()
	h := all[max(0, slices.IndexFunc(all, func(h host) bool { return h.name == config.Host }))]
	if config.FrontMatter != nil {
		h.front = *config.FrontMatter
	}
	return h
}

// link is what a link to a page ends with.
func (h host) link() string {
	if h.folders {
		return ""
	}
	return h.file
}

func noAngles(s string) string { return strings.NewReplacer("<", "‹", ">", "›").Replace(s) }
