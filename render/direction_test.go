package render

import "testing"

func TestNoTextTurnsItsNeighboursRound(t *testing.T) {
	for given, want := range map[string]string{
		"":                             "",
		"plain · … → 👩‍👧":              "plain · … → 👩‍👧",
		"invoice\u202efdp.exe":         "invoice\ufffdfdp.exe",
		"\u202a\u202b\u202c\u202d":     "\ufffd\ufffd\ufffd\ufffd",
		"a\u2066b\u2067c\u2068d\u2069": "a\ufffdb\ufffdc\ufffdd\ufffd",
		"שירות \u200f2.0":              "שירות \u200f2.0",
		"cut \xe2\x80":                 "cut \xe2\x80",
	} {
		page := []byte(given)
		neutralize(page)
		if got := string(page); got != want {
			t.Errorf("%q becomes %q, want %q", given, got, want)
		}
	}
}
