package collect

// This file finds the services of an object by its name, for what is about objects: custom resources and events.

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// holders are the shares that hold an object. What runs belongs to one service, what stands around it to any number.
type holders struct {
	one  map[name]*facts.Share
	many map[name][]*facts.Share
}

// holders lists who holds what, once units and what stands around them are given out.
func (t *territory) holders(g *graph) *holders {
	h := &holders{one: map[name]*facts.Share{}, many: map[name][]*facts.Share{}}
	for at, u := range g.byName {
		if share := t.byUnit[u]; share != nil {
			h.one[at] = share
		}
	}
	for _, s := range t.services {
		share := s.shares[t.cluster]
		if share == nil {
			continue
		}
		running(share, func(kind string, m *facts.Meta) { h.one[name{m.Namespace, kind, m.Name}] = share })
		share.Around(func(kind string, m *facts.Meta) { h.add(name{m.Namespace, kind, m.Name}, share) })
		for _, r := range share.Routes {
			h.add(customName(r.Namespace, r.Group, r.Kind, r.Name), share)
		}
	}
	return h
}

func (h *holders) add(at name, share *facts.Share) {
	if !slices.Contains(h.many[at], share) {
		h.many[at] = append(h.many[at], share)
	}
}

// of are the shares that hold an object. A custom kind goes before a built-in one of the same name.
func (h *holders) of(namespace string, o facts.Ref) []*facts.Share {
	if o.Group != "" {
		if found := h.many[customName(namespace, o.Group, o.Kind, o.Name)]; len(found) > 0 {
			return found
		}
	}
	at := name{namespace, o.Kind, o.Name}
	if share := h.one[at]; share != nil {
		return []*facts.Share{share}
	}
	return h.many[at]
}

// running goes over what runs in a share, and what scales it.
func running(share *facts.Share, see func(kind string, m *facts.Meta)) {
	pods := func(list []*facts.Pod) {
		for _, p := range list {
			see("Pod", &p.Meta)
		}
	}
	jobs := func(list []*facts.JobShare) {
		for _, j := range list {
			see("Job", &j.Meta)
			pods(j.Pods)
		}
	}
	for _, w := range share.Workloads {
		see(w.Kind, &w.Meta)
		pods(w.Pods)
		if w.Autoscaler != nil {
			see("HorizontalPodAutoscaler", &w.Autoscaler.Meta)
		}
	}
	for _, c := range share.CronJobs {
		see("CronJob", &c.Meta)
		jobs(c.Jobs)
	}
	jobs(share.Jobs)
}

// claimEvents gives events to the services of the object they are about. An event about something that is gone, or
// that no service has, is nobody's.
func (t *territory) claimEvents(events []*facts.Event, h *holders) {
	for _, e := range events {
		shares := h.of(e.Namespace, e.Object)
		for _, maker := range makers(e.Object) {
			if len(shares) == 0 {
				shares = h.of(e.Namespace, maker)
			}
		}
		for _, share := range shares {
			share.Events = append(share.Events, e)
		}
	}
}

// makers are the workloads that may have made a ReplicaSet or ReplicationController: its name is theirs, and one more
// word. One that cannot create pods has no pod to ask.
func makers(o facts.Ref) []facts.Ref {
	named := func(kinds ...string) (refs []facts.Ref) {
		for _, kind := range kinds {
			refs = append(refs, facts.Ref{Kind: kind, Name: o.Name[:max(0, strings.LastIndexByte(o.Name, '-'))]})
		}
		return refs
	}
	switch o.Kind {
	case "ReplicaSet":
		return named("Deployment", "Rollout")
	case "ReplicationController":
		return named("DeploymentConfig")
	default:
		return nil
	}
}
