package schemas

// This file writes values of each kind in canonical form.

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

func writeString(w *writer, v reflect.Value, _ layout) { w.buf = appendString(w.buf, v.String()) }
func writeBool(w *writer, v reflect.Value, _ layout)   { w.buf = strconv.AppendBool(w.buf, v.Bool()) }
func writeInt(w *writer, v reflect.Value, _ layout)    { w.buf = strconv.AppendInt(w.buf, v.Int(), 10) }
func writeUint(w *writer, v reflect.Value, _ layout)   { w.buf = strconv.AppendUint(w.buf, v.Uint(), 10) }

func writeTime(w *writer, v reflect.Value, _ layout) {
	b, err := timeOf(v).AppendText(append(w.buf, '"'))
	if err != nil {
		w.fail(err)
		return
	}
	w.buf = append(b, '"')
}

// timeOf avoids Interface on the value itself, which would copy it to the heap.
func timeOf(v reflect.Value) *time.Time {
	if v.CanAddr() {
		return v.Addr().Interface().(*time.Time)
	}
	t := v.Interface().(time.Time)
	return &t
}

func writeText(w *writer, v reflect.Value, _ layout) {
	text, err := v.Interface().(encoding.TextMarshaler).MarshalText()
	if err != nil {
		w.fail(err)
		return
	}
	w.buf = appendString(w.buf, string(text))
}

// writeMarshaler leaves a value to encoding/json, which also knows how a float is written shortest.
func writeMarshaler(w *writer, v reflect.Value, _ layout) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v.Interface()); err != nil {
		w.fail(err)
		return
	}
	w.buf = append(w.buf, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}

func (p *plan) pointer(t reflect.Type, made map[reflect.Type]*plan) error {
	elem, err := makePlan(t.Elem(), made)
	p.read = readPointer(elem)
	p.write = func(w *writer, v reflect.Value, at layout) {
		if v.IsNil() {
			w.buf = append(w.buf, "null"...)
			return
		}
		elem.write(w, v.Elem(), at)
	}
	return err
}

func (p *plan) slice(t reflect.Type, made map[reflect.Type]*plan) error {
	if t.Elem().Kind() == reflect.Uint8 {
		return fmt.Errorf("%s has no canonical form: bytes are not text", t)
	}
	elem, err := makePlan(t.Elem(), made)
	p.read = readSlice(elem)
	p.write = func(w *writer, v reflect.Value, at layout) {
		inner, line := at.inner(), at.indent+1
		if elem.scalar || at.indent == oneLine {
			line = oneLine
		}
		w.buf = append(w.buf, '[')
		for i := range v.Len() {
			w.separate(i == 0, line)
			elem.write(w, v.Index(i), inner)
		}
		w.close(']', v.Len(), line)
	}
	return err
}

func planMap(t reflect.Type, made map[reflect.Type]*plan) (func(*writer, reflect.Value, layout), error) {
	if t.Key().Kind() != reflect.String || t.Key().Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return nil, fmt.Errorf("%s has no canonical form: its keys are not plain text", t)
	}
	elem, err := makePlan(t.Elem(), made)
	return func(w *writer, v reflect.Value, at layout) {
		keys := v.MapKeys()
		slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
		inner, line := at.inner(), at.indent+1
		if at.indent == oneLine {
			line = oneLine
		}
		w.buf = append(w.buf, '{')
		for i, key := range keys {
			w.key(i == 0, string(appendString(nil, key.String()))+":", line)
			elem.write(w, v.MapIndex(key), inner)
		}
		w.close('}', len(keys), line)
	}, err
}

func (p *plan) structure(t reflect.Type, made map[reflect.Type]*plan) error {
	fields, err := fieldsOf(t, made)
	p.read = readStruct(fields)
	p.write = func(w *writer, v reflect.Value, at layout) {
		if at.records {
			at = layout{indent: oneLine}
		}
		inner, line, written := at.inner(), at.indent+1, 0
		if at.indent == oneLine {
			line = oneLine
		}
		w.buf = append(w.buf, '{')
		for _, f := range fields {
			value := v.Field(f.index)
			if f.omit != nil && f.omit(value) {
				continue
			}
			w.key(written == 0, f.key, line)
			inner.records = f.lines && line != oneLine
			f.plan.write(w, value, inner)
			written++
		}
		w.close('}', written, line)
	}
	return err
}

// key starts an entry of an object.
func (w *writer) key(first bool, key string, line int) {
	w.separate(first, line)
	w.buf = append(w.buf, key...)
	w.buf = append(w.buf, ' ')
}

// separate starts an entry of a list or an object, on its own line or after a space.
func (w *writer) separate(first bool, line int) {
	switch {
	case first:
	case line == oneLine:
		w.buf = append(w.buf, ", "...)
		return
	default:
		w.buf = append(w.buf, ',')
	}
	w.newline(line)
}

// close ends an object or a list that holds n entries.
func (w *writer) close(bracket byte, n, line int) {
	if n > 0 && line != oneLine {
		w.newline(line - 1)
	}
	w.buf = append(w.buf, bracket)
}
