package collect

// This file reads what the name of a context tells for certain: clouds put region and cluster into it.

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
)

// ClusterNames are what to call the clusters of contexts. Each is given once, case aside: pages of names that differ
// only by case would meet in a file system.
func ClusterNames(contexts []source.Context) []string {
	var names []string
	taken := map[string]bool{}
	for _, c := range contexts {
		name, _ := nameOf(c.Name)
		free := name
		for i := 2; taken[strings.ToLower(free)]; i++ {
			free = fmt.Sprintf("%s-%d", name, i)
		}
		taken[strings.ToLower(free)] = true
		names = append(names, free)
	}
	return names
}

// Visible are the names of contexts without what a terminal would obey.
func Visible(contexts []source.Context) []string {
	var names []string
	for _, c := range contexts {
		names = append(names, facts.Clean(c.Name, 0))
	}
	return names
}

// contextShapes are the names that clouds' own tools give to contexts. No other name says a region for certain.
var contextShapes = []struct {
	pattern      *regexp.Regexp
	name, region int // groups of the pattern
}{
	{regexp.MustCompile(`^gke_[^_]+_([a-z]+-[a-z]+[0-9]+)(?:-[a-z])?_([^_]+)$`), 2, 1},        // gcloud: project, region or zone, cluster
	{regexp.MustCompile(`^arn:aws[a-z-]*:eks:([a-z0-9-]+):[0-9]+:cluster/(.+)$`), 2, 1},       // aws eks update-kubeconfig
	{regexp.MustCompile(`^[^@]+@([^.@]+)\.([a-z]{2}(?:-[a-z]+)+-[0-9]+)\.eksctl\.io$`), 1, 2}, // eksctl
}

// nameOf is what to call a context's cluster, and its region where that is certain.
func nameOf(context string) (name, region string) {
	for _, s := range contextShapes {
		if m := s.pattern.FindStringSubmatch(context); m != nil {
			return plainName(m[s.name]), m[s.region]
		}
	}
	return plainName(context), ""
}

// nameBytes leaves room for a number under the 100 bytes that a cluster's name may have.
const nameBytes = 90

// unusual is what a cluster's name may not hold.
var unusual = regexp.MustCompile(`[^A-Za-z0-9 ._:/@-]+`)

// plainName makes a name that the configuration takes of any text.
func plainName(s string) string {
	s = unusual.ReplaceAllString(s, "-")
	s = strings.Trim(s[:min(len(s), nameBytes)], " ._:/@-")
	if s == "" {
		return "cluster"
	}
	return s
}
