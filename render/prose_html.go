package render

// This file is how prose becomes HTML where goldmark's own way would not do: links are settled first, pictures come
// from the site alone, and a box that is ticked says so.

import (
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

type proseHTML struct{ w *writing }

// RegisterFuncs takes the place of goldmark's own renderers of these nodes.
func (p *proseHTML) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindLink, p.link)
	reg.Register(ast.KindImage, p.image)
	reg.Register(ast.KindAutoLink, p.autoLink)
	reg.Register(ast.KindFencedCodeBlock, p.code)
	reg.Register(ast.KindCodeBlock, p.code)
	reg.Register(extast.KindTaskCheckBox, p.box)
	reg.Register(extast.KindTable, p.table)
	reg.Register(extast.KindTableCell, p.cell)
}

// anchorTag opens a link. What leads out of the site tells nobody where it came from.
func anchorTag(t target) string {
	if t.outside {
		return `<a href="` + html.EscapeString(t.address) + `" rel="noopener noreferrer">`
	}
	return `<a href="` + html.EscapeString(t.address) + `">`
}

func (p *proseHTML) link(out util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	t := p.w.follow(resolved(node.(*ast.Link).Destination))
	switch {
	case t.address == "":
	case entering:
		out.WriteString(anchorTag(t))
	default:
		if p.w.plain(node) == "" { // a link must have a name
			out.WriteString(html.EscapeString(t.address))
		}
		out.WriteString("</a>")
	}
	return ast.WalkContinue, nil
}

// image shows a picture of the site; one on another host becomes a link to it, because no request may leave the site.
func (p *proseHTML) image(out util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkSkipChildren, nil
	}
	t, alt := p.w.follow(resolved(node.(*ast.Image).Destination)), p.w.plain(node)
	switch {
	case t.picture:
		out.WriteString(`<img src="` + html.EscapeString(t.address) + `" alt="` + html.EscapeString(alt) + `">`)
	case t.address == "" || linked(node):
		out.WriteString(html.EscapeString(alt))
	default:
		if alt == "" {
			alt = t.address
		}
		out.WriteString(anchorTag(t) + html.EscapeString(alt) + "</a>")
	}
	return ast.WalkSkipChildren, nil
}

// linked tells whether a node stands in a link already.
func linked(n ast.Node) bool {
	for n = n.Parent(); n != nil; n = n.Parent() {
		if n.Kind() == ast.KindLink {
			return true
		}
	}
	return false
}

func (p *proseHTML) autoLink(out util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		n := node.(*ast.AutoLink)
		label := html.EscapeString(string(n.Label(source)))
		if t := webTarget(string(n.URL(source))); t.address != "" {
			label = anchorTag(t) + label + "</a>"
		}
		out.WriteString(label)
	}
	return ast.WalkContinue, nil
}

// webTarget lets http and https through, and nothing else.
func webTarget(address string) target {
	if lower := strings.ToLower(address); !strings.HasPrefix(lower, "http://") && !strings.HasPrefix(lower, "https://") {
		return target{}
	}
	return target{address: safeURL(address), outside: true}
}

func (p *proseHTML) code(out util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		out.WriteString("<pre>" + html.EscapeString(string(node.Lines().Value(source))) + "</pre>\n")
	}
	return ast.WalkSkipChildren, nil
}

func (p *proseHTML) box(out util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		mark, word := "☐", "to do"
		if node.(*extast.TaskCheckBox).IsChecked {
			mark, word = "☑", "done"
		}
		out.WriteString(`<span role="img" aria-label="` + word + `">` + mark + `</span> `)
	}
	return ast.WalkContinue, nil
}

// table may be wider than a phone: then it is moved in its place, by the keyboard too.
func (p *proseHTML) table(out util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		out.WriteString(`<div class="wide" role="group" aria-label="table" tabindex="0"><table>` + "\n")
	} else {
		out.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// cell names its column to those who cannot see the table.
func (p *proseHTML) cell(out util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	tag, scope := "td", ""
	if node.Parent().Kind() == extast.KindTableHeader && node.HasChildren() {
		tag, scope = "th", ` scope="col"`
	}
	if entering {
		out.WriteString("<" + tag + scope + ">")
	} else {
		out.WriteString("</" + tag + ">\n")
	}
	return ast.WalkContinue, nil
}
