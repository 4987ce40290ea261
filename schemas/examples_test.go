package schemas

// What the tests share: an example, random values, and what bytes mean to encoding/json.

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"
	"time"
)

var moment = time.Date(2026, 11, 23, 2, 10, 0, 0, time.UTC)

func exampleSnapshot(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/snapshot.json")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func encoded(t testing.TB, v any) []byte {
	t.Helper()
	b, err := Encode(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func meaning(t testing.TB, b []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%v in %s", err, b)
	}
	return v
}

// fill sets a value and all it holds at random, awkward text and empty things included.
func fill(r *rand.Rand, v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		words := []string{"", "checkout", `say "no" \`, "<a&b>", "line\nbreak\x00", "ä😀\u2028", "broken \xff\xfe", "a b"}
		v.SetString(words[r.IntN(len(words))])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(r.IntN(3)) * r.Int64())
	case reflect.Uint8:
		v.SetUint(uint64(r.IntN(3)))
	case reflect.Float64:
		v.SetFloat([]float64{0, 1, 0.8, -1e-9, 1e21, r.Float64()}[r.IntN(6)])
	case reflect.Interface:
		v.Set(reflect.ValueOf([]any{"text", 1.5, true, map[string]any{"a": []any{"b"}}}[r.IntN(4)]))
	case reflect.Pointer:
		if r.IntN(2) == 0 && depth < 6 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(r, v.Elem(), depth+1)
		}
	case reflect.Slice:
		n := r.IntN(4)
		if n == 3 {
			return // nil
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(r, v.Index(i), depth+1)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for _, key := range []string{"b", "a", "<c>"}[:r.IntN(4)] {
			elem := reflect.New(v.Type().Elem()).Elem()
			fill(r, elem, depth+1)
			v.SetMapIndex(reflect.ValueOf(key), elem)
		}
	case reflect.Struct:
		fillStruct(r, v, depth)
	}
}

func fillStruct(r *rand.Rand, v reflect.Value, depth int) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		if r.IntN(3) > 0 {
			v.Set(reflect.ValueOf(moment.Add(time.Duration(r.IntN(1e6)) * time.Second)))
		}
		return
	}
	for i := range v.NumField() {
		if v.Field(i).CanSet() {
			fill(r, v.Field(i), depth+1)
		}
	}
}

// empty puts an empty slice where there is none: the one thing in which the canonical form differs.
func empty(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			empty(v.Elem())
		}
	case reflect.Slice:
		if v.IsNil() && v.CanSet() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			empty(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			empty(v.Field(i))
		}
	}
}
