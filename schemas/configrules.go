package schemas

// This file checks what the configuration's schema cannot say: that things are named once, that what is named
// exists, and that each cluster has one source.

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

func (c *Config) beyondSchema() []Violation {
	found := c.oncePerName()
	for i, cluster := range c.Clusters {
		at := pathIndex("clusters", i)
		found = append(found, cluster.sources(at)...)
		if cluster.Timeout <= 0 && c.lines[pathKey(at, "timeout")] > 0 {
			found = append(found, notPositive(pathKey(at, "timeout")))
		}
	}
	for i, service := range c.Services.Define {
		at := pathIndex("services.define", i)
		found = append(found, c.expected(at, service)...)
		found = append(found, inside(pathKey(at, "notes"), service.Notes)...)
	}
	for i, r := range c.Resources {
		switch group, _, _ := strings.Cut(r, "/"); group {
		case "events.k8s.io":
			found = append(found, Violation{Path: pathIndex("resources", i), Want: "holds the same events as core does, which are read already"})
		case "core":
			found = append(found, Violation{Path: pathIndex("resources", i), Want: "names no custom kind: core has no group, and what a service needs of it is read already"})
		}
	}
	for id, settings := range c.Rules.Settings {
		if settings.Threshold != 0 && id != nearMax {
			found = append(found, Violation{Path: "rules." + id + ".threshold", Want: "means nothing here: only " + nearMax + " has a threshold"})
		}
	}
	found = append(found, inside("site.pages", c.Site.Pages)...)
	found = append(found, inside("site.templates", c.Site.Templates)...)
	found = append(found, c.ignoring()...)
	if c.Services.Discover != nil && len(c.Services.Discover) == 0 && len(c.Services.Define) == 0 && len(c.Services.Catalog) == 0 {
		found = append(found, Violation{Path: "services.discover", Want: "is off, and neither catalog nor define names a service: nothing could be found"})
	}
	found = append(found, c.publishing()...)
	if c.Site.Every <= 0 && c.lines["site.every"] > 0 {
		found = append(found, notPositive("site.every"))
	}
	return found
}

func notPositive(path string) Violation {
	return Violation{Path: path, Want: "must be a duration of more than nothing such as 30s"}
}

// oncePerName refuses names that differ only by case too: a case-insensitive file system would join their pages.
func (c *Config) oncePerName() []Violation {
	var found []Violation
	seen := map[string]int{}
	for i, cluster := range c.Clusters {
		found = c.again(found, seen, pathKey(pathIndex("clusters", i), "name"), cluster.Name)
	}
	seen = map[string]int{}
	for i, service := range c.Services.Define {
		path := pathKey(pathIndex("services.define", i), "name")
		if !ValidID(service.Name) {
			want := fmt.Sprintf("is a name that a file system or the site reserves; another would be %q", Slug(service.Name))
			found = append(found, Violation{Path: path, Want: want})
		}
		found = c.again(found, seen, path, service.Name)
	}
	return found
}

func (c *Config) again(found []Violation, seen map[string]int, path, name string) []Violation {
	folded := strings.ToLower(name)
	if line, ok := seen[folded]; ok {
		return append(found, Violation{Path: path, Want: fmt.Sprintf("%q is named twice (case aside), first on line %d", name, line)})
	}
	seen[folded] = c.lines.of(path)
	return found
}

// sources holds a cluster to one source: kubeconfig and context together, inCluster, or a dump.
func (c ClusterConfig) sources(at string) []Violation {
	fields := []struct {
		name   string
		set    bool
		source string
	}{
		{"kubeconfig", c.Kubeconfig != "", "kubeconfig"},
		{"context", c.Context != "", "kubeconfig"},
		{"inCluster", c.InCluster, "inCluster"},
		{"dump", c.Dump != "", "dump"},
	}
	var source, field string
	var found []Violation
	for _, f := range fields {
		switch {
		case !f.set:
		case source == "":
			source, field = f.source, f.name
		case source != f.source:
			want := "is a second source beside " + field + ": a cluster has one of kubeconfig and context, inCluster, or dump"
			found = append(found, Violation{Path: pathKey(at, f.name), Want: want})
		}
	}
	if source == "" {
		found = append(found, Violation{Path: at, Want: "does not say where to read from: set context, kubeconfig, inCluster: true or dump"})
	}
	return found
}

// expected refuses a cluster that the file does not define.
func (c *Config) expected(at string, service ServiceConfig) []Violation {
	names := c.ClusterNames()
	var found []Violation
	for i, name := range service.Clusters {
		if !slices.Contains(names, name) {
			found = append(found, Violation{Path: pathIndex(pathKey(at, "clusters"), i), Want: NoneNamed("cluster", name, names)})
		}
	}
	return found
}

// ClusterNames are the names of the clusters, in their order.
func (c *Config) ClusterNames() []string {
	names := make([]string, 0, len(c.Clusters))
	for _, cluster := range c.Clusters {
		names = append(names, cluster.Name)
	}
	return names
}

// NoneNamed says that nothing of a kind has this name, and which names there are.
func NoneNamed(kind, name string, names []string) string {
	text := fmt.Sprintf("no %s is named %q", kind, name)
	if near := Nearest(name, names); near != "" {
		text += fmt.Sprintf(", did you mean %q?", near)
	}
	return text + " (defined: " + strings.Join(names, ", ") + ")"
}

// inside refuses a path that leads out of the configuration's folder. Notes, pages and templates become part of a
// public site: what may be read for it is what lies beside the configuration.
func inside(at, path string) []Violation {
	if path == "" || filepath.IsLocal(filepath.FromSlash(path)) {
		return nil
	}
	return []Violation{{Path: at, Want: "must lie inside the configuration's folder", Found: string(appendString(nil, path))}}
}
