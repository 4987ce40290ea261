package collect

// This file gives what pods use to the services and workloads that they belong to. It is the account of a run, and
// nothing else: no snapshot, status or history line depends on it.

import (
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// usage is what containers use, in the order of services, clusters, workloads and containers.
func (c *Collected) usage() []schemas.Usage {
	var all []schemas.Usage
	for _, r := range c.readings {
		samples := map[name]*facts.Sample{}
		for _, s := range r.Facts.Samples {
			samples[name{s.Namespace, "Pod", s.Pod}] = s
		}
		r.Facts.Samples = nil // no more is wanted of them
		for _, s := range c.services {
			if share := s.shares[r.Name]; share != nil && len(samples) > 0 {
				all = append(all, usageOf(s.service.ID, r.Name, share, samples)...)
			}
		}
	}
	slices.SortFunc(all, func(a, b schemas.Usage) int {
		return compareStrings(a.Service, b.Service, a.Cluster, b.Cluster, a.Workload, b.Workload, a.Container, b.Container)
	})
	return all
}

// usageOf is one service in one cluster.
func usageOf(service, cluster string, share *facts.Share, samples map[name]*facts.Sample) []schemas.Usage {
	var all []schemas.Usage
	add := func(kind string, m *facts.Meta, pods ...*facts.Pod) {
		used := map[string]*tally{}
		for _, p := range pods {
			if s := samples[name{p.Namespace, "Pod", p.Name}]; s != nil {
				count(used, p, s)
			}
		}
		for _, container := range slices.Sorted(maps.Keys(used)) {
			u := used[container].usage()
			u.Service, u.Cluster, u.Workload, u.Container = service, cluster, facts.ObjectName(kind, m), container
			all = append(all, u)
		}
	}
	for _, w := range share.Workloads {
		add(w.Kind, &w.Meta, w.Pods...)
	}
	for _, j := range share.Jobs {
		add("Job", &j.Meta, j.Pods...)
	}
	for _, c := range share.CronJobs {
		var pods []*facts.Pod
		for _, j := range c.Jobs {
			pods = append(pods, j.Pods...)
		}
		add("CronJob", &c.Meta, pods...)
	}
	return all
}

// tally is what the containers of one name use: the most of each that a single pod does, and all of them together.
type tally struct {
	pods                             int
	cores, bytes, allCores, allBytes float64
}

// count takes in a pod's sample. One that is older than the pod is of another pod of that name, and one that is older
// than a container's newest start of a run that has ended: neither is used any more.
func count(used map[string]*tally, p *facts.Pod, s *facts.Sample) {
	if !s.Taken.IsZero() && s.Taken.Before(p.Created) {
		return
	}
	for _, u := range s.Containers {
		if !runs(p, u.Container, s) {
			continue
		}
		t := used[u.Container]
		if t == nil {
			t = &tally{}
			used[u.Container] = t
		}
		t.pods++
		t.cores, t.bytes = max(t.cores, u.Cores), max(t.bytes, u.Bytes)
		t.allCores, t.allBytes = t.allCores+u.Cores, t.allBytes+u.Bytes
	}
}

// runs says whether what was sampled is still running. A container that the kubelet has not reported on may be.
func runs(p *facts.Pod, container string, s *facts.Sample) bool {
	at := slices.IndexFunc(p.Containers, func(c facts.Container) bool { return c.Name == container })
	if at < 0 {
		return true
	}
	switch state := p.Containers[at].State; state.Kind {
	case facts.Waiting, facts.Terminated:
		return false
	default:
		return s.Taken.IsZero() || !s.Taken.Before(state.Started)
	}
}

func (t *tally) usage() schemas.Usage {
	return schemas.Usage{
		Pods: t.pods, CPU: coresText(t.cores), Memory: bytesText(t.bytes), CPUAll: coresText(t.allCores), MemoryAll: bytesText(t.allBytes),
	}
}

// coresText and bytesText write amounts as kubectl top does: thousandths of a core, and mebibytes. What is used is never
// nothing.
func coresText(cores float64) string { return strconv.Itoa(int(math.Ceil(cores*1000-tiny))) + "m" }

func bytesText(bytes float64) string {
	const mebi = 1 << 20
	if bytes > 0 {
		bytes = max(bytes, mebi)
	}
	return strconv.Itoa(int(math.Round(bytes/mebi))) + "Mi"
}

// tiny is less than anybody samples, and more than adding up loses.
const tiny = 1e-6
