package render

import (
	"slices"
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Versions are compared within an environment: staging may be ahead, but of the three in production one differs.
func TestGridShowsDrift(t *testing.T) {
	in := map[string]string{"ap": "prod", "eu": "prod", "us": "prod", "trial": "staging"}
	at := func(name, version string, status schemas.Status) schemas.Placement {
		return schemas.Placement{Name: name, Version: version, Status: status}
	}
	g := gridOf(place{file: "index.html"}, []schemas.ServiceEntry{
		{ID: "b", Name: "b", Clusters: []schemas.Placement{at("eu", "1.0", schemas.Healthy)}},
		{ID: "a", Name: "a", Clusters: []schemas.Placement{
			at("ap", "2.7", schemas.Healthy), at("eu", "2.8", schemas.Down), at("trial", "3.0", schemas.Healthy), at("us", "2.7", schemas.Healthy)}},
	}, in)
	want := []string{
		"| service | ap | eu | us | trial |", "| --- | --- | --- | --- | --- |",
		"| a | ● 2.7 | ▼ ≠ 2.8 | ● 2.7 | ● 3.0 |",
		"| b |  | ● 1.0 |  |  |",
	}
	if got := strings.Split(strings.TrimSpace(string(g.Table().Markdown())), "\n"); !slices.Equal(got, want) || !g.Drift {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNothingToCompareIsNoGrid(t *testing.T) {
	one := []schemas.ServiceEntry{{ID: "a", Clusters: []schemas.Placement{{Name: "eu", Version: "1"}}}}
	if g := gridOf(place{}, one, nil); g != nil {
		t.Errorf("one cluster makes a grid %+v", g)
	}
}
