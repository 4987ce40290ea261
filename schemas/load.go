package schemas

// This file reads plimsoll.yaml: YAML to a tree, the tree against the schema, then what the schema cannot say, then
// defaults and absolute paths.

import (
	"cmp"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// LoadConfig reads a configuration. A mistake in it is a *ConfigError, always the one that stands first in the file.
func LoadConfig(path string) (*Config, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	c, err := decodeConfig(b)
	if err != nil {
		return nil, inFile(path, err)
	}
	c.file = path
	folder, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, &ConfigError{File: path, Text: "find its folder: " + err.Error(), err: err}
	}
	if err := c.locate(folder); err != nil {
		return nil, err
	}
	c.fillDefaults()
	return c, nil
}

// ValidateConfig says what is wrong with the bytes of a configuration, in YAML or JSON, with the line.
func ValidateConfig(b []byte) error { return second(decodeConfig(b)) }

func unreadable(path string, err error) error {
	var cause *fs.PathError
	text := err.Error()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		text = "there is no such file; plimsoll init writes one, -c names another"
	case errors.As(err, &cause):
		text = "cannot be read: " + cause.Err.Error()
	}
	return &ConfigError{File: path, Text: text, err: err}
}

func inFile(path string, err error) error {
	var mistake *ConfigError
	if errors.As(err, &mistake) {
		mistake.File = path
	}
	return err
}

// decodeConfig does all that needs no file: paths stay as they are written, defaults are not filled.
func decodeConfig(b []byte) (*Config, error) {
	doc, lines, mistake := unfold(b)
	if mistake != nil {
		return nil, mistake
	}
	found, err := configContract.violations(doc)
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		return nil, first(found, lines)
	}
	seen, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	c := &Config{lines: lines}
	if err := json.Unmarshal(seen, c); err != nil {
		var mismatch *json.UnmarshalTypeError
		if errors.As(err, &mismatch) {
			return nil, first([]Violation{{Path: mismatch.Field, Want: "must not be " + mismatch.Value}}, lines)
		}
		return nil, err
	}
	if found := c.beyondSchema(); len(found) > 0 {
		return nil, first(found, lines)
	}
	return c, nil
}

// first is the violation that stands first in the file, as an error.
func first(found []Violation, lines positions) *ConfigError {
	v := slices.MinFunc(found, func(a, b Violation) int {
		return cmp.Or(cmp.Compare(lines.of(a.Path), lines.of(b.Path)), comparePaths(a.Path, b.Path), cmp.Compare(a.Want, b.Want))
	})
	return &ConfigError{Line: lines.of(v.Path), Field: v.Path, Text: v.text()}
}
