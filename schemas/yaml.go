package schemas

// This file turns YAML into the tree that JSON would give, and notes the line of everything in it.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Bounds on what a configuration may unfold to: aliases of aliases grow without end.
const (
	maxNodes = 1_000_000
	maxDepth = 50
)

// unfold gives the one document of a YAML file: maps, lists, text, json.Number, booleans and nil.
func unfold(b []byte) (any, positions, *ConfigError) {
	decoder := yaml.NewDecoder(bytes.NewReader(b))
	var document, more yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		return nil, nil, &ConfigError{Text: "is empty: name at least apiVersion and clusters"}
	case err != nil:
		return nil, nil, syntaxError(err)
	}
	if err := decoder.Decode(&more); err == nil {
		return nil, nil, &ConfigError{Line: more.Line, Text: "holds more than one YAML document: one file is one configuration"}
	} else if !errors.Is(err, io.EOF) {
		return nil, nil, syntaxError(err)
	}
	root := document.Content[0]
	if root.ShortTag() == "!!null" {
		return nil, nil, &ConfigError{Text: "is empty: name at least apiVersion and clusters"}
	}
	t := &unfolding{lines: positions{"": root.Line}}
	value := t.value(root, "", 0)
	return value, t.lines, t.err
}

func syntaxError(err error) *ConfigError {
	line, text := YAMLError(err)
	return &ConfigError{Line: line, Text: text}
}

// YAMLError takes the line out of the YAML library's text, which counts from 0 where its parser complains and from 1
// where its scanner does. The line is 0 where the library names none.
func YAMLError(err error) (line int, text string) {
	text = strings.TrimPrefix(err.Error(), "yaml: ")
	text, _, _ = strings.Cut(text, "\n")
	parts := regexp.MustCompile(`^line (\d+): (.*)$`).FindStringSubmatch(text)
	if parts == nil {
		return 0, "is not YAML: " + text
	}
	line, _ = strconv.Atoi(parts[1])
	if regexp.MustCompile(`^did not find expected (<|'-'|',' or|key|node content)`).MatchString(parts[2]) {
		line++
	}
	return line, "is not YAML: " + parts[2]
}

// unfolding walks the nodes once and keeps the first error.
type unfolding struct {
	lines positions
	nodes int
	err   *ConfigError
}

func (u *unfolding) fail(n *yaml.Node, path, format string, args ...any) {
	if u.err == nil {
		u.err = &ConfigError{Line: n.Line, Field: path, Text: fmt.Sprintf(format, args...)}
	}
}

// within counts a node and tells whether to go on.
func (u *unfolding) within(n *yaml.Node, depth int) bool {
	if u.nodes++; u.nodes > maxNodes || depth > maxDepth {
		u.fail(n, "", "unfolds too far: an alias may hold itself, or too many others")
	}
	return u.err == nil
}

func (u *unfolding) value(n *yaml.Node, path string, depth int) any {
	if !u.within(n, depth) {
		return nil
	}
	switch n.Kind {
	case yaml.AliasNode:
		return u.value(n.Alias, path, depth+1)
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for i, item := range n.Content {
			at := pathIndex(path, i)
			u.lines[at] = item.Line
			list = append(list, u.value(item, at, depth+1))
		}
		return list
	case yaml.MappingNode:
		return u.fill(make(map[string]any, len(n.Content)/2), n, path, depth)
	default:
		return u.scalar(n, path)
	}
}

// fill adds to m what it lacks of a mapping: the mapping's own keys first, then what it merges in (<<).
func (u *unfolding) fill(m map[string]any, n *yaml.Node, path string, depth int) map[string]any {
	seen := make(map[string]int, len(n.Content)/2)
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content) && u.err == nil; i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode || key.ShortTag() == "!!null" {
			u.fail(key, path, "has a key that is not plain text")
			break
		}
		at := pathKey(path, key.Value)
		if line, ok := seen[key.Value]; ok {
			u.fail(key, at, "is set twice, first on line %d", line)
			break
		}
		seen[key.Value] = key.Line
		if key.ShortTag() == "!!merge" {
			merged = append(merged, value)
			continue
		}
		if _, ok := m[key.Value]; !ok {
			u.lines[at] = key.Line
			m[key.Value] = u.value(value, at, depth+1)
		}
	}
	for _, value := range merged {
		u.merge(m, value, path, depth+1)
	}
	return m
}

// merge fills m from a mapping, an alias of one, or a list of them, the first winning.
func (u *unfolding) merge(m map[string]any, n *yaml.Node, path string, depth int) {
	switch {
	case !u.within(n, depth):
	case n.Kind == yaml.AliasNode:
		u.merge(m, n.Alias, path, depth+1)
	case n.Kind == yaml.SequenceNode:
		for _, item := range n.Content {
			u.merge(m, item, path, depth+1)
		}
	case n.Kind == yaml.MappingNode:
		u.fill(m, n, path, depth)
	default:
		u.fail(n, path, "merges (<<) what is not a mapping")
	}
}

func (u *unfolding) scalar(n *yaml.Node, path string) any {
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool", "!!int", "!!float":
		var v any
		if err := n.Decode(&v); err != nil {
			u.fail(n, path, "is not a %s: %q", strings.TrimPrefix(n.ShortTag(), "!!"), n.Value)
			return nil
		}
		return u.number(n, path, v)
	case "!!str", "!!timestamp":
		return n.Value
	default:
		u.fail(n, path, "has a tag that means nothing here: %s", n.Tag)
		return nil
	}
}

// number writes a YAML number as JSON does, whatever its base was.
func (u *unfolding) number(n *yaml.Node, path string, v any) any {
	switch v := v.(type) {
	case bool:
		return v
	case int, int64, uint64:
		return json.Number(fmt.Sprint(v))
	case float64:
		if !math.IsInf(v, 0) && !math.IsNaN(v) {
			return json.Number(strconv.FormatFloat(v, 'g', -1, 64))
		}
	}
	u.fail(n, path, "is not a number that can be used: %q", n.Value)
	return nil
}
