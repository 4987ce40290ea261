package diff

// This file compares the pods of one workload: how many were replaced, and what restarted.

import (
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// replaced gives one entry where pods gave way to others: Count of them.
//
// Pods of another revision were replaced by a rollout. Pods of the same revision were evicted, drained or deleted,
// unless scaling explains it: an autoscaler that scaled in and out between two runs, a changed number of replicas or
// a DaemonSet's nodes leave other names behind and nothing else, and that is not news.
func replaced(e schemas.Entry, old, new *schemas.Workload) []schemas.Entry {
	before, after := living(old.Pods), living(new.Pods)
	gone, came := map[string]int{}, map[string]int{}
	left, joined := 0, 0
	for id, p := range before {
		if _, still := after[id]; !still {
			gone[p.Revision]++
			left++
		}
	}
	for id, p := range after {
		if _, already := before[id]; !already {
			came[p.Revision]++
			joined++
		}
	}
	if scalingExplains(old, new) {
		for revision := range gone {
			renamed := min(gone[revision], came[revision])
			left, joined = left-renamed, joined-renamed
		}
	}
	e.What, e.Count = schemas.PodsReplaced, min(left, joined)
	if e.Count == 0 {
		return nil
	}
	return []schemas.Entry{e}
}

func scalingExplains(old, new *schemas.Workload) bool {
	return old.Autoscaler != nil || new.Autoscaler != nil ||
		old.Replicas.Wanted != new.Replicas.Wanted || new.Kind == "DaemonSet"
}

// podID tells a pod from the one that had its name before it, as in a StatefulSet.
type podID struct {
	name    string
	created int64 // Unix seconds: two time.Time of one moment need not be equal
}

// living are the pods that serve or try to; one that is on its way out has left.
func living(pods []schemas.Pod) map[podID]*schemas.Pod {
	out := []schemas.PodState{schemas.PodTerminating, schemas.PodSucceeded, schemas.PodFailed}
	m := make(map[podID]*schemas.Pod, len(pods))
	for i := range pods {
		if p := &pods[i]; !slices.Contains(out, p.State) {
			m[podID{p.Name, p.Created.Unix()}] = p
		}
	}
	return m
}

// restarted counts the new restarts of each container name over all pods of a workload. A crash loop restarts for as
// long as it lasts; that it began is the news, so its pods are left out.
func restarted(e schemas.Entry, old, new *schemas.Workload, k knowledge) []schemas.Entry {
	before := living(old.Pods)
	counts := map[string]int{}
	for id, p := range living(new.Pods) {
		was := before[id]
		for _, c := range p.Containers {
			past := containerOf(was, c.Name)
			if looping(p, c) || (was != nil && looping(was, past)) {
				continue
			}
			counts[c.Name] += max(0, c.Restarts-past.Restarts)
		}
	}
	var entries []schemas.Entry
	for name, count := range counts {
		if count > 0 && !crashLoop(k.old, e.Object, name) && !crashLoop(k.new, e.Object, name) {
			e.What, e.Container, e.Count = schemas.Restarted, name, count
			entries = append(entries, e)
		}
	}
	return entries
}

// containerOf is the zero Container where the pod is new: all its restarts happened since.
func containerOf(p *schemas.Pod, name string) schemas.Container {
	if p == nil {
		return schemas.Container{}
	}
	i := slices.IndexFunc(p.Containers, func(c schemas.Container) bool { return c.Name == name })
	if i < 0 {
		return schemas.Container{}
	}
	return p.Containers[i]
}

func looping(p *schemas.Pod, c schemas.Container) bool {
	return p.State == schemas.PodFailing || c.Reason == "CrashLoopBackOff"
}

// crashLoop holds where the rules call it one, which they also do between two crashes, while the container runs.
func crashLoop(c *schemas.Cluster, object, container string) bool {
	return slices.ContainsFunc(c.Problems, func(p schemas.Problem) bool {
		return p.Rule == "crash-loop" && p.Object == object && (p.Container == container || p.Container == "")
	})
}
