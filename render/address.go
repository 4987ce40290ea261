package render

// This file is where pages stand and how they name each other: by relative links only, to files and not to folders
// (but for a host of Markdown that shows nothing else), so that the site works from any sub-path and from a disk.

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func serviceDir(id string) string   { return "services/" + id + "/" }
func ownerDir(name string) string   { return "owners/" + schemas.Slug(name) + "/" }
func systemDir(name string) string  { return "systems/" + schemas.Slug(name) + "/" }
func clusterDir(name string) string { return "clusters/" + schemas.Slug(name) + "/" }

// place is where a page stands: how it climbs to the root, and what a page's file is called in its format.
type place struct {
	root string // "../../"
	file string // "index.html"; empty where links lead to folders
}

// placeOf is the place of a page. The one for lost visitors is served at any depth, so it can only climb by the path
// of the site's own address.
func (r *Renderer) placeOf(row row, f *format) place {
	at := place{root: strings.Repeat("../", strings.Count(row.dir, "/")), file: f.link}
	if row.file == "404.html" {
		if u, err := url.Parse(r.site.BaseURL); err == nil && r.site.BaseURL != "" {
			at.root = strings.TrimSuffix(u.EscapedPath(), "/") + "/"
		}
	}
	return at
}

// page is the link to the page in a folder, a link within it after '#' included.
func (at place) page(dir, fragment string) string {
	link := cmp.Or(at.root+dir+at.file, "./")
	if fragment != "" {
		link += "#" + fragment
	}
	return link
}

// safeURL gives back a link that people wrote if following it can do no harm, else nothing.
func safeURL(link string) string {
	link = strings.TrimSpace(link)
	u, err := url.Parse(link)
	if err != nil || strings.ContainsFunc(link, func(c rune) bool { return c <= ' ' || c == '\\' || c == 0x7f }) {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		if u.Host == "" {
			return ""
		}
		return link
	case "mailto":
		return link
	case "":
		if strings.HasPrefix(link, "//") || link == "" {
			return ""
		}
		return link
	default:
		return ""
	}
}

// anchor is the id of a part of a page, from any name.
func anchor(kind, name string) string { return kind + "-" + schemas.Slug(name) }
