package health

// This file is how facts and problems add up to the one word that sums up a workload, a job, a cluster, a service.

import (
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// WorkloadStatus sums up a workload. The problems may be those of the whole share: its own are picked out.
func WorkloadStatus(w *facts.WorkloadShare, problems []schemas.Problem, now time.Time) schemas.Status {
	// A problem that counts; and a critical one of its pods, which tells what is down from what only starts: that is a
	// fact, whether or not somebody has set it aside.
	var worst, pods bool
	object := facts.ObjectName(w.Kind, &w.Meta)
	families := familyOf()
	for _, p := range problems {
		if p.Object == object {
			worst = worst || counts(p)
			pods = pods || (p.Severity == schemas.Critical && families[p.Rule] == podFamily)
		}
	}
	under := underWay(w, now)
	switch {
	case w.Kind == "Pod" && gatedPod(w):
		return schemas.Suspended
	case lacksAll(w) && (!under || pods):
		return schemas.Down
	case worst:
		return schemas.Degraded
	case under:
		return schemas.Progressing
	case zeroByHand(w):
		return schemas.Suspended
	default:
		return schemas.Healthy
	}
}

// gatedPod says that a bare pod is held back on purpose.
func gatedPod(w *facts.WorkloadShare) bool {
	return slices.ContainsFunc(w.Pods, func(p *facts.Pod) bool { return p.Gated && p.Phase == "Pending" })
}

// lacksAll says that pods are wanted and none is ready. Of a workload that was made up from its pods, those that
// have ended are not wanted any more.
func lacksAll(w *facts.WorkloadShare) bool {
	if assumed(w) && !slices.ContainsFunc(w.Pods, func(p *facts.Pod) bool { return !ended(p) }) {
		return false
	}
	return w.Wanted > 0 && w.Ready == 0
}

// underWay says that what is missing is on its way: a rollout inside its deadline, or pods inside their start budget.
func underWay(w *facts.WorkloadShare, now time.Time) bool {
	if !observed(w, now) || rolling(w, now) {
		return true
	}
	if w.Wanted <= w.Ready {
		return false
	}
	_, stuck := stuck(w, now)
	return explained(w, now, none) || (!stuck && w.Kind != "Pod" && !assumed(w) && w.Ready == 0 && firstRollout(w, now))
}

// counts says that a problem makes its cluster degraded: what could not be read says nothing of the service, and what
// is ignored is of no account.
func counts(p schemas.Problem) bool {
	return p.Ignored == nil && p.Severity != schemas.Info && p.Rule != unreadable.ID && p.Rule != clusterUnreachable.ID
}

func familyOf() map[string]string {
	families := map[string]string{}
	for _, r := range table() {
		families[r.ID] = r.Family
	}
	return families
}

// JobStatus sums up a Job.
func JobStatus(j *facts.JobShare) schemas.Status {
	switch {
	case jobCondition(j.Job, "Complete").Type != "":
		return schemas.Healthy
	case jobCondition(j.Job, "Failed").Type != "":
		return schemas.Degraded
	case j.Suspended:
		return schemas.Suspended
	default:
		return schemas.Progressing
	}
}

// CronJobStatus sums up a CronJob. A run that is active is its ordinary work.
func CronJobStatus(c *facts.CronJobShare) schemas.Status {
	if c.Suspended {
		return schemas.Suspended
	}
	if _, _, err := scheduleOf(c.CronJob); err != nil {
		return schemas.Degraded
	}
	if newest := newestFinished(c); newest != nil && jobCondition(newest.Job, "Failed").Type != "" {
		return schemas.Degraded
	}
	return schemas.Healthy
}

// ClusterStatus sums up a service in one cluster from what the snapshot holds of it. Custom resources count by their
// problems alone: operators reconcile at every interval, so that a resource in progress says nothing of the service and
// would make its status flap; what it rolls out shows in the workloads.
func ClusterStatus(c *schemas.Cluster) schemas.Status {
	switch {
	case c.Stale && c.Status != "":
		return c.Status
	case blind(c):
		return schemas.Unknown
	case empty(c) && readWhole(c):
		return schemas.Missing
	case empty(c):
		return schemas.Unknown // it may all be of a kind that was not read: a Rollout, a CronJob
	case down(c):
		return schemas.Down
	case slices.ContainsFunc(c.Problems, counts):
		return schemas.Degraded
	case slices.ContainsFunc(c.Workloads, func(w schemas.Workload) bool { return w.Status == schemas.Progressing }):
		return schemas.Progressing
	case len(c.Workloads)+len(c.Jobs) == 0 && len(c.Resources) > 0:
		return ofResources(c.Resources)
	case suspended(c):
		return schemas.Suspended
	default:
		return schemas.Healthy
	}
}

// essential are the kinds without which nothing can be said; "*" is the whole cluster. A custom kind that runs pods is not
// among them: its pods are seen, and tied to what owns them, without it.
var essential = []string{"*", "pods", "deployments.apps", "statefulsets.apps", "daemonsets.apps"}

// blind says that pods or a workload kind could not be read and nothing older is known of them.
func blind(c *schemas.Cluster) bool {
	return slices.ContainsFunc(c.Reads, func(r schemas.Read) bool {
		return notRead(r.State) && r.AsOf.IsZero() && slices.Contains(essential, r.Resource)
	})
}

func notRead(s schemas.ReadState) bool { return s != schemas.ReadOK && s != schemas.ReadNotServed }

// empty says that nothing of the service is there. A quota is the namespace's, not the service's.
func empty(c *schemas.Cluster) bool {
	return len(c.Workloads)+len(c.Jobs)+len(c.Network)+len(c.Storage)+len(c.Budgets)+len(c.Resources) == 0
}

// readWhole says that every kind was read of which a service may have something. Events and quotas are no part of it.
func readWhole(c *schemas.Cluster) bool {
	return !slices.ContainsFunc(c.Reads, func(r schemas.Read) bool {
		return notRead(r.State) && r.Resource != "events" && r.Resource != "resourcequotas"
	})
}

// ofResources sums up a service that is nothing but custom resources in a cluster: a release that deploys elsewhere, a
// certificate. Where something runs, what runs tells.
func ofResources(resources []schemas.Resource) schemas.Status {
	is := func(s schemas.Status) func(schemas.Resource) bool {
		return func(r schemas.Resource) bool { return r.Status == s }
	}
	switch {
	case slices.ContainsFunc(resources, is(schemas.Progressing)):
		return schemas.Progressing
	case !slices.ContainsFunc(resources, func(r schemas.Resource) bool { return r.Status != schemas.Suspended }):
		return schemas.Suspended
	default:
		return schemas.Healthy
	}
}

// down says that pods are wanted, none is ready, and that this is not just a start.
func down(c *schemas.Cluster) bool {
	lost := false
	for _, w := range c.Workloads {
		if w.Replicas.Ready > 0 {
			return false
		}
		lost = lost || w.Status == schemas.Down
	}
	return lost
}

// suspended says that everything that could run was switched off by hand. What is done (a Job, a bare pod) could not.
func suspended(c *schemas.Cluster) bool {
	some := false
	for _, w := range c.Workloads {
		switch {
		case w.Status == schemas.Suspended:
			some = true
		case w.Kind != "Pod" || w.Replicas.Wanted > 0:
			return false
		}
	}
	for _, j := range c.Jobs {
		switch {
		case j.Status == schemas.Suspended:
			some = true
		case j.Kind == "CronJob" || j.Status == schemas.Progressing:
			return false
		}
	}
	return some
}

// ServiceStatus sums up a service over its clusters and findings. Clusters where it is suspended, or where its absence
// is ignored, are left aside unless all are. Where all the rest are missing, or unknown, that is the word, whatever
// findings say so too.
func ServiceStatus(s *schemas.Snapshot) schemas.Status {
	var rest []schemas.Status
	absences := 0
	for i := range s.Clusters {
		c := &s.Clusters[i]
		away := c.Status == schemas.Missing && absenceIgnored(s, c)
		if away {
			absences++
		}
		if !away && c.Status != schemas.Suspended {
			rest = append(rest, c.Status)
		}
	}
	switch {
	case len(s.Clusters) == absences:
		return schemas.Missing
	case len(rest) == 0:
		return schemas.Suspended
	case all(rest, schemas.Down), all(rest, schemas.Missing), all(rest, schemas.Unknown):
		return rest[0]
	case slices.ContainsFunc(s.Findings, counts):
		return schemas.Degraded
	}
	for _, status := range []schemas.Status{schemas.Down, schemas.Degraded, schemas.Missing, schemas.Unknown, schemas.Progressing} {
		if !slices.Contains(rest, status) {
			continue
		}
		if status == schemas.Down {
			return schemas.Degraded
		}
		return status
	}
	return schemas.Healthy
}

func absenceIgnored(s *schemas.Snapshot, c *schemas.Cluster) bool {
	return slices.ContainsFunc(s.Findings, func(p schemas.Problem) bool {
		return p.Rule == absent.ID && p.Object == clusterObject(c) && p.Ignored != nil
	})
}

func all(list []schemas.Status, status schemas.Status) bool {
	return !slices.ContainsFunc(list, func(s schemas.Status) bool { return s != status })
}
