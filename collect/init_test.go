package collect

import (
	"slices"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// TestNamesOfContexts has only clouds' own names tell a region: "prod-eu-west-1" may mean one, and may not.
func TestNamesOfContexts(t *testing.T) {
	tests := []struct{ context, name, region string }{
		{"gke_shop-project_europe-west1_prod", "prod", "europe-west1"},
		{"gke_shop-project_europe-west1-b_prod", "prod", "europe-west1"},
		{"arn:aws:eks:eu-central-1:123456789012:cluster/shop", "shop", "eu-central-1"},
		{"arn:aws-us-gov:eks:us-gov-west-1:123456789012:cluster/shop", "shop", "us-gov-west-1"},
		{"jane@shop.eu-west-1.eksctl.io", "shop", "eu-west-1"},
		{"prod-eu-west-1", "prod-eu-west-1", ""},
		{"gke_but_not", "gke_but_not", ""},
		{"shop/api-prod-example-com:6443/kube:admin", "shop/api-prod-example-com:6443/kube:admin", ""},
		{"größe, \"prod\"", "gr-e- -prod", ""},
		{"\n", "cluster", ""},
		{strings.Repeat("x", 200), strings.Repeat("x", 90), ""},
	}
	for _, test := range tests {
		if name, region := nameOf(test.context); name != test.name || region != test.region {
			t.Errorf("%q: %q in %q, want %q in %q", test.context, name, region, test.name, test.region)
		}
	}
	names := ClusterNames([]source.Context{{Name: "prod"}, {Name: "Prod"}, {Name: "gke_p_europe-west1_prod"}, {Name: "prod-2"}})
	if want := []string{"prod", "Prod-2", "prod-3", "prod-2-2"}; !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
}

// TestDraftIsAConfiguration writes the oddest draft that there may be, and reads it back.
func TestDraftIsAConfiguration(t *testing.T) {
	odd := "a: b\n- c # d"
	d := &Draft{
		Kubeconfig: "my kube: config", Workloads: 3,
		Clusters: []DraftCluster{
			{Name: "dead", Context: odd, State: schemas.ReadUnreachable, Message: "refused: # ["},
			{Name: "a: b", Context: odd, State: schemas.ReadOK, Region: "europe-west1", Namespaces: []string{"123"}, Message: "cronjobs: forbidden"},
			{Name: "7", Context: "null", State: schemas.ReadOK},
			{Name: "twin", Context: "twin", SameAs: "7"},
		},
		Labels: []LabelUse{{Key: "app", Workloads: 2, Example: "Web_App", Cluster: "a: b"}, {Key: "k8s-app", Workloads: 1, Example: "dns", Cluster: "7"}},
	}
	text := d.YAML()
	config := written(t, strings.Replace(text, "apiVersion: plimsoll/v1\n", "", 1))
	if len(config.Clusters) != 2 || config.Clusters[0].Context != odd || config.Clusters[0].Namespaces[0] != "123" || config.Clusters[1].Name != "7" || config.Clusters[1].Context != "null" {
		t.Errorf("%+v of\n%s", config.Clusters, text)
	}
	if !slices.Equal(config.Services.Discover, []string{"app"}) {
		t.Errorf("discover %q", config.Services.Discover)
	}
	// What is a comment becomes a cluster or a service when its marks are taken away.
	text = strings.NewReplacer("  # - name:", "  - name:", "  #   ", "    ", "  # define:", "  define:", "    # - k8s-app", "    - k8s-app", "    # region", "    region", "    # environment", "    environment").Replace(text)
	config = written(t, strings.Replace(text, "apiVersion: plimsoll/v1\n", "", 1))
	if len(config.Clusters) != 4 || len(config.Services.Define) != 1 || len(config.Services.Discover) != 2 {
		t.Errorf("uncommented: %+v of\n%s", config, text)
	}
}
