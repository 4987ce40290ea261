package schemas

// This file fills what a configuration leaves out, and makes its paths absolute.

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
)

// nearMax is the one rule that has a threshold.
const nearMax = "near-max"

func (c *Config) fillDefaults() {
	for i := range c.Clusters {
		c.Clusters[i].Timeout = cmp.Or(c.Clusters[i].Timeout, DefaultTimeout)
	}
	if c.Services.Discover == nil && len(c.Services.Define) == 0 && len(c.Services.Catalog) == 0 {
		c.Services.Discover = DefaultDiscover()
	}
	if c.Rules.Settings == nil {
		c.Rules.Settings = map[string]RuleSettings{}
	}
	near := c.Rules.Settings[nearMax]
	near.Threshold = cmp.Or(near.Threshold, DefaultThreshold)
	c.Rules.Settings[nearMax] = near
	c.Site.Title = cmp.Or(c.Site.Title, DefaultTitle)
	c.Site.History = cmp.Or(c.Site.History, DefaultHistory)
	if len(c.Site.Formats) == 0 {
		c.Site.Formats = DefaultFormats()
	}
	if p := c.Publish; p != nil {
		p.Heartbeat = cmp.Or(p.Heartbeat, DefaultHeartbeat)
		if p.Repository != "" { // a checkout has a branch
			p.Branch = cmp.Or(p.Branch, DefaultBranch)
		}
	}
}

// locate makes the paths absolute: ~/ is the home of whoever runs, the rest is relative to the file's folder.
func (c *Config) locate(folder string) error {
	for i := range c.Clusters {
		cluster := &c.Clusters[i]
		at := pathIndex("clusters", i)
		for field, path := range map[string]*string{"kubeconfig": &cluster.Kubeconfig, "dump": &cluster.Dump} {
			whole, err := absolute(folder, *path)
			if err != nil {
				return c.Errorf(pathKey(at, field), "%q has no meaning here: %v; write the whole path", *path, err)
			}
			*path = whole
		}
	}
	for i, glob := range c.Services.Catalog {
		whole, err := absoluteGlob(folder, glob)
		if err != nil {
			return c.Errorf(pathIndex("services.catalog", i), "%q has no meaning here: %v; write the whole path", glob, err)
		}
		c.Services.Catalog[i] = whole
	}
	if p := c.Publish; p != nil && isPath(p.Repository) {
		whole, err := absolute(folder, p.Repository)
		if err != nil {
			return c.Errorf("publish.repository", "%q has no meaning here: %v; write the whole path", p.Repository, err)
		}
		p.Repository = whole
	}
	return nil
}

// absoluteGlob is absolute for a glob: what its folder is called is no pattern.
func absoluteGlob(folder, glob string) (string, error) {
	if home, ok := strings.CutPrefix(glob, "~/"); ok {
		var err error
		if folder, err = os.UserHomeDir(); err != nil {
			return "", err
		}
		glob = home
	}
	if filepath.IsAbs(glob) {
		return glob, nil
	}
	for strings.HasPrefix(glob, "./") || strings.HasPrefix(glob, "../") {
		up, rest, _ := strings.Cut(glob, "/")
		folder, glob = filepath.Join(folder, up), rest
	}
	literal := strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`, "{", `\{`, "}", `\}`)
	return literal.Replace(filepath.ToSlash(folder)) + "/" + glob, nil
}

func absolute(folder, path string) (string, error) {
	switch {
	case path == "" || filepath.IsAbs(path):
		return path, nil
	case strings.HasPrefix(path, "~/"):
		home, err := os.UserHomeDir()
		return filepath.Join(home, path[2:]), err
	default:
		return filepath.Join(folder, path), nil
	}
}
