package schemas

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// agree says whether b could be read the quick way, and fails where encoding/json would have read something else.
func agree[T any](t *testing.T, b []byte) bool {
	t.Helper()
	quick, general := new(T), new(T)
	if !readCanonical(b, reflect.ValueOf(quick).Elem()) {
		return false
	}
	if err := json.Unmarshal(b, general); err != nil {
		t.Errorf("%.200q was read, and encoding/json refuses it: %v", b, err)
	} else if !reflect.DeepEqual(quick, general) {
		t.Errorf("%.200q was read as\n%+v\nand encoding/json reads\n%+v", b, quick, general)
	}
	return true
}

func TestWhatWasWrittenIsReadQuickly(t *testing.T) {
	s, err := DecodeSnapshot(exampleSnapshot(t))
	if err != nil {
		t.Fatal(err)
	}
	s.Service.Description = "Ein Satz\nmit \"allem\", was \\ zu maskieren ist: \u0001\u2028\U0001f6a2<&>"
	if !agree[Snapshot](t, encoded(t, s)) {
		t.Error("a snapshot is left to encoding/json")
	}
	if !agree[Index](t, encoded(t, Index{Services: []ServiceEntry{Summarize(s, Digest(nil))}})) {
		t.Error("an index is left to encoding/json")
	}
	line, err := EncodeLine(Change{At: moment, Digest: Digest(nil), Status: Healthy, Entries: []Entry{{What: Restarted, Count: 12}}})
	if err != nil {
		t.Fatal(err)
	}
	if !agree[Change](t, line) {
		t.Error("a line of a history is left to encoding/json")
	}
}

// What is not as it was written is read as encoding/json reads it, or left to it.
func TestWhatSomebodyChangedIsReadAsEver(t *testing.T) {
	b := exampleSnapshot(t)
	random := rand.New(rand.NewPCG(1, 2))
	const odd = "\"\\{}[]:, \n\t0-1eE.tfn\x00\xff\xc3\u0131"
	for range 20_000 {
		broken := append([]byte(nil), b...)
		switch at := random.IntN(len(b)); random.IntN(4) {
		case 0:
			broken[at] = odd[random.IntN(len(odd))]
		case 1:
			broken = append(broken[:at], broken[at+1:]...)
		case 2:
			broken = append(broken[:at], append([]byte{odd[random.IntN(len(odd))]}, broken[at:]...)...)
		default:
			from, to := min(at, random.IntN(len(b))), at
			broken = append(broken[:to], append([]byte(string(broken[from:to])), broken[to:]...)...)
		}
		agree[Snapshot](t, broken)
		if t.Failed() {
			return
		}
	}
	for _, doc := range []string{
		``, `null`, `{}`, ` {} `, `{} {}`, `{"status": null}`, `{"Status": "healthy"}`, `{"status":"down"}`, `{"status" : "down"}`, `{"status": "down",}`,
		`{"status": "down", "status": "healthy"}`, `{"clusters": [], "status": "down"}`, `{"more": 1}`, `{"schemaVersion": 01}`, `{"schemaVersion": -0}`,
		`{"schemaVersion": 1.0}`, `{"schemaVersion": 1e0}`, `{"schemaVersion": 99999999999999999999}`, `{"status": "\ud800"}`, `{"clusters": null}`,
		`{"clusters": [{"stale": tru}]}`, `{"clusters": [{"asOf": "2026-11-23T02:10:00+02:00"}]}`, `{"clusters": [{"asOf": "2026-11-23"}]}`, `{"clusters": [{}{}]}`,
	} {
		agree[Snapshot](t, []byte(doc))
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"status": "down", "clusters": [{"name": "a", "asOf": "2026-11-23T02:10:00Z", "reads": []}]}`))
	f.Add([]byte(strings.ReplaceAll(`{"at": "2026-11-23T02:10:00Z", "digest": "", "status": "", "entries": [{"what": "", "count": 1}]}`, "\n", "")))
	f.Fuzz(func(t *testing.T, b []byte) {
		agree[Snapshot](t, b)
		agree[Index](t, b)
		agree[Change](t, b)
	})
}
