package main

// This file holds what is compared to being alike: as many rows on both sides, and data that Plimsoll takes.

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/render"
	"github.com/plimsoll-k8s/plimsoll/schemas"
	"github.com/plimsoll-k8s/plimsoll/site"
)

func TestBothPagesHaveSixtyRows(t *testing.T) {
	made := fleet{services: 200, pods: 13}
	s := made.service(17)
	rows := 0
	for _, c := range s.Clusters {
		w := c.Workloads[0]
		rows += 1 + len(w.Autoscaler.Metrics) + len(w.Containers) + len(w.Conditions) + len(w.Autoscaler.Conditions) + len(w.Pods) + len(c.Network)
	}
	if rows != 60 {
		t.Errorf("the snapshot has %d rows", rows)
	}
	lines, heads := len(s.Clusters), 0 // the lanes are drawn by the layout
	text, err := made.markdown(17)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(text) {
		switch {
		case strings.HasPrefix(line, "| ---"):
			heads++
		case strings.HasPrefix(line, "|"):
			lines++
		}
	}
	if lines-heads != 60 {
		t.Errorf("the Markdown page has %d rows", lines-heads)
	}
}

func TestFleetIsValidData(t *testing.T) {
	dir := t.TempDir()
	made := fleet{services: 120, pods: 13}
	if err := made.write(dir); err != nil {
		t.Fatal(err)
	}
	status := map[schemas.Status]int{}
	for n := range made.services {
		status[made.service(n).Status]++
	}
	if status[schemas.Healthy] < 100 || status[schemas.Degraded] < 10 {
		t.Errorf("the fleet is %v", status)
	}
}

// With nothing changed, nothing is read but the index and the manifest: neither snapshots nor histories nor pages are
// opened, and nothing is written.
func TestNothingChanged(t *testing.T) {
	dir := t.TempDir()
	if err := (fleet{services: 40, pods: 2}).write(dir); err != nil {
		t.Fatal(err)
	}
	renderAll(t, dir, func(s *site.Site) render.Load { return s.Load })

	for _, gone := range []string{"data/services", "data/history", "data/schemas", "data/run.json", "data/run.js"} {
		if err := os.RemoveAll(filepath.Join(dir, gone)); err != nil {
			t.Fatal(err)
		}
	}
	page := filepath.Join(dir, "services", "team-000", "cart-api", "index.html")
	info, err := os.Stat(page)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(page, bytes.Repeat([]byte("x"), int(info.Size())), 0o666); err != nil { // whoever opens it, sees it
		t.Fatal(err)
	}
	before, err := stamps(dir)
	if err != nil {
		t.Fatal(err)
	}
	rendered := renderAll(t, dir, func(*site.Site) render.Load {
		return func(id string) (*schemas.Snapshot, []schemas.Change, error) {
			t.Errorf("%s is loaded", id)
			return nil, nil, os.ErrNotExist
		}
	})
	after, err := stamps(dir)
	if err != nil {
		t.Fatal(err)
	}
	if before != after || len(rendered.Written) > 0 {
		t.Errorf("wrote %q; the files were\n%s\nand are\n%s", rendered.Written, before, after)
	}
}

func renderAll(t testing.TB, dir string, load func(*site.Site) render.Load) site.Rendered {
	t.Helper()
	s, err := site.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r, err := render.New(schemas.SiteConfig{}, nil, render.Own{})
	if err != nil {
		t.Fatal(err)
	}
	index, err := s.Index()
	if err != nil {
		t.Fatal(err)
	}
	rendered, err := s.Render(r.Pages(index, load(s), s.History), false)
	if err != nil {
		t.Fatal(err)
	}
	return rendered
}
