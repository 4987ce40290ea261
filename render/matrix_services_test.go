package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Versions are compared within an environment: staging may be ahead, but of the three in production one differs.
func TestServicesMatrixShowsDrift(t *testing.T) {
	in := map[string]string{"ap": "prod", "eu": "prod", "us": "prod", "trial": "staging"}
	at := func(name, version string, status schemas.Status) schemas.Placement {
		return schemas.Placement{Name: name, Version: version, Status: status}
	}
	m := servicesMatrix(place{file: "index.html"}, []schemas.ServiceEntry{
		{ID: "b", Name: "b", Clusters: []schemas.Placement{at("eu", "1.0", schemas.Healthy)}},
		{ID: "a", Name: "a", Clusters: []schemas.Placement{
			at("ap", "2.7", schemas.Healthy), at("eu", "2.8", schemas.Down), at("trial", "3.0", schemas.Healthy), at("us", "2.7", schemas.Healthy)}},
	}, in)
	want := []string{
		"| service | ap | eu | us | trial |", "| --- | --- | --- | --- | --- |",
		"| a | ● 2.7 | ▼ ≠ 2.8 | ● 2.7 | ● 3.0 |",
		"| b | not here | ● 1.0 | not here | not here |",
	}
	if got := strings.Split(strings.TrimSpace(string(m.Table().Markdown())), "\n"); !slices.Equal(got, want) || !m.Drift() {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNothingToCompareIsNoMatrix(t *testing.T) {
	one := []schemas.ServiceEntry{{ID: "a", Clusters: []schemas.Placement{{Name: "eu", Version: "1"}}}}
	if m := servicesMatrix(place{}, one, nil); m != nil {
		t.Errorf("one cluster makes a matrix %+v", m)
	}
}

// Columns are joined where every service says the same, within one environment alone.
func TestAlikeClustersShareAColumn(t *testing.T) {
	in := map[string]string{}
	var places []schemas.Placement
	for i := range 9 {
		name := fmt.Sprintf("prod-%d", i)
		in[name] = "prod"
		places = append(places, schemas.Placement{Name: name, Version: "2.7", Status: schemas.Healthy})
	}
	places[4].Status = schemas.Down
	in["trial"], places = "staging", append(places, schemas.Placement{Name: "trial", Version: "2.7", Status: schemas.Healthy})
	m := servicesMatrix(place{file: "index.html"}, []schemas.ServiceEntry{{ID: "a", Name: "a", Clusters: places}}, in)
	want := []string{
		"| service | prod-0 and 7 more | prod-4 | trial |", "| --- | --- | --- | --- |",
		"| a | ● 2.7 | ▼ 2.7 | ● 2.7 |",
	}
	if got := strings.Split(strings.TrimSpace(string(m.Table().Markdown())), "\n"); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
