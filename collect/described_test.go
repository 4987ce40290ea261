package collect

// What people write of a service, cleaned; what the catalog says while clusters come and go.

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plimsoll-k8s/plimsoll/collect/catalog"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestParagraphs(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"lines stay, and so do indents", "# Orders\n\n- one\n  - two\r\n", "# Orders\n\n- one\n  - two"},
		{"what cannot be seen goes", "a\u202eb\x1b[31m\n\x00\n", "ab[31m"},
		{"a credential is redacted", "see\nhttps://jane:hunter2@example.com/", "see\nhttps://[redacted]@example.com/"},
		{"a key of many lines is redacted", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----\nend", "[redacted RSA PRIVATE KEY]\nend"},
		{"nothing", "\n \n", ""},
	} {
		if diff := cmp.Diff(c.want, paragraphs(c.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	for _, long := range []string{strings.Repeat("word ", 5000), strings.Repeat("word\n", 5000), strings.Repeat(" ", 9000) + "x"} {
		if n := len(paragraphs(long)); n > descriptionBytes {
			t.Errorf("%d bytes are kept of a text of %d", n, len(long))
		}
	}
}

// catalogued is a configuration of cluster eu with a catalog of one file.
func catalogued(t *testing.T, text string) *schemas.Config {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "plimsoll.yaml"), []byte("apiVersion: plimsoll/v1\nclusters: [{name: eu, dump: eu}]\nservices: {discover: [app], catalog: [\"*.catalog\"]}\n"))
	writeFile(t, filepath.Join(dir, "a.catalog"), []byte(text))
	config, err := schemas.LoadConfig(filepath.Join(dir, "plimsoll.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return config
}

const (
	nobody = "# backstage has nothing to say\n"
	web    = `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: web
  annotations: {backstage.io/kubernetes-label-selector: app=web, backstage.io/kubernetes-cluster: eu}
spec: {owner: buying}
`
	lendingWeb = `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: web}
spec: {owner: buying, system: shop, dependsOn: [component:db]}
`
)

// ids says which services there are, from where, and whose.
func ids(t *testing.T, c *Collected) string {
	t.Helper()
	var list []string
	for _, s := range snapshotsOf(t, c) {
		list = append(list, strings.TrimSpace(s.Service.ID+" "+string(s.Service.Origin)+" "+string(s.Status)+" "+s.Service.Owner+" "+s.Service.System))
	}
	return strings.Join(list, "; ")
}

func TestCataloguedServiceOfAnUnreachableCluster(t *testing.T) {
	later := noon.Add(time.Hour)
	config := catalogued(t, web)
	if got := ids(t, fakeRun(t, config, Past{}, noon, unreached("eu"))); got != "web catalog unknown buying" {
		t.Errorf("never read: %s", got)
	}
	past := remember(t, fakeRun(t, config, Past{}, noon, read(t, "eu", twoPods)))
	if got := ids(t, fakeRun(t, config, past, later, unreached("eu"))); got != "web catalog healthy buying" {
		t.Errorf("it keeps its last state: %s", got)
	}
	if got := ids(t, fakeRun(t, catalogued(t, nobody), past, later, unreached("eu"))); got != "" {
		t.Errorf("taken out of the catalog, it ends even where its cluster cannot be read: %s", got)
	}
	if got := ids(t, fakeRun(t, catalogued(t, nobody), past, later, read(t, "eu", twoPods))); got != "shop/web discover healthy" {
		t.Errorf("taken out of the catalog, its objects are discovered: %s", got)
	}
}

// TestLentDescriptionIsTheCatalogs: what the catalog says no more is not said of a cluster that cannot be read either.
func TestLentDescriptionIsTheCatalogs(t *testing.T) {
	past := remember(t, fakeRun(t, catalogued(t, lendingWeb), Past{}, noon, read(t, "eu", twoPods)))
	for _, c := range []struct {
		catalog string
		reading *source.Reading
		want    string
	}{
		{lendingWeb, read(t, "eu", twoPods), "shop/web discover healthy buying shop"},
		{lendingWeb, unreached("eu"), "shop/web discover healthy buying shop"},
		{strings.Replace(lendingWeb, "buying", "selling", 1), unreached("eu"), "shop/web discover healthy selling shop"},
		{nobody, read(t, "eu", twoPods), "shop/web discover healthy"},
	} {
		if got := ids(t, fakeRun(t, catalogued(t, c.catalog), past, noon.Add(time.Hour), c.reading)); got != c.want {
			t.Errorf("%q, %s: %s; want %s", c.catalog, c.reading.State, got, c.want)
		}
	}
}

// TestTornCatalogRemovesNothing: a document that cannot be read may be the one that named the service.
func TestTornCatalogRemovesNothing(t *testing.T) {
	past := remember(t, fakeRun(t, catalogued(t, web+"---\n"+strings.ReplaceAll(web, "web", "other")), Past{}, noon, read(t, "eu", twoPods)))
	now := fakeRun(t, catalogued(t, web+"---\nbackstage: {"), past, noon, read(t, "eu", twoPods))
	if now.Gone("other") {
		t.Error("nobody knows whether the broken document describes it, and it is to be removed")
	}
	if now = fakeRun(t, catalogued(t, web), past, noon, read(t, "eu", twoPods)); !now.Gone("other") {
		t.Error("the catalog was read whole and does not name it any more: it is gone")
	}
}

// TestSelectingFindsWhatTryingFinds holds the index of selectors against trying them all.
func TestSelectingFindsWhatTryingFinds(t *testing.T) {
	config := oneCluster()
	for i, selector := range []string{"app=a", "app==b,tier!=x", "app in (a,b)", "tier", "!tier", "app notin (a)", "tier in (x),app=a", "app=c,app=a"} {
		config.Services.Define = append(config.Services.Define, schemas.ServiceConfig{Name: string(rune('a' + i)), Selector: selector})
	}
	config.Services.Define[0].Namespaces = []string{"shop"}
	r, err := compile(config)
	if err != nil {
		t.Fatal(err)
	}
	values := []string{"", "a", "b", "x"}
	for _, own := range values {
		for _, pods := range values {
			for _, tier := range values {
				for _, namespace := range []string{"shop", "other"} {
					sets := []map[string]string{{}, {}}
					for i, app := range []string{own, pods} {
						if app != "" {
							sets[i]["app"] = app
						}
					}
					if tier != "" {
						sets[1]["tier"] = tier
					}
					want := slices.DeleteFunc(slices.Clone(r.definitions), func(d *definition) bool { return !d.matches(namespace, sets...) })
					if got := r.selecting(namespace, sets...); !slices.Equal(got, want) {
						t.Errorf("%s %v: %d selected, %d by trying", namespace, sets, len(got), len(want))
					}
				}
			}
		}
	}
}

func TestReferenceIDs(t *testing.T) {
	for want, ref := range map[string]catalog.Ref{
		"api":      {Kind: "component", Namespace: "default", Name: "API"},
		"shop/api": {Kind: "component", Namespace: "shop", Name: "api"},
	} {
		if got := ref.ID(); got != want {
			t.Errorf("%s has the id %s, want %s", ref, got, want)
		}
	}
}
