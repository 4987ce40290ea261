package site

import (
	"fmt"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Ids of one segment fill services/, data/services and data/history; ids of two spread over their namespaces.
func TestCrowded(t *testing.T) {
	for _, c := range []struct {
		name, id string
		services int
		want     []string
	}{
		{"as many as a host shows", "service-%[1]d", MostEntries, nil},
		{"one more", "service-%[1]d", MostEntries + 1, []string{"data/history", "data/services", "services"}},
		{"in a hundred namespaces", "team-%[2]d/service-%[1]d", 4 * MostEntries, nil},
	} {
		ix, m := &schemas.Index{}, &manifest{Pages: map[string]written{}}
		for i := range c.services {
			id := fmt.Sprintf(c.id+"%[3]s", i, i%100, "")
			ix.Services = append(ix.Services, schemas.ServiceEntry{ID: id})
			m.Pages["services/"+id+"/index.html"], m.Pages["services/"+id+"/index.md"] = written{}, written{}
		}
		s := &Site{data: "data", manifest: m}
		var got []string
		for _, crowd := range s.Crowded(ix) {
			got = append(got, crowd.Dir)
			if crowd.Entries != c.services {
				t.Errorf("%s: %s holds %d entries, want %d", c.name, crowd.Dir, crowd.Entries, c.services)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}
