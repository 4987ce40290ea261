package render

import (
	"strings"
	"testing"
	"testing/fstest"
)

// Links lead as files lie beside each other, whether they are pages, notes in the pages' folder or notes elsewhere.
func TestLinksBetweenFiles(t *testing.T) {
	s := openShop(t)
	r := withNotes(t)
	files := renderAll(t, r.Pages(s.index, s.load, s.history))
	for path, wants := range map[string][]string{
		"pages/on-call/index.html": {
			`<h2 id="doc-who">Who</h2>`, `<a href="#doc-who">below</a>`, `<a href="../../pages/on-call/index.html">top</a>`,
			`<a href="../../services/checkout/index.html#note-roll-back">how</a>`, `<a href="../../services/shop/api/index.html">api</a>`,
		},
		"pages/on-call/index.md": {"[below](#who)", "[how](../../services/checkout/index.md#roll-back)"},
		"services/checkout/index.html": {
			`<h3 id="note-roll-back">Roll back</h3>`, `<a href="../../pages/on-call/index.html#doc-who">who</a>`, `<a href="../../services/shop/api/index.html">api</a>`,
		},
		"services/shop/api/index.html": {`<a href="../../../services/checkout/index.html">checkout</a>`},
	} {
		for _, want := range wants {
			if !strings.Contains(files[path], want) {
				t.Errorf("%s has no %s", path, want)
			}
		}
	}
	if files["pages/api/index.html"] != "" {
		t.Error("what the configuration calls notes has become a page too")
	}
}

// What leads nowhere is said of pages and notes alike, with the line that an editor shows.
func TestDeadLinks(t *testing.T) {
	r := withNotes(t)
	want := strings.Join([]string{
		"docs/on-call.md:9: links to gone.md, which is not there; it stays text",
		"docs/on-call.md:10: links to javascript:, which is not safe to follow; it stays text",
		"docs/on-call.md:11: links to ../runbooks/checkout.md#rol-back, and there is no such heading",
		"docs/on-call.md:12: links to #whom, and there is no such heading",
		"docs/api.md:3: links to gone.png, which is not there; it stays text",
		"runbooks/checkout.md:5: links to ../docs/on-call.md#whom, and there is no such heading",
		"runbooks/checkout.md:6: links to ../docs/services/shop/apy.md, which is not there; it stays text",
		"docs/services/checkout.md is not shown: the configuration names runbooks/checkout.md as that service's notes",
	}, "\n")
	if got := strings.Join(r.Notices(openShop(t).index), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func withNotes(t *testing.T) *Renderer {
	t.Helper()
	r, err := New(shopSite(), shopRules(), Own{
		Folder: "docs",
		Pages: fstest.MapFS{
			"on-call.md": {Data: []byte(`---
title: On call
---
# On call
[below](#who), [top](#on-call), [how](../runbooks/checkout.md#roll-back), [api](api.md)

## Who

See [gone](gone.md),
[script](javascript:alert(1)),
[how](../runbooks/checkout.md#rol-back),
[whom](#whom).
`)},
			"api.md":               {Data: []byte("notes in the folder")},
			"services/checkout.md": {Data: []byte("not shown")},
		},
		Notes: map[string]Note{
			"shop/api": {File: "docs/api.md", Text: []byte("Asks [checkout](services/checkout.md).\n\n![](gone.png)\n")},
			"checkout": {File: "./runbooks/checkout.md", Text: []byte(`### Roll back

Ask [who](../docs/on-call.md#who) is there, and [api](../docs/services/shop/api.md).

[who](../docs/on-call.md#whom)
[api](../docs/services/shop/apy.md)
`)},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
