package health

// This file is the rules about Services: no-endpoints, lb-pending.

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var noEndpoints = rule{
	Rule: schemas.Rule{
		ID: "no-endpoints", Family: aroundFamily, Severity: schemas.Critical,
		When:  "a Service with a selector has no ready pod behind it (unready ones count if it publishes their addresses), though pods are wanted and neither a first rollout nor a start accounts for it; not for ExternalName and batch pods",
		Means: "Whoever calls it gets no answer.",
		Next:  "See what keeps its pods from becoming ready, or whether its selector names their labels.",
	},
	around: judgeNoEndpoints,
}

func judgeNoEndpoints(s *scope) []found {
	var all []found
	for _, v := range s.share.Services {
		b, unbacked := s.share.Unbacked[v]
		if !unbacked || len(v.Selector) == 0 || v.Type == "ExternalName" || s.share.Unreadable.Missed("pods", v.Namespace) {
			continue
		}
		if f, ok := s.judgeUnbacked(v, b); ok {
			f.object = facts.ObjectName("Service", &v.Meta)
			all = append(all, f)
		}
	}
	return all
}

// judgeUnbacked goes by the workloads that the Service is meant for: they know whether pods are wanted and on their way.
// Where there are none, somebody else has given the pods their labels, a leader election for one, or it selects nothing.
func (s *scope) judgeUnbacked(v *facts.Service, b facts.Backing) (found, bool) {
	pods := slices.DeleteFunc(slices.Clone(b.Pods), func(p *facts.Pod) bool { return ended(p) || !p.Deleted.IsZero() })
	begins := slices.ContainsFunc(pods, func(p *facts.Pod) bool { return starting(p, s.now) })
	switch {
	case v.PublishNotReady && slices.ContainsFunc(pods, func(p *facts.Pod) bool { return p.Node != "" }):
		return found{}, false
	case len(b.Workloads) == 0 && b.Batch:
		return found{}, false
	case len(b.Workloads) == 0 && len(pods) == 0:
		return s.selectsNothing(v)
	case slices.ContainsFunc(b.Workloads, s.downUnexcused):
	case len(pods) == 0 || begins || !slices.ContainsFunc(b.Workloads, serves) && len(b.Workloads) > 0:
		return found{}, false
	}
	f := found{
		message: "no pod behind it is ready",
		hint:    fmt.Sprintf("See what keeps its pods from becoming ready: kubectl describe pods -n %s -l %s", v.Namespace, labelText(v.Selector)),
		since:   unbackedSince(b.Workloads, pods),
		hurts:   true, oldest: true,
	}
	f.needs = s.makers(b.Workloads, pods)
	return f, true
}

// makers are the objects that problems of those workloads and pods are named after.
func (s *scope) makers(workloads []*facts.WorkloadShare, pods []*facts.Pod) []string {
	var all []string
	for _, w := range workloads {
		all = append(all, facts.ObjectName(w.Kind, &w.Meta))
	}
	for _, u := range s.units {
		if slices.ContainsFunc(u.pods, func(p *facts.Pod) bool { return slices.Contains(pods, p) }) && !slices.Contains(all, u.object()) {
			all = append(all, u.object())
		}
	}
	return all
}

// serves says that a workload has ready pods: just not those that a Service for some of them selects.
func serves(w *facts.WorkloadShare) bool { return w.Ready > 0 }

// downUnexcused says that a workload wants pods and has none ready, and that this is neither a first rollout, nor a
// rollout that goes through nothing, nor a start.
func (s *scope) downUnexcused(w *facts.WorkloadShare) bool {
	return lacksAll(w) && observed(w, s.now) && !s.explained(w) && !emptyOnPurpose(w, s.now)
}

// unbackedSince is when the last of its pods was lost.
func unbackedSince(workloads []*facts.WorkloadShare, pods []*facts.Pod) time.Time {
	var t time.Time
	for _, w := range workloads {
		if w.Wanted > 0 {
			t = later(t, unavailableSince(w))
		}
	}
	if len(workloads) > 0 && !slices.ContainsFunc(workloads, serves) {
		return t
	}
	for _, p := range pods {
		t = later(t, facts.Find(p.Conditions, "Ready").Since)
	}
	return t
}

// selectsNothing waits with a new Service for what is applied after it. A Service for one pod of many, by a label that a
// controller gives it, comes and goes with that pod.
func (s *scope) selectsNothing(v *facts.Service) (found, bool) {
	missed := func(resource string) bool {
		return s.share.Unreadable.Missed(resource, v.Namespace) && !slices.Contains(s.share.Untold, resource)
	}
	if len(v.Meant().Labels) < len(v.Selector) || slices.ContainsFunc(PodMakers(), missed) || within(v.Created, s.now, patience) {
		return found{}, false
	}
	return found{
		cause:   "selects nothing",
		message: fmt.Sprintf("no pod and no workload has the labels that it selects (%s)", labelText(v.Selector)),
		hint:    fmt.Sprintf("Compare its selector with the labels of the pods that it is meant for: kubectl get pods -n %s --show-labels", v.Namespace),
	}, true
}

// PodMakers are the kinds of which one may want no pods for now. Where one of them was refused, a Service without pods
// proves nothing; of one that is not in a dump there most likely is none, because kubectl does not say so.
func PodMakers() []string {
	return []string{
		"deployments.apps", "statefulsets.apps", "daemonsets.apps", "jobs.batch", "cronjobs.batch",
		"rollouts.argoproj.io", "deploymentconfigs.apps.openshift.io",
	}
}

var lbPending = rule{
	Rule: schemas.Rule{
		ID: "lb-pending", Family: aroundFamily, Severity: schemas.Warning,
		When:  "a Service of type LoadBalancer has had no address for 10 minutes",
		Means: "It cannot be reached from outside the cluster.",
		Next:  "Read the Service's events: a cloud's quota, an annotation or a missing load-balancer controller is usual.",
	},
	around: judgeLBPending,
}

// judgeLBPending takes the Service's age for how long it has waited: since when it is a LoadBalancer, nobody notes.
func judgeLBPending(s *scope) []found {
	var all []found
	for _, v := range s.share.Services {
		if v.Type != "LoadBalancer" || len(v.Addresses) > 0 || !over(v.Created, s.now, stuckAfter) {
			continue
		}
		f := found{
			object:  facts.ObjectName("Service", &v.Meta),
			message: "no load balancer has given it an address",
			hint:    fmt.Sprintf("Read its events: kubectl describe service -n %s %s", v.Namespace, v.Name),
			since:   v.Created,
		}
		if e := s.eventAbout("Service", &v.Meta, "SyncLoadBalancerFailed"); e != nil {
			f.message = join(f.message, quoteFor(strings.TrimPrefix(e.Message, "Error syncing load balancer: "), v.Name))
		}
		all = append(all, f)
	}
	return all
}

// eventAbout is the newest event of the last hour about an object, for one of several reasons, the plainest first.
func (s *scope) eventAbout(kind string, m *facts.Meta, reasons ...string) *facts.Event {
	for _, reason := range reasons {
		if e := s.events[eventOf{m.Namespace, kind, m.Name, reason, ""}]; e != nil && within(e.Time, s.now, eventNews) {
			return e
		}
	}
	return nil
}
