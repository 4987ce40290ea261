package schemas

// This file knows the line of each field of a configuration.

import "strings"

// positions maps a path such as clusters[1].timeout to its line; "" is the file as a whole.
type positions map[string]int

// of is the line of a path, or of the nearest thing around it.
func (p positions) of(path string) int {
	for {
		if line, ok := p[path]; ok || path == "" {
			return line
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
}
