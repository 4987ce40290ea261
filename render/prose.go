package render

// This file is Markdown that people write: pages, notes and descriptions, by goldmark. HTML in it is text like any
// other, because no parser for it is there; links are settled one by one (prose_html.go, prose_markdown.go).

import (
	"bytes"
	"fmt"
	"html"
	htmltemplate "html/template"
	"io"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	goldhtml "github.com/yuin/goldmark/renderer/html"
	goldtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Prose is Markdown made ready for a page.
type Prose struct {
	HTML     htmltemplate.HTML
	Markdown markdown
	Long     bool // more than a screenful
}

// Any tells whether there is something to read.
func (p Prose) Any() bool { return p.HTML != "" }

// writing is Markdown that somebody wrote, and the place that it is to stand in.
type writing struct {
	source []byte
	prefix string                   // of its ids, which so meet neither the frame's nor another writing's
	above  int                      // the level of the heading that it stands under
	follow func(link string) target // where a link leads
	title  string                   // of the page, which a first heading need not repeat
}

// markdownOf is goldmark with what is allowed. Blocks and inlines are its own, save those for HTML.
func markdownOf(w *writing) goldmark.Markdown {
	grammar := parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100), util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300), util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500), util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700), util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000)),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100), util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300), util.Prioritized(parser.NewEmphasisParser(), 500)),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...))
	return goldmark.New(goldmark.WithParser(grammar),
		goldmark.WithExtensions(
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)), extension.Strikethrough, extension.TaskList,
			extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})),
			extension.NewFootnote(extension.WithFootnoteIDPrefix(w.prefix))),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(&proseHTML{w}, 100))))
}

// prose makes both forms of a writing.
func (w *writing) prose() Prose {
	w.source = clean(w.source)
	if len(bytes.TrimSpace(w.source)) == 0 {
		return Prose{}
	}
	if plain, ok := plainProse(w.source); ok {
		return plain
	}
	if tangled(w.source) {
		return Prose{HTML: htmltemplate.HTML("<pre>" + html.EscapeString(string(w.source)) + "</pre>"), Markdown: markdown(fence(string(w.source))), Long: true}
	}
	return w.parsed()
}

func (w *writing) parsed() Prose {
	gold := markdownOf(w)
	root := gold.Parser().Parse(newReader(w.source))
	w.outline(root)
	var b bytes.Buffer
	if err := gold.Renderer().Render(&b, w.source, root); err != nil { // a buffer takes whatever it is given
		return Prose{HTML: htmltemplate.HTML("<pre>" + html.EscapeString(string(w.source)) + "</pre>")}
	}
	return Prose{HTML: htmltemplate.HTML(b.String()), Markdown: w.markdown(root), Long: bytes.Count(w.source, []byte("\n")) > 40 || len(w.source) > 4000}
}

// outline demotes headings under the page's own, leaves out no level on the way down, and gives them ids.
func (w *writing) outline(root ast.Node) {
	if h, ok := root.FirstChild().(*ast.Heading); ok && h.Level == 1 && w.title != "" && w.plain(h) == w.title {
		root.RemoveChild(root, h)
	}
	var open []int
	seen := map[string]int{}
	for n := root.FirstChild(); n != nil; {
		next := n.NextSibling()
		if h, ok := n.(*ast.Heading); ok {
			said := w.plain(h)
			for len(open) > 0 && open[len(open)-1] >= h.Level {
				open = open[:len(open)-1]
			}
			if said == "" {
				root.RemoveChild(root, h)
			} else {
				open = append(open, h.Level)
				h.Level = min(w.above+len(open), 6)
				id := headingSlug(said)
				if seen[id]++; seen[id] > 1 {
					id = fmt.Sprintf("%s-%d", id, seen[id]-1)
				}
				h.SetAttributeString("id", []byte(w.prefix+id))
			}
		}
		n = next
	}
	w.demoteInner(root)
}

// demoteInner makes bold lines of headings inside quotes and lists: they are no part of the page's outline.
func (w *writing) demoteInner(root ast.Node) {
	var inner []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Kind() == ast.KindHeading && n.Parent() != root {
			inner = append(inner, n)
		}
		return ast.WalkContinue, nil
	})
	for _, h := range inner {
		bold := ast.NewEmphasis(2)
		for c := h.FirstChild(); c != nil; {
			next := c.NextSibling()
			h.RemoveChild(h, c)
			bold.AppendChild(bold, c)
			c = next
		}
		p := ast.NewParagraph()
		p.AppendChild(p, bold)
		h.Parent().ReplaceChild(h.Parent(), h, p)
	}
}

// headingSlug is the name that hosts give to a heading, so that links to it mean the same here and there.
func headingSlug(said string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '-', r == '_':
			return unicode.ToLower(r)
		case unicode.IsSpace(r):
			return '-'
		}
		return -1
	}, said)
}

// plain is the text of a node without its marks.
func (w *writing) plain(n ast.Node) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.CodeSpan:
			b.WriteString(w.codeText(n))
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			b.WriteString(resolved(n.Segment.Value(w.source)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.WriteString(resolved(n.Value))
		case *ast.AutoLink:
			b.Write(n.Label(w.source))
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}

func (w *writing) codeText(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.WriteString(strings.ReplaceAll(string(t.Segment.Value(w.source)), "\n", " "))
		}
	}
	return b.String()
}

// resolved takes backslashes and entities for what they mean, once, just as goldmark does when it writes HTML.
func resolved(source []byte) string {
	var b bytes.Buffer
	out := flushless{&b}
	goldhtml.NewWriter().Write(out, source)
	return html.UnescapeString(b.String())
}

// flushless is a buffer where goldmark wants one that it may flush.
type flushless struct{ *bytes.Buffer }

func (flushless) Flush() error   { return nil }
func (flushless) Available() int { return 0 }
func (flushless) Buffered() int  { return 0 }

var _ io.Writer = flushless{}

// clean drops what cannot be seen and would change how the rest is read.
func clean(source []byte) []byte {
	source = bytes.TrimPrefix(source, []byte("\ufeff"))
	source = bytes.ReplaceAll(source, []byte("\r\n"), []byte("\n"))
	return []byte(strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return '\n'
		case r == '\u2028' || r == '\u2029':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(string(source), "\ufffd")))
}

func newReader(source []byte) goldtext.Reader { return goldtext.NewReader(source) }

// Line is prose of a single short paragraph, without the paragraph; of any other it is nothing.
func (p Prose) Line() htmltemplate.HTML {
	inner, ok := strings.CutPrefix(strings.TrimSuffix(string(p.HTML), "</p>\n"), "<p>")
	if !ok || strings.Contains(inner, "<p") || strings.Contains(inner, "\n<") {
		return ""
	}
	return htmltemplate.HTML(inner)
}
