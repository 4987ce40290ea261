package schemas

// This file reads the documents back. Nothing is trusted that the schema has not seen, save where the index vouches.

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// DecodeSnapshot upgrades, validates and decodes a snapshot. A newer version is refused.
func DecodeSnapshot(b []byte) (*Snapshot, error) {
	return decode(b, snapshotContract, (*Snapshot).beyondSchema)
}

// DecodeTrusted decodes a snapshot whose digest the index vouches for, without the schema. The version still counts.
func DecodeTrusted(b []byte) (*Snapshot, error) {
	s := &Snapshot{}
	if err := unmarshal(b, s); err == nil && s.SchemaVersion == SnapshotVersion {
		return s, nil
	}
	b, err := UpgradeSnapshot(b)
	if err != nil {
		return nil, err
	}
	s = &Snapshot{}
	if err := json.Unmarshal(b, s); err != nil {
		return nil, fmt.Errorf("not a valid snapshot: %w", err)
	}
	return s, nil
}

// DecodeIndex validates and decodes data/index.json. A newer version is refused. As with a history's lines, rows that
// are what this program would write need no schema.
func DecodeIndex(b []byte) (*Index, error) {
	if ix, ok := canonicalIndex(b); ok {
		return ix, nil
	}
	return decode(b, indexContract, (*Index).beyondSchema)
}

// DecodeRun validates and decodes data/run.json. A newer version is refused.
func DecodeRun(b []byte) (*Run, error) { return decode(b, runContract, (*Run).beyondSchema) }

// DecodeChange validates and decodes one line of a history. Histories are long, and a line that is byte for byte what
// this program would write needs no schema; only for any other is the schema asked.
func DecodeChange(line []byte) (*Change, error) {
	if c, ok := canonicalChange(line); ok {
		return c, nil
	}
	return decode(line, changeContract, func(*Change) []Violation { return nil })
}

// decode fills T from b, or from what b was upgraded to.
func decode[T any](b []byte, c contract, beyond func(*T) []Violation) (*T, error) {
	doc, err := parse(b)
	if err != nil {
		return nil, fmt.Errorf("not a valid %s: %w", c.noun, err)
	}
	upgraded, err := c.upgrade(doc)
	if err == nil {
		err = c.check(doc)
	}
	if err == nil && upgraded {
		b, err = json.Marshal(doc)
	}
	if err == nil {
		err = c.once(b, doc)
	}
	if err != nil {
		return nil, err
	}
	v := new(T)
	if err := c.unmarshal(b, v); err != nil {
		return nil, err
	}
	if err := invalid(c.noun, beyond(v)); err != nil {
		return nil, err
	}
	return v, nil
}

func (c contract) unmarshal(b []byte, v any) error {
	err := json.Unmarshal(b, v)
	var mismatch *json.UnmarshalTypeError
	if errors.As(err, &mismatch) { // 1.0 is an integer to the schema
		want := "must be a whole number without a point"
		return invalid(c.noun, []Violation{{Path: mismatch.Field, Want: want, Found: strings.TrimPrefix(mismatch.Value, "number ")}})
	}
	if err != nil {
		return fmt.Errorf("not a valid %s: %w", c.noun, err)
	}
	return nil
}

// once refuses a document in which a key stands twice in one object: the schema has seen only the last of them, and
// encoding/json would mix both.
func (c contract) once(b []byte, doc any) error {
	if members(b) != keys(doc) {
		return invalid(c.noun, []Violation{{Want: "holds a key twice in one object"}})
	}
	return nil
}

// members counts the members of all objects in valid JSON: each has one colon outside of text.
func members(b []byte) int {
	n, text := 0, false
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '"':
			text = !text
		case text && b[i] == '\\':
			i++
		case !text && b[i] == ':':
			n++
		}
	}
	return n
}

// keys counts the members that are left of them once the JSON is read.
func keys(doc any) int {
	n := 0
	switch node := doc.(type) {
	case map[string]any:
		n = len(node)
		for _, value := range node {
			n += keys(value)
		}
	case []any:
		for _, value := range node {
			n += keys(value)
		}
	}
	return n
}
