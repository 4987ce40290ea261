package render

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestGoldenPages(t *testing.T) {
	s := openShop(t)
	files := renderAll(t, newShopRenderer(t).Pages(s.index, s.load, s.history))
	for _, page := range []string{"index", "services/checkout/index", "services/cart/index", "services/invoices/index", "services/ledger/index", "services/orders/index", "clusters/prod-us/index", "clusters/prod-eu/index", "owners/payments/index", "systems/shop/index", "changes/index", "rules/index"} {
		golden(t, "site/"+page+".html", files[page+".html"])
		golden(t, "site/"+page+".md", files[page+".md"])
	}
	golden(t, "site/404.html", files["404.html"])
	golden(t, "site/services/checkout/changes.atom", files["services/checkout/changes.atom"])
	golden(t, "site/changes/changes.atom", files["changes/changes.atom"])
	golden(t, "site/services/checkout/badge.svg", files["services/checkout/badge.svg"])
	golden(t, "files.txt", strings.Join(slices.Sorted(maps.Keys(files)), "\n")+"\n")
}

func TestMarkdownAloneNeedsNoAssets(t *testing.T) {
	s := openShop(t)
	for _, p := range newShopRenderer(t, "markdown").Pages(s.index, s.load, s.history) {
		if !strings.HasSuffix(p.Path, ".md") && p.Path != ".nojekyll" && p.Path != ".gitattributes" {
			t.Errorf("%s is of no use beside Markdown", p.Path)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	_, err := New(schemas.SiteConfig{Formats: []string{"pdf"}}, nil, Own{})
	if err == nil || !strings.Contains(err.Error(), `format "pdf": no such format: use one of html, markdown, atom, badge`) {
		t.Errorf("got %v", err)
	}
}

// What is up to date must be known without opening a snapshot, and what is not must show.
func TestInputDigests(t *testing.T) {
	s := openShop(t)
	before := inputs(newShopRenderer(t).Pages(s.index, s.load, s.history))
	if s.loads != 0 {
		t.Errorf("%d snapshots were opened to list the pages", s.loads)
	}
	if again := inputs(newShopRenderer(t).Pages(s.index, s.load, s.history)); !maps.Equal(before, again) {
		t.Error("the same site has other digests the second time")
	}
	s.index.Services[1].Digest = "another"
	id := s.index.Services[1].ID
	owner := schemas.Slug(s.index.Services[1].Owner)
	after := inputs(newShopRenderer(t).Pages(s.index, s.load, s.history))
	for path, was := range before {
		changed := after[path] != was
		should := strings.HasPrefix(path, "services/"+id+"/") && !strings.HasSuffix(path, ".svg") || strings.HasPrefix(path, "owners/"+owner+"/") || strings.HasPrefix(path, "index.") || strings.HasPrefix(path, "clusters/") || strings.HasPrefix(path, "systems/") || strings.HasPrefix(path, "changes/")
		if changed != should {
			t.Errorf("%s: changed %v, should %v", path, changed, should)
		}
	}
}

func TestConfigurationIsPartOfTheInput(t *testing.T) {
	s := openShop(t)
	before := inputs(newShopRenderer(t).Pages(s.index, s.load, s.history))
	site := shopSite()
	site.Title = "Another"
	r, err := New(site, shopRules(), Own{})
	if err != nil {
		t.Fatal(err)
	}
	for path, digest := range inputs(r.Pages(s.index, s.load, s.history)) {
		if page := strings.HasSuffix(path, ".html") || strings.HasSuffix(path, ".md"); page && digest == before[path] {
			t.Errorf("%s does not depend on the title", path)
		}
	}
}

func TestTwoRenderingsAreEqual(t *testing.T) {
	s := openShop(t)
	a := renderAll(t, newShopRenderer(t).Pages(s.index, s.load, s.history))
	b := renderAll(t, newShopRenderer(t).Pages(s.index, s.load, s.history))
	if !maps.Equal(a, b) {
		t.Error("two renderings of one state differ")
	}
}

func TestLostPageClimbsByTheSitesAddress(t *testing.T) {
	site := shopSite()
	site.BaseURL = "https://team.example/shop/services/"
	r, err := New(site, nil, Own{})
	if err != nil {
		t.Fatal(err)
	}
	files := renderAll(t, r.Pages(&schemas.Index{}, nil, nil))
	if want := `href="/shop/services/plimsoll.css"`; !strings.Contains(files["404.html"], want) {
		t.Errorf("404.html has no %s", want)
	}
	if want := `href="plimsoll.css"`; !strings.Contains(files["index.html"], want) {
		t.Errorf("index.html has no %s", want)
	}
}

func inputs(pages []Page) map[string]string {
	all := map[string]string{}
	for _, p := range pages {
		all[p.Path] = p.Input
	}
	return all
}
