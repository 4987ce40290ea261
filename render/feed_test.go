package render

// Feeds, badges and the map of the site are XML that programs read: they are parsed here as those do.

import (
	"encoding/xml"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

type atomFeed struct {
	XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string     `xml:"id"`
	Title   string     `xml:"title"`
	Updated string     `xml:"updated"`
	Author  string     `xml:"author>name"`
	Links   []atomLink `xml:"link"`
	Entries []struct {
		ID      string   `xml:"id"`
		Title   string   `xml:"title"`
		Updated string   `xml:"updated"`
		Link    atomLink `xml:"link"`
		Lines   []string `xml:"content>div>ul>li"`
	} `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

func feedFile(t *testing.T, text string) atomFeed {
	t.Helper()
	var f atomFeed
	if err := xml.Unmarshal([]byte(text), &f); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return f
}

// What RFC 4287 asks of every feed and entry: an id that is an IRI and no other's, a title, a time, a link.
func TestFeedsAreAtom(t *testing.T) {
	s := openShop(t)
	feeds := 0
	for path, text := range renderAll(t, newShopRenderer(t).Pages(s.index, s.load, s.history)) {
		if !strings.HasSuffix(path, ".atom") {
			continue
		}
		feeds++
		f := feedFile(t, text)
		ids := []string{f.ID}
		updated, err := time.Parse(time.RFC3339, f.Updated)
		if err != nil || f.Title == "" || f.Author == "" || len(f.Links) != 2 {
			t.Errorf("%s: updated %v, title %q, author %q, links %v", path, err, f.Title, f.Author, f.Links)
		}
		for _, e := range f.Entries {
			at, err := time.Parse(time.RFC3339, e.Updated)
			if err != nil || at.After(updated) || e.Title == "" || e.Link.Href == "" || len(e.Lines) == 0 {
				t.Errorf("%s: entry %+v, %v", path, e, err)
			}
			ids = append(ids, e.ID)
		}
		slices.Sort(ids)
		if len(slices.Compact(slices.Clone(ids))) != len(ids) || slices.ContainsFunc(ids, func(id string) bool { return !strings.HasPrefix(id, "urn:uuid:") || len(id) != 45 }) {
			t.Errorf("%s: ids %q", path, ids)
		}
	}
	if feeds == 0 {
		t.Error("no feed was written")
	}
}

func TestFeedSaysWhatHappened(t *testing.T) {
	change := schemas.Change{At: time.Date(2026, 11, 23, 2, 10, 0, 0, time.UTC), Digest: strings.Repeat("ab", 32), Status: schemas.Degraded, Entries: []schemas.Entry{
		{What: schemas.ImageChanged, Cluster: "prod-eu", Object: "Deployment/shop/checkout", Container: "app", From: "checkout:2.7.4", To: "checkout:2.8.0"},
		{What: schemas.StatusChanged, Cluster: "prod-eu", From: "healthy", To: "degraded"},
	}}
	row := schemas.ServiceEntry{ID: "shop/checkout", Name: "checkout", Title: "Checkout <b> & \u202e\x00co."}
	history := func(string) ([]schemas.Change, error) { return []schemas.Change{change}, nil }
	for base, want := range map[string]string{
		"":                           "../../../services/shop/checkout/index.html#change-abababababab",
		"https://team.example/shop/": "https://team.example/shop/services/shop/checkout/index.html#change-abababababab",
	} {
		site := shopSite()
		site.BaseURL = base
		r, err := New(site, shopRules(), Own{})
		if err != nil {
			t.Fatal(err)
		}
		ix := &schemas.Index{Services: []schemas.ServiceEntry{row}}
		var text strings.Builder
		for _, p := range r.Pages(ix, nil, history) {
			if p.Path == "services/shop/checkout/changes.atom" {
				if err := p.Render(&text); err != nil {
					t.Fatal(err)
				}
			}
		}
		e := feedFile(t, text.String()).Entries[0]
		if e.Link.Href != want {
			t.Errorf("with %q it links to %s, want %s", base, e.Link.Href, want)
		}
		if want := "Checkout <b> & co. is degraded: prod-eu: checkout (app) image 2.7.4 → 2.8.0 (and 1 more)"; e.Title != want {
			t.Errorf("title %q, want %q", e.Title, want)
		}
	}
}

// A badge's parts must not run into each other, whatever the service is called.
func TestBadges(t *testing.T) {
	for _, name := range []string{"a", "checkout", "Ünïcödé ☃", strings.Repeat("W", 300), `"><script>alert(1)</script>`} {
		for _, status := range schemas.Statuses() {
			b := badgeOfService(schemas.ServiceEntry{ID: "x", Name: name, Status: status})
			if b.Left < 7+b.LabelLength || b.Mark < b.Left || b.WordAt < b.Mark+12 || b.Width < b.WordAt+b.WordLength {
				t.Errorf("%s %s: %+v", name, status, b)
			}
		}
	}
	s := openShop(t)
	for path, text := range renderAll(t, newShopRenderer(t, "badge").Pages(s.index, s.load, s.history)) {
		if strings.HasSuffix(path, ".svg") {
			if err := xml.Unmarshal([]byte(text), new(struct{})); err != nil || len(text) > 1300 {
				t.Errorf("%s: %v, %d bytes", path, err, len(text))
			}
		}
	}
}

func TestSitemap(t *testing.T) {
	s := openShop(t)
	site := shopSite()
	site.BaseURL = "https://team.example/shop"
	r, err := New(site, shopRules(), Own{})
	if err != nil {
		t.Fatal(err)
	}
	pages := r.Pages(s.index, s.load, s.history)
	files := renderAll(t, pages)
	var m struct {
		URLs []string `xml:"url>loc"`
	}
	if err := xml.Unmarshal([]byte(files["sitemap.xml"]), &m); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, p := range pages {
		if strings.HasSuffix(p.Path, "index.html") {
			want = append(want, "https://team.example/shop/"+p.Path)
		}
	}
	if !slices.Equal(m.URLs, want) {
		t.Errorf("it lists %d pages of %d: %q", len(m.URLs), len(want), m.URLs)
	}
	many := make([]Page, mostURLs+1)
	for i := range many {
		many[i].Path = "index.html"
	}
	if maps := r.sitemaps(many); len(maps) != 3 || maps[0].Path != "sitemap-1.xml" || maps[2].Path != "sitemap.xml" {
		t.Errorf("%d pages stand in %d maps", len(many), len(maps))
	}
	if without := newShopRenderer(t).sitemaps(pages); without != nil {
		t.Errorf("a site that does not know its address has %d maps", len(without))
	}
}
