package render

// This file holds every HTML page to what a browser, a reader's software and the site's promises need of it.

import (
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestPagesAreWellFormed(t *testing.T) {
	s := openShop(t)
	s.add(t, hugeService(4000))
	files := renderAll(t, newShopRenderer(t).Pages(s.index, s.load, s.history))
	ids := map[string]map[string]bool{}
	pages := map[string]*document{}
	for name, text := range files {
		if strings.HasSuffix(name, ".html") {
			pages[name] = readDocument(t, name, text)
			ids[name] = pages[name].ids
		}
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		d := pages[name]
		d.checkPolicy(t)
		d.checkHeadings(t)
		for _, link := range d.links {
			checkLink(t, name, link, files, ids)
		}
	}
}

// document is what the checks need to know of a page.
type document struct {
	name     string
	ids      map[string]bool
	links    []string
	headings []string
	metas    []string
}

var voids = []string{"meta", "link", "br", "img", "input", "hr"}

// readDocument walks the tags, each of which must be closed where it was opened.
func readDocument(t *testing.T, name, text string) *document {
	t.Helper()
	d := &document{name: name, ids: map[string]bool{}}
	var open []string
	z := html.NewTokenizer(strings.NewReader(text))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Errorf("%s: %v stay open", name, open)
			}
			return d
		case html.StartTagToken:
			token := z.Token()
			d.start(t, token)
			if !slices.Contains(voids, token.Data) {
				open = append(open, token.Data)
			}
		case html.SelfClosingTagToken:
			d.start(t, z.Token())
		case html.EndTagToken:
			tag := z.Token().Data
			if len(open) == 0 || open[len(open)-1] != tag {
				t.Fatalf("%s: </%s> closes %v", name, tag, open)
			}
			open = open[:len(open)-1]
		}
	}
}

func (d *document) start(t *testing.T, token html.Token) {
	t.Helper()
	if token.Data == "h1" || token.Data == "h2" || token.Data == "h3" || token.Data == "h4" || token.Data == "h5" {
		d.headings = append(d.headings, token.Data)
	}
	for _, a := range token.Attr {
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			t.Errorf("%s: <%s %s> would be refused by the page's own policy", d.name, token.Data, a.Key)
		case a.Key == "id":
			if d.ids[a.Val] {
				t.Errorf("%s: id %q stands twice", d.name, a.Val)
			}
			d.ids[a.Val] = true
		case a.Key == "href" || a.Key == "src":
			d.links = append(d.links, a.Val)
		case a.Key == "content":
			d.metas = append(d.metas, a.Val)
		}
	}
}

func (d *document) checkPolicy(t *testing.T) {
	t.Helper()
	if !slices.ContainsFunc(d.metas, func(m string) bool { return strings.HasPrefix(m, "default-src 'none'; ") }) {
		t.Errorf("%s has no content security policy", d.name)
	}
}

// checkHeadings: one title, and no level left out on the way down.
func (d *document) checkHeadings(t *testing.T) {
	t.Helper()
	last := "h0"
	for i, h := range d.headings {
		if (i == 0) != (h == "h1") {
			t.Errorf("%s: heading %d is %s", d.name, i, h)
		}
		if h[1] > last[1]+1 {
			t.Errorf("%s: %s follows %s", d.name, h, last)
		}
		last = h
	}
}

// checkLink: a link is relative and leads to a file of the site, and to a part that is there; or out by http(s).
func checkLink(t *testing.T, name, link string, files map[string]string, ids map[string]map[string]bool) {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if u.Scheme != "" {
		if u.Scheme != "https" {
			t.Errorf("%s links to %s", name, link)
		}
		return
	}
	target := name
	if u.Path != "" {
		target = path.Join(path.Dir(name), u.Path)
	}
	if strings.HasPrefix(target, "data/") {
		return // written by the site
	}
	if _, there := files[target]; !there {
		t.Errorf("%s links to %s, which is not a file of the site", name, link)
	}
	if u.Fragment != "" && strings.HasSuffix(target, ".html") && !ids[target][u.Fragment] {
		t.Errorf("%s links to %s, where no such part is", name, link)
	}
}
