package render

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/net/html"

	"github.com/plimsoll-k8s/plimsoll/render/browser/hostile"
)

// prosely renders a text as an own page of a site that has another page and a picture.
func prosely(t testing.TB) func(text string) (page, markdown string) {
	t.Helper()
	files := fstest.MapFS{"page.md": {Data: []byte("# Page\n")}, "other.md": {Data: []byte("# Other\n")}, "a.png": {Data: []byte("png")}}
	r, err := New(shopSite(), nil, Own{Pages: files})
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) (page, markdown string) {
		w := writing{source: []byte(text), prefix: "doc-", above: 1, follow: r.follower(place{root: "../../", file: "index.html"}, "page.md", map[string]string{"checkout": "checkout"})}
		p := w.prose()
		return string(p.HTML), string(p.Markdown)
	}
}

func TestProse(t *testing.T) {
	render := prosely(t)
	for _, c := range []struct{ text, html, markdown string }{
		{"[a](other.md#b)", `<a href="../../pages/other/index.html#doc-b">a</a>`, "[a](../../pages/other/index.html#doc-b)"},
		{"[c](services/checkout.md)", `<a href="../../services/checkout/index.html">c</a>`, "[c](../../services/checkout/index.html)"},
		{"![p](a.png)", `<img src="../../pages/a.png" alt="p">`, "![p](../../pages/a.png)"},
		{"![p](https://x.example/a.png)", `<a href="https://x.example/a.png" rel="noopener noreferrer">p</a>`, "[p](https://x.example/a.png)"},
		{"[x](java&#115;cript:alert(1))", "<p>x</p>", "x\n"},
		{"[x](//evil.example)", "<p>x</p>", "x\n"},
		{"<b onclick=x>", "&lt;b onclick=x&gt;", "&lt;b onclick=x&gt;"},
		{"- [x] done", `aria-label="done"`, "-   [x] done"},
		{"# A\n\n### B", "<h2 id=\"doc-a\">A</h2>\n<h3 id=\"doc-b\">B</h3>", "## A\n\n### B"},
		{"a[^1]\n\n[^1]: b", `id="doc-fn:1"`, "[^doc-1]: b"},
		{"~~a~~ **b** *c* `d`", "<del>a</del> <strong>b</strong> <em>c</em> <code>d</code>", "~~a~~ **b** *c* `d`"},
		{"[x](gone.md)", "<p>x</p>", "x\n"},
	} {
		page, markdown := render(c.text)
		if !strings.Contains(page, c.html) {
			t.Errorf("%s: HTML %s has no %s", c.text, page, c.html)
		}
		if !strings.Contains(markdown, c.markdown) {
			t.Errorf("%s: Markdown %s has no %s", c.text, markdown, c.markdown)
		}
	}
}

// Whatever is written, it neither loads nor does anything; read again from the Markdown that it became, by a host that
// lets HTML through, it does not either.
func FuzzProse(f *testing.F) {
	for _, a := range hostile.Attacks() {
		f.Add(a)
		f.Add("- > " + a + "\n\n      " + a + "\n\n| a |\n| - |\n| " + a + " |\n\n[x](" + a + ") ![y](<" + a + ">) <" + a + ">\n\n```\n" + a + "\n```\n")
	}
	render := prosely(f)
	f.Fuzz(func(t *testing.T, text string) {
		page, markdown := render(text)
		proseInert(t, page)
		proseInert(t, toHTML(t, markdown))
	})
}

const proseElements = " html head body a p h1 h2 h3 h4 h5 h6 em strong del code pre ul ol li table thead tbody tr th td blockquote hr br sup div span img input "

func proseInert(t *testing.T, page string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			t.Errorf("a comment in %q", page)
		}
		if n.Type != html.ElementNode {
			continue
		}
		if !strings.Contains(proseElements, " "+n.Data+" ") {
			t.Errorf("<%s> in %q", n.Data, page)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" && strings.Contains(a.Val, ":") || a.Key == "href" && safeURL(a.Val) == "" {
				t.Errorf("%s=%q in %q", a.Key, a.Val, page)
			}
		}
	}
}

// What would take a parser minutes is shown as it was written.
func TestProseTakesBoundedTime(t *testing.T) {
	render := prosely(t)
	for _, unit := range []string{"[", "[a](b", "![a](b", "[a](", "*a_ ", "a**b", ">", "> ", "- ", "> - ", "`", "<", "~~a ", "[^1]: a\n", "a\n", "# a\n", "a\n\n", "- a\n", "|a|\n|-|\n", "\\[", "&#x", "[a](b) ", "- [a](b)\n", "    a\n\n"} {
		started := time.Now()
		render(strings.Repeat(unit, (1<<18)/len(unit)))
		if took := time.Since(started); took > time.Minute { // the slowest takes a second or two, and the race detector ten times as much
			t.Errorf("%q took %s", unit, took)
		} else if took > time.Second {
			t.Logf("%q took %s", unit, took)
		}
	}
}

// A site with pages: they are linked, what leads nowhere is said, and a file that cannot be used is refused.
func TestOwnPages(t *testing.T) {
	s := openShop(t)
	own := Own{Folder: "docs", Pages: fstest.MapFS{
		"on-call.md":           {Data: []byte("---\ntitle: On call\n---\nSee [gone](gone.md).\n")},
		"services/checkout.md": {Data: []byte("Roll **back**.\n")},
		"services/chekout.md":  {Data: []byte("x\n")},
		"img/a.png":            {Data: []byte("png")},
	}}
	r, err := New(shopSite(), shopRules(), own)
	if err != nil {
		t.Fatal(err)
	}
	files := renderAll(t, r.Pages(s.index, s.load, s.history))
	for path, want := range map[string]string{
		"pages/index.html": `href="../pages/on-call/index.html">On call</a>`, "pages/on-call/index.html": "See gone.",
		"services/checkout/index.html": "<p>Roll <strong>back</strong>.</p>", "services/checkout/index.md": "Roll **back**.",
		"pages/img/a.png": "png", "index.html": `href="pages/index.html">Docs</a>`,
	} {
		if !strings.Contains(files[path], want) {
			t.Errorf("%s has no %s", path, want)
		}
	}
	said := strings.Join(r.Notices(s.index), "\n")
	for _, want := range []string{"docs/on-call.md:4: links to gone.md, which is not there; it stays text", "there is no service chekout; did you mean checkout?"} {
		if !strings.Contains(said, want) {
			t.Errorf("%s is not said: %s", want, said)
		}
	}
	for want, files := range map[string]fs.FS{
		"a.md is not UTF-8":                 fstest.MapFS{"a.md": {Data: []byte{0xff}}},
		"a.md is larger than 1 MiB":         fstest.MapFS{"a.md": {Data: make([]byte, 2<<20)}},
		"a/index.md would stand where a.md": fstest.MapFS{"a.md": {}, "a/index.md": {}},
	} {
		if _, err := New(shopSite(), nil, Own{Pages: files}); err == nil || !strings.Contains(err.Error(), want) && !strings.Contains(err.Error(), "a.md would stand where a/index.md") {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
