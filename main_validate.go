package main

// This file is validate: files and folders held against the schemas, whatever the index vouches for.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func runValidate(c *cli.Context) error {
	if !c.Args().Present() {
		return usage("validate: name a file or a folder, such as plimsoll validate public")
	}
	v := &validation{}
	for _, path := range c.Args().Slice() {
		if err := v.path(path); err != nil {
			return err
		}
	}
	for _, line := range v.wrong {
		fmt.Fprintln(c.App.Writer, line)
	}
	if len(v.wrong) > 0 {
		return fmt.Errorf("%d of %s not valid", v.bad, count(v.files, "file"))
	}
	fmt.Fprintf(c.App.Writer, "%s valid\n", count(v.files, "file"))
	return nil
}

// validation counts files and gathers what is wrong with them, a line each.
type validation struct {
	files, bad int
	wrong      []string
}

func (v *validation) path(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return usage("validate %s: there is no such file or folder", path)
	}
	if !info.IsDir() {
		v.file(path)
		return nil
	}
	before := v.files
	data := path
	if sub := filepath.Join(path, "data"); isDir(sub) {
		data = sub
	}
	if err := filepath.WalkDir(data, v.walk); err != nil {
		return fmt.Errorf("validate %s: %w", path, err)
	}
	v.digests(data)
	if v.files == before {
		return usage("validate %s: it holds neither snapshots nor an index; name a site's folder or its data folder", path)
	}
	return nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func (v *validation) walk(path string, d fs.DirEntry, err error) error {
	if err != nil {
		return err
	}
	if d.IsDir() && d.Name() == "schemas" {
		return fs.SkipDir
	}
	if ext := filepath.Ext(path); d.Type().IsRegular() && (ext == ".json" || ext == ".jsonl") {
		v.file(path)
	}
	return nil
}

func (v *validation) file(path string) {
	v.files++
	b, err := os.ReadFile(path)
	if err == nil {
		err = validateContent(path, b)
	}
	if err != nil {
		v.bad++
		v.note(path, err)
	}
}

func (v *validation) note(path string, err error) {
	var bad *schemas.ConfigError
	if errors.As(err, &bad) {
		v.wrong = append(v.wrong, err.Error()) // names the file itself
		return
	}
	for _, line := range strings.Split(err.Error(), "\n") {
		v.wrong = append(v.wrong, path+": "+line)
	}
}

// validateContent knows a file by its content: a configuration is YAML, a history has a line a change, and the rest
// says what it is by its keys.
func validateContent(path string, b []byte) error {
	switch filepath.Ext(path) {
	case ".yaml", ".yml":
		_, err := loadConfig(path)
		return err
	case ".jsonl":
		return validateHistory(b)
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(b, &keys); err != nil && !json.Valid(b) {
		return fmt.Errorf("is not JSON: %w", err)
	}
	for _, k := range contentKinds() {
		if _, ok := keys[k.key]; ok {
			return k.validate(b)
		}
	}
	return errors.New("is no snapshot, no index, no run and no configuration")
}

// contentKinds tells what a file is by a key that no other kind has, the most telling first.
func contentKinds() []contentKind {
	return []contentKind{
		{"apiVersion", schemas.ValidateConfig},
		{"service", schemas.ValidateSnapshot},
		{"started", schemas.ValidateRun},
		{"unchanged", schemas.ValidateComparison},
		{"services", schemas.ValidateIndex},
		{"entries", schemas.ValidateChange},
		{"gate", schemas.ValidateCheck},
	}
}

type contentKind struct {
	key      string
	validate func([]byte) error
}

func validateHistory(b []byte) error {
	var wrong []error
	for i, line := range strings.Split(strings.TrimSuffix(string(b), "\n"), "\n") {
		if err := schemas.ValidateChange([]byte(line)); err != nil {
			wrong = append(wrong, fmt.Errorf("line %d: %w", i+1, err))
		}
	}
	return errors.Join(wrong...)
}

// digests holds the index against the snapshots that it vouches for.
func (v *validation) digests(data string) {
	b, err := os.ReadFile(filepath.Join(data, "index.json"))
	if err != nil {
		return
	}
	index, err := schemas.DecodeIndex(b)
	if err != nil {
		return // said already
	}
	for _, s := range index.Services {
		path := filepath.Join(data, "services", filepath.FromSlash(s.ID)+".json")
		b, err := os.ReadFile(path)
		switch {
		case err != nil:
			v.bad++
			v.wrong = append(v.wrong, fmt.Sprintf("%s: the index lists it, but it is not there", path))
		case schemas.Digest(b) != s.Digest:
			v.bad++
			v.wrong = append(v.wrong, fmt.Sprintf("%s: its content is not what the index vouches for; run plimsoll collect or render again", path))
		}
	}
}
