package render

import (
	"strings"
	"testing"
)

// What an owner is called is told by one service's source, and said on the pages of all, whoever else is listed there.
func TestOwnersAreCalledOneName(t *testing.T) {
	s := openShop(t)
	for i := range s.index.Services {
		entry := &s.index.Services[i]
		snapshot := s.snapshots[entry.ID]
		switch entry.ID {
		case "checkout":
			snapshot.Service.Owner, snapshot.Service.OwnerTitle = "group-seven", "Group Seven"
		case "cart":
			snapshot.Service.Owner, snapshot.Service.OwnerTitle = "group-seven", ""
		}
		entry.Owner, entry.OwnerTitle = snapshot.Service.Owner, snapshot.Service.OwnerTitle
	}
	r, err := New(shopSite(), shopRules(), Own{})
	if err != nil {
		t.Fatal(err)
	}
	files := renderAll(t, r.Pages(s.index, s.load, s.history))
	for path, page := range files {
		if strings.Contains(page, ">group-seven<") {
			t.Errorf("%s calls Group Seven by another name", path)
		}
	}
	for _, path := range []string{"index.html", "services/cart/index.html", "services/checkout/index.html", "owners/group-seven/index.html", "search.js", "clusters/prod-us/index.html"} {
		if !strings.Contains(files[path], "Group Seven") {
			t.Errorf("%s does not name Group Seven", path)
		}
	}
}
