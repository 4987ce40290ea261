package schemas

// This file is the canonical form: the one way in which a value becomes bytes, so that equal facts give equal files
// and a diff shows one line for one fact.

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"sync"
)

// Encode writes v in canonical form: two-space indent, a field tagged form:"line" with each of its records on a line
// of its own, lists of plain values on one line, [] for a nil slice, no HTML escaping, a newline at the end. It means
// what encoding/json would write, and Encode of what was decoded from canonical bytes gives the same bytes.
func Encode(v any) ([]byte, error) { return encode(v, layout{}) }

// EncodeLine writes v as one line of compact JSON with a newline at the end: a line of data/history.
func EncodeLine(v any) ([]byte, error) { return encode(v, layout{indent: oneLine}) }

// Digest is the sha256 of b in hex, as the index and the history give it.
func Digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// plans remembers how each type is written. It only ever saves work: what it holds follows from the types alone.
var plans sync.Map // reflect.Type → *plan

// scratch lends out the buffers that values are written to before their size is known.
var scratch = sync.Pool{New: func() any { return &writer{} }}

func encode(v any, at layout) ([]byte, error) {
	w := scratch.Get().(*writer)
	defer scratch.Put(w)
	w.buf, w.err = w.buf[:0], nil
	w.any(addressable(v), at)
	if w.err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, w.err)
	}
	w.buf = append(w.buf, '\n')
	return bytes.Clone(w.buf), nil
}

// addressable is v where its parts have addresses: a time is then written without a copy of it on the heap.
func addressable(v any) reflect.Value {
	value := reflect.ValueOf(v)
	if value.Kind() != reflect.Struct {
		return value
	}
	at := reflect.New(value.Type()).Elem()
	at.Set(value)
	return at
}

// layout is where a value stands on the page.
type layout struct {
	indent  int  // the depth of the line it stands on; oneLine inside a record
	records bool // tagged form:"line": the value is a record, or its elements are
}

const oneLine = -1

// inner is the layout of what stands one level deeper.
func (at layout) inner() layout {
	switch {
	case at.records || at.indent == oneLine:
		return layout{indent: oneLine}
	default:
		return layout{indent: at.indent + 1}
	}
}

// writer gathers the bytes and keeps the first error.
type writer struct {
	buf []byte
	err error
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// any writes a value by the plan of its type.
func (w *writer) any(v reflect.Value, at layout) {
	if !v.IsValid() {
		w.buf = append(w.buf, "null"...)
		return
	}
	p, err := planFor(v.Type())
	if err != nil {
		w.fail(err)
		return
	}
	p.write(w, v, at)
}

// newline starts a line at a depth, or does nothing inside a record.
func (w *writer) newline(indent int) {
	if indent == oneLine {
		return
	}
	w.buf = append(w.buf, '\n')
	for range indent {
		w.buf = append(w.buf, ' ', ' ')
	}
}
