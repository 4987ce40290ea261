package main

// This file is where the time goes when pages are made, without the rest of a process: for -cpuprofile.

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/render"
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
