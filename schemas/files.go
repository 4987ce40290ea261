package schemas

// This file holds the JSON Schemas: five files that people and editors read, compiled when first needed.

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

// contract is one kind of document: what people call it and the schema that it keeps.
type contract struct {
	noun   string
	file   string
	schema func() (*gojsonschema.Schema, error)
}

var (
	snapshotContract = contractOf("snapshot", "snapshot.v1.json")
	indexContract    = contractOf("index", "index.v1.json")
	runContract      = contractOf("run", "run.v1.json")
	changeContract   = contractOf("change", "change.v1.json")
	configContract   = contractOf("configuration", "config.v1.json")
)

func contractOf(noun, file string) contract {
	return contract{noun, file, sync.OnceValues(func() (*gojsonschema.Schema, error) { return compile(file) })}
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

// source is the schema as a tree, for words about it: which keys are allowed where.
func (c contract) source() (map[string]any, error) {
	b, err := files.ReadFile(c.file)
	if err != nil {
		return nil, err
	}
	var tree map[string]any
	return tree, json.Unmarshal(b, &tree)
}
