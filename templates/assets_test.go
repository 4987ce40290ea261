package templates

// This file holds the assets to their sizes, and the colours to what eyes need.

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func TestAssetsAreSmall(t *testing.T) {
	for name, most := range map[string]int{"plimsoll.css": 20 << 10, "plimsoll.js": 10 << 10, "favicon.svg": 1 << 10} {
		if b := asset(t, name); len(b) > most {
			t.Errorf("%s is %d bytes, at most %d", name, len(b), most)
		}
	}
}

func TestAssetsAskNothingOfOtherHosts(t *testing.T) {
	for _, name := range []string{"plimsoll.css", "plimsoll.js"} {
		for _, sign := range []string{"http:", "https:", "@import", "url(", "fetch(", "XMLHttpRequest"} {
			if strings.Contains(asset(t, name), sign) {
				t.Errorf("%s has %s", name, sign)
			}
		}
	}
}

// Text needs 4.5 to 1 against what it stands on (WCAG 2.2 AA, 1.4.3), in both themes; shapes and lines that mean something 3 to 1.
func TestContrast(t *testing.T) {
	colours := readColours(t)
	grounds := map[string][]string{
		"ink": {"bg", "card", "sunk", "off-bg", "go-bg"}, "soft": {"bg", "card", "sunk", "off-bg", "go-bg"}, "link": {"bg", "card"},
		"ok": {"bg", "card", "sunk", "ok-bg"}, "go": {"bg", "card", "sunk", "go-bg"}, "warn": {"bg", "card", "sunk", "warn-bg", "go-bg"},
		"bad": {"bg", "card", "sunk", "bad-bg", "go-bg"}, "off": {"bg", "card", "sunk", "off-bg"},
	}
	for front, backs := range grounds {
		for _, back := range backs {
			for theme, name := range []string{"light", "dark"} {
				if ratio := contrast(colours[front][theme], colours[back][theme]); ratio < 4.5 {
					t.Errorf("%s: %s on %s is %.2f to 1", name, front, back, ratio)
				}
			}
		}
	}
}

func asset(t *testing.T, name string) string {
	t.Helper()
	b, err := fs.ReadFile(Files(), "assets/"+name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// readColours finds each "--name: light-dark(#light, #dark)".
func readColours(t *testing.T) map[string][2]string {
	t.Helper()
	colours := map[string][2]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)`).FindAllStringSubmatch(asset(t, "plimsoll.css"), -1) {
		colours[m[1]] = [2]string{m[2], m[3]}
	}
	if len(colours) < 15 {
		t.Fatalf("only %d colours were found", len(colours))
	}
	return colours
}

// contrast is that of WCAG: (lighter + 0.05) ÷ (darker + 0.05).
func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func luminance(colour string) float64 {
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			return math.NaN()
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
