package hostile

// This file makes a document from its JSON Schema, so that a field which is added to the schema is attacked as soon
// as it is there.

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Maker makes documents of one schema.
type Maker struct {
	Attack  string   // stands in every text that the schema leaves open
	Breadth int      // how many entries a list has
	Rules   []string // ids to name, in turn

	schema map[string]any
	turn   int // goes on with every choice, so that each word of an enumeration has its turn
}

// Open reads the schema that documents are to keep.
func (m Maker) Open(files fs.FS, name string) (*Maker, error) {
	b, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(b, &m.schema); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return &m, nil
}

// Into makes a document and decodes it into v.
func (m *Maker) Into(v any) error {
	b, err := json.Marshal(m.value(m.schema, "", 0))
	if err != nil {
		return err
	}
	return json.Unmarshal(b, v)
}

// value makes what the schema describes. Entry tells the entries of a list apart.
func (m *Maker) value(schema map[string]any, name string, entry int) any {
	if ref, ok := schema["$ref"].(string); ok {
		return m.value(m.schema["definitions"].(map[string]any)[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any), name, entry)
	}
	if fixed, ok := schema["const"]; ok {
		return fixed
	}
	if words, ok := schema["enum"].([]any); ok {
		m.turn++
		return words[m.turn%len(words)]
	}
	switch schema["type"] {
	case "object":
		return m.object(schema, entry)
	case "array":
		list := []any{}
		for i := range m.Breadth {
			list = append(list, m.value(schema["items"].(map[string]any), name, i))
		}
		return list
	case "integer", "number":
		return 3 + entry
	case "boolean":
		return entry%2 == 1
	default:
		return m.text(schema, name, entry)
	}
}

// object has every field in its first entry. What hides a problem stands on every other one alone: a problem that is
// explained or set aside has no place of its own.
func (m *Maker) object(schema map[string]any, entry int) map[string]any {
	properties, _ := schema["properties"].(map[string]any)
	made := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if hides := name == "ignored" || name == "causedBy"; hides && entry%2 == 0 {
			continue
		}
		made[name] = m.value(properties[name].(map[string]any), name, entry)
	}
	return made
}

// text is the attack, unless the schema asks for something in particular. Names differ from entry to entry, as the
// contract asks of clusters.
func (m *Maker) text(schema map[string]any, name string, entry int) string {
	pattern, _ := schema["pattern"].(string)
	switch {
	case name == "rule" && len(m.Rules) > 0:
		m.turn++
		return m.Rules[m.turn%len(m.Rules)]
	case pattern == "" && name == "name" && entry > 0:
		return fmt.Sprintf("%s %d", m.Attack, entry+1)
	case pattern == "":
		return m.Attack
	}
	for _, candidate := range []string{
		"https://example.com/?" + strings.Join(strings.Fields(m.Attack), "+"), "2026-11-23T02:10:00Z", "2027-01-15", "hostile",
		strings.Repeat("0123456789abcdef", 4), "schemas/snapshot.v1.json", "schemas/index.v1.json", "schemas/run.v1.json",
	} {
		if regexp.MustCompile(pattern).MatchString(candidate) {
			return candidate
		}
	}
	panic("hostile: no text keeps the pattern " + pattern + ": add one to the candidates")
}
