package render

// This file holds every host's pages to what the host does with them: each link leads to a page and to a heading of it,
// and the source is in good order.

import (
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
	reading "github.com/yuin/goldmark/text"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func renderFor(t *testing.T, host string) map[string]string {
	t.Helper()
	site := shopSite()
	site.Formats, site.Markdown = []string{"markdown"}, schemas.MarkdownConfig{Host: host}
	r, err := New(site, shopRules(), Own{})
	if err != nil {
		t.Fatal(err)
	}
	s := openShop(t)
	return renderAll(t, r.Pages(s.index, s.load, s.history))
}

func TestEveryHostsLinksLead(t *testing.T) {
	for _, h := range hosts() {
		files, links := renderFor(t, h.name), 0
		anchors := map[string][]string{}
		for name, page := range files {
			anchors[name] = anchorsOf(page)
		}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if !strings.HasSuffix(name, ".md") {
				continue
			}
			if path.Base(name) != h.file {
				t.Errorf("%s: a page is called %s", h.name, name)
			}
			for _, link := range linksOf(t, files[name]) {
				links++
				checkHostLink(t, h, files, anchors, name, link)
			}
		}
		if links < 100 {
			t.Errorf("%s: only %d links were looked at", h.name, links)
		}
	}
}

func checkHostLink(t *testing.T, h host, files map[string]string, anchors map[string][]string, name, link string) {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil || u.IsAbs() {
		return
	}
	target := name
	if u.Path != "" {
		target = path.Join(path.Dir(name), u.Path)
		if strings.HasPrefix(target, "data/") && h.data {
			return
		}
		if h.folders {
			if !strings.HasSuffix(u.Path, "/") {
				t.Errorf("%s: %s links to %s, which is no folder", h.name, name, link)
			}
			target = path.Join(target, h.file)
		}
	}
	if files[target] == "" {
		t.Errorf("%s: %s links to %s, which is not there", h.name, name, link)
	}
	if u.Fragment != "" && !slices.Contains(anchors[target], u.Fragment) {
		t.Errorf("%s: %s links to %s, where no such heading is", h.name, name, link)
	}
}

func linksOf(t *testing.T, page string) []string {
	t.Helper()
	var links []string
	_ = ast.Walk(gfm().Parse(reading.NewReader([]byte(page))), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, ok := n.(*ast.Link); ok && entering {
			links = append(links, string(link.Destination))
		}
		return ast.WalkContinue, nil
	})
	return links
}

// anchorsOf are headings that are their own anchors whoever makes them.
func anchorsOf(page string) []string {
	var anchors []string
	for line := range strings.Lines(page) {
		if name := strings.TrimLeft(strings.TrimSpace(line), "# "); strings.HasPrefix(line, "#") && plainAnchor(name) {
			anchors = append(anchors, name)
		}
	}
	return anchors
}

// Two headings of one name would share an anchor, or each host would number them in its own way.
func TestRulesHaveAnAnchorEach(t *testing.T) {
	anchors := anchorsOf(renderFor(t, "github")["rules/README.md"])
	for _, rule := range shopRules() {
		if n := len(slices.DeleteFunc(slices.Clone(anchors), func(a string) bool { return a != rule.ID })); n != 1 {
			t.Errorf("rule %s has %d headings of its name", rule.ID, n)
		}
	}
}

var untidy = regexp.MustCompile(`(?m) $|\n\n\n|^#.*\n[^\n]|[^\n]\n#+ |\n[^|\n].*\n\| |\A\n|[^\n]\z|\n\n\z`)

func TestSourceIsTidy(t *testing.T) {
	for _, h := range hosts() {
		for name, page := range renderFor(t, h.name) {
			if !strings.HasSuffix(name, ".md") {
				continue
			}
			if name == "rules/"+h.file {
				page = regexp.MustCompile("(?s)```yaml.*?```\n\n").ReplaceAllString(page, "") // YAML has comments and lists
			}
			if at := untidy.FindStringIndex(page); at != nil {
				t.Errorf("%s: %s is not tidy near %q", h.name, name, page[max(0, at[0]-60):min(len(page), at[1]+60)])
			}
		}
	}
}

func TestFrontMatter(t *testing.T) {
	for host, want := range map[string]string{
		"github": "# Checkout\n\n", "mkdocs": "# Checkout\n\n",
		"hugo":       "---\ntitle: \"Checkout\"\ndescription: \"Serving everywhere. In prod-eu",
		"docusaurus": "---\ntitle: \"Checkout\"\n", "vitepress": "---\ntitle: \"Checkout\"\n",
	} {
		page := renderFor(t, host)["services/checkout/"+hostOf(schemas.MarkdownConfig{Host: host}).file]
		if !strings.HasPrefix(page, want) {
			t.Errorf("%s: the page begins %.90q", host, page)
		}
	}
	off := false
	h := hostOf(schemas.MarkdownConfig{Host: "hugo", FrontMatter: &off})
	if got := string(h.open("A", "b") + h.title("A")); got != "# A\n" {
		t.Errorf("without front matter a page begins %q", got)
	}
}

func TestTidy(t *testing.T) {
	in := "\n# a  \n\n\n\n| x | y | z |\n| --- | --- | --- |\n| 1 |  | `b` |\n| 2 |  |  |\n\n````\n```\n\n| k |  |  \n````\n\n\n"
	want := "# a\n\n| x | z |\n| --- | --- |\n| 1 | `b` |\n| 2 | |\n\n````\n```\n\n| k |  |  \n````\n"
	if got := string(tidy([]byte(in))); got != want {
		t.Errorf("got %q", got)
	}
}

// A label can hold neither what ends it nor what Mermaid or HTML would read.
func TestDiagramHoldsHostileNames(t *testing.T) {
	r := Relations{All: []Relation{
		{badgeOf(schemas.Down), `x"]; click here "javascript:alert(1)" %% <b>`, "../x/README.md"},
		{Badge{}, "`y`\n```\nend{{}}#quot;", ""},
	}}
	got := string(host{mermaid: true}.diagram(`a"b`, badgeOf(schemas.Healthy), r, Relations{}))
	label := regexp.MustCompile(`\["[^"]*"\]`)
	for line := range strings.Lines(got) {
		bare := label.ReplaceAllString(line, "[]")
		if strings.ContainsAny(bare, `"%<{;`) || strings.Contains(bare, "click") {
			t.Errorf("this is no line of a diagram: %s", line)
		}
	}
	if n := strings.Count(got, "```"); n != 2 {
		t.Errorf("the fence is closed early: %s", got)
	}
}
