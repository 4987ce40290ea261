package health

// This file makes up what stands around workloads, for TestJudgeAnything.

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// around gives a share everything that can stand around its workloads. Names repeat between kinds, not within one.
func (d dice) around(share *facts.Share, now time.Time) {
	share.Unbacked = map[*facts.Service]facts.Backing{}
	for i := range d.IntN(4) {
		s := d.service(now, i)
		share.Services = append(share.Services, s)
		if d.IntN(2) == 0 {
			share.Unbacked[s] = d.backing(share)
		}
	}
	if d.IntN(4) > 0 {
		share.Present = func(_, name string) *facts.Service {
			n := slices.IndexFunc(share.Services, func(s *facts.Service) bool { return s.Name == name })
			if n < 0 {
				return nil
			}
			return share.Services[n]
		}
	}
	for i := range d.IntN(3) {
		share.Ingresses = append(share.Ingresses, &facts.Ingress{
			Meta: d.meta(now, fmt.Sprint("ingress-", i)), Class: d.word(), Backends: d.backends(),
			Addresses: of(d, nil, []string{"203.0.113.7"}), Actions: of(d, nil, []string{"service-1", ""}),
		})
		share.Routes = append(share.Routes, &facts.Route{
			Meta: d.meta(now, fmt.Sprint("route-", i)), Kind: of(d, "HTTPRoute", "Route", ""), Backends: d.backends(),
			Conditions: d.conditions(now, "Accepted", "ResolvedRefs", "Admitted", ""),
		})
		share.Budgets = append(share.Budgets, &facts.Budget{
			Meta: d.meta(now, fmt.Sprint("budget-", i)), Generation: int64(of(d, 0, 1, -1)), Observed: int64(of(d, 0, 1, -1)),
			Selector: of(d, facts.Selector{}, facts.Selector{All: true}, facts.Selector{Labels: map[string]string{"app": "w"}}),
			Expected: d.number(), Healthy: d.number(), Desired: d.number(), Allowed: d.number(), MinAvailable: d.word(),
			Conditions: d.conditions(now, "DisruptionAllowed", ""),
		})
		share.Claims = append(share.Claims, &facts.Claim{
			Meta: d.meta(now, fmt.Sprint("claim-", i)), Phase: of(d, "", "Pending", "Bound", "Lost"), Class: d.word(),
			Resize: of(d, "", "", "ControllerResizeInfeasible", "NodeResizeError"), Conditions: d.conditions(now, "NodeResizeError", "Resizing"),
		})
		share.Quotas = append(share.Quotas, &facts.Quota{Meta: d.meta(now, of(d, "q", "compute")+fmt.Sprint(i)), Lines: []facts.QuotaLine{
			{Resource: "cpu", Hard: "3", Share: of(d, 0, 0.5, 0.9, 1, -1, math.NaN(), math.Inf(1))},
		}})
		share.Resources = append(share.Resources, d.resource(now, i))
	}
	for range d.IntN(6) {
		share.Events = append(share.Events, &facts.Event{
			Namespace: "shop", Reason: of(d, d.word(), "FailedKillPod", "SyncLoadBalancerFailed", "ProvisioningFailed", ""), Message: d.message(), Time: d.time(now),
			Object: facts.Ref{Kind: of(d, "Pod", "Service", "ReplicaSet", "HorizontalPodAutoscaler", "PersistentVolumeClaim", "Job", ""), Name: of(d, "pod-1", "w-1", "w-1-abc", "service-1", "claim-0", "")},
		})
	}
}

func (d dice) service(now time.Time, i int) *facts.Service {
	return &facts.Service{
		Meta: d.meta(now, fmt.Sprint("service-", i)), Type: of(d, "", "ClusterIP", "LoadBalancer", "ExternalName", "Odd"),
		Selector: of(d, nil, map[string]string{"app": "w"}, map[string]string{"pod-template-hash": "a"}), PublishNotReady: d.IntN(4) == 0,
		Ports:     []facts.ServicePort{{Name: of(d, "", "http"), Port: d.number(), TargetPort: of(d, "", "http", "80", "-1", "\x00")}},
		Addresses: of(d, nil, []string{"203.0.113.7"}),
	}
}

func (d dice) backing(share *facts.Share) facts.Backing {
	b := facts.Backing{Batch: d.IntN(4) == 0}
	for _, w := range share.Workloads {
		if d.IntN(2) == 0 {
			b.Workloads = append(b.Workloads, w)
		}
		if d.IntN(2) == 0 {
			b.Pods = append(b.Pods, w.Pods...)
		}
	}
	return b
}

func (d dice) backends() []facts.Backend {
	return of(d, nil, []facts.Backend{{}}, []facts.Backend{
		{Service: "service-1", Port: of(d, "", "http", "80")}, {Service: of(d, "gone", "service-2")}, {Namespace: "other", Service: "gone"},
	})
}

func (d dice) resource(now time.Time, i int) *facts.Resource {
	return &facts.Resource{
		Meta: d.meta(now, fmt.Sprint("w-", i)), Group: of(d, "", "shop.example"), Kind: of(d, "Service", "Rollout", "Widget", ""),
		Generation: int64(of(d, 0, 1, 2)), Observed: int64(of(d, 0, 1, -1)), Suspended: d.IntN(4) == 0, Message: d.message(),
		State:      of(d, "", facts.Settled, facts.InProgress, facts.Broken, facts.Going, facts.Unsettled, "Odd"),
		Conditions: d.conditions(now, "Ready", "Stalled", "Degraded", "Healthy", "Available", ""),
		Manages:    of(d, nil, []facts.Object{{}, {Kind: "Deployment", Name: "w-1"}, {Kind: "Widget", Namespace: "shop", Name: "w-0"}}),
	}
}
