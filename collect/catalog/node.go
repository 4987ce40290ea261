package catalog

// This file takes named fields out of a document. Aliases and merges are followed only on the way to a field that is
// asked for, so that nothing unfolds: aliases of aliases cost no more than their text.

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

const mergeTag = "!!merge"

// Bounds on one field. What is longer is no description but a mistake.
const (
	maxItems   = 1_000
	maxAliases = 20
)

// node is a place in a document that knows the way to it. The zero node is a field that is not there.
type node struct {
	*yaml.Node
	path   string
	offset int // lines of the file before the document
	tell   func(line int, text string)
}

func (n node) line() int {
	if n.Node == nil {
		return 0
	}
	return n.offset + n.Line
}

// complain notes what is wrong with a field. It is left out, and the rest stands.
func (n node) complain(format string, args ...any) {
	n.tell(n.line(), n.path+": "+fmt.Sprintf(format, args...))
}

// at is another node of the same document.
func (n node) at(path string, to *yaml.Node) node {
	return node{Node: to, path: path, offset: n.offset, tell: n.tell}
}

// resolved is the node itself, or what its alias stands for; nil where nothing is stated.
func (n node) resolved() *yaml.Node {
	to := n.Node
	for range maxAliases {
		if to == nil || to.Kind != yaml.AliasNode {
			break
		}
		to = to.Alias
	}
	if to == nil || to.Kind == yaml.ScalarNode && to.ShortTag() == "!!null" {
		return nil
	}
	return to
}

func (n node) stated() bool { return n.resolved() != nil }

func (n node) isList() bool { to := n.resolved(); return to != nil && to.Kind == yaml.SequenceNode }

func (n node) isMapping() bool { to := n.resolved(); return to != nil && to.Kind == yaml.MappingNode }

// field is a key's value; a mapping's own keys come before what it merges in.
func (n node) field(key string) node {
	path := key
	if n.path != "" {
		path = n.path + "." + key
	}
	if !n.isMapping() {
		return n.at(path, nil)
	}
	return n.at(path, lookup(n.resolved(), key, map[*yaml.Node]bool{}))
}

// lookup asks each mapping once, however often it is merged in.
func lookup(m *yaml.Node, key string, asked map[*yaml.Node]bool) *yaml.Node {
	for m != nil && m.Kind == yaml.AliasNode {
		m = m.Alias
	}
	if m == nil || asked[m] {
		return nil
	}
	asked[m] = true
	if m.Kind == yaml.SequenceNode { // a list of mappings to merge
		for _, item := range m.Content {
			if found := lookup(item, key, asked); found != nil {
				return found
			}
		}
	}
	if m.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key && m.Content[i].Kind == yaml.ScalarNode {
			return m.Content[i+1]
		}
	}
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].ShortTag() == mergeTag {
			if found := lookup(m.Content[i+1], key, asked); found != nil {
				return found
			}
		}
	}
	return nil
}

// text is a field's text, "" where it is not stated. A number or a boolean is the text that was written.
func (n node) text() string {
	to := n.resolved()
	if to == nil {
		return ""
	}
	if to.Kind != yaml.ScalarNode {
		n.complain("must be text")
		return ""
	}
	return to.Value
}

// items are the entries of a list.
func (n node) items() []node {
	to := n.resolved()
	if to == nil {
		return nil
	}
	if to.Kind != yaml.SequenceNode {
		n.complain("must be a list")
		return nil
	}
	content := to.Content
	if len(content) > maxItems && n.path != "" && n.path != "items" {
		n.complain("has %d entries; those after the first %d are left out", len(content), maxItems)
		content = content[:maxItems]
	}
	items := make([]node, 0, len(content))
	for i, item := range content {
		path := fmt.Sprintf("%s[%d]", n.path, i)
		if n.path == "" || n.path == "items" {
			path = "" // entities name their fields from themselves
		}
		items = append(items, n.at(path, item))
	}
	return items
}
