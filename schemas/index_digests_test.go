package schemas

import (
	"bytes"
	"fmt"
	"maps"
	"strings"
	"testing"
)

// TestDigestsAreTheIndexs holds what is skimmed to what is decoded, whatever the form of the file.
func TestDigestsAreTheIndexs(t *testing.T) {
	ix := &Index{Schema: IndexSchema, SchemaVersion: 1, Clusters: []ClusterEntry{{Name: "prod-eu", State: ReadOK, Reads: []Read{}, Unclaimed: []Unclaimed{}, Skipped: []Unclaimed{}}}}
	for n := range 3 {
		s := &Snapshot{Service: Service{ID: fmt.Sprintf("shop/api-%d", n), Name: "api", Owner: `"id": "no id"`}, Status: Healthy}
		ix.Services = append(ix.Services, Summarize(s, Digest([]byte{byte(n)})))
	}
	canonical, err := Encode(ix)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"shop/api-0": Digest([]byte{0}), "shop/api-1": Digest([]byte{1}), "shop/api-2": Digest([]byte{2})}
	if _, got, ok := skimmed(canonical); !ok || !maps.Equal(got, want) {
		t.Fatalf("skimmed %v, %v", got, ok)
	}
	other := bytes.ReplaceAll(canonical, []byte("\n    {\n"), []byte("\n   {\n"))
	twice := bytes.Replace(canonical, []byte("api-1"), []byte("api-0"), 1)
	for name, b := range map[string][]byte{"as it is written": canonical, "by another hand": other} {
		if clusters, got, err := DecodeDigests(b); err != nil || !maps.Equal(got, want) || len(clusters) != 1 {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	for name, b := range map[string][]byte{
		"an id twice":        twice,
		"no digest":          bytes.Replace(canonical, []byte(`"digest": "`), []byte(`"digest": "x`), 1),
		"cut off":            canonical[:len(canonical)-40],
		"a newer version":    bytes.Replace(canonical, []byte(`"schemaVersion": 1`), []byte(`"schemaVersion": 2`), 1),
		"a state of its own": bytes.Replace(canonical, []byte(`"state": "ok"`), []byte(`"state": "fine"`), 1),
		"another conflict":   bytes.Replace(canonical, []byte("      \"critical\""), []byte("=======\n      \"critical\""), 1),
		"a conflict":         []byte(strings.Replace(string(canonical), "  \"services\": [\n", "  \"services\": [\n<<<<<<< HEAD\n", 1)),
	} {
		if _, got, err := DecodeDigests(b); err == nil {
			t.Errorf("%s is taken: %v", name, got)
		}
	}
}
