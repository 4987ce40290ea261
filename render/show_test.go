package render

import (
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// TestShowTellsEveryField changes each field of a snapshot in turn: text that stays the same would hide the change from
// whoever compares it. Only the form of the file is no fact.
func TestShowTellsEveryField(t *testing.T) {
	s := &schemas.Snapshot{}
	fill(reflect.ValueOf(s).Elem())
	whole := showSnapshot(s)
	fields := 0
	eachField(reflect.ValueOf(s).Elem(), "", func(path string, change func() (undo func())) {
		if slices.Contains([]string{".Schema", ".SchemaVersion"}, path) {
			return
		}
		fields++
		undo := change()
		if showSnapshot(s) == whole {
			t.Errorf("%s changes, and the text does not", path)
		}
		undo()
	})
	if fields < 150 {
		t.Errorf("only %d fields were changed", fields)
	}
}

// fill gives every field a value, every list one record.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		if at, ok := v.Addr().Interface().(*time.Time); ok {
			*at = time.Date(2026, 11, 23, 2, 10, 0, 0, time.UTC)
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case reflect.String:
		v.SetString("word")
	case reflect.Int:
		v.SetInt(3)
	case reflect.Bool:
		v.SetBool(true)
	}
}

// eachField visits every plain value, every list (which loses its record) and every pointer.
func eachField(v reflect.Value, path string, visit func(path string, change func() (undo func()))) {
	set := func(to reflect.Value) func() func() {
		return func() func() {
			old := reflect.ValueOf(v.Interface())
			v.Set(to)
			return func() { v.Set(old) }
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		if at, ok := v.Interface().(time.Time); ok {
			visit(path, set(reflect.ValueOf(at.Add(time.Second))))
			visit(path+" zero", set(reflect.Zero(v.Type())))
			return
		}
		for i := range v.NumField() {
			eachField(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.Pointer:
		visit(path+" nil", set(reflect.Zero(v.Type())))
		eachField(v.Elem(), path, visit)
	case reflect.Slice:
		visit(path+"[]", set(reflect.Zero(v.Type())))
		eachField(v.Index(0), path, visit)
	case reflect.String:
		visit(path, set(reflect.ValueOf("other").Convert(v.Type())))
	case reflect.Int:
		visit(path, set(reflect.ValueOf(7)))
	case reflect.Bool:
		visit(path, set(reflect.ValueOf(false)))
	}
}

// TestShowTakesWhatItCan tells files by their content, and leaves what it cannot tell to be shown as it is.
func TestShowTakesWhatItCan(t *testing.T) {
	snapshot, err := os.ReadFile("testdata/data/services/checkout.json")
	if err != nil {
		t.Fatal(err)
	}
	history, err := os.ReadFile("testdata/data/history/checkout.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for name, e := range map[string]struct {
		b  []byte
		ok bool
	}{
		"a snapshot":         {snapshot, true},
		"a history":          {history, true},
		"an index":           {[]byte(`{"schemaVersion": 9, "clusters": [], "services": [{"id": "a", "unheardOf": [1, {"x": null}]}]}`), true},
		"half a snapshot":    {snapshot[:len(snapshot)/2], false},
		"a conflict":         {slices.Concat([]byte("<<<<<<< HEAD\n"), snapshot, []byte("=======\n")), false},
		"an invalid one":     {[]byte(`{"service": {"id": 4}, "clusters": []}`), false},
		"something else":     {[]byte(`{"hello": "world"}`), false},
		"nothing":            {nil, false},
		"half a history":     {history[:len(history)-20], false},
		"a list":             {[]byte(`[1, 2]`), false},
		"bytes that no text": {[]byte{0xff, 0xfe, 0}, false},
	} {
		if text, ok := Show(e.b); ok != e.ok || ok && text == "" {
			t.Errorf("%s: %v, %q", name, ok, text)
		}
	}
}
