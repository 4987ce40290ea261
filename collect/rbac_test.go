package collect

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// written is a configuration as a person writes it.
func written(t *testing.T, text string) *schemas.Config {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plimsoll.yaml")
	if err := os.WriteFile(path, []byte("apiVersion: plimsoll/v1\n"+text), 0o666); err != nil {
		t.Fatal(err)
	}
	config, err := schemas.LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// ours is the grant that is made where nobody names another.
var ours = Grant{Name: "plimsoll", Kind: "ServiceAccount", Namespace: "plimsoll", Subject: "plimsoll", Make: true, Command: "plimsoll rbac"}

// TestGrants holds the YAML against testdata/rbac; UPDATE=1 writes it anew.
func TestGrants(t *testing.T) {
	tests := []struct {
		file, config string
		grant        Grant
	}{
		{"cluster.yaml", "clusters: [{name: prod-eu, context: eu}, {name: prod-us, context: us}, {name: archive, dump: a}]\n", ours},
		{"namespaces.yaml", "clusters: [{name: prod-eu, context: eu, namespaces: [shop, pay]}]\nresources: [kafka.strimzi.io/v1beta2/kafkas]\n",
			Grant{Name: "shop-reader", Kind: "ServiceAccount", Namespace: "ci", Subject: "reader", Command: "plimsoll rbac --service-account ci/reader"}},
		{"group.yaml", "clusters: [{name: prod-eu, inCluster: true}]\nresources: [kafka.strimzi.io/v1beta2/kafkas]\nskip: [resourcequotas]\n",
			Grant{Name: "plimsoll", Kind: "Group", Subject: "team: shop", Command: "plimsoll rbac --group 'team: shop'"}},
		{"metrics.yaml", "clusters: [{name: prod-eu, context: eu, namespaces: [shop]}]\nmetrics: true\n", ours},
	}
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			got, _, err := test.grant.YAML(written(t, test.config), nil)
			if err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", "rbac", test.file)
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGrantsOfSeveralClusters(t *testing.T) {
	config := written(t, "clusters: [{name: a, context: a}, {name: b, context: b}, {name: c, context: c, namespaces: [shop]}, {name: d, dump: d}]\n")
	text, warning, err := ours.YAML(config, nil)
	if want := "the clusters need different rights (a, b cluster-wide; c in shop): apply to each its own part, as plimsoll rbac --cluster a prints it"; err != nil || warning != want {
		t.Errorf("%v, %s, want %s", err, warning, want)
	}
	if n := strings.Count(text, "\nkind: ClusterRole\n") + strings.Count(text, "\nkind: Role\n"); n != 2 {
		t.Errorf("%d roles, want one for a and b and one for c:\n%s", n, text)
	}
	for _, test := range []struct {
		clusters []string
		want     string
	}{
		{[]string{"a", "b"}, "kind: ClusterRole\n"},
		{[]string{"c", "d"}, "kind: RoleBinding\nmetadata:\n  name: plimsoll\n  namespace: shop\n"},
		{[]string{"d"}, "# Nothing to grant: d is read from a dump, which needs no rights.\n"},
	} {
		if got, _, err := ours.YAML(config, test.clusters); err != nil || !strings.Contains(got, test.want) {
			t.Errorf("%v: %v, want %q in\n%s", test.clusters, err, test.want, got)
		}
	}
	if _, _, err := ours.YAML(config, []string{"e"}); err == nil || !strings.Contains(err.Error(), "--cluster e: ") {
		t.Errorf("a cluster that there is not: %v", err)
	}
}

// TestGrantQuotesWhatYAMLTakesForAnotherThing names a kind and a namespace that would be read as something else.
func TestGrantQuotesWhatYAMLTakesForAnotherThing(t *testing.T) {
	config := written(t, "clusters: [{name: a, context: a, namespaces: ['1e3']}]\nresources: [example.org/v1/true]\n")
	got, _, err := ours.YAML(config, nil)
	for _, want := range []string{`resources: ["true"]`, `namespace: "1e3"`} {
		if err != nil || !strings.Contains(got, want) {
			t.Errorf("%v, want %s in\n%s", err, want, got)
		}
	}
}

// TestRightsAreLeast holds what may never be asked for against every kind that there is.
func TestRightsAreLeast(t *testing.T) {
	for _, r := range Rights(&schemas.Config{Metrics: true}) {
		if r.Group == "events.k8s.io" || r.Group == "*" {
			t.Errorf("the group %s is asked for", r.Group)
		}
		for _, kind := range r.Resources {
			if slices.Contains([]string{"*", "secrets", "nodes", "configmaps"}, kind) || strings.Contains(kind, "/") {
				t.Errorf("%s of group %q is asked for", kind, r.Group)
			}
		}
	}
}
