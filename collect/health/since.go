package health

// This file is what the previous snapshot is asked: since when a problem has been there, how often a container
// had restarted by then, and which metrics had a value.

import (
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// past is what the previous snapshot holds of one cluster.
type past struct {
	problems map[string]schemas.Problem // by key
	restarts map[runOf]int
	metrics  map[metricOf]schemas.Metric
}

// runOf is a container of a pod.
type runOf struct{ pod, container string }

func remember(c *schemas.Cluster) past {
	p := past{problems: map[string]schemas.Problem{}, restarts: map[runOf]int{}, metrics: map[metricOf]schemas.Metric{}}
	if c == nil {
		return p
	}
	for _, problem := range c.Problems {
		p.problems[problem.Key()] = problem
	}
	for _, w := range c.Workloads {
		p.addPods(w.Namespace, w.Pods)
		if w.Autoscaler == nil {
			continue
		}
		for _, m := range w.Autoscaler.Metrics {
			p.metrics[metricOf{w.Object(), m.Type, m.Name, m.Of}] = m
		}
	}
	for _, j := range c.Jobs {
		p.addPods(j.Namespace, j.Pods)
	}
	return p
}

func (p past) addPods(namespace string, pods []schemas.Pod) {
	for _, pod := range pods {
		for _, c := range pod.Containers {
			run := runOf{"Pod/" + namespace + "/" + pod.Name, c.Name}
			p.restarts[run] = max(p.restarts[run], c.Restarts)
		}
	}
}

// since dates a problem: by Kubernetes' own time, else by the previous snapshot. What is seen on pods is dated by
// the earlier of the two, because each crash and each new pod brings a new time to an old problem.
func since(all []found, before schemas.Problem) time.Time {
	var t time.Time
	moves, newest := false, false
	for _, f := range all {
		moves = moves || f.part != "" || f.oldest
		newest = newest || f.newest
		if f.newest {
			t = later(t, f.since)
		} else {
			t = earlier(t, f.since)
		}
	}
	switch {
	case newest:
	case t.IsZero(), moves:
		t = earlier(t, before.Since)
	}
	return t.UTC().Truncate(time.Second)
}
