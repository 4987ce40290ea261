package schemas

import (
	"path"
	"strings"
	"testing"
)

func TestSlug(t *testing.T) {
	for _, row := range []struct{ name, want string }{
		{"checkout", "checkout"},
		{"api-v2.1_beta", "api-v2.1_beta"},
		{"api-facade", "api-facade"},       // hex letters alone are no suffix
		{"report-202611", "report-202611"}, // nor are digits
		{"Checkout", "checkout-<6>"},       // differs from checkout by case alone
		{"CHECKOUT", "checkout-<6>"},
		{"checkout-1a2b3c", "checkout-1a2b3c-<6>"}, // could be another name's slug
		{"shop/api", "shop-api-<6>"},
		{"../../etc/passwd", "etc-passwd-<6>"},
		{"..", "unnamed-<6>"},
		{"", "unnamed-<6>"},
		{"a..b", "a.b-<6>"},
		{"-a-", "a-<6>"},
		{"🚢 ship it", "ship-it-<6>"},
		{"Größe", "gr-e-<6>"},
		{"con", "con-<6>"}, // Windows knows it as a device, with any extension
		{"nul.tar", "nul-tar-<6>"},
		{"com1", "com1-<6>"},
		{"comet", "comet"},
		{"a.json", "a.json-<6>"}, // would be the file of the service a
		{"index", "index-<6>"},
		{"a\x00b", "a-b-<6>"},
		{strings.Repeat("a", 100), strings.Repeat("a", 100)},
		{strings.Repeat("a", 101), strings.Repeat("a", 93) + "-<6>"},
	} {
		got := Slug(row.name)
		if base, hashed := strings.CutSuffix(row.want, "<6>"); hashed {
			if !strings.HasPrefix(got, base) || len(got) != len(base)+6 {
				t.Errorf("Slug(%q) = %q, want %s", row.name, got, row.want)
			}
		} else if got != row.want {
			t.Errorf("Slug(%q) = %q, want %q", row.name, got, row.want)
		}
	}
}

func TestServiceIDKeepsTeamsApart(t *testing.T) {
	if a, b := ServiceID("shop", "api"), ServiceID("billing", "api"); a != "shop/api" || a == b {
		t.Errorf("got %q and %q", a, b)
	}
}

func TestValidID(t *testing.T) {
	for id, want := range map[string]bool{
		"checkout": true, "shop/api": true, "checkout-1a2b3c": true,
		"": false, "/": false, "a/": false, "/a": false, "a/b/c": false, "A": false, "..": false, "a/..": false,
		"a..b": false, ".a": false, "a-": false, "shop/con": false, "index": false, "a.jsonl": false, `a\b`: false,
		strings.Repeat("a", 101): false,
	} {
		if got := ValidID(id); got != want {
			t.Errorf("ValidID(%q) = %v", id, got)
		}
	}
}

// Any two names have two slugs, and each is safe as one segment of a path.
func FuzzSlug(f *testing.F) {
	f.Add("shop", "Shop")
	f.Add("a b", "a-b")
	f.Add("Shop", Slug("Shop")) // a name that was made to look like another's slug
	f.Add("com1.txt", "com1-txt")
	f.Fuzz(func(t *testing.T, a, b string) {
		if (Slug(a) == Slug(b)) != (a == b) {
			t.Errorf("%q and %q share %q", a, b, Slug(a))
		}
		s := Slug(a)
		if !ValidID(s) || strings.Contains(s, "/") || path.Clean(s) != s || len(s) > maxSegment || s != strings.ToLower(s) {
			t.Errorf("Slug(%q) = %q is not safe", a, s)
		}
	})
}

// The id of any two names is valid, for the schema too.
func FuzzServiceID(f *testing.F) {
	f.Add("shop", "api")
	f.Add("", "..")
	f.Add("a.json", "🚢")
	f.Fuzz(func(t *testing.T, namespace, name string) {
		id := ServiceID(namespace, name)
		if !ValidID(id) || strings.Count(id, "/") != 1 {
			t.Errorf("ServiceID(%q, %q) = %q is not valid", namespace, name, id)
		}
		row := ServiceEntry{ID: id, Name: "x", Digest: Digest(nil), Status: Healthy}
		index := Index{Schema: IndexSchema, SchemaVersion: IndexVersion, Services: []ServiceEntry{row}}
		if err := ValidateIndex(encoded(t, index)); err != nil {
			t.Error(err)
		}
	})
}
