package schemas

// This file checks documents against their schemas.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xeipuuv/gojsonschema"
)

// ValidateSnapshot says whether DecodeSnapshot would take b: an *InvalidError names each place that breaks the schema.
func ValidateSnapshot(b []byte) error { return second(DecodeSnapshot(b)) }

// ValidateIndex says whether DecodeIndex would take b.
func ValidateIndex(b []byte) error { return second(DecodeIndex(b)) }

// ValidateRun says whether DecodeRun would take b.
func ValidateRun(b []byte) error { return second(DecodeRun(b)) }

// ValidateChange says whether DecodeChange would take the line b.
func ValidateChange(b []byte) error { return second(DecodeChange(b)) }

// ValidateCheck says whether b is what plimsoll check --format json prints.
func ValidateCheck(b []byte) error {
	return second(decode(b, checkContract, func(*Check) []Violation { return nil }))
}

// ValidateComparison says whether b is what plimsoll diff --format json prints.
func ValidateComparison(b []byte) error {
	return second(decode(b, diffContract, func(*Comparison) []Violation { return nil }))
}

func second[T any](_ T, err error) error { return err }

// check holds a document, as parse gives it, against the schema.
func (c contract) check(doc any) error {
	found, err := c.violations(doc)
	if err != nil {
		return err
	}
	return invalid(c.noun, found)
}

// violations lists what in doc breaks the schema.
func (c contract) violations(doc any) ([]Violation, error) {
	schema, err := c.schema()
	if err != nil {
		return nil, err
	}
	result, err := schema.Validate(gojsonschema.NewRawLoader(doc))
	if err != nil {
		return nil, fmt.Errorf("validate %s: %w", c.noun, err)
	}
	var found []Violation
	for _, e := range result.Errors() {
		found = append(found, c.violation(doc, e))
	}
	return found, nil
}

// violation puts one of gojsonschema's errors into our words.
func (c contract) violation(doc any, e gojsonschema.ResultError) Violation {
	const separator = "\x00"
	steps := strings.Split(e.Context().String(separator), separator)[1:] // the first is "(root)"
	path := pathOf(doc, steps)
	key, _ := e.Details()["property"].(string)
	number, isNumber := e.Value().(json.Number)
	switch e.Type() {
	case "invalid_type":
		if isNumber && e.Details()["expected"] == "string" {
			return Violation{Path: path, Want: c.wantedText(steps), Found: "the number " + found(number)}
		}
		return Violation{Path: path, Want: wanted(e), Found: found(e.Value())}
	case "required":
		return Violation{Path: pathKey(path, key), Want: "is missing"}
	case "additional_property_not_allowed":
		return Violation{Path: pathKey(path, key), Want: c.unknownKey(steps, key)}
	case "unique", "array_min_items", "string_gte":
		return Violation{Path: path, Want: wanted(e)} // which says what was found
	default:
		return Violation{Path: path, Want: wanted(e), Found: found(e.Value())}
	}
}

// parse reads the one JSON value in b, numbers as they are written.
func parse(b []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(b))
	decoder.UseNumber()
	var doc any
	if err := decoder.Decode(&doc); err != nil {
		return nil, notJSON(b, decoder.InputOffset(), err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, notJSON(b, decoder.InputOffset(), errors.New("something follows the end of the document"))
	}
	return doc, nil
}

// notJSON says at which line the JSON breaks.
func notJSON(b []byte, offset int64, err error) error {
	var syntax *json.SyntaxError
	switch {
	case len(bytes.TrimSpace(b)) == 0:
		return errors.New("the file is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("the JSON is cut off")
	case errors.As(err, &syntax):
		offset = syntax.Offset
	}
	line := 1 + bytes.Count(b[:min(int(offset), len(b))], []byte("\n"))
	return fmt.Errorf("line %d: %w", line, err)
}
