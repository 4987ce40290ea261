package collect

// This file writes the facts of a share down as a snapshot's cluster. Only the fields named here ever reach a file.

import (
	"cmp"
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func emptyCluster(r *source.Reading) schemas.Cluster {
	return schemas.Cluster{
		Name: r.Name, Kubernetes: r.Kubernetes, Reads: readsOf(r),
		Workloads: []schemas.Workload{}, Jobs: []schemas.Job{}, Network: []schemas.Network{},
		Storage: []schemas.Claim{}, Budgets: []schemas.Budget{}, Quotas: []schemas.Quota{},
		Resources: []schemas.Resource{}, Problems: []schemas.Problem{},
	}
}

func assemble(share *facts.Share, r *source.Reading, problems []schemas.Problem, now time.Time) schemas.Cluster {
	c := emptyCluster(r)
	c.Problems = append(c.Problems, problems...)
	for _, w := range share.Workloads {
		c.Workloads = append(c.Workloads, workload(w, problems, now))
	}
	for _, j := range share.CronJobs {
		c.Jobs = append(c.Jobs, cronJob(j))
		if len(j.Jobs) > 0 && failed(j.Jobs[0].Job) {
			c.Jobs = append(c.Jobs, job(j.Jobs[0], j.Name, now))
		}
	}
	for _, j := range share.Jobs {
		c.Jobs = append(c.Jobs, job(j, "", now))
	}
	c.Network = network(share)
	c.Storage = storage(share)
	c.Resources = resources(share, now)
	for _, b := range share.Budgets {
		c.Budgets = append(c.Budgets, schemas.Budget{
			Namespace: b.Namespace, Name: b.Name, MinAvailable: b.MinAvailable, MaxUnavailable: b.MaxUnavailable,
			Expected: b.Expected, Healthy: b.Healthy, Desired: b.Desired, Allowed: b.Allowed,
		})
	}
	for _, q := range share.Quotas {
		for _, l := range q.Lines {
			c.Quotas = append(c.Quotas, schemas.Quota{
				Namespace: q.Namespace, Name: q.Name, Resource: l.Resource, Hard: l.Hard, Band: quotaBand(l),
			})
		}
	}
	sortCluster(&c)
	return c
}

func sortCluster(c *schemas.Cluster) {
	slices.SortFunc(c.Workloads, func(a, b schemas.Workload) int {
		return compareStrings(a.Namespace, b.Namespace, a.Name, b.Name, a.Kind, b.Kind)
	})
	slices.SortFunc(c.Jobs, func(a, b schemas.Job) int {
		return compareStrings(a.Namespace, b.Namespace, cmp.Or(a.Owner, a.Name), cmp.Or(b.Owner, b.Name), a.Kind, b.Kind, a.Name, b.Name)
	})
	slices.SortFunc(c.Network, func(a, b schemas.Network) int {
		return compareStrings(a.Namespace, b.Namespace, b.Kind, a.Kind, a.Name, b.Name) // Services before Ingresses
	})
	slices.SortFunc(c.Storage, func(a, b schemas.Claim) int {
		return compareStrings(a.Namespace, b.Namespace, a.Name, b.Name)
	})
	slices.SortFunc(c.Resources, func(a, b schemas.Resource) int {
		return compareStrings(a.Namespace, b.Namespace, a.Kind, b.Kind, a.Name, b.Name, a.Group, b.Group)
	})
	slices.SortFunc(c.Budgets, func(a, b schemas.Budget) int {
		return compareStrings(a.Namespace, b.Namespace, a.Name, b.Name)
	})
	slices.SortFunc(c.Quotas, func(a, b schemas.Quota) int {
		return compareStrings(a.Namespace, b.Namespace, a.Name, b.Name, a.Resource, b.Resource)
	})
}
