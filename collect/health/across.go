package health

// This file holds one workload against itself in the other clusters of its environment. What differs is news only
// once it cannot be a rollout; a finding that is there goes on through rollouts and failed reads, until the clusters
// agree by what is known of them.

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// across runs one rule over every workload that several clusters of an environment have.
func (v *view) across(rule string, judge func(environment string, group []schemas.Placed) (found, bool)) []found {
	var all []found
	environments := v.environments()
	for _, environment := range slices.Sorted(maps.Keys(environments)) {
		for _, group := range schemas.Match(environments[environment], runs) {
			f, differ := judge(environment, group)
			if !differ {
				continue
			}
			if _, was := v.past.problems[f.key(rule)]; !was {
				today := slices.DeleteFunc(slices.Clone(group), func(p schemas.Placed) bool { return !fresh(p.Cluster) })
				if _, differ := judge(environment, today); !differ || slices.ContainsFunc(today, progressing) {
					continue
				}
			}
			all = append(all, f)
		}
	}
	return all
}

// environments are the clusters to compare with each other. One that is switched off runs no version.
func (v *view) environments() map[string][]*schemas.Cluster {
	byName := map[string][]*schemas.Cluster{}
	for i := range v.Clusters {
		c := &v.Clusters[i]
		if c.Environment != "" && (c.Stale || !blind(c)) && c.Status != schemas.Suspended {
			byName[c.Environment] = append(byName[c.Environment], c)
		}
	}
	return byName
}

// runs leaves out what is at zero: it runs no version.
func runs(w *schemas.Workload) bool { return w.Replicas.Wanted != 0 }

// fresh says that what a cluster runs was read now.
func fresh(c *schemas.Cluster) bool {
	return !c.Stale && !slices.ContainsFunc(c.Reads, func(r schemas.Read) bool {
		return notRead(r.State) && slices.Contains(essential, r.Resource)
	})
}

func progressing(p schemas.Placed) bool { return p.Status == schemas.Progressing }

// spread says which clusters have which value: "1.4 in prod-eu and prod-us, 1.5 in prod-ap". Clusters of which there
// is nothing to say are left out.
func spread(group []schemas.Placed, value func(schemas.Placed) (string, bool)) (string, bool) {
	clusters := map[string][]string{}
	for _, p := range group {
		if text, ok := value(p); ok {
			clusters[text] = append(clusters[text], p.Cluster.Name)
		}
	}
	values := slices.SortedFunc(maps.Keys(clusters), func(a, b string) int {
		return cmp.Or(compareNumbers(a, b), cmp.Compare(a, b))
	})
	var parts []string
	for _, text := range values {
		parts = append(parts, text+" in "+list(clusters[text]))
	}
	return strings.Join(parts, ", "), len(clusters) > 1
}

// compareNumbers sorts 2 before 10; what is no number is equal here.
func compareNumbers(a, b string) int {
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	if errX != nil || errY != nil {
		return 0
	}
	return cmp.Compare(x, y)
}

// list names some clusters and counts the rest.
func list(names []string) string {
	const most = 4
	slices.Sort(names)
	if len(names) <= most {
		return strings.Join(names, " and ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}
