package schemas

// This file reads the documents back. Nothing is trusted that the schema has not seen, save where the index vouches.

import (
	"encoding/json"
	"errors"
	"fmt"
)

// DecodeSnapshot upgrades, validates and decodes a snapshot. A newer version is refused.
func DecodeSnapshot(b []byte) (*Snapshot, error) {
	b, err := UpgradeSnapshot(b)
	if err != nil {
		return nil, err
	}
	return decode(b, snapshotContract, (*Snapshot).beyondSchema)
}

// DecodeTrusted decodes a snapshot whose digest the index vouches for, without the schema. The version still counts.
func DecodeTrusted(b []byte) (*Snapshot, error) {
	s := &Snapshot{}
	if err := json.Unmarshal(b, s); err == nil && s.SchemaVersion == SnapshotVersion {
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

// DecodeIndex validates and decodes data/index.json. A newer version is refused.
func DecodeIndex(b []byte) (*Index, error) {
	if _, err := versionOf(b, indexContract, IndexVersion); err != nil {
		return nil, err
	}
	return decode(b, indexContract, (*Index).beyondSchema)
}

// DecodeRun validates and decodes data/run.json. A newer version is refused.
func DecodeRun(b []byte) (*Run, error) {
	if _, err := versionOf(b, runContract, RunVersion); err != nil {
		return nil, err
	}
	return decode(b, runContract, (*Run).beyondSchema)
}

// DecodeChange validates and decodes one line of a history.
func DecodeChange(line []byte) (*Change, error) {
	return decode(line, changeContract, func(*Change) []Violation { return nil })
}

// decode fills T from the document that the schema has seen, not from b: where b holds a key twice, encoding/json
// would mix both into one struct, and the schema knows only the last.
func decode[T any](b []byte, c contract, beyond func(*T) []Violation) (*T, error) {
	doc, err := c.check(b)
	if err != nil {
		return nil, err
	}
	seen, err := json.Marshal(doc)
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", c.noun, err)
	}
	v := new(T)
	var mismatch *json.UnmarshalTypeError
	switch err := json.Unmarshal(seen, v); {
	case errors.As(err, &mismatch): // 1.0 is an integer to the schema
		found := Violation{Path: mismatch.Field, Want: "must be a whole number without a point", Found: mismatch.Value}
		return nil, invalid(c.noun, []Violation{found})
	case err != nil:
		return nil, fmt.Errorf("decode %s: %w", c.noun, err)
	}
	if err := invalid(c.noun, beyond(v)); err != nil {
		return nil, err
	}
	return v, nil
}
