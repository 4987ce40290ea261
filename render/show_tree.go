package render

// This file shows JSON of which no more is known than its keys: the index, and the account of a run.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// member is a value and its key, in the order of the file.
type member struct {
	key   string
	value any // []member, []any, or a plain value
}

// showTree takes each object of an outer list under a heading of its own.
func showTree(b []byte) (string, bool) {
	decoder := json.NewDecoder(bytes.NewReader(b))
	decoder.UseNumber()
	tree, err := ordered(decoder)
	outer, ok := tree.([]member)
	if err != nil || !ok {
		return "", false
	}
	s := &sheet{}
	s.heading("all")
	for _, m := range outer {
		if m.key != "$schema" && plainly(m.value) {
			s.fact(m.key, flat(m.value))
		}
	}
	for _, m := range outer {
		records, ok := m.value.([]any)
		if !ok || plainly(m.value) {
			continue
		}
		for _, each := range records {
			s.record(strings.TrimSuffix(m.key, "s"), each)
		}
	}
	return s.b.String(), true
}

// record is headed by the name that it goes by, else told in a line.
func (s *sheet) record(noun string, value any) {
	of, ok := value.([]member)
	if !ok || len(of) == 0 || of[0].key != "id" && of[0].key != "name" {
		s.heading(noun, flat(value))
		return
	}
	s.heading(noun, flat(of[0].value))
	for _, m := range of[1:] {
		if list, ok := m.value.([]any); ok {
			for _, each := range list {
				s.fact(m.key, flat(each))
			}
			continue
		}
		s.fact(m.key, flat(m.value))
	}
}

// plainly tells whether a value is told in one line of its own.
func plainly(value any) bool {
	list, ok := value.([]any)
	if !ok {
		return true
	}
	for _, each := range list {
		if _, object := each.([]member); object {
			return false
		}
	}
	return true
}

// flat is a value in a line.
func flat(value any) string {
	var parts []string
	switch v := value.(type) {
	case []member:
		for _, m := range v {
			parts = append(parts, m.key+" "+flat(m.value))
		}
	case []any:
		for _, each := range v {
			parts = append(parts, flat(each))
		}
	case nil:
		return "null"
	default:
		return fmt.Sprint(v)
	}
	return strings.Join(parts, ", ")
}

// ordered reads the next value with the keys of objects in their order.
func ordered(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		members := []member{}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				return nil, err
			}
			value, err := ordered(d)
			if err != nil {
				return nil, err
			}
			members = append(members, member{fmt.Sprint(key), value})
		}
		_, err = d.Token()
		return members, err
	case json.Delim('['):
		list := []any{}
		for d.More() {
			value, err := ordered(d)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		_, err = d.Token()
		return list, err
	}
	return token, nil
}
