package schemas

// This file checks rules.ignore as far as it goes without the table of rules: an entry that can match nothing was
// meant to match something.

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
)

func (c *Config) ignoring() []Violation {
	var found []Violation
	for i, entry := range c.Rules.Ignore {
		at := pathIndex("rules.ignore", i)
		wrong := func(field, want string) {
			if want != "" {
				found = append(found, Violation{Path: pathKey(at, field), Want: want})
			}
		}
		wrong("service", patternFault(entry.Service, c.serviceFault))
		wrong("cluster", patternFault(entry.Cluster, c.clusterFault))
		wrong("object", cmp.Or(patternFault(entry.Object, objectFault), objectFault(entry.Object)))
		if _, err := time.Parse(time.DateOnly, entry.Until); err != nil && entry.Until != "" {
			wrong("until", entry.Until+" is a day that there is not")
		}
		if strings.TrimSpace(entry.Reason) == "" {
			wrong("reason", "must not be empty")
		}
	}
	return found
}

// patternFault says what is wrong with a pattern: that it cannot be parsed, else, if it is a plain name, what fault
// finds in the name.
func patternFault(pattern string, fault func(name string) string) string {
	const wild = `*?[\`
	switch _, err := path.Match(pattern, ""); {
	case pattern == "", pattern == "*":
		return ""
	case err != nil:
		return "is not a pattern: a [ without its ], or a \\ at the end"
	case strings.ContainsAny(pattern, wild):
		return ""
	}
	return fault(pattern)
}

func (c *Config) clusterFault(name string) string {
	if names := c.ClusterNames(); !slices.Contains(names, name) {
		return NoneNamed("cluster", name, names)
	}
	return ""
}

// serviceFault knows the names of services only where all of them are defined here.
func (c *Config) serviceFault(id string) string {
	names := make([]string, 0, len(c.Services.Define))
	for _, service := range c.Services.Define {
		names = append(names, service.Name)
	}
	closed := len(names) > 0 && len(c.Services.Discover) == 0 && len(c.Services.Catalog) == 0
	switch {
	case !ValidID(id):
		return "is no service's id: ids are such as checkout or shop/api"
	case closed && !slices.Contains(names, id):
		return NoneNamed("service", id, names)
	default:
		return ""
	}
}

var object = regexp.MustCompile(`^[A-Z*?][^/]*/[^/]+/[^/]+$`)

// objectFault finds what no object is called, in a pattern too: a star ends at a slash.
func objectFault(pattern string) string {
	kind, rest, _ := strings.Cut(pattern, "/")
	cluster, _ := path.Match(kind, "Cluster") // findings about one are about Cluster/NAME
	switch {
	case pattern == "", pattern == "*", strings.ContainsAny(pattern, `[\`), cluster && rest != "", object.MatchString(pattern):
		return ""
	}
	return "names no object: write kind, namespace and name such as Deployment/shop/checkout, or */shop/*"
}
