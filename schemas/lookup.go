package schemas

// This file looks a place of a document up in its schema, to say what might have stood there.

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// wantedText says what text must be where something else stands.
func (c contract) wantedText(steps []string) string {
	if pattern, ok := c.at(steps)["pattern"].(string); ok {
		return "must be " + patternWords(pattern)
	}
	return "must be text"
}

// unknownKey says what a key that the schema does not know may have been meant for.
func (c contract) unknownKey(steps []string, key string) string {
	node := c.at(steps)
	properties, _ := node["properties"].(map[string]any)
	allowed := slices.Sorted(maps.Keys(properties))
	text := "unknown key"
	if node["patternProperties"] != nil {
		text = "is not a rule id such as crash-loop"
	}
	if near := Nearest(key, allowed); near != "" {
		text += fmt.Sprintf(", did you mean %q?", near)
	}
	if node["patternProperties"] != nil {
		return text
	}
	return text + " (allowed: " + strings.Join(allowed, ", ") + ")"
}

// at walks the schema to where it describes the value at these steps.
func (c contract) at(steps []string) map[string]any {
	root, err := c.source()
	if err != nil {
		return nil
	}
	node := resolve(root, root)
	for _, step := range steps {
		properties, _ := node["properties"].(map[string]any)
		next := properties[step]
		if items, ok := node["items"]; ok {
			next = items
		}
		if patterns, ok := node["patternProperties"].(map[string]any); ok && next == nil {
			for _, next = range patterns { // a map from names of one form: there is one
			}
		}
		node = resolve(root, next)
	}
	return node
}

// resolve follows a reference into the definitions of the same file.
func resolve(root map[string]any, node any) map[string]any {
	at, _ := node.(map[string]any)
	ref, ok := at["$ref"].(string)
	if !ok {
		return at
	}
	definitions, _ := root["definitions"].(map[string]any)
	at, _ = definitions[strings.TrimPrefix(ref, "#/definitions/")].(map[string]any)
	return at
}
