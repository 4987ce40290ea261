package schemas

// This file makes safe path segments of any text: names come from clusters, and paths are made of names.

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

const (
	maxSegment = 100 // bytes: leaves room for ".json" and a temporary file's name under every file system's 255
	suffixSize = 6   // hex digits
)

// Slug makes a path segment of any text: of a-z, 0-9, dot, dash and underscore, a letter or digit at both ends, at
// most 100 bytes, never "..", a name that Windows reserves or one that ends like a file of the site. A name that is
// all that already stays as it is. Any other gets a suffix from its sha256, so that "Shop" and "shop" have two paths;
// and so does a name that ends as if it had such a suffix, because it could be taken for another's slug.
func Slug(name string) string {
	if validSegment(name) && !looksSuffixed(name) {
		return name
	}
	base := trimSegment(strings.Map(plain, name))
	for strings.Contains(base, "..") || strings.Contains(base, "--") {
		base = strings.NewReplacer("..", ".", "--", "-").Replace(base)
	}
	base = trimSegment(base[:min(len(base), maxSegment-suffixSize-1)])
	if stem, _, _ := strings.Cut(base, "."); windowsReserves(stem) {
		base = strings.ReplaceAll(base, ".", "-")
	}
	if base == "" {
		base = "unnamed"
	}
	return base + "-" + suffix(name)
}

// ServiceID is the id of a service that was discovered: two teams' "api" are two services.
func ServiceID(namespace, name string) string { return Slug(namespace) + "/" + Slug(name) }

// ValidID tells whether id is one or two segments that are safe as a path.
func ValidID(id string) bool {
	namespace, name, two := strings.Cut(id, "/")
	return validSegment(namespace) && (!two || validSegment(name))
}

func validSegment(s string) bool {
	if s == "" || len(s) > maxSegment || s != strings.Map(plain, s) || s != trimSegment(s) || strings.Contains(s, "..") {
		return false
	}
	stem, _, _ := strings.Cut(s, ".")
	return !windowsReserves(stem) && !siteUses(s)
}

// plain maps what may not stand in a segment to a dash.
func plain(r rune) rune {
	switch {
	case 'a' <= r && r <= 'z', '0' <= r && r <= '9', r == '.', r == '_', r == '-':
		return r
	case 'A' <= r && r <= 'Z':
		return r + 'a' - 'A'
	default:
		return '-'
	}
}

func trimSegment(s string) string { return strings.Trim(s, "._-") }

// windowsReserves knows the device names, which no file there can bear, whatever its extension.
func windowsReserves(stem string) bool {
	if len(stem) == 4 && (stem[:3] == "com" || stem[:3] == "lpt") {
		return '0' <= stem[3] && stem[3] <= '9'
	}
	return slices.Contains([]string{"con", "prn", "aux", "nul"}, stem)
}

// siteUses is what would meet a file of the site: data/services/a.json is the service "a", not a namespace.
func siteUses(s string) bool {
	dot := strings.LastIndexByte(s, '.')
	if dot < 0 {
		return s == "index"
	}
	extensions := []string{"json", "jsonl", "html", "md", "svg", "css", "js", "xml", "atom", "txt"}
	return slices.Contains(extensions, s[dot+1:])
}

// suffix is six hex digits of the name's sha256 that hold both a letter and a digit, so that few names that people
// give ("api-facade", "report-202611") look as if they had one.
func suffix(name string) string {
	sum := sha256.Sum256([]byte(name))
	digits := hex.EncodeToString(sum[:])
	for i := 0; i+suffixSize <= len(digits); i++ {
		if s := digits[i : i+suffixSize]; mixed(s) {
			return s
		}
	}
	return "0" + digits[:suffixSize-2] + "a" // never seen: a sha256 in hex without a letter or without a digit
}

func looksSuffixed(s string) bool {
	dash := strings.LastIndexByte(s, '-')
	return dash >= 0 && len(s)-dash-1 == suffixSize && mixed(s[dash+1:])
}

// mixed tells whether s is lower-case hex with both letters and digits.
func mixed(s string) bool {
	return strings.Trim(s, "0123456789abcdef") == "" && strings.ContainsAny(s, "0123456789") && strings.ContainsAny(s, "abcdef")
}
