package render

// This file is the views of what people have written.

import (
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
	leads := r.leads(known)
	rooted := false
	for _, p := range r.library.order {
		rooted = rooted || p.dir == "pages/"
		rows = append(rows, row{dir: p.dir, template: "own", input: digest(p.digest, leads),
			view: func(at place) (any, error) { return r.ownPage(at, p, known), nil }})
	}
	if !rooted {
		all := &ownPage{file: path.Join(r.library.folder, "index.md"), dir: "pages/", title: "Docs"}
		rows = append(rows, row{dir: all.dir, template: "own", input: r.library.digest,
			view: func(at place) (any, error) { return r.ownPage(at, all, known), nil }})
	}
	return rows
}

func (r *Renderer) ownPage(at place, p *ownPage, known map[string]string) *ownPageView {
	v := &ownPageView{Frame: r.frame(at, p.dir, p.title, r.ownCrumbs(at, p)...)}
	w := writing{source: p.body, prefix: "doc-", above: 1, title: p.title, follow: r.follower(at, p.file, known)}
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
	n := r.library.notes[id]
	if n == nil {
		return Prose{}
	}
	w := writing{source: n.body, prefix: "note-", above: 2, follow: r.follower(at, n.file, known)}
	return w.prose()
}

// about is what the catalog or the configuration says of a service.
func (r *Renderer) about(at place, s schemas.Service) Prose {
	w := writing{source: []byte(s.Description), prefix: "about-", above: 1, follow: r.follower(at, "", nil)}
	return w.prose()
}

// leads digests all that links can lead to.
func (r *Renderer) leads(known map[string]string) string {
	return digest(r.library.digest, toJSON(sortedKeys(known)))
}

// noteInput is what a service's page shows of people's notes.
func (r *Renderer) noteInput(id, leads string) string {
	if n := r.library.notes[id]; n != nil {
		return digest(n.file, string(n.body), leads)
	}
	return ""
}
