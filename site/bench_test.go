package site

import (
	"fmt"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/render"
)

// BenchmarkFirstRun writes 1,000 services and as many pages to an empty folder.
func BenchmarkFirstRun(b *testing.B) {
	u, p := update(shop(0, 1000, "1")...), bigSite(1000)
	for b.Loop() {
		if _, _, err := tryRun(b.TempDir(), u, p); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNothingChanged runs again on 1,000 services and as many pages.
func BenchmarkNothingChanged(b *testing.B) {
	dir, u, p := b.TempDir(), update(shop(0, 1000, "1")...), bigSite(1000)
	if _, _, err := tryRun(dir, u, p); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, _, err := tryRun(dir, u, p); err != nil {
			b.Fatal(err)
		}
	}
}

func bigSite(n int) []render.Page {
	contents := map[string]string{}
	for i := range n {
		contents[fmt.Sprintf("services/shop/service-%d/index.html", i)] = fmt.Sprintf("service %d", i)
	}
	return pages(contents)
}
