package schemas

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const smallest = `
apiVersion: plimsoll/v1
clusters:
  - {name: prod-eu, context: gke_shop_eu}
`

func TestDefaults(t *testing.T) {
	c := loaded(t, smallest)
	cluster := c.Clusters[0]
	if cluster.Timeout != DefaultTimeout || cluster.Context != "gke_shop_eu" || cluster.Kubeconfig != "" {
		t.Errorf("cluster: %+v", cluster)
	}
	want := SiteConfig{Title: "Services", Formats: []string{"html", "markdown", "atom", "badge"}, History: 200}
	if !reflect.DeepEqual(c.Site, want) {
		t.Errorf("site: %+v", c.Site)
	}
	if !reflect.DeepEqual(c.Services.Discover, DefaultDiscover()) || c.Rules.Settings["near-max"].Threshold != 0.8 {
		t.Errorf("services: %+v, rules: %+v", c.Services, c.Rules)
	}
}

func TestWholeConfiguration(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	path := written(t, `# yaml-language-server: $schema=schemas/config.v1.json
apiVersion: plimsoll/v1
clusters:
  - &eu {name: prod-eu, kubeconfig: ~/.kube/config, context: gke_shop_eu, region: europe-west1, environment: prod, namespaces: [shop], timeout: 1m30s}
  - <<: *eu                    # like prod-eu, but
    name: prod-us
    context: $CONTEXT          # as it stands: the environment is not consulted
  - {name: ci, inCluster: true}
  - {name: archive, dump: dumps/archive}
services:
  discover: []
  define:
    - name: checkout
      owner: payments
      selector: app in (checkout,checkout-worker)
      clusters: [prod-eu, prod-us]
      links: [{title: Runbook, url: "https://example.com/runbook"}]
rules:
  near-max: {threshold: 0.9}
  autoscaler-pinned: {severity: warning}
  ignore:
    - {rule: at-max, service: "shop/*", cluster: "prod-*", object: "Deployment/shop/*", reason: sized by hand, until: 2027-01-01}
    - {rule: "*", cluster: ci, reason: a playground}
site: {title: Shop, baseURL: "", formats: [html], history: 0x20, every: 10m}
`)
	c, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Dir(path)
	eu := ClusterConfig{
		Name: "prod-eu", Kubeconfig: filepath.Join(home, ".kube/config"), Context: "gke_shop_eu", Region: "europe-west1",
		Environment: "prod", Namespaces: []string{"shop"}, Timeout: Duration(90 * time.Second),
	}
	us := eu
	us.Name, us.Context = "prod-us", "$CONTEXT"
	want := []ClusterConfig{
		eu, us,
		{Name: "ci", InCluster: true, Timeout: DefaultTimeout},
		{Name: "archive", Dump: filepath.Join(folder, "dumps/archive"), Timeout: DefaultTimeout},
	}
	if !reflect.DeepEqual(c.Clusters, want) {
		t.Errorf("clusters: %+v\nwant %+v", c.Clusters, want)
	}
	if len(c.Services.Discover) != 0 || c.Services.Define[0].Links[0].Title != "Runbook" {
		t.Errorf("services: %+v", c.Services)
	}
	if c.Rules.Settings["near-max"].Threshold != 0.9 || c.Rules.Settings["autoscaler-pinned"].Severity != Warning {
		t.Errorf("rules: %+v", c.Rules)
	}
	ignore := []IgnoreConfig{
		{Rule: "at-max", Service: "shop/*", Cluster: "prod-*", Object: "Deployment/shop/*", Reason: "sized by hand", Until: "2027-01-01"},
		{Rule: "*", Cluster: "ci", Reason: "a playground"},
	}
	if !reflect.DeepEqual(c.Rules.Ignore, ignore) {
		t.Errorf("ignore: %+v", c.Rules.Ignore)
	}
	if c.Site.History != 32 || c.Site.Every != Duration(10*time.Minute) {
		t.Errorf("site: %+v", c.Site)
	}
}

func TestDiscoverHasItsDefaultOnlyAlone(t *testing.T) {
	define := "services: {define: [{name: checkout, selector: app=checkout}]}\n"
	if c := loaded(t, smallest+define); c.Services.Discover != nil {
		t.Errorf("beside define: %v", c.Services.Discover)
	}
	if c := loaded(t, smallest+"services: {}\n"); len(c.Services.Discover) != 3 {
		t.Errorf("alone: %v", c.Services.Discover)
	}
}

