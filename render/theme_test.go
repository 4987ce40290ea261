package render

// This file holds that a site's own templates cannot leave what comes from a cluster as it is.

import (
	"bytes"
	"html/template"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestOwnTemplatesEscape(t *testing.T) {
	page := `{{$t := print .Site}}{{printf "%s" .Site}}|{{$t}}|{{html .Site}}|{{.Site | print}}|<a href="{{.Site}}">x</a>|{{.}}`
	r, err := New(schemas.SiteConfig{Title: `<img src=x onerror=alert(1)>`, Formats: []string{"html"}}, nil, Own{Templates: fstest.MapFS{"html/404.html": {Data: []byte(page)}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Pages(&schemas.Index{}, nil, nil) {
		var b bytes.Buffer
		if err := p.Render(&b); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "<img") {
			t.Errorf("%s has the title as it is:\n%s", p.Path, b.String())
		}
	}
}

// A method that made trusted text of what a template hands it would be a function that does not escape.
func TestNoViewMethodTrustsItsArguments(t *testing.T) {
	trusted := map[reflect.Type]bool{
		reflect.TypeFor[template.HTML](): true, reflect.TypeFor[template.HTMLAttr](): true, reflect.TypeFor[template.URL](): true,
		reflect.TypeFor[template.JS](): true, reflect.TypeFor[template.CSS](): true, reflect.TypeFor[template.Srcset](): true, reflect.TypeFor[template.JSStr](): true,
	}
	seen := map[reflect.Type]bool{}
	var look func(reflect.Type)
	look = func(v reflect.Type) {
		if seen[v] {
			return
		}
		seen[v] = true
		for i := range v.NumMethod() {
			m := v.Method(i)
			if m.Type.NumIn() > 1 && m.Type.NumOut() > 0 && trusted[m.Type.Out(0)] {
				t.Errorf("%v.%s makes %v of what it is given", v, m.Name, m.Type.Out(0))
			}
		}
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				look(v.Field(i).Type)
			}
			look(reflect.PointerTo(v))
		case reflect.Slice, reflect.Pointer, reflect.Map:
			look(v.Elem())
		}
	}
	r := &Renderer{library: &library{}}
	s := sample()
	load := func(string) (*schemas.Snapshot, []schemas.Change, error) { return s, nil, nil }
	index := &schemas.Index{Services: []schemas.ServiceEntry{schemas.Summarize(s, "")}, Clusters: []schemas.ClusterEntry{{Name: "one"}}}
	for _, row := range r.rows(index, load, func(string) ([]schemas.Change, error) { return nil, nil }) {
		view, err := row.view(place{})
		if err != nil {
			t.Fatal(err)
		}
		look(reflect.TypeOf(view))
	}
	if len(seen) < 20 {
		t.Errorf("only %d types were looked at", len(seen))
	}
}
