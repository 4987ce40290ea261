package catalog

// This file takes a file apart into its documents. Each is parsed for itself, so that a broken one costs no other.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"go.yaml.in/yaml/v3"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// document is one YAML document, or what is wrong with it.
type document struct {
	line  int // where it begins, or where it is wrong
	node  *yaml.Node
	wrong string
}

// documents are those of a file that could be Backstage's: a folder may hold any other YAML beside them.
func documents(b []byte) iter.Seq[document] {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if json.Valid(b) {
		b = bytes.ReplaceAll(b, []byte("\t"), []byte(" ")) // never inside its text; as an indent YAML has no tabs
	}
	return func(yield func(document) bool) {
		for line, part := range parts(b) {
			if !bytes.Contains(part, []byte("backstage")) {
				continue
			}
			for d := range parse(part, line) {
				if !yield(d) {
					return
				}
			}
		}
	}
}

// parts cuts at the lines that begin with ---, each with the number of its first line. Inside of a document YAML lets
// no line begin so.
func parts(b []byte) iter.Seq2[int, []byte] {
	return func(yield func(int, []byte) bool) {
		start, first, line := 0, 1, 1
		for at := 0; at < len(b); line++ {
			if at > start && marks(b[at:]) {
				if !yield(first, b[start:at]) {
					return
				}
				start, first = at, line
			}
			next := bytes.IndexByte(b[at:], '\n')
			if next < 0 {
				break
			}
			at += next + 1
		}
		yield(first, b[start:])
	}
}

func marks(rest []byte) bool {
	after, ok := bytes.CutPrefix(rest, []byte("---"))
	return ok && (len(after) == 0 || bytes.IndexByte([]byte(" \t\r\n"), after[0]) >= 0)
}

// parse gives what is parsed of a part: one document, more only where "..." ends one.
func parse(part []byte, first int) iter.Seq[document] {
	return func(yield func(document) bool) {
		decoder := yaml.NewDecoder(bytes.NewReader(part))
		for {
			var n yaml.Node
			err := decoder.Decode(&n)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				line, text := schemas.YAMLError(err)
				line = max(1, min(line, linesOf(part))) // what is not closed is missed on the line after the last
				yield(document{line: first + line - 1, wrong: text + "; what it describes is left out"})
				return
			}
			d := document{line: first, node: n.Content[0]}
			if key, line := repeated(d.node); key != nil {
				text := fmt.Sprintf("%q is set twice, first on line %d; what it describes is left out", key.Value, first+line-1)
				d = document{line: first + key.Line - 1, wrong: text}
			}
			if !yield(d) {
				return
			}
		}
	}
}

func linesOf(b []byte) int { return bytes.Count(bytes.TrimSuffix(b, []byte("\n")), []byte("\n")) + 1 }

// repeated finds a key that stands twice in one mapping, and the line on which it stood first.
func repeated(n *yaml.Node) (*yaml.Node, int) {
	if n.Kind == yaml.MappingNode {
		seen := make(map[string]int, len(n.Content)/2)
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			if line, ok := seen[key.Value]; ok && key.Kind == yaml.ScalarNode && key.ShortTag() != mergeTag {
				return key, line
			}
			seen[key.Value] = key.Line
		}
	}
	for _, child := range n.Content { // an alias has none: what it stands for is looked at where it is written
		if key, line := repeated(child); key != nil {
			return key, line
		}
	}
	return nil, 0
}
