package schemas

// This file makes the plan by which a type is written and read back: reflection over its fields and tags happens once a type.

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// plan says how the values of one type are written, and how they are read back where only this program wrote them.
type plan struct {
	write  func(w *writer, v reflect.Value, at layout)
	read   func(r *reader, v reflect.Value) bool // nil: encoding/json reads it
	scalar bool                                  // stands on its parent's line wherever it is: a list of such values is one line
}

// planFor returns the plan of t, from the cache or newly made.
func planFor(t reflect.Type) (*plan, error) {
	if p, ok := plans.Load(t); ok {
		return p.(*plan), nil
	}
	made := map[reflect.Type]*plan{}
	p, err := makePlan(t, made)
	if err != nil {
		return nil, err
	}
	for t, p := range made {
		plans.Store(t, p)
	}
	return p, nil
}

// makePlan enters a plan before it fills it, so that a type may contain itself.
func makePlan(t reflect.Type, made map[reflect.Type]*plan) (*plan, error) {
	if p, ok := plans.Load(t); ok {
		return p.(*plan), nil
	}
	if p, ok := made[t]; ok {
		return p, nil
	}
	p := &plan{}
	made[t] = p
	if ok, err := p.ownForm(t); ok || err != nil {
		return p, err
	}
	return p, p.byKind(t, made)
}

// ownForm plans the types that say themselves how they are written.
func (p *plan) ownForm(t reflect.Type) (bool, error) {
	if t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface {
		return false, nil
	}
	marshaler, text := reflect.TypeFor[json.Marshaler](), reflect.TypeFor[encoding.TextMarshaler]()
	through := reflect.PointerTo(t)
	switch {
	case t == reflect.TypeFor[time.Time]():
		p.write, p.read = writeTime, readTime
	case t.Implements(marshaler):
		p.write = writeMarshaler
	case t.Implements(text):
		p.write = writeText
	case through.Implements(marshaler) || through.Implements(text):
		return false, fmt.Errorf("%s writes itself only through a pointer: give the method a value receiver", t)
	default:
		return false, nil
	}
	p.scalar = true
	return true, nil
}

func (p *plan) byKind(t reflect.Type, made map[reflect.Type]*plan) (err error) {
	switch t.Kind() {
	case reflect.String:
		p.write, p.read, p.scalar = writeString, readString, true
	case reflect.Bool:
		p.write, p.read, p.scalar = writeBool, readBool, true
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		p.write, p.read, p.scalar = writeInt, readInt, true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		p.write, p.scalar = writeUint, true
	case reflect.Float32, reflect.Float64:
		p.write, p.scalar = writeMarshaler, true
	case reflect.Interface:
		p.write = func(w *writer, v reflect.Value, at layout) { w.any(v.Elem(), at) }
	case reflect.Pointer:
		err = p.pointer(t, made)
	case reflect.Slice:
		err = p.slice(t, made)
	case reflect.Map:
		p.write, err = planMap(t, made)
	case reflect.Struct:
		err = p.structure(t, made)
	default:
		err = fmt.Errorf("%s has no canonical form", t)
	}
	return err
}

// field is one field of a struct in writing order.
type field struct {
	index int
	key   string                   // `"name":`
	omit  func(reflect.Value) bool // nil: always written
	lines bool
	plan  *plan
}

func fieldsOf(t reflect.Type, made map[reflect.Type]*plan) ([]field, error) {
	var fields []field
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		if !f.IsExported() || tag == "-" {
			continue
		}
		name, options, _ := strings.Cut(tag, ",")
		if f.Anonymous || name == "" || strings.ContainsAny(name, `"\`) || strings.Contains(options, "string") {
			return nil, fmt.Errorf("%s.%s needs a plain json tag of its own", t, f.Name)
		}
		p, err := makePlan(f.Type, made)
		if err != nil {
			return nil, err
		}
		key := string(appendString(nil, name)) + ":"
		fields = append(fields, field{i, key, omission(f.Type, options), f.Tag.Get("form") == "line", p})
	}
	return fields, nil
}

// omission is when a field is left out, by the rules of encoding/json.
func omission(t reflect.Type, options string) func(reflect.Value) bool {
	var empty, zero func(reflect.Value) bool
	for option := range strings.SplitSeq(options, ",") {
		switch option {
		case "omitempty":
			empty = isEmpty
		case "omitzero":
			zero = isZero(t)
		}
	}
	switch {
	case empty == nil:
		return zero
	case zero == nil:
		return empty
	default:
		return func(v reflect.Value) bool { return empty(v) || zero(v) }
	}
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Struct:
		return false
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	default:
		return v.IsZero()
	}
}

func isZero(t reflect.Type) func(reflect.Value) bool {
	type zeroer interface{ IsZero() bool }
	if t == reflect.TypeFor[time.Time]() {
		return func(v reflect.Value) bool { return timeOf(v).IsZero() }
	}
	if t.Kind() != reflect.Pointer && t.Kind() != reflect.Interface && t.Implements(reflect.TypeFor[zeroer]()) {
		return func(v reflect.Value) bool { return v.Interface().(zeroer).IsZero() }
	}
	return reflect.Value.IsZero
}
