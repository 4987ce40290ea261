package site

// This file writes what the pages' script reads of a run. Every page loads it, whether or not it has anything to draw:
// all figures are one string, which a browser need not take apart. Of 10,000 services of three containers that is a
// megabyte, looked over in milliseconds where as many objects would take a tenth of a second.

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// runScript is window.plimsollRun.
type runScript struct {
	Finished time.Time       `json:"finished"`
	Every    string          `json:"every,omitempty"`
	Clusters []clusterScript `json:"clusters"`
	Usage    string          `json:"usage,omitempty"`
}

type clusterScript struct {
	Name  string            `json:"name"`
	State schemas.ReadState `json:"state"`
}

func scriptOf(run *schemas.Run) ([]byte, error) {
	s := runScript{Finished: run.Finished, Every: run.Every, Clusters: []clusterScript{}, Usage: figures(run)}
	for _, c := range run.Clusters {
		s.Clusters = append(s.Clusters, clusterScript{c.Name, c.State})
	}
	b, err := json.Marshal(s) // which escapes what HTML and old scripts would stumble over
	if err != nil {
		return nil, fmt.Errorf("account of the run, as a script: %w", err)
	}
	return slices.Concat([]byte("window.plimsollRun = "), b, []byte(";\n")), nil
}

// figures are a line for each workload: its service, cluster and name as its place on a page has them (data-of), then,
// each after a tab, what a container's busiest pod uses of processor and memory before "/" and the container, and what
// an autoscaler saw of a metric before "=" and the metric. Line ends stand around each line, so that one search finds it.
func figures(run *schemas.Run) string {
	lines := map[string]*strings.Builder{}
	add := func(service, cluster, workload string, fields ...string) {
		key := service + " " + cluster + " " + workload
		if lines[key] == nil {
			lines[key] = &strings.Builder{}
		}
		for _, f := range fields {
			lines[key].WriteString("\t" + f)
		}
	}
	for _, u := range run.Usage {
		add(u.Service, u.Cluster, u.Workload, u.CPU, u.Memory, "/"+u.Container)
	}
	for _, m := range run.Metrics {
		add(m.Service, m.Cluster, m.Workload, m.Current, strings.TrimSpace("="+m.Metric+" "+m.Of))
	}
	if len(lines) == 0 {
		return ""
	}
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(lines)) {
		b.WriteString("\n" + key + lines[key].String())
	}
	return b.String() + "\n"
}
