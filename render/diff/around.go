package diff

// This file compares what stands around the workloads: network, storage, budgets, quotas and custom resources. How
// much of it is used at the moment is not told: pods behind a Service, disruptions allowed, a quota's band.

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func network(k knowledge) []schemas.Entry {
	return objects(k, k.old.Network, k.new.Network, kindOf[schemas.Network]{
		object: schemas.Network.Object,
		changed: func(e schemas.Entry, old, new *schemas.Network) []schemas.Entry {
			e.What = schemas.ObjectChanged
			return slices.Concat(
				side(e, "type", old.Type, new.Type),
				lists(e, "ports", old.Ports, new.Ports),
				lists(e, "hosts", old.Hosts, new.Hosts),
				lists(e, "backends", old.Backends, new.Backends),
				lists(e, "addresses", old.Addresses, new.Addresses),
			)
		},
	})
}

func claims(k knowledge) []schemas.Entry {
	return objects(k, lasting(k.old), lasting(k.new), kindOf[schemas.Claim]{
		object: schemas.Claim.Object,
		said:   func(c schemas.Claim) string { return c.Size },
		changed: func(e schemas.Entry, old, new *schemas.Claim) []schemas.Entry {
			e.What = schemas.ObjectChanged
			return slices.Concat(
				side(e, "phase", old.Phase, new.Phase),
				side(e, "class", old.Class, new.Class),
				side(e, "size", old.Size, new.Size),
				lists(e, "access", old.Access, new.Access),
			)
		},
	})
}

// lasting leaves out the claims of ephemeral volumes, which are named after their pod and come and go with it.
func lasting(c *schemas.Cluster) []schemas.Claim {
	return slices.DeleteFunc(slices.Clone(c.Storage), func(claim schemas.Claim) bool {
		return slices.ContainsFunc(c.Workloads, func(w schemas.Workload) bool {
			return w.Namespace == claim.Namespace && slices.ContainsFunc(w.Pods, func(p schemas.Pod) bool {
				return strings.HasPrefix(claim.Name, p.Name+"-")
			})
		})
	})
}

func budgets(k knowledge) []schemas.Entry {
	return objects(k, k.old.Budgets, k.new.Budgets, kindOf[schemas.Budget]{
		object: schemas.Budget.Object,
		changed: func(e schemas.Entry, old, new *schemas.Budget) []schemas.Entry {
			return append(field(e, "minAvailable", old.MinAvailable, new.MinAvailable),
				field(e, "maxUnavailable", old.MaxUnavailable, new.MaxUnavailable)...)
		},
	})
}

func quotas(k knowledge) []schemas.Entry {
	return objects(k, k.old.Quotas, k.new.Quotas, kindOf[schemas.Quota]{
		object: schemas.Quota.Object,
		part:   func(q schemas.Quota) string { return q.Resource },
		said:   func(q schemas.Quota) string { return q.Hard },
		changed: func(e schemas.Entry, old, new *schemas.Quota) []schemas.Entry {
			return field(e, "", old.Hard, new.Hard)
		},
	})
}

func resources(k knowledge) []schemas.Entry {
	return objects(k, k.old.Resources, k.new.Resources, kindOf[schemas.Resource]{
		object: schemas.Resource.Object,
		group:  func(r schemas.Resource) string { return r.Group },
		said:   func(r schemas.Resource) string { return r.Revision },
		changed: func(e schemas.Entry, old, new *schemas.Resource) []schemas.Entry {
			return slices.Concat(
				status(e, old.Status, new.Status),
				field(e, "revision", old.Revision, new.Revision),
				field(e, "expires", day(old.Expires), day(new.Expires)),
			)
		},
	})
}
