package schemas

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

func Example() {
	b, _ := Encode(Workload{
		Kind: "Deployment", Namespace: "shop", Name: "checkout", Status: Healthy,
		Replicas: Replicas{Wanted: 1, Current: 1, Updated: 1, Ready: 1, Available: 1},
		Pods: []Pod{
			{Name: "checkout-7d9-a", State: PodReady, Containers: []Container{{Name: "app", Image: "shop/checkout:1", State: "running", Ready: true}}},
			{Name: "checkout-7d9-b", State: PodPending},
		},
	})
	os.Stdout.Write(b)
	// Output:
	// {
	//   "kind": "Deployment",
	//   "namespace": "shop",
	//   "name": "checkout",
	//   "status": "healthy",
	//   "replicas": {"wanted": 1, "current": 1, "updated": 1, "ready": 1, "available": 1},
	//   "containers": [],
	//   "conditions": [],
	//   "pods": [
	//     {"name": "checkout-7d9-a", "state": "ready", "restarts": 0, "containers": [{"name": "app", "image": "shop/checkout:1", "state": "running", "ready": true}]},
	//     {"name": "checkout-7d9-b", "state": "pending", "restarts": 0, "containers": []}
	//   ]
	// }
}

func TestCanonicalFormIsAFixedPoint(t *testing.T) {
	b := exampleSnapshot(t)
	s, err := DecodeSnapshot(b)
	if err != nil {
		t.Fatal(err)
	}
	if again := encoded(t, s); string(again) != string(b) {
		t.Errorf("Encode(Decode(b)) differs from b:\n%s", again)
	}
}

func TestEncodeLine(t *testing.T) {
	b, err := EncodeLine(Change{At: moment, Digest: Digest(nil), Status: Healthy, Entries: []Entry{{What: ServiceAppeared}}})
	want := `{"at": "2026-11-23T02:10:00Z", "digest": "` + Digest(nil) + `", "status": "healthy", "entries": [{"what": "service-appeared"}]}` + "\n"
	if err != nil || string(b) != want {
		t.Errorf("got %s %v, want %s", b, err, want)
	}
}

// oddities holds what the contract's own types do not: all that the codec can write.
type oddities struct {
	Float   float64           `json:"float"`
	Small   uint8             `json:"small,omitempty"`
	Any     any               `json:"any"`
	Map     map[string]Link   `json:"map"`
	Lines   map[string]*Link  `json:"lines" form:"line"`
	Word    Duration          `json:"word"`
	Odd     map[string]string `json:"<odd & key>"`
	Pointer *oddities         `json:"pointer,omitempty"`
	Zero    Link              `json:"zero,omitzero"`
	Both    []string          `json:"both,omitempty,omitzero"`
	Hidden  string            `json:"-"`
	private string
}

// Random values of every type mean the same to encoding/json whether it wrote them or we did, and no byte changes
// when they are read and written again.
func TestEncodeAgreesWithEncodingJSON(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	for range 300 {
		for _, v := range []any{&Snapshot{}, &Index{}, &Run{}, &Change{}, &oddities{private: "x"}} {
			fill(random, reflect.ValueOf(v).Elem(), 0)
			ours := encoded(t, v)
			empty(reflect.ValueOf(v).Elem())
			theirs, err := json.Marshal(v)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(meaning(t, ours), meaning(t, theirs)) {
				t.Fatalf("%T means another thing:\n%s\n%s", v, ours, theirs)
			}
			back := reflect.New(reflect.TypeOf(v).Elem()).Interface()
			if err := json.Unmarshal(ours, back); err != nil {
				t.Fatal(err)
			}
			if again := encoded(t, back); string(again) != string(ours) {
				t.Fatalf("%T changes when read back:\n%s\n%s", v, ours, again)
			}
		}
	}
}

// What has no canonical form is refused by name, not written somehow.
func TestEncodeRefuses(t *testing.T) {
	type (
		raw struct {
			A []byte `json:"a"`
		}
		bare   struct{ A string }
		behind struct {
			A pointerText `json:"a"`
		}
		late struct {
			A time.Time `json:"a"`
		}
	)
	for _, row := range []struct {
		value any
		want  string
	}{
		{raw{}, "bytes are not text"},
		{bare{}, "needs a plain json tag"},
		{behind{}, "give the method a value receiver"},
		{late{time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, "year outside of range"},
		{make(chan int), "chan int has no canonical form"},
		{map[int]string{}, "keys are not plain text"},
	} {
		if _, err := Encode(row.value); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%T: %v, want an error with %q", row.value, err, row.want)
		}
	}
}

type pointerText struct{}

func (*pointerText) MarshalText() ([]byte, error) { return nil, nil }

func TestStringsAsEncodingJSONWritesThem(t *testing.T) {
	for _, s := range []string{"", "plain", `"quoted" \ back`, "\b\f\n\r\t\x00\x1f\x7f", "<&>", "ä→😀", "\u2028\u2029"} {
		var b strings.Builder
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(s); err != nil {
			t.Fatal(err)
		}
		if got := string(appendString(nil, s)); got+"\n" != b.String() {
			t.Errorf("%q is written %s, want %s", s, got, b.String())
		}
	}
}
