package render

// This file proves the escaping: whatever a text is, a parser of GitHub's Markdown gives back that text, where it was
// put, and nothing else.

import (
	"bufio"
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	renderer "github.com/yuin/goldmark/renderer/html"
	reading "github.com/yuin/goldmark/text"
	"golang.org/x/net/html"

	"github.com/plimsoll-k8s/plimsoll/render/browser/hostile"
)

// pieces are what hostile texts are put together from: what means something to Markdown, to a host, or to HTML, and
// words between.
var pieces = strings.Fields("a pod 1 2.7.4 é 船 🚢 \\ \\\\ ` `` ``` * ** _ __ ~ ~~ ~~~ | || # ## ####### + - -- --- = == " +
	"> < << & &amp; &#65; &lt; [ ] [x] [x]: ](y) ![ ![x](y) ( ) { } {{ }} {% %} {{< >}} {#id} {.c} ! !!! ? ??? : :: ::: :ship: :100: 10:45:30 " +
	"$ $x$ $$ ^ ^1^ @ @team a@b.example #1 !1 &1 %1 ~bug http://x.example https:// www.x.example ftp://x //x.example mailto:a@b.example " +
	"shop.example x.io 1. 1) 12. <b> </b> <script> <!-- --> <a@b.example> <http://x.example> javascript:alert(1) import export " +
	"[^1] [^1]: [ ] [TOC] *[x]: ' \" deadbee1 /// --8<-- <<< \u202e \u200d \ufeff")

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(7) {
		b.WriteString(pieces[r.IntN(len(pieces))])
		if r.IntN(3) == 0 {
			b.WriteByte(" \n\t"[r.IntN(3)])
		}
	}
	return b.String()
}

func gfm() parser.Parser {
	return goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList), goldmark.WithParserOptions(parser.WithAttribute())).Parser()
}

// places are where a text can stand in a page, and the nodes that the place itself makes.
var places = []struct {
	name   string
	format func(s string) string
	kinds  []ast.NodeKind
}{
	{"paragraph", func(s string) string { return string(escapeMarkdown(s)) + "\n" }, []ast.NodeKind{ast.KindParagraph}},
	{"below text", func(s string) string { return "x\n" + string(escapeMarkdown(s)) + "\n" }, []ast.NodeKind{ast.KindParagraph}},
	{"heading", func(s string) string { return "## x " + string(escapeMarkdown(s)) + "\n" }, []ast.NodeKind{ast.KindHeading}},
	{"list", func(s string) string { return "- x " + string(escapeMarkdown(s)) + "\n" }, []ast.NodeKind{ast.KindList, ast.KindListItem, ast.KindTextBlock}},
	{"cell", func(s string) string {
		return "| a | b |\n| --- | --- |\n| x " + string(escapeMarkdown(s)) + " | end |\n"
	}, []ast.NodeKind{tables.KindTable, tables.KindTableHeader, tables.KindTableRow, tables.KindTableCell}},
	{"strong", func(s string) string { return "x " + strong(s) + " x\n" }, []ast.NodeKind{ast.KindParagraph, ast.KindEmphasis}},
	{"code", func(s string) string { return "x " + string(codeSpan(s)) + " x\n" }, []ast.NodeKind{ast.KindParagraph}},
	{"link", func(s string) string { return "x " + string(markdownLink(s, "../y.md")) + "\n" }, []ast.NodeKind{ast.KindParagraph, ast.KindLink}},
}

func TestTextComesBackAsText(t *testing.T) {
	texts := append(hostile.Attacks(), pieces...)
	r := rand.New(rand.NewPCG(1, 2))
	for range 4000 {
		texts = append(texts, randomText(r))
	}
	p := gfm()
	for _, s := range texts {
		want := oneLine(s)
		if want == "" || len(s) > 5000 {
			continue
		}
		for _, at := range places {
			source := []byte(at.format(s))
			got := readBack(t, p, source, at.kinds)
			if !strings.Contains(" "+got+" ", " "+want+" ") {
				t.Fatalf("%s: %q came back as %q from %s", at.name, want, got, source)
			}
			if t.Failed() {
				t.Fatalf("%s: %q is written as %s", at.name, s, source)
			}
		}
	}
}

// readBack is the text of a page; it may hold no other nodes than the place's own.
func readBack(t *testing.T, p parser.Parser, source []byte, kinds []ast.NodeKind) string {
	t.Helper()
	allowed := map[ast.NodeKind]bool{ast.KindDocument: true, ast.KindText: true, ast.KindString: true, ast.KindCodeSpan: true}
	for _, kind := range kinds {
		allowed[kind] = true
	}
	var b strings.Builder
	_ = ast.Walk(p.Parse(reading.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
			return ast.WalkContinue, nil
		}
		if !allowed[n.Kind()] {
			t.Errorf("a %s appears", n.Kind())
		}
		for _, a := range n.Attributes() {
			t.Errorf("a %s has the attribute %s", n.Kind(), a.Name)
		}
		if words, ok := n.(*ast.Text); ok {
			b.WriteString(plainText(words, source))
			if words.SoftLineBreak() || words.HardLineBreak() {
				b.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.Join(strings.Fields(b.String()), " ")
}

// plainText resolves what the renderer would: escapes and entities, outside code.
func plainText(words *ast.Text, source []byte) string {
	raw := words.Value(source)
	if words.Parent().Kind() == ast.KindCodeSpan {
		return string(raw)
	}
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	renderer.DefaultWriter.Write(w, raw)
	w.Flush()
	return html.UnescapeString(b.String())
}

func TestTemplateLanguagesFindNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 4000 {
		s := randomText(r)
		for _, out := range []string{string(escapeMarkdown(s)), string(codeSpan(s)), string(markdownLink(s, "https://x.example/{{x}}"))} {
			for _, opens := range []string{"{{", "{%", "{#", "<"} {
				if strings.Contains(out, opens) {
					t.Fatalf("%q holds %s: %s", s, opens, out)
				}
			}
		}
	}
}
