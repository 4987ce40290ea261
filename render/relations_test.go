package render

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// What stands in a catalog and is no service here is named, and nothing is claimed of it.
func TestRelations(t *testing.T) {
	ix := &schemas.Index{Services: []schemas.ServiceEntry{
		{ID: "cart", Name: "cart", Title: "Basket", Status: schemas.Healthy, DependsOn: []string{"ledger", "ledger", "cart"}},
		{ID: "ledger", Name: "ledger", Status: schemas.Down},
		{ID: "shop/api", Name: "api", Status: schemas.Degraded, DependsOn: []string{"ledger"}},
	}}
	near, at := neighboursOf(ix), place{root: "../../", file: "index.html"}
	for _, c := range []struct {
		got  Relations
		want string
	}{
		{near.relations(at, []string{"cart", "resource:default/db", "ledger", "shop/api"}), "down ledger ../../services/ledger/index.html, degraded api ../../services/shop/api/index.html, healthy Basket ../../services/cart/index.html,  resource:default/db "},
		{near.relations(at, near.needed["ledger"]), "degraded api ../../services/shop/api/index.html, healthy Basket ../../services/cart/index.html"},
		{near.relations(at, near.needed["cart"]), ""},
	} {
		var said []string
		for _, r := range c.got.All {
			said = append(said, r.Word+" "+r.Name+" "+r.Link)
		}
		if got := strings.Join(said, ", "); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func TestManyRelationsAreCounted(t *testing.T) {
	var ids []string
	for i := range 40 {
		ids = append(ids, fmt.Sprintf("service-%02d", i))
	}
	r := neighboursOf(&schemas.Index{}).relations(place{}, ids)
	if len(r.All) != mostRelations || r.More != "28 more" {
		t.Errorf("%d are shown, and %q", len(r.All), r.More)
	}
}

// A page that shows how another service is, is made anew when that changes, and only then.
func TestRelationsArePartOfTheInput(t *testing.T) {
	s := openShop(t)
	before := inputs(newShopRenderer(t).Pages(s.index, s.load, s.history))
	for i := range s.index.Services {
		row := &s.index.Services[i]
		if row.ID == "ledger" {
			row.Restarts += 3
		}
	}
	if after := inputs(newShopRenderer(t).Pages(s.index, s.load, s.history)); after["services/orders/index.html"] != before["services/orders/index.html"] {
		t.Error("a restart of what it depends on makes the page anew")
	}
	for i := range s.index.Services {
		if s.index.Services[i].ID == "ledger" {
			s.index.Services[i].Status = schemas.Healthy
		}
	}
	after := inputs(newShopRenderer(t).Pages(s.index, s.load, s.history))
	for path, should := range map[string]bool{"services/orders/index.html": true, "services/checkout/index.md": true, "services/cart/index.html": false} {
		if changed := after[path] != before[path]; changed != should {
			t.Errorf("%s: changed %v, should %v", path, changed, should)
		}
	}
}
