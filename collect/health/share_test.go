package health

// This file ties the objects of a fixture into a share, the way a service has them: pods to their owners by owner
// reference, autoscalers to their targets.

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// shareOf reads objects as kubectl prints them.
func shareOf(objects []json.RawMessage) (*facts.Share, error) {
	c := &facts.Cluster{}
	for _, o := range objects {
		var of struct{ APIVersion, Kind string }
		if err := json.Unmarshal(o, &of); err != nil {
			return nil, err
		}
		n := slices.IndexFunc(facts.Kinds(), func(k facts.Kind) bool { return k.Kind == of.Kind && k.APIVersion() == of.APIVersion })
		if n < 0 {
			return nil, fmt.Errorf("no kind %s of %s", of.Kind, of.APIVersion)
		}
		if err := facts.Kinds()[n].JSON(c, o); err != nil {
			return nil, err
		}
	}
	return tie(c), nil
}

func tie(c *facts.Cluster) *facts.Share {
	share := &facts.Share{
		Cluster: "prod-eu", Services: c.Services, Ingresses: c.Ingresses, Routes: c.Routes, Budgets: c.Budgets,
		Claims: c.Claims, Quotas: c.Quotas, Resources: c.Resources, Events: c.Events,
	}
	for _, w := range c.Workloads {
		share.Workloads = append(share.Workloads, &facts.WorkloadShare{Workload: w})
	}
	for _, j := range c.CronJobs {
		share.CronJobs = append(share.CronJobs, &facts.CronJobShare{CronJob: j})
	}
	for _, j := range c.Jobs {
		tieJob(share, &facts.JobShare{Job: j})
	}
	slices.SortFunc(c.Pods, func(a, b *facts.Pod) int { return cmp.Compare(a.Name, b.Name) })
	for _, p := range c.Pods {
		tiePod(share, p)
	}
	for _, s := range c.Scalers {
		for _, w := range share.Workloads {
			if w.Kind == s.Target.Kind && w.Name == s.Target.Name {
				w.Scaler = s
			}
		}
	}
	for _, a := range c.Autoscalers {
		n := slices.IndexFunc(share.Workloads, func(w *facts.WorkloadShare) bool {
			return w.Kind == a.Target.Kind && w.Name == a.Target.Name
		})
		if n < 0 {
			share.Orphans = append(share.Orphans, a)
		} else {
			share.Workloads[n].Autoscaler = a
		}
	}
	share.LoneScalers = slices.DeleteFunc(slices.Clone(c.Scalers), func(s *facts.Scaler) bool {
		return slices.ContainsFunc(share.Workloads, func(w *facts.WorkloadShare) bool { return w.Kind == s.Target.Kind && w.Name == s.Target.Name })
	})
	tieAround(share, c)
	return share
}

// tieAround knows of no other service: what is present is what the fixture has.
func tieAround(share *facts.Share, c *facts.Cluster) {
	share.Present = func(namespace, name string) *facts.Service {
		n := slices.IndexFunc(c.Services, func(s *facts.Service) bool { return s.Namespace == namespace && s.Name == name })
		if n < 0 {
			return nil
		}
		return c.Services[n]
	}
	share.Unbacked = map[*facts.Service]facts.Backing{}
	for _, s := range share.Services {
		b, backed := facts.Backing{}, len(s.Selector) == 0
		for _, p := range c.Pods {
			if p.Namespace == s.Namespace && s.Selects(p.Labels) {
				b.Pods = append(b.Pods, p)
				backed = backed || (ready(p) && p.Deleted.IsZero())
			}
		}
		for _, u := range units(share) {
			if u.namespace != s.Namespace || !s.Meant().Matches(u.template.Labels) {
				continue
			}
			if u.workload == nil {
				b.Batch = true
			} else {
				b.Workloads = append(b.Workloads, u.workload)
			}
		}
		for _, j := range c.CronJobs {
			b.Batch = b.Batch || s.Namespace == j.Namespace && s.Meant().Matches(j.Template.Labels)
		}
		if !backed {
			share.Unbacked[s] = b
		}
	}
}

func tieJob(share *facts.Share, j *facts.JobShare) {
	for _, c := range share.CronJobs {
		if j.Owner.Kind == "CronJob" && j.Owner.Name == c.Name {
			c.Jobs = append(c.Jobs, j)
			slices.SortFunc(c.Jobs, func(a, b *facts.JobShare) int { return b.Created.Compare(a.Created) })
			return
		}
	}
	share.Jobs = append(share.Jobs, j)
}

func tiePod(share *facts.Share, p *facts.Pod) {
	if p.Owner.Kind == "" {
		w := &facts.Workload{Meta: p.Meta, Kind: "Pod", Template: facts.Template{Labels: p.Labels, Claims: p.Claims}}
		if p.Phase != "Succeeded" {
			w.Wanted, w.Current = 1, 1
		}
		if ready(p) {
			w.Ready, w.Available = 1, 1
		}
		share.Workloads = append(share.Workloads, &facts.WorkloadShare{Workload: w, Pods: []*facts.Pod{p}})
		return
	}
	for _, w := range share.Workloads {
		replicaSet := p.Owner.Kind == makes[w.Kind] && strings.HasPrefix(p.Owner.Name, w.Name+"-")
		if replicaSet || (w.Kind == p.Owner.Kind && w.Name == p.Owner.Name) {
			w.Pods = append(w.Pods, p)
			return
		}
	}
	for _, u := range units(share) {
		if u.job != nil && u.job.Name == p.Owner.Name {
			u.job.Pods = append(u.job.Pods, p)
			return
		}
	}
}

func bandOf(m facts.Metric) schemas.Band {
	if m.HasValue {
		return schemas.BandNear
	}
	return schemas.BandUnknown
}

// clusterOf is the snapshot of a share, as far as the next run asks it.
func clusterOf(share *facts.Share, problems []schemas.Problem) *schemas.Cluster {
	c := &schemas.Cluster{Name: share.Cluster, Problems: problems}
	for _, w := range share.Workloads {
		row := schemas.Workload{Kind: w.Kind, Namespace: w.Namespace, Name: w.Name, Replicas: schemas.Replicas{
			Wanted: w.Wanted, Ready: w.Ready, MissingSince: w.MissingSince, BehindSince: w.BehindSince,
		}}
		for _, p := range w.Pods {
			pod := schemas.Pod{Name: p.Name}
			for _, k := range p.Containers {
				pod.Containers = append(pod.Containers, schemas.Container{Name: k.Name, Restarts: k.Restarts})
			}
			row.Pods = append(row.Pods, pod)
		}
		if a := w.Scaling(); a != nil {
			row.Autoscaler = &schemas.Autoscaler{Kind: a.Kind, Name: a.Name}
			for _, m := range a.Metrics {
				row.Autoscaler.Metrics = append(row.Autoscaler.Metrics, schemas.Metric{Type: m.Type, Name: m.Name, Of: m.Of, Band: bandOf(m)})
			}
		}
		c.Workloads = append(c.Workloads, row)
	}
	return c
}
