package main

// This file is where the time goes when pages are made, without the rest of a process: for -cpuprofile.

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/render"
	"github.com/plimsoll-k8s/plimsoll/schemas"
	"github.com/plimsoll-k8s/plimsoll/site"
)

// BenchmarkRender writes all pages of 1,000 services into an empty folder.
func BenchmarkRender(b *testing.B) {
	dir := b.TempDir()
	if err := (fleet{services: 1000, pods: 13}).write(dir); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		if err := empty(dir, "data"); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		renderAll(b, dir, func(s *site.Site) render.Load { return s.Load })
	}
	if _, err := os.Stat(filepath.Join(dir, "services/team-001/cart-api/index.html")); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkNothingChanged looks at a site of 5,000 services that is up to date.
func BenchmarkNothingChanged(b *testing.B) {
	dir := b.TempDir()
	if err := (fleet{services: 5000, pods: 1}).write(dir); err != nil {
		b.Fatal(err)
	}
	renderAll(b, dir, func(s *site.Site) render.Load { return s.Load })
	b.ReportAllocs()
	for b.Loop() {
		renderAll(b, dir, func(s *site.Site) render.Load { return s.Load })
	}
}

// BenchmarkServicePages draws the pages of services from snapshots in memory, and writes nothing.
func BenchmarkServicePages(b *testing.B) {
	made := fleet{services: 100, pods: 13}
	dir := b.TempDir()
	if err := made.write(dir); err != nil {
		b.Fatal(err)
	}
	s, err := site.Read(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	index, err := s.Index()
	if err != nil {
		b.Fatal(err)
	}
	snapshots := map[string]*schemas.Snapshot{}
	changes := map[string][]schemas.Change{}
	for _, row := range index.Services {
		if snapshots[row.ID], changes[row.ID], err = s.Load(row.ID); err != nil {
			b.Fatal(err)
		}
	}
	r, err := render.New(schemas.SiteConfig{}, nil, render.Own{})
	if err != nil {
		b.Fatal(err)
	}
	load := func(id string) (*schemas.Snapshot, []schemas.Change, error) { return snapshots[id], changes[id], nil }
	pages := slices.DeleteFunc(r.Pages(index, load, s.History), func(p render.Page) bool { return !strings.HasPrefix(p.Path, "services/") })
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if err := pages[i%len(pages)].Render(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
