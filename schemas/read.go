package schemas

// This file reads what the encoder wrote, by the same plans: keys in their order, none unknown, none twice. A fleet's
// snapshots are read back by the thousand, and encoding/json, which must be ready for any JSON, takes three times as
// long. Whatever is not exactly so is left to encoding/json, and a test holds the two to the same result.

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// unmarshal is json.Unmarshal into a zero value.
func unmarshal(b []byte, v any) error {
	if readCanonical(b, reflect.ValueOf(v).Elem()) {
		return nil
	}
	reflect.ValueOf(v).Elem().SetZero()
	return json.Unmarshal(b, v)
}

func readCanonical(b []byte, v reflect.Value) bool {
	p, err := planFor(v.Type())
	if err != nil || p.read == nil || !utf8.Valid(b) {
		return false
	}
	r := reader{bytes: b, text: string(b)}
	if !p.read(&r, v) {
		return false
	}
	r.space()
	return r.at == len(r.text)
}

// reader goes through a document once. Its methods say whether they found what they are for. Texts without escapes are
// parts of one copy of the document, which so lives as long as any of them.
type reader struct {
	bytes []byte
	text  string
	at    int
}

func (r *reader) space() {
	for r.at < len(r.text) && (r.text[r.at] == ' ' || r.text[r.at] == '\n') {
		r.at++
	}
}

// take finds a byte after any space.
func (r *reader) take(c byte) bool {
	r.space()
	if r.at < len(r.text) && r.text[r.at] == c {
		r.at++
		return true
	}
	return false
}

// quoted finds a text, and where it stands between its quotes.
func (r *reader) quoted() (from, to int, escaped, ok bool) {
	if !r.take('"') {
		return 0, 0, false, false
	}
	from = r.at
	for i := from; i < len(r.text); i++ {
		switch c := r.text[i]; {
		case c == '"':
			r.at = i + 1
			return from, i, escaped, true
		case c == '\\':
			escaped = true
			i++
		case c < ' ':
			return 0, 0, false, false
		}
	}
	return 0, 0, false, false
}

func readString(r *reader, v reflect.Value) bool {
	from, to, escaped, ok := r.quoted()
	if !ok {
		return false
	}
	if escaped {
		return json.Unmarshal(r.bytes[from-1:to+1], v.Addr().Interface()) == nil
	}
	v.SetString(r.text[from:to])
	return true
}

func readTime(r *reader, v reflect.Value) bool {
	from, to, escaped, ok := r.quoted()
	return ok && !escaped && v.CanAddr() && v.Addr().Interface().(*time.Time).UnmarshalText(r.bytes[from:to]) == nil
}

func readBool(r *reader, v reflect.Value) bool {
	r.space()
	for _, word := range []string{"true", "false"} {
		if strings.HasPrefix(r.text[r.at:], word) {
			r.at += len(word)
			v.SetBool(word == "true")
			return true
		}
	}
	return false
}

func readInt(r *reader, v reflect.Value) bool {
	r.space()
	from := r.at
	for r.at < len(r.text) && strings.IndexByte("-0123456789", r.text[r.at]) >= 0 {
		r.at++
	}
	figures := r.text[from:r.at]
	n, err := strconv.ParseInt(figures, 10, 64)
	if err != nil || v.OverflowInt(n) || strconv.FormatInt(n, 10) != figures {
		return false
	}
	v.SetInt(n)
	return true
}

func readPointer(elem *plan) func(*reader, reflect.Value) bool {
	return func(r *reader, v reflect.Value) bool {
		v.Set(reflect.New(v.Type().Elem()))
		return elem.read != nil && elem.read(r, v.Elem())
	}
}

func readSlice(elem *plan) func(*reader, reflect.Value) bool {
	return func(r *reader, v reflect.Value) bool {
		if elem.read == nil || !r.take('[') {
			return false
		}
		if r.take(']') {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
			return true
		}
		for n := 0; ; n++ {
			if n == v.Cap() {
				v.Grow(max(n, 2))
			}
			v.SetLen(n + 1)
			if !elem.read(r, v.Index(n)) {
				return false
			}
			if r.take(']') {
				return true
			}
			if !r.take(',') {
				return false
			}
		}
	}
}

func readStruct(fields []field) func(*reader, reflect.Value) bool {
	return func(r *reader, v reflect.Value) bool {
		if !r.take('{') {
			return false
		}
		if r.take('}') {
			return true
		}
		for _, f := range fields {
			r.space()
			if !strings.HasPrefix(r.text[r.at:], f.key) {
				continue
			}
			r.at += len(f.key)
			if f.plan.read == nil || !f.plan.read(r, v.Field(f.index)) {
				return false
			}
			if r.take('}') {
				return true
			}
			if !r.take(',') {
				return false
			}
		}
		return false // a key that is unknown, or not in its place
	}
}
