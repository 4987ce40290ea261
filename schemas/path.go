package schemas

// This file is how a place in a document is written: clusters[1].pods[0].restarts.

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// pathKey quotes and cuts a key that would not stand well in a line of text.
func pathKey(path, key string) string {
	const most = 60
	if len(key) > most || strings.ContainsFunc(key, func(r rune) bool { return !strconv.IsPrint(r) }) {
		key = strconv.Quote(key[:min(len(key), most)])
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

func pathIndex(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

// pathOf turns the steps that gojsonschema names into a path; the document tells whether "0" is a key or an index.
func pathOf(doc any, steps []string) string {
	path := ""
	for _, step := range steps {
		switch node := doc.(type) {
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(node) {
				return path
			}
			path, doc = pathIndex(path, i), node[i]
		case map[string]any:
			path, doc = pathKey(path, step), node[step]
		}
	}
	return path
}

// comparePaths orders paths as they stand in a list: [2] before [10].
func comparePaths(a, b string) int {
	split := func(r rune) bool { return r == '.' || r == '[' || r == ']' }
	return slices.CompareFunc(strings.FieldsFunc(a, split), strings.FieldsFunc(b, split), func(x, y string) int {
		i, errX := strconv.Atoi(x)
		j, errY := strconv.Atoi(y)
		if errX == nil && errY == nil {
			return cmp.Compare(i, j)
		}
		return cmp.Compare(x, y)
	})
}
