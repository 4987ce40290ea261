package schemas

// This file is how a configuration's mistakes reach a person: one line with file, line and field.

import (
	"fmt"
	"path/filepath"
	"strings"
)

// ConfigError is one mistake in a configuration.
type ConfigError struct {
	File  string // as it was named; empty where bytes were checked
	Line  int    // 0 where no line is to blame
	Field string // clusters[1].timeout; empty for the file as a whole
	Text  string
	err   error
}

func (e *ConfigError) Error() string {
	var b strings.Builder
	switch {
	case e.File != "" && e.Line > 0:
		fmt.Fprintf(&b, "%s:%d: ", e.File, e.Line)
	case e.File != "":
		fmt.Fprintf(&b, "%s: ", e.File)
	case e.Line > 0:
		fmt.Fprintf(&b, "line %d: ", e.Line)
	}
	if e.Field != "" {
		b.WriteString(e.Field + ": ")
	}
	return b.String() + e.Text
}

// Unwrap gives the cause, such as fs.ErrNotExist.
func (e *ConfigError) Unwrap() error { return e.err }

// Position is the line on which a field such as "services.define[2].selector" stands, or what would hold it where it
// is left out; 0 for a configuration that was not read from a file.
func (c *Config) Position(field string) int { return c.lines.of(field) }

// Errorf makes the error of a field that only a later reader can judge: a selector, a rule id, a missing context.
func (c *Config) Errorf(field, format string, args ...any) *ConfigError {
	return &ConfigError{File: c.file, Line: c.Position(field), Field: field, Text: fmt.Sprintf(format, args...)}
}

// Named is how a file reads beside the configuration's own name: catalog/shop.yaml beside plimsoll.yaml, and
// conf/catalog/shop.yaml beside conf/plimsoll.yaml.
func (c *Config) Named(path string) string {
	beside := filepath.Dir(c.file)
	folder, err := filepath.Abs(beside)
	if err != nil || c.file == "" {
		return path
	}
	inside, err := filepath.Rel(folder, path)
	if err != nil {
		return path
	}
	return filepath.Join(beside, inside)
}
