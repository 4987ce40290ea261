package main

// This file renders the README's example of a theme.

import (
	"bytes"
	"os"
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/plimsoll-k8s/plimsoll/render"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestReadmeTheme(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	example := regexp.MustCompile("(?s)```css\n/\\* theme/assets/theme.css \\*/\n(.*?)```").FindSubmatch(readme)
	if example == nil {
		t.Fatal("the README shows no theme/assets/theme.css")
	}
	logo := []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>`)
	r, err := render.New(schemas.SiteConfig{}, nil, render.Own{Templates: fstest.MapFS{
		"assets/theme.css": {Data: example[1]}, "assets/logo.svg": {Data: logo},
	}})
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, p := range r.Pages(&schemas.Index{}, nil, nil) {
		var b bytes.Buffer
		if err := p.Render(&b); err != nil {
			t.Fatal(err)
		}
		files[p.Path] = b.Bytes()
	}
	if !bytes.HasSuffix(files["plimsoll.css"], example[1]) || !bytes.Equal(files["logo.svg"], logo) {
		t.Errorf("the style sheet ends %q, and the logo is %q", files["plimsoll.css"][len(files["plimsoll.css"])-80:], files["logo.svg"])
	}
	for _, name := range regexp.MustCompile(`--[a-z-]+:|\.[a-z]+ `).FindAll(example[1], -1) {
		if !bytes.Contains(files["plimsoll.css"][:len(files["plimsoll.css"])-len(example[1])], name) {
			t.Errorf("the example sets %q, which the style sheet does not know", name)
		}
	}
}
