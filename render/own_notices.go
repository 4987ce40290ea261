package render

// This file says, a line each, what people wrote that leads nowhere. It costs nobody a page: what is wrong with a
// service matters more than a link.

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const (
	mostNotices = 20
	mostLink    = 120 // characters of a link that are repeated
)

// Notices are for whoever wrote the pages and notes.
func (r *Renderer) Notices(ix *schemas.Index) []string {
	known, l := knownIDs(ix), r.library
	found := headings{}
	var all []string
	for _, p := range l.order {
		all = append(all, r.deadLinks(p, known, found)...)
	}
	for _, file := range sortedKeys(l.noted) {
		id := l.noted[file]
		if known[id] == "" {
			all = append(all, file+": there is no service "+id+nearest(id, known))
		}
		all = append(all, r.deadLinks(l.notes[id], known, found)...)
	}
	for _, file := range sortedKeys(l.unused) {
		all = append(all, file+" is not shown: the configuration names "+l.unused[file]+" as that service's notes")
	}
	if rest := len(all) - mostNotices; rest > 0 {
		all = append(all[:mostNotices], fmt.Sprintf("and %d more such links or notes", rest))
	}
	return all
}

func nearest(id string, known map[string]string) string {
	if near := schemas.Nearest(id, sortedKeys(known)); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}

// deadLinks are the links of a text that lead nowhere, or to a heading that is not there.
func (r *Renderer) deadLinks(p *ownPage, known map[string]string, found headings) []string {
	var all []string
	w := writing{source: p.body}
	follow := r.follower(place{}, p.file, known)
	w.links(func(link string, line int) {
		said := fmt.Sprintf("%s:%d: links to ", p.file, p.before+line)
		switch t := follow(link); {
		case t.address == "":
			all = append(all, said+beginning(t.why, mostLink)+"; it stays text")
		case t.heading != "" && !found.in(t.own)[t.heading]:
			all = append(all, said+beginning(link, mostLink)+", and there is no such heading")
		}
	})
	return all
}

// headings are those of texts that links lead into, found once each.
type headings map[*ownPage]map[string]bool

func (found headings) in(p *ownPage) map[string]bool {
	if p == nil {
		return nil
	}
	if found[p] == nil {
		w := writing{source: p.body, title: p.title}
		found[p] = w.headings()
	}
	return found[p]
}

// headings are the names of a text's headings. One that is shown as it was written has none.
func (w *writing) headings() map[string]bool {
	names := map[string]bool{}
	w.source = clean(w.source)
	if tangled(w.source) {
		return names
	}
	root := markdownOf(w).Parser().Parse(newReader(w.source))
	w.outline(root)
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if id, ok := n.AttributeString("id"); ok && n.Kind() == ast.KindHeading {
			names[string(id.([]byte))] = true
		}
	}
	return names
}

// links gives every link and picture to a function, and the line on which it stands.
func (w *writing) links(each func(link string, line int)) {
	w.source = clean(w.source)
	if tangled(w.source) {
		return
	}
	_ = ast.Walk(markdownOf(w).Parser().Parse(newReader(w.source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n := n.(type) {
			case *ast.Link:
				each(resolved(n.Destination), w.line(n))
			case *ast.Image:
				each(resolved(n.Destination), w.line(n))
			}
		}
		return ast.WalkContinue, nil
	})
}

// line is where an inline node stands: goldmark keeps the place of text and of blocks alone.
func (w *writing) line(n ast.Node) int {
	at := -1
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			at = t.Segment.Start
			return ast.WalkStop, nil
		}
		return ast.WalkContinue, nil
	})
	for block := n.Parent(); at < 0 && block != nil; block = block.Parent() {
		if block.Type() == ast.TypeBlock && block.Lines().Len() > 0 {
			at = block.Lines().At(0).Start
		}
	}
	return 1 + bytes.Count(w.source[:max(at, 0)], []byte("\n"))
}
