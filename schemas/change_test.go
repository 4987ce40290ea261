package schemas

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// What needs no schema is what the schema would take: any line that the quick way accepts is valid, and every
// canonical line that the schema accepts goes the quick way.
func TestCanonicalChangeAgreesWithTheSchema(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 5))
	quick, slow := 0, 0
	for range 2000 {
		line, err := EncodeLine(randomChange(random))
		if err != nil {
			t.Fatal(err)
		}
		if random.IntN(4) == 0 {
			line = []byte(strings.Replace(string(line), `"digest"`, `"extra":1,"digest"`, 1))
		}
		_, fast := canonicalChange(line)
		doc, err := parse(line)
		if err != nil {
			t.Fatal(err)
		}
		if valid := changeContract.check(doc) == nil; fast != valid {
			t.Fatalf("quick: %v, schema: %v: %s", fast, valid, line)
		}
		if fast {
			quick++
		} else {
			slow++
		}
	}
	if quick < 100 || slow < 100 {
		t.Errorf("%d lines went the quick way and %d did not: the test sees only one side", quick, slow)
	}
}

func randomChange(r *rand.Rand) Change {
	pick := func(good string, bad ...string) string {
		if r.IntN(12) > 0 {
			return good
		}
		return bad[r.IntN(len(bad))]
	}
	entry := Entry{
		What:     What(pick(string(whats()[r.IntN(len(whats()))]), "", "exploded")),
		Rule:     pick("crash-loop", "", "Crash Loop", "1st", "-"),
		Severity: Severity(pick("warning", "", "loud")),
		Count:    r.IntN(12) - 1,
		From:     "a\nb",
	}
	return Change{
		At:      moment,
		Digest:  pick(Digest(nil), "", Digest(nil)[1:], strings.ToUpper(Digest(nil))),
		Status:  Status(pick("healthy", "", "sad")),
		Entries: []Entry{entry}[:r.IntN(2)],
	}
}

func TestDecodeChange(t *testing.T) {
	want := Change{At: moment, Digest: Digest(nil), Status: Down, Entries: []Entry{{What: StatusChanged, From: "healthy", To: "down"}}}
	line, err := EncodeLine(want)
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{string(line), strings.TrimSpace(string(line)), strings.ReplaceAll(string(line), ",", ", ")} {
		if got, err := DecodeChange([]byte(form)); err != nil || !reflect.DeepEqual(*got, want) {
			t.Errorf("%s: got %+v %v", form, got, err)
		}
	}
	if _, err := DecodeChange([]byte(`{"at":`)); err == nil || err.Error() != "not a valid change: the JSON is cut off" {
		t.Errorf("torn line: %v", err)
	}
}

func TestEveryKindOfChangeIsKnown(t *testing.T) {
	var listed []string
	for _, what := range whats() {
		listed = append(listed, string(what))
	}
	slices.Sort(listed)
	if constants := constantsByType(t)["What"]; !slices.Equal(listed, constants) {
		t.Errorf("whats() lists %v, the constants are %v", listed, constants)
	}
}
