package render

// This file is where links in what people have written lead: to files as they lie beside each other, to services by
// services/<id>.md, or out.

import (
	"net/url"
	"path"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// target is where a link leads; without an address nowhere, and then why.
type target struct {
	address string
	outside bool
	picture bool
	own     *ownPage // that it leads to
	heading string   // in there
	why     string
}

// follower leads links that stand in a file. Whatever leads nowhere stays text.
func (r *Renderer) follower(at place, file string, known map[string]string) func(string) target {
	return func(link string) target {
		u, err := url.Parse(strings.TrimSpace(link))
		switch {
		case err != nil || len(link) > 2000 || strings.HasPrefix(link, "//") || strings.ContainsAny(link, "\\"):
			return target{why: "an address that cannot be followed"}
		case u.Scheme != "":
			if safe := safeURL(link); safe != "" {
				return target{address: safe, outside: true}
			}
			return target{why: u.Scheme + ":, which is not safe to follow"}
		case u.Path == "" && u.Fragment == "":
			return target{why: "nothing, for want of an address"}
		case u.Path == "":
			return r.library.here(at, file, u.Fragment)
		}
		if t := r.library.lead(at, path.Join(path.Dir(file), u.Path), u.Fragment, known); t.address != "" {
			return t
		}
		return target{why: link + ", which is not there"}
	}
}

// here is a heading of the file itself.
func (l *library) here(at place, file, heading string) target {
	p, dir, prefix := l.pages[file], "", "about-"
	if p != nil {
		dir, prefix = p.dir, "doc-"
	} else if id := l.noted[file]; id != "" {
		p, dir, prefix = l.notes[id], serviceDir(id), "note-"
	}
	t := at.within(p, dir, prefix, heading)
	if t.heading != "" {
		t.address = "#" + at.prefixed(prefix, heading)
	}
	return t
}

func (l *library) lead(at place, name, heading string, known map[string]string) target {
	if p := l.pictures[name]; p.path != "" {
		return target{address: at.root + p.path, picture: true}
	}
	for _, try := range []string{name, name + ".md", path.Join(name, "index.md"), path.Join(name, "README.md")} {
		if p := l.pages[try]; p != nil {
			return at.within(p, p.dir, "doc-", heading)
		}
	}
	id := l.noted[name]
	if inside, ok := strings.CutPrefix(path.Join("/", name), path.Join("/", l.folder, "services")+"/"); ok && id == "" {
		id = strings.TrimSuffix(inside, ".md")
	}
	if known[id] == "" {
		return target{}
	}
	return at.within(l.notes[id], serviceDir(id), "note-", heading)
}

// within leads to a page, or to a heading of what people wrote there. The page's title is no heading of its text.
func (at place) within(p *ownPage, dir, prefix, heading string) target {
	if p != nil && heading == headingSlug(p.title) {
		heading = ""
	}
	return target{address: at.page(dir, at.prefixed(prefix, heading)), own: p, heading: heading}
}

// prefixed is the name of a heading. In HTML it has a prefix, in Markdown its host names it.
func (at place) prefixed(prefix, heading string) string {
	if heading == "" || !strings.HasSuffix(at.file, ".html") {
		return url.PathEscape(heading)
	}
	return prefix + url.PathEscape(heading)
}

func knownIDs(ix *schemas.Index) map[string]string {
	known := make(map[string]string, len(ix.Services))
	for _, s := range ix.Services {
		known[s.ID] = s.ID
	}
	return known
}
