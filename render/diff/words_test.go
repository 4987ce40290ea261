package diff

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Every kind of change that the schema has has words of its own, other than what a newer version
// wrote would have, and a place in the order.
func TestEveryKindOfChangeHasWords(t *testing.T) {
	for _, what := range kindsOfChange(t) {
		e := schemas.Entry{What: what, Cluster: "prod-eu", Object: "Deployment/shop/checkout", Field: "hosts", From: "a", To: "b", Count: 2}
		if strings.HasPrefix(string(what), "problem-") || what == schemas.SeverityChanged {
			e.Rule = "near-max"
		}
		text := Text(e)
		if strings.Contains(text, " "+string(what)+" a → b") && what != schemas.ReplicasChanged && what != schemas.ImageChanged {
			t.Errorf("%s is worded as an unknown kind: %s", what, text)
		}
		if weight(e) < 0 {
			t.Errorf("%s has no place in the order", what)
		}
	}
}

// Every kind of change can be asked for by a word, and by one word only.
func TestEveryKindOfChangeIsInOneGroup(t *testing.T) {
	for _, what := range kindsOfChange(t) {
		in := 0
		for _, g := range Groups() {
			if Within([]string{g.Name}, schemas.Entry{What: what}) {
				in++
			}
		}
		if in != 1 || GroupNamed(string(what)) == "" {
			t.Errorf("%s is in %d groups", what, in)
		}
	}
	for word, want := range map[string]string{"images": "image", "Status": "status", "pod": "pods", "restarts": "pods", "imgae": ""} {
		if got := GroupNamed(word); got != want {
			t.Errorf("%s means %q, want %q", word, got, want)
		}
	}
}

// kindsOfChange are those that the schema has.
func kindsOfChange(t *testing.T) []schemas.What {
	t.Helper()
	b, err := os.ReadFile("../../schemas/change.v1.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema struct {
		Definitions struct {
			Entry struct {
				Properties struct{ What struct{ Enum []schemas.What } }
			}
		}
	}
	if err := json.Unmarshal(b, &schema); err != nil {
		t.Fatal(err)
	}
	kinds := schema.Definitions.Entry.Properties.What.Enum
	if len(kinds) < 20 {
		t.Fatalf("only %d kinds of change were found", len(kinds))
	}
	return kinds
}
