package render

// This file is which version runs where, and where it differs.

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// drift is a version of one workload that is not the usual one of its environment.
type drift struct {
	name     string
	object   string
	version  string
	usual    string
	clusters []string
}

// drifts compares each workload by environment, kind and name; the version that most clusters run is the usual one,
// and of two as common that of the first cluster.
func drifts(s *schemas.Snapshot) []drift {
	var found []drift
	for _, group := range alike(s) {
		usual := group.usual()
		for _, v := range group.versions {
			if v.version != usual {
				found = append(found, drift{name: group.name, object: group.object, version: v.version, usual: usual, clusters: v.clusters})
			}
		}
	}
	return found
}

// group is one workload in the clusters of one environment.
type group struct {
	name     string
	object   string
	versions []versionIn
}

type versionIn struct {
	version  string
	clusters []string
}

func (g *group) usual() string {
	best := g.versions[0]
	for _, v := range g.versions {
		if len(v.clusters) > len(best.clusters) {
			best = v
		}
	}
	return best.version
}

// alike groups the workloads that may be compared: a version that is not known differs from nothing.
func alike(s *schemas.Snapshot) []*group {
	byKey := map[string]*group{}
	var groups []*group
	for _, c := range s.Clusters {
		for _, w := range c.Workloads {
			if w.Version == "" {
				continue
			}
			key := c.Environment + "\x00" + w.Object()
			g := byKey[key]
			if g == nil {
				g = &group{name: w.Name, object: w.Object()}
				byKey[key] = g
				groups = append(groups, g)
			}
			g.add(w.Version, c.Name)
		}
	}
	return groups
}

func (g *group) add(version, cluster string) {
	for i := range g.versions {
		if g.versions[i].version == version {
			g.versions[i].clusters = append(g.versions[i].clusters, cluster)
			return
		}
	}
	g.versions = append(g.versions, versionIn{version, []string{cluster}})
}

// Version is a lane's cell: what runs, whether it differs, and from what.
type Version struct {
	Text  string
	Usual string // what the others run, where this one differs
	More  string // other workloads' versions
}

// versionOf is that of the workload that differs, else of the largest one.
func versionOf(c schemas.Cluster, all []drift) Version {
	var v Version
	lead := -1
	for i, w := range c.Workloads {
		if w.Version != "" && (lead < 0 || w.Replicas.Wanted > c.Workloads[lead].Replicas.Wanted) {
			lead = i
		}
	}
	if lead < 0 {
		return v
	}
	v.Text = c.Workloads[lead].Version
	for _, d := range all {
		if slices.Contains(d.clusters, c.Name) {
			v.Text, v.Usual = d.version, d.usual
			break
		}
	}
	var others []string
	for _, w := range c.Workloads {
		if w.Version != "" && w.Version != v.Text && w.Version != v.Usual && !slices.Contains(others, w.Version) {
			others = append(others, w.Version)
		}
	}
	if len(others) > 0 {
		v.More = "also " + shortList(others, 2)
	}
	return v
}

// imageTag is what tells an image's versions apart: its tag, else the beginning of its digest.
func imageTag(image string) string {
	name, sum, _ := strings.Cut(image, "@")
	if i := strings.LastIndexByte(name, ':'); i > strings.LastIndexByte(name, '/') {
		return name[i+1:]
	}
	if sum != "" {
		return sum[:min(len(sum), len("sha256:")+12)]
	}
	return name
}
