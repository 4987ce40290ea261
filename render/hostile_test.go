package render

// This file sets hostile text into every field that a cluster or a person can set, and shows that it stays text.

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	unsafe "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"github.com/plimsoll-k8s/plimsoll/render/browser/hostile"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestHostileTextStaysText(t *testing.T) {
	for i, attack := range hostile.Attacks() {
		s := hostileShop(t, attack)
		site := shopSite()
		site.Title = attack
		r, err := New(site, []schemas.Rule{{ID: "crash-loop", Family: attack, Severity: schemas.Critical, When: attack, Means: attack, Next: attack}}, Own{})
		if err != nil {
			t.Fatal(err)
		}
		for name, text := range renderAll(t, r.Pages(s.index, s.load, s.history)) {
			switch {
			case strings.HasSuffix(name, ".html"):
				checkInert(t, i, name, text)
			case strings.HasSuffix(name, ".md"):
				checkInert(t, i, name, toHTML(t, text))
				checkTables(t, i, name, text)
			}
		}
	}
}

// hostileShop is one service in which every text is the attack; only ids stay what the collector lets through.
func hostileShop(t *testing.T, attack string) *shop {
	t.Helper()
	s := &shop{index: &schemas.Index{}, snapshots: map[string]*schemas.Snapshot{}, changes: map[string][]schemas.Change{}}
	var c schemas.ClusterEntry
	poison(reflect.ValueOf(&c).Elem(), attack)
	s.index.Clusters = []schemas.ClusterEntry{c}
	snapshot := &schemas.Snapshot{}
	poison(reflect.ValueOf(snapshot).Elem(), attack)
	snapshot.Service.ID = "hostile"
	for i := range snapshot.Clusters {
		known := snapshot.Clusters[i].Problems[0]
		known.Rule, known.Ignored, known.CausedBy = "crash-loop", nil, ""
		snapshot.Clusters[i].Problems = append(snapshot.Clusters[i].Problems, known)
		near := known
		near.Rule, near.Severity, near.CausedBy, near.Object = "near-max", schemas.Warning, "", snapshot.Clusters[i].Workloads[0].Object()
		snapshot.Clusters[i].Problems = append(snapshot.Clusters[i].Problems, near)
	}
	around(&snapshot.Clusters[0])
	other := snapshot.Clusters[0]
	other.Name, other.Stale = "another", false
	snapshot.Clusters[0].Stale = false
	snapshot.Clusters = append(snapshot.Clusters, other) // so that the loss of one can be told
	s.add(t, snapshot)
	near := &schemas.Snapshot{}
	poison(reflect.ValueOf(near).Elem(), attack)
	near.Service.ID, near.Service.DependsOn = "near", []string{"hostile"}
	s.add(t, near)
	var change schemas.Change
	poison(reflect.ValueOf(&change).Elem(), attack)
	s.changes["hostile"] = []schemas.Change{change}
	return s
}

// around lets every row have a problem, one that counts and one that is set aside, and a limit that binds.
func around(c *schemas.Cluster) {
	aside := c.Problems[0]
	aside.CausedBy = ""
	for _, object := range []string{c.Network[0].Object(), c.Storage[0].Object(), c.Budgets[0].Object(), c.Quotas[0].Object(), c.Resources[0].Object()} {
		counts := aside
		counts.Rule, counts.Object, counts.Ignored, counts.Severity = "lb-pending", object, nil, schemas.Warning
		aside.Object = object
		c.Problems = append(c.Problems, counts, aside)
	}
	a := c.Workloads[0].Autoscaler
	a.Current, a.Max = 3, 4
	a.Conditions = append(a.Conditions, schemas.Condition{Type: "ScalingLimited", Status: "True", Reason: "ScaleUpLimit"})
}

// poison fills a value: the attack in every text, one element in every list.
func poison(v reflect.Value, attack string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(attack)
	case reflect.Int:
		v.SetInt(3)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		poison(v.Elem(), attack)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		poison(v.Index(0), attack)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Date(2026, 11, 23, 2, 10, 0, 0, time.UTC)))
			return
		}
		for i := range v.NumField() {
			poison(v.Field(i), attack)
		}
	}
}

func toHTML(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	host := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(unsafe.WithUnsafe()))
	if err := host.Convert([]byte(text), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// ours are the elements that the templates, or Markdown, make.
var ours = strings.Fields(`html body head meta title link script body a svg symbol g circle path use rect div nav span button main h1 h2 h3 h4 h5 p
	b code pre time small table thead tbody tr th td section article ul li details summary dl dt dd footer header hr em strong
	search input output select option label`)

func checkInert(t *testing.T, i int, name, text string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(text)) // as a browser reads it: a title inside a drawing is no raw text
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.CommentNode {
			t.Errorf("attack %d: %s has a comment, which hides what follows", i, name)
		}
		if n.Type != html.ElementNode {
			continue
		}
		if !slices.Contains(ours, n.Data) {
			t.Errorf("attack %d: %s has a <%s>", i, name, n.Data)
		}
		if n.Data == "script" && n.FirstChild != nil {
			t.Errorf("attack %d: %s has a script of its own", i, name)
		}
		checkAttributes(t, i, name, n)
	}
}

func checkAttributes(t *testing.T, i int, name string, n *html.Node) {
	t.Helper()
	for _, a := range n.Attr {
		switch {
		case strings.HasPrefix(a.Key, "on") || a.Key == "style":
			t.Errorf("attack %d: %s has <%s %s>", i, name, n.Data, a.Key)
		case a.Key == "src" && (!strings.HasSuffix(a.Val, ".js") || strings.Contains(a.Val, "//")):
			t.Errorf("attack %d: %s loads %s", i, name, a.Val)
		case a.Key == "href" && safeURL(a.Val) == "" && !strings.HasPrefix(a.Val, "#"):
			t.Errorf("attack %d: %s links to %.60q", i, name, a.Val)
		}
	}
}

// checkTables: no text ends a cell, so every row has as many as its table's head.
func checkTables(t *testing.T, i int, name, text string) {
	t.Helper()
	columns := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			columns = 0
			continue
		}
		n := strings.Count(line, "|")
		if columns == 0 {
			columns = n
		}
		if n != columns {
			t.Errorf("attack %d: %s has a row of %d cells in a table of %d: %.120s", i, name, n-1, columns-1, line)
		}
	}
}
