package collect

// This file is the owner graph of one cluster: pods tied to what made them, so that a service claims whole
// workloads and a person labels one object, not ten.

import (
	"maps"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// unit is what a service claims as a whole: exactly one of its four pointers is set.
type unit struct {
	workload *facts.WorkloadShare
	cronJob  *facts.CronJobShare
	job      *facts.JobShare // of no CronJob
	pod      *facts.Pod      // the bare pod that workload was made for
	meta     *facts.Meta
	template map[string]string // labels of the pods that it makes
}

// name is how units are looked up by owner references.
type name struct{ namespace, kind, name string }

func (u *unit) kind() string {
	switch {
	case u.workload != nil:
		return u.workload.Kind
	case u.cronJob != nil:
		return "CronJob"
	default:
		return "Job"
	}
}

func (u *unit) pods() []*facts.Pod {
	switch {
	case u.workload != nil:
		return u.workload.Pods
	case u.job != nil:
		return u.job.Pods
	}
	var pods []*facts.Pod
	for _, j := range u.cronJob.Jobs {
		pods = append(pods, j.Pods...)
	}
	return pods
}

// graph is the owner graph of one cluster.
type graph struct {
	units  []*unit
	byName map[name]*unit
	custom customIndex
}

// tie builds the owner graph. Owners that are not known (an operator's own kind, or a kind that could not be read)
// become workloads of that kind, with as many pods wanted as there are.
func tie(c *facts.Cluster) *graph {
	g := &graph{byName: map[name]*unit{}, custom: indexCustom(c.Resources)}
	g.tieWorkloads(c)
	for _, j := range c.CronJobs {
		g.add(&unit{cronJob: &facts.CronJobShare{CronJob: j}, meta: &j.Meta, template: j.Template.Labels})
	}
	g.tieReplicaSets(c)
	jobs := g.tieJobs(c)
	for _, p := range c.Pods {
		if p.Owner.Kind == "" && !facts.Deploys(p) {
			g.addBare(p) // before those that may name it as their owner
		}
	}
	for _, p := range c.Pods {
		if p.Owner.Kind != "" && !facts.Deploys(p) {
			g.tiePod(p, jobs)
		}
	}
	g.tieScalers(c)
	g.sort()
	return g
}

func (g *graph) add(u *unit) *unit {
	g.units = append(g.units, u)
	g.byName[name{u.meta.Namespace, u.kind(), u.meta.Name}] = u
	return u
}

// tieReplicaSets lets a ReplicaSet's name lead to its Deployment (or to whatever owns it), and makes a workload of
// each that nothing owns.
func (g *graph) tieReplicaSets(c *facts.Cluster) {
	for _, r := range c.ReplicaSets {
		own := name{r.Namespace, "ReplicaSet", r.Name}
		if r.Owner.Kind == "" {
			w := r.Workload
			g.add(&unit{workload: &facts.WorkloadShare{Workload: &w}, meta: &w.Meta, template: w.Template.Labels})
			continue
		}
		g.byName[own] = g.owner(r.Namespace, r.Owner, r.Template.Labels)
	}
}

// tieJobs hangs Jobs under their CronJobs and makes units of the rest.
func (g *graph) tieJobs(c *facts.Cluster) map[name]*facts.JobShare {
	jobs := make(map[name]*facts.JobShare, len(c.Jobs))
	for _, j := range c.Jobs {
		share := &facts.JobShare{Job: j}
		jobs[name{j.Namespace, "Job", j.Name}] = share
		cron := g.byName[name{j.Namespace, "CronJob", j.Owner.Name}]
		if j.Owner.Kind == "CronJob" && cron != nil && cron.cronJob != nil {
			cron.cronJob.Jobs = append(cron.cronJob.Jobs, share)
			continue
		}
		g.add(&unit{job: share, meta: &j.Meta, template: j.Template.Labels})
	}
	return jobs
}

func (g *graph) tiePod(p *facts.Pod, jobs map[name]*facts.JobShare) {
	if p.Owner.Kind == "Job" {
		if j := jobs[name{p.Namespace, "Job", p.Owner.Name}]; j != nil {
			j.Pods = append(j.Pods, p)
			return
		}
	}
	u := g.maker(p)
	if u.workload == nil {
		return
	}
	u.workload.Pods = append(u.workload.Pods, p)
	if u.workload.Generation == assumed && p.Phase != "Succeeded" {
		u.workload.Wanted++
	}
}

// maker finds the workload that made a pod: by the ReplicaSet if it was read, by the name of the workload behind that
// if not, by the owner reference else.
func (g *graph) maker(p *facts.Pod) *unit {
	if u := g.byName[name{p.Namespace, p.Owner.Kind, p.Owner.Name}]; u != nil {
		return u
	}
	if ref, ok := facts.MakerOf(p); ok {
		u := g.byName[name{p.Namespace, ref.Kind, ref.Name}]
		if u == nil {
			return g.owner(p.Namespace, ref, p.Labels)
		}
		if u.workload.Generation == assumed || u.workload.Selector.Matches(p.Labels) {
			return u
		}
	}
	return g.owner(p.Namespace, p.Owner, p.Labels)
}

// assumed is the generation of a workload that was made up from its pods' owner references.
const assumed = -1

// owner finds the unit of an owner reference, or makes one up.
func (g *graph) owner(namespace string, ref facts.Ref, labels map[string]string) *unit {
	if u := g.byName[name{namespace, ref.Kind, ref.Name}]; u != nil {
		return u
	}
	labels = maps.Clone(labels)
	delete(labels, "pod-template-hash")
	delete(labels, "rollouts-pod-template-hash")
	meta := facts.Meta{Namespace: namespace, Name: ref.Name, Labels: labels}
	if r := g.custom.owner(namespace, ref); r != nil {
		meta = r.Meta
	}
	w := &facts.Workload{
		Meta:       meta,
		Group:      ref.Group,
		Kind:       ref.Kind,
		Generation: assumed,
		Observed:   assumed,
		Template:   facts.Template{Labels: labels},
	}
	return g.add(&unit{workload: &facts.WorkloadShare{Workload: w}, meta: &w.Meta, template: labels})
}

// addBare makes a workload of a pod that nothing owns: wanted is 1 until it has succeeded.
func (g *graph) addBare(p *facts.Pod) {
	w := &facts.Workload{
		Meta:     p.Meta,
		Kind:     "Pod",
		Template: facts.Template{Labels: p.Labels, Containers: bareContainers(p), Claims: p.Claims},
	}
	if p.Phase != "Succeeded" {
		w.Wanted = 1
	}
	share := &facts.WorkloadShare{Workload: w, Pods: []*facts.Pod{p}}
	g.add(&unit{workload: share, pod: p, meta: &w.Meta, template: p.Labels})
}

func bareContainers(p *facts.Pod) []facts.ContainerSpec {
	specs := make([]facts.ContainerSpec, 0, len(p.Containers))
	for _, c := range p.Containers {
		specs = append(specs, facts.ContainerSpec{Name: c.Name, Kind: c.Kind, Image: c.Image})
	}
	return specs
}

// sort puts units and what hangs under them into an order that does not depend on how they were read, and counts
// the pods of workloads that have no status of their own.
func (g *graph) sort() {
	slices.SortFunc(g.units, func(a, b *unit) int {
		return compareStrings(a.meta.Namespace, b.meta.Namespace, a.meta.Name, b.meta.Name, a.kind(), b.kind())
	})
	for _, u := range g.units {
		slices.SortFunc(u.pods(), comparePods)
		switch {
		case u.cronJob != nil:
			slices.SortFunc(u.cronJob.Jobs, newestFirst)
			for _, j := range u.cronJob.Jobs {
				slices.SortFunc(j.Pods, comparePods)
			}
		case u.workload != nil && (u.pod != nil || u.workload.Generation == assumed):
			countPods(u.workload)
		}
	}
}

func countPods(w *facts.WorkloadShare) {
	for _, p := range w.Pods {
		if p.Phase == "Succeeded" {
			continue
		}
		w.Current++
		w.Updated++
		if facts.Find(p.Conditions, "Ready").Status == "True" {
			w.Ready++
			w.Available++
		}
	}
	if w.Generation == assumed {
		w.Template.Containers = newestContainers(w.Pods)
	}
}

// newestContainers stands for the template of a workload whose template is not known.
func newestContainers(pods []*facts.Pod) []facts.ContainerSpec {
	if len(pods) == 0 {
		return nil
	}
	return bareContainers(slices.MaxFunc(pods, func(a, b *facts.Pod) int {
		if n := a.Created.Compare(b.Created); n != 0 {
			return n
		}
		return comparePods(a, b)
	}))
}
