package health

// This file is the rule about one workload that differs between the clusters of one environment: image-drift.

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var imageDrift = rule{
	Rule: schemas.Rule{
		ID: "image-drift", Family: findingFamily, Severity: schemas.Info,
		When:  "the images of one workload's template (registry host aside) differ between clusters of one environment, and no rollout explains it; a warning after 24 hours",
		Means: "Users get another version depending on where they are served.",
		Next:  "Bring the clusters that lag behind to the same version.",
	},
	finding: judgeImageDrift,
}

func judgeImageDrift(v *view) []found {
	var all []found
	environments := v.environments()
	for _, environment := range slices.Sorted(maps.Keys(environments)) {
		for _, group := range schemas.Match(environments[environment], runs) {
			if f, ok := v.drift(environment, group); ok {
				all = append(all, f)
			}
		}
	}
	return all
}

// environments are the clusters to compare with each other. A stale cluster is not judged again, and one that is
// switched off runs no version.
func (v *view) environments() map[string][]*schemas.Cluster {
	byName := map[string][]*schemas.Cluster{}
	for i := range v.Clusters {
		c := &v.Clusters[i]
		if c.Environment != "" && !c.Stale && !blind(c) && c.Status != schemas.Suspended {
			byName[c.Environment] = append(byName[c.Environment], c)
		}
	}
	return byName
}

// runs leaves out what is at zero: it runs no version.
func runs(w *schemas.Workload) bool { return w.Replicas.Wanted != 0 }

func (v *view) drift(environment string, group []schemas.Placed) (found, bool) {
	versions := map[string][]string{} // containers that differ, to what each cluster has
	if slices.ContainsFunc(group, func(p schemas.Placed) bool { return p.Status == schemas.Progressing }) {
		return found{}, false
	}
	for _, p := range group {
		for _, c := range p.Containers {
			versions[c.Name] = nil
		}
	}
	var says []string
	for _, container := range slices.Sorted(maps.Keys(versions)) {
		if text, differ := compareImages(group, container); differ {
			says = append(says, text)
		}
	}
	if len(says) == 0 {
		return found{}, false
	}
	f := found{
		object:  group[0].Object(),
		cause:   "environment " + environment,
		message: "the clusters run different images. " + strings.Join(says, "; "),
		hint:    "Bring the clusters that lag behind to the same version, if they are not meant to differ.",
	}
	f.since = first(v.past.problems[f.key("image-drift")].Since, v.now)
	if over(f.since, v.now, driftIsStale) {
		f.severity = schemas.Warning
	}
	return f, true
}

// compareImages says which clusters have which image of a container: "app: shop/checkout:1.4 in prod-eu, …".
func compareImages(group []schemas.Placed, container string) (string, bool) {
	clusters := map[string][]string{}
	for _, p := range group {
		image := "none"
		for _, c := range p.Containers {
			if c.Name == container {
				image = withoutHost(c.Image)
			}
		}
		clusters[image] = append(clusters[image], p.Cluster.Name)
	}
	var parts []string
	for _, image := range slices.Sorted(maps.Keys(clusters)) {
		parts = append(parts, image+" in "+list(clusters[image]))
	}
	return container + ": " + strings.Join(parts, ", "), len(clusters) > 1
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

// withoutHost takes the registry's host off an image: the first segment is one if it holds a dot or a port.
func withoutHost(image string) string {
	host, rest, ok := strings.Cut(image, "/")
	if ok && (strings.ContainsAny(host, ".:") || host == "localhost") {
		image = rest
	}
	return strings.TrimPrefix(image, "library/")
}
