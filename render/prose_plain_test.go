package render

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// Prose without a mark is what goldmark makes of it.
func TestPlainProse(t *testing.T) {
	words := []string{"Keeps", "what", "customers", "see", "of", "cart-api", "right,", "and", "tells", "(the", "others)", "e.g.", "it's", "50", "100%", "1.", "1)", "a--b", "shop.example", "import", "export", "deadbeef1", "%s", "x;", "-", "--", "  ", "v1.2-rc"}
	random := rand.New(rand.NewPCG(1, 2))
	plain := 0
	for range 5000 {
		var said []string
		for range 1 + random.IntN(7) {
			said = append(said, words[random.IntN(len(words))])
		}
		text := strings.Join(said, " ")
		quick, ok := plainProse([]byte(text))
		if !ok {
			continue
		}
		plain++
		w := writing{source: []byte(text), prefix: "about-", above: 1}
		if slow := w.parsed(); slow != quick {
			t.Fatalf("%q is\n%+v\nand goldmark makes\n%+v", text, quick, slow)
		}
	}
	if plain < 2000 {
		t.Errorf("only %d texts of 5000 are plain", plain)
	}
	for _, text := range []string{"", " a", "a ", "a\nb", "see www.example.com", "WWW.x", "a_b", "a*b", "a: b", "me@shop", "a/b", "<b>", "a&b", "1. a", "#a", "a\\b", "a~b", "a`b", "a|b", "a\"b", "ä", "[a]", "a!", "- a"} {
		if _, ok := plainProse([]byte(text)); ok {
			t.Errorf("%q is taken for plain", text)
		}
	}
}
