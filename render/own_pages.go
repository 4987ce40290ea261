package render

// This file is the views of what people have written, and where its links lead.

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

type ownPageView struct {
	Frame
	Body  Prose
	There []Crumb // the pages below, where this one is a folder's
}

// ownRows are the pages that people wrote; where their folder has no index, a page lists what there is.
func (r *Renderer) ownRows(known map[string]string) []row {
	if len(r.library.order) == 0 {
		return nil
	}
	var rows []row
	rooted := false
	for _, p := range r.library.order {
		rooted = rooted || p.dir == "pages/"
		rows = append(rows, row{dir: p.dir, template: "own", input: digest(p.digest, r.library.digest, toJSON(sortedKeys(known))),
			view: func(at place) (any, error) { return r.ownPage(at, p, known), nil }})
	}
	if !rooted {
		all := &ownPage{file: "index.md", dir: "pages/", title: "Docs"}
		rows = append(rows, row{dir: all.dir, template: "own", input: r.library.digest,
			view: func(at place) (any, error) { return r.ownPage(at, all, known), nil }})
	}
	return rows
}

func (r *Renderer) ownPage(at place, p *ownPage, known map[string]string) *ownPageView {
	v := &ownPageView{Frame: r.frame(at, p.dir, p.title, r.ownCrumbs(at, p)...)}
	w := writing{source: p.body, prefix: "doc-", above: 1, title: p.title, follow: r.follower(at, p.file, "doc-", known, nil)}
	v.Body = w.prose()
	if name := strings.ToLower(path.Base(p.file)); name == "index.md" || name == "readme.md" {
		for _, other := range r.library.order {
			if other != p && strings.HasPrefix(other.dir, p.dir) {
				v.There = append(v.There, Crumb{other.title, at.page(other.dir, "")})
			}
		}
	}
	return v
}

func (r *Renderer) ownCrumbs(at place, p *ownPage) []Crumb {
	if p.dir == "pages/" {
		return []Crumb{{Title: p.title}}
	}
	return []Crumb{{r.library.title(), at.page("pages/", "")}, {Title: p.title}}
}

// title is what the pages are called together.
func (l *library) title() string {
	for _, p := range l.order {
		if p.dir == "pages/" {
			return p.title
		}
	}
	return "Docs"
}

// notes are what people wrote on a service.
func (r *Renderer) notes(at place, id string, known map[string]string) Prose {
	w := writing{source: r.library.notes[id], prefix: "note-", above: 2, follow: r.follower(at, "services/"+id+".md", "note-", known, nil)}
	return w.prose()
}

// about is what the catalog or the configuration says of a service.
func (r *Renderer) about(at place, s schemas.Service) Prose {
	w := writing{source: []byte(s.Description), prefix: "about-", above: 1, follow: r.follower(at, "", "about-", nil, nil)}
	return w.prose()
}

// follower leads links that stand in a file to where they mean: to pages and pictures of one's own, to services by
// services/<id>.md, or out. Whatever leads nowhere stays text, and is said.
func (r *Renderer) follower(at place, file, prefix string, known map[string]string, say func(string)) func(string) target {
	nowhere := func(why string) target {
		if say != nil {
			say(why)
		}
		return target{}
	}
	return func(link string) target {
		u, err := url.Parse(strings.TrimSpace(link))
		switch {
		case err != nil || len(link) > 2000 || strings.HasPrefix(link, "//") || strings.ContainsAny(link, "\\"):
			return nowhere("links to an address that cannot be followed")
		case u.Scheme != "":
			if safe := safeURL(link); safe != "" {
				return target{address: safe, outside: true}
			}
			return nowhere("links to " + u.Scheme + ":, which is not safe to follow")
		case u.Path == "" && u.Fragment != "":
			return target{address: "#" + prefix + url.PathEscape(u.Fragment)}
		case u.Path == "":
			return nowhere("has a link without an address")
		}
		name := path.Join(path.Dir(file), u.Path)
		if t := r.library.lead(at, name, u.Fragment, known); t.address != "" {
			return t
		}
		return nowhere("links to " + name + ", which is not there")
	}
}

func (l *library) lead(at place, name, fragment string, known map[string]string) target {
	part := func(prefix string) string {
		if fragment == "" {
			return ""
		}
		return prefix + url.PathEscape(fragment)
	}
	if p := l.pictures[name]; p.path != "" {
		return target{address: at.root + p.path, picture: true}
	}
	for _, try := range []string{name, name + ".md", name + "/index.md", name + "/README.md"} {
		if p := l.pages[try]; p != nil {
			return target{address: at.page(p.dir, part("doc-"))}
		}
	}
	if id, ok := strings.CutPrefix(strings.TrimSuffix(name, ".md"), "services/"); ok && known[id] != "" {
		return target{address: at.page(serviceDir(id), part("note-"))}
	}
	return target{}
}

// Notices says, a line each, what people wrote that leads nowhere. It costs nobody a page: what is wrong with a
// service matters more than a link.
func (r *Renderer) Notices(ix *schemas.Index) []string {
	const most = 20
	known := knownIDs(ix)
	var all []string
	look := func(file, prefix string, body []byte) {
		w := writing{source: body, prefix: prefix, above: 1}
		w.follow = r.follower(place{}, file, prefix, known, func(why string) {
			line := 1
			if i := strings.LastIndex(why, "/"); i >= 0 {
				name := strings.TrimSuffix(why[i+1:], ", which is not there")
				if at := bytes.Index(body, []byte(name)); at >= 0 {
					line += bytes.Count(body[:at], []byte("\n"))
				}
			}
			all = append(all, fmt.Sprintf("%s:%d: %s; it stays text", file, line, why))
		})
		w.links()
	}
	for _, p := range r.library.order {
		look(p.file, "doc-", p.body)
	}
	for _, file := range sortedKeys(r.library.noted) {
		id := r.library.noted[file]
		if known[id] == "" {
			said := file + ": there is no service " + id
			if near := schemas.Nearest(id, sortedKeys(known)); near != "" {
				said += "; did you mean " + near + "?"
			}
			all = append(all, said)
		}
		look(file, "note-", r.library.notes[id])
	}
	if rest := len(all) - most; rest > 0 {
		all = append(all[:most], fmt.Sprintf("and %d more such links or notes", rest))
	}
	return all
}

func knownIDs(ix *schemas.Index) map[string]string {
	known := make(map[string]string, len(ix.Services))
	for _, s := range ix.Services {
		known[s.ID] = s.ID
	}
	return known
}

// noteInput is what a service's page shows of people's notes.
func (r *Renderer) noteInput(id string) string {
	if len(r.library.notes[id]) == 0 {
		return ""
	}
	return digest(string(r.library.notes[id]), r.library.digest)
}
