package schemas

import (
	"io/fs"
	"strings"
	"testing"

	"github.com/xeipuuv/gojsonschema"
)

// Every file is a draft-07 schema that stands alone, says what everything may be, and never opens an object.
func TestSchemaFiles(t *testing.T) {
	for _, c := range []contract{snapshotContract, indexContract, runContract, changeContract, configContract} {
		t.Run(c.file, func(t *testing.T) {
			b, err := fs.ReadFile(Files(), c.file)
			if err != nil {
				t.Fatal(err)
			}
			loader := gojsonschema.NewSchemaLoader()
			loader.Validate = true // against the meta-schema that the library carries
			if _, err := loader.Compile(gojsonschema.NewBytesLoader(b)); err != nil {
				t.Errorf("not a draft-07 schema: %v", err)
			}
			root, err := c.source()
			if err != nil {
				t.Fatal(err)
			}
			used := map[string]bool{}
			inspect(t, c.file, root, used)
			for name := range root["definitions"].(map[string]any) {
				if !used["#/definitions/"+name] {
					t.Errorf("nothing refers to the definition of %s", name)
				}
			}
		})
	}
}

func inspect(t *testing.T, path string, node map[string]any, used map[string]bool) {
	if ref, ok := node["$ref"].(string); ok {
		used[ref] = true
		if !strings.HasPrefix(ref, "#/definitions/") {
			t.Errorf("%s refers to %s, out of the file", path, ref)
		}
	}
	if node["type"] == "object" && node["additionalProperties"] != false {
		t.Errorf("%s is open to any key", path)
	}
	if pattern, ok := node["pattern"].(string); ok && strings.HasPrefix(patternWords(pattern), "text that matches") {
		t.Errorf("%s: no words for the pattern %s: add them to patternTable", path, pattern)
	}
	for key, value := range node {
		if child, ok := value.(map[string]any); ok {
			inspect(t, path+"."+key, child, used)
		}
	}
}

func TestSnapshotSchemaIsFoundFromTheFile(t *testing.T) {
	for id, want := range map[string]string{
		"checkout": "../schemas/snapshot.v1.json",    // from data/services/checkout.json
		"shop/api": "../../schemas/snapshot.v1.json", // from data/services/shop/api.json
	} {
		if got := SnapshotSchema(id); got != want {
			t.Errorf("SnapshotSchema(%q) = %q, want %q", id, got, want)
		}
	}
}
