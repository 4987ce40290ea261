package schemas

// This file holds the JSON Schemas: seven files that people and editors read, compiled when first needed.

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/xeipuuv/gojsonschema"
)

//go:embed *.v1.json
var files embed.FS

// Files are the schema files, as they are published under data/schemas/.
func Files() fs.FS { return files }

// What $schema says in data/index.json and data/run.json.
const (
	IndexSchema = "schemas/index.v1.json"
	RunSchema   = "schemas/run.v1.json"
)

// SnapshotSchema is what $schema says in the snapshot of a service: the way from data/services/<id>.json.
func SnapshotSchema(id string) string {
	return strings.Repeat("../", strings.Count(id, "/")+1) + "schemas/snapshot.v1.json"
}

// contract is one kind of document: what people call it, the schema that it keeps, and how it came to its version.
type contract struct {
	noun    string
	file    string
	version int // 0: it bears none
	steps   []step
	schema  func() (*gojsonschema.Schema, error)
	source  func() (map[string]any, error) // the schema as a tree, for words about it
}

var (
	snapshotContract = contractOf("snapshot", "snapshot.v1.json", SnapshotVersion, snapshotSteps()...)
	indexContract    = contractOf("index", "index.v1.json", IndexVersion)
	runContract      = contractOf("run", "run.v1.json", RunVersion)
	changeContract   = contractOf("change", "change.v1.json", 0)
	diffContract     = contractOf("comparison", "diff.v1.json", ComparisonVersion)
	configContract   = contractOf("configuration", "config.v1.json", 0)
	checkContract    = contractOf("check", "check.v1.json", CheckVersion)
)

func contractOf(noun, file string, version int, steps ...step) contract {
	schema := sync.OnceValues(func() (*gojsonschema.Schema, error) { return compile(file) })
	source := sync.OnceValues(func() (map[string]any, error) { return read(file) })
	return contract{noun, file, version, steps, schema, source}
}

func compile(file string) (*gojsonschema.Schema, error) {
	b, err := files.ReadFile(file)
	if err != nil {
		return nil, err
	}
	loader := gojsonschema.NewSchemaLoader()
	loader.Draft, loader.AutoDetect = gojsonschema.Draft7, false
	schema, err := loader.Compile(gojsonschema.NewBytesLoader(b))
	if err != nil {
		return nil, fmt.Errorf("compile %s: %w", file, err)
	}
	return schema, nil
}

func read(file string) (map[string]any, error) {
	b, err := files.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	err = json.Unmarshal(b, &tree)
	return tree, err
}