func TestPositionsForLaterReaders(t *testing.T) {
	path := written(t, `apiVersion: plimsoll/v1
clusters:
  - name: prod-eu
    context: eu
services:
  define:
    - name: checkout
      selector: "app in (checkout"
`)
	c, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	for field, line := range map[string]int{
		"services.define[0].selector": 8, "services.define[0].clusters[0]": 7, "clusters[0].context": 4, "rules.near-max": 1,
	} {
		if got := c.Position(field); got != line {
			t.Errorf("%s stands on line %d, want %d", field, got, line)
		}
	}
	err = c.Errorf("services.define[0].selector", "is not a selector: %q", "app in (checkout")
	if want := path + `:8: services.define[0].selector: is not a selector: "app in (checkout"`; err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}

func TestMissingFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plimsoll.yaml")
	_, err := LoadConfig(path)
	if want := path + ": there is no such file; plimsoll init writes one, -c names another"; err == nil || err.Error() != want || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want %s", err, want)
	}
	_, err = LoadConfig(filepath.Dir(path))
	if err == nil || !strings.HasSuffix(err.Error(), ": cannot be read: is a directory") {
		t.Errorf("a folder: %v", err)
	}
}

func TestValidateConfigNamesTheLine(t *testing.T) {
	err := ValidateConfig([]byte("apiVersion: plimsoll/v1\nclusters: none\n"))
	if err == nil || err.Error() != `line 2: clusters: must be a list, not "none"` {
		t.Errorf("got %v", err)
	}
}

// Whatever stands in the file, it is a configuration or an error of one line.
func FuzzLoadConfig(f *testing.F) {
	for _, row := range mistakes {
		f.Add([]byte(row.yaml))
	}
	f.Add([]byte(smallest))
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("&a {<<: *a}"))
	f.Add([]byte("\xef\xbb\xbf{\"apiVersion\": \"plimsoll/v1\", \"clusters\": [{\"name\": \"a\", \"inCluster\": true}]}"))
	f.Add([]byte("? [a]\n: b"))
	f.Add([]byte("\"a\\0b\\n\": 1"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := decodeConfig(b)
		if (c == nil) == (err == nil) {
			t.Fatalf("a configuration and an error, or neither: %v", err)
		}
		if err == nil {
			c.fillDefaults()
			return
		}
		var mistake *ConfigError
		if !errors.As(err, &mistake) || strings.ContainsAny(err.Error(), "\n\r") || mistake.Text == "" {
			t.Errorf("not one line of a ConfigError: %q", err)
		}
	})
}

func written(t *testing.T, yaml string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plimsoll.yaml")
	if err := os.WriteFile(path, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func loaded(t *testing.T, yaml string) *Config {
	t.Helper()
	c, err := LoadConfig(written(t, yaml))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCatalogGlobs: a folder's name is no pattern, and files are named as the configuration was.
func TestCatalogGlobs(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a[b]*")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	text := "apiVersion: plimsoll/v1\nclusters: [{name: eu, dump: eu}]\nservices: {catalog: [\"x/**/*.yaml\", \"../[y]/z.yaml\", ./w.yaml, /abs/*]}\n"
	if err := os.WriteFile(filepath.Join(folder, "plimsoll.yaml"), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := LoadConfig(filepath.Join(folder, "plimsoll.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	quoted := filepath.ToSlash(filepath.Dir(folder)) + `/a\[b\]\*`
	want := []string{quoted + "/x/**/*.yaml", filepath.ToSlash(filepath.Dir(folder)) + "/[y]/z.yaml", quoted + "/w.yaml", "/abs/*"}
	if diff := cmp.Diff(want, c.Services.Catalog); diff != "" {
		t.Errorf("globs (-want +got):\n%s", diff)
	}
	t.Chdir(filepath.Dir(folder))
	if c, err = LoadConfig("a[b]*/plimsoll.yaml"); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		filepath.Join(folder, "x", "y.yaml"):                 filepath.Join("a[b]*", "x", "y.yaml"),
		filepath.Join(filepath.Dir(folder), "[y]", "z.yaml"): filepath.Join("[y]", "z.yaml"),
	} {
		if got := c.Named(path); got != want {
			t.Errorf("%s is named %s, want %s", path, got, want)
		}
	}
}
