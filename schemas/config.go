package schemas

// This file is the configuration's shape: plimsoll.yaml.

import (
	"encoding/json"
	"path/filepath"
	"time"
)

// Config is a whole plimsoll.yaml. Paths in it are relative to the file until LoadConfig has made them absolute.
type Config struct {
	APIVersion string          `json:"apiVersion"`
	Clusters   []ClusterConfig `json:"clusters"`
	Services   ServicesConfig  `json:"services"`
	Resources  []string        `json:"resources"` // custom kinds, "group/version/plural"
	Skip       []string        `json:"skip"`      // kinds not to read, as roles name them
	Rules      RulesConfig     `json:"rules"`
	Metrics    bool            `json:"metrics"` // read what pods use from metrics.k8s.io
	Site       SiteConfig      `json:"site"`
	Publish    *PublishConfig  `json:"publish"` // nil: nothing is published

	file  string    // as LoadConfig was given it
	lines positions // of each field
}

// ClusterConfig names one cluster and where it is read from: exactly one of a kubeconfig's context (Kubeconfig,
// Context or both), InCluster and Dump.
type ClusterConfig struct {
	Name        string   `json:"name"`
	Kubeconfig  string   `json:"kubeconfig"` // empty: as kubectl finds it
	Context     string   `json:"context"`
	InCluster   bool     `json:"inCluster"`
	Dump        string   `json:"dump"`
	Region      string   `json:"region"`
	Environment string   `json:"environment"`
	Namespaces  []string `json:"namespaces"` // empty: cluster-wide lists
	Timeout     Duration `json:"timeout"`    // for the whole cluster
}

// ServicesConfig says which objects make which service.
type ServicesConfig struct {
	Discover []string        `json:"discover"` // label keys: the first present names the service
	Catalog  []string        `json:"catalog"`  // globs of Backstage catalog files
	Define   []ServiceConfig `json:"define"`
}

// ServiceConfig defines one service by a label selector.
type ServiceConfig struct {
	Name        string   `json:"name"`
	Selector    string   `json:"selector"`
	Namespaces  []string `json:"namespaces"` // empty: every namespace that is read
	Clusters    []string `json:"clusters"`   // where it is expected; empty: wherever it is found
	Owner       string   `json:"owner"`
	System      string   `json:"system"`
	Lifecycle   string   `json:"lifecycle"`
	Description string   `json:"description"`
	Links       []Link   `json:"links"`
	Notes       string   `json:"notes"` // a Markdown file, relative to the configuration's folder
}

// RulesConfig tunes rules, and says which of their problems do not count.
type RulesConfig struct {
	Ignore   []IgnoreConfig          `json:"ignore"`
	Settings map[string]RuleSettings `json:",inline"` // by rule id
}

// UnmarshalJSON tells the one key that is no rule from the rules.
func (r *RulesConfig) UnmarshalJSON(b []byte) error {
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		return err
	}
	r.Settings = map[string]RuleSettings{}
	for key, raw := range all {
		if key == "ignore" {
			if err := json.Unmarshal(raw, &r.Ignore); err != nil {
				return err
			}
			continue
		}
		var settings RuleSettings
		if err := json.Unmarshal(raw, &settings); err != nil {
			return err
		}
		r.Settings[key] = settings
	}
	return nil
}

// IgnoreConfig sets problems aside. An empty pattern matches everything.
type IgnoreConfig struct {
	Rule    string `json:"rule"`    // an id, or "*"
	Service string `json:"service"` // patterns as path.Match has them
	Cluster string `json:"cluster"`
	Object  string `json:"object"`
	Reason  string `json:"reason"`
	Until   string `json:"until"` // the day from which it counts again, empty for good
}

// RuleSettings tune one rule.
type RuleSettings struct {
	Severity  Severity `json:"severity"`
	Threshold float64  `json:"threshold"` // near-max: the share of max from which it holds
}

// SiteConfig says how the site looks and where it stands. Pages and Templates are folders inside the configuration's
// own, and stay relative to it: they are read from nowhere else.
type SiteConfig struct {
	Title     string         `json:"title"`
	BaseURL   string         `json:"baseURL"`
	Formats   []string       `json:"formats"`
	Markdown  MarkdownConfig `json:"markdown"`
	History   int            `json:"history"`   // changes kept a service
	Every     Duration       `json:"every"`     // how often runs are scheduled: freshness is judged against it
	Pages     string         `json:"pages"`     // Markdown pages of one's own
	Templates string         `json:"templates"` // files that take the place of Plimsoll's templates and assets
	Links     []Link         `json:"links"`
}

// MarkdownConfig says who shows the Markdown pages: hosts differ in file names, links and what they draw.
type MarkdownConfig struct {
	Host        string `json:"host"`        // github, gitlab, mkdocs, hugo, docusaurus, vitepress; empty: any
	FrontMatter *bool  `json:"frontMatter"` // nil: as the host needs it
}

// PublishConfig says where the site is committed and pushed. Without a Repository it is the Git checkout that the
// site's folder lies in.
type PublishConfig struct {
	Repository string       `json:"repository"` // a URL, host:path for ssh, or a path
	Branch     string       `json:"branch"`
	Base       string       `json:"base"` // set: Branch is ours, and rebuilt on this one's tip
	Path       string       `json:"path"` // a folder of the repository; empty: its root
	Heartbeat  Duration     `json:"heartbeat"`
	Author     AuthorConfig `json:"author"`
	SkipCI     bool         `json:"skipCI"`
}

// AuthorConfig is who commits.
type AuthorConfig struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// Duration is written as Go writes it: "30s", "10m".
type Duration time.Duration

// Folder is where the configuration lies: what it names under notes, pages and templates is read from inside it.
func (c *Config) Folder() string { return filepath.Dir(c.file) }

// Defaults of what a configuration leaves out.
const (
	DefaultTimeout   = Duration(30 * time.Second)
	DefaultHistory   = 200
	DefaultThreshold = 0.8
	DefaultTitle     = "Services"
	DefaultBranch    = "main"
	DefaultHeartbeat = Duration(24 * time.Hour)
)

// DefaultFormats are all there are: pages for browsers and for hosts of Markdown, feeds, and a badge a service.
func DefaultFormats() []string { return []string{"html", "markdown", "atom", "badge"} }

// DefaultDiscover is used where neither discover nor define is set.
func DefaultDiscover() []string {
	return []string{"backstage.io/kubernetes-id", "app.kubernetes.io/name", "app"}
}
