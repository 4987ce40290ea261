package facts

// This file is putting facts together: parts of one cluster are read at once, each into a Cluster of its own.

import (
	"cmp"
	"slices"
)

// Merge moves all facts of o into c; o is of no use afterwards.
func (c *Cluster) Merge(o *Cluster) {
	if o == nil {
		return
	}
	c.Workloads = append(c.Workloads, o.Workloads...)
	c.Pods = append(c.Pods, o.Pods...)
	c.ReplicaSets = append(c.ReplicaSets, o.ReplicaSets...)
	c.Jobs = append(c.Jobs, o.Jobs...)
	c.CronJobs = append(c.CronJobs, o.CronJobs...)
	c.Autoscalers = append(c.Autoscalers, o.Autoscalers...)
	c.Services = append(c.Services, o.Services...)
	c.Ingresses = append(c.Ingresses, o.Ingresses...)
	c.Budgets = append(c.Budgets, o.Budgets...)
	c.Claims = append(c.Claims, o.Claims...)
	c.Quotas = append(c.Quotas, o.Quotas...)
	c.Events = append(c.Events, o.Events...)
	c.Routes = append(c.Routes, o.Routes...)
	c.Scalers = append(c.Scalers, o.Scalers...)
	c.Resources = append(c.Resources, o.Resources...)
	c.Samples = append(c.Samples, o.Samples...)
	c.reading, o.reading = nil, nil
}

// Sort puts every slice in the order of namespace and name, and ends the reading. Of an object that was added more
// than once the last one stays; of events about one thing, the newest.
func (c *Cluster) Sort() {
	c.Workloads = ordered(c.Workloads, func(w *Workload) (*Meta, string) { return &w.Meta, w.Kind })
	c.Pods = ordered(c.Pods, func(p *Pod) (*Meta, string) { return &p.Meta, "" })
	c.ReplicaSets = ordered(c.ReplicaSets, func(r *ReplicaSet) (*Meta, string) { return &r.Meta, "" })
	c.Jobs = ordered(c.Jobs, func(j *Job) (*Meta, string) { return &j.Meta, "" })
	c.CronJobs = ordered(c.CronJobs, func(j *CronJob) (*Meta, string) { return &j.Meta, "" })
	c.Autoscalers = ordered(c.Autoscalers, func(a *Autoscaler) (*Meta, string) { return &a.Meta, "" })
	c.Services = ordered(c.Services, func(s *Service) (*Meta, string) { return &s.Meta, "" })
	c.Ingresses = ordered(c.Ingresses, func(i *Ingress) (*Meta, string) { return &i.Meta, "" })
	c.Budgets = ordered(c.Budgets, func(b *Budget) (*Meta, string) { return &b.Meta, "" })
	c.Claims = ordered(c.Claims, func(p *Claim) (*Meta, string) { return &p.Meta, "" })
	c.Quotas = ordered(c.Quotas, func(q *Quota) (*Meta, string) { return &q.Meta, "" })
	c.Events = latest(c.Events)
	c.Routes = ordered(c.Routes, func(r *Route) (*Meta, string) { return &r.Meta, r.Group + "/" + r.Kind })
	c.Scalers = ordered(c.Scalers, func(s *Scaler) (*Meta, string) { return &s.Meta, "" })
	c.Resources = ordered(c.Resources, func(r *Resource) (*Meta, string) { return &r.Meta, r.Group + "/" + r.Kind })
	c.reading = nil
}

// ordered sorts by namespace, name and kind and keeps the last of equals.
func ordered[T any](list []*T, key func(*T) (*Meta, string)) []*T {
	compare := func(a, b *T) int {
		am, ak := key(a)
		bm, bk := key(b)
		return cmp.Or(cmp.Compare(am.Namespace, bm.Namespace), cmp.Compare(am.Name, bm.Name), cmp.Compare(ak, bk))
	}
	slices.SortStableFunc(list, compare)
	return lastOfEqual(list, compare)
}

// latest sorts events by what they are about and keeps the newest of each.
func latest(list []*Event) []*Event {
	compare := func(a, b *Event) int { return a.key().compare(b.key()) }
	slices.SortFunc(list, func(a, b *Event) int { return cmp.Or(compare(a, b), a.compareAge(b)) })
	return lastOfEqual(list, compare)
}

func lastOfEqual[T any](list []*T, compare func(a, b *T) int) []*T {
	kept := list[:0]
	for i, x := range list {
		if i+1 == len(list) || compare(x, list[i+1]) != 0 {
			kept = append(kept, x)
		}
	}
	clear(list[len(kept):])
	return kept
}
