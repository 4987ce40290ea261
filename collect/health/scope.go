package health

// This file is what rules look at: one service's share of one cluster, by unit, and the walk of a rule over it.

import (
	"iter"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// scope is one judgement's view of a share.
type scope struct {
	share  *facts.Share
	now    time.Time
	near   float64 // of near-max
	units  []*unit
	events map[eventOf]*facts.Event
	past   past
	loops  map[*facts.Pod]bool // with a container in a crash loop
}

// eventOf finds the newest event of one object, reason and container.
type eventOf struct{ namespace, kind, name, reason, container string }

func newScope(in Input) *scope {
	s := &scope{
		share:  in.Share,
		now:    in.Now,
		near:   threshold(in.Rules.Settings),
		units:  units(in.Share),
		events: map[eventOf]*facts.Event{},
		past:   remember(in.Previous),
		loops:  map[*facts.Pod]bool{},
	}
	for _, e := range in.Share.Events {
		key := eventOf{e.Namespace, e.Object.Kind, e.Object.Name, e.Reason, e.Container}
		if known := s.events[key]; known == nil || known.Time.Before(e.Time) {
			s.events[key] = e
		}
	}
	for each := range s.subjects(unended) {
		for i := range each.pod.Containers {
			if s.looping(each, &each.pod.Containers[i]) {
				s.loops[each.pod] = true
			}
		}
	}
	return s
}

// unit is what owns pods and what a problem of theirs is named after.
type unit struct {
	kind, namespace, name string

	template facts.Template
	selector facts.Selector
	pods     []*facts.Pod
	suspects []*facts.Pod // those of pods that a rule may have something to say of
	workload *facts.WorkloadShare
	job      *facts.JobShare
}

func (u *unit) object() string { return u.kind + "/" + u.namespace + "/" + u.name }

// units lists everything that has pods. The pods of a CronJob's Jobs count as the CronJob's: its Jobs come and go.
func units(share *facts.Share) []*unit {
	var all []*unit
	for _, w := range share.Workloads {
		all = append(all, unitOf(w))
	}
	for _, c := range share.CronJobs {
		for _, j := range c.Jobs {
			u := unitOfJob(j)
			u.kind, u.name = "CronJob", c.Name
			all = append(all, u)
		}
	}
	for _, j := range share.Jobs {
		all = append(all, unitOfJob(j))
	}
	for _, u := range all {
		for _, p := range u.pods {
			if !quiet(p) {
				u.suspects = append(u.suspects, p)
			}
		}
	}
	return all
}

func unitOf(w *facts.WorkloadShare) *unit {
	return &unit{
		kind: w.Kind, namespace: w.Namespace, name: w.Name,
		template: w.Template, selector: w.Selector, pods: w.Pods, workload: w,
	}
}

func unitOfJob(j *facts.JobShare) *unit {
	return &unit{
		kind: "Job", namespace: j.Namespace, name: j.Name,
		template: j.Template, pods: j.Pods, job: j,
		selector: facts.Selector{Labels: map[string]string{"job-name": j.Name}},
	}
}

// bare says that the unit is a pod that nothing owns: then pod and object are one.
func (u *unit) bare() bool { return u.kind == "Pod" }

// subject is a pod and what owns it.
type subject struct {
	*unit
	pod *facts.Pod
}

// pods says which pods a rule looks at.
type pods int

const (
	live        pods = iota // neither ended, nor going, nor on a lost node
	started                 // live ones, and failed ones: what happened in their containers is still news
	failed                  // ended with a failure
	terminating             // with a deletion timestamp
	unended                 // live, terminating or lost
)

func (k pods) holds(p *facts.Pod) bool {
	ended := p.Phase == "Failed" || p.Phase == "Succeeded"
	going := !p.Deleted.IsZero()
	switch k {
	case started:
		return p.Phase != "Succeeded" && !going && (ended || !silent(p))
	case failed:
		return p.Phase == "Failed" && !going
	case terminating:
		return going
	case unended:
		return !ended
	default:
		return !ended && !going && !silent(p)
	}
}

// subjects walks over the pods of one class. What finished Jobs leave behind is history.
func (s *scope) subjects(k pods) iter.Seq[subject] {
	return func(yield func(subject) bool) {
		for _, u := range s.units {
			if u.job != nil && finished(u.job.Job) {
				continue
			}
			for _, p := range u.suspects {
				if k.holds(p) && !yield(subject{u, p}) {
					return
				}
			}
		}
	}
}

// apply runs one rule over everything that it looks at.
func (s *scope) apply(r rule) []found {
	var all []found
	for each := range s.subjects(r.pods) {
		all = append(all, s.applyPod(r, each)...)
	}
	for _, u := range s.units {
		all = append(all, s.applyUnit(r, u)...)
	}
	if r.autoscaler != nil {
		for _, a := range s.share.Orphans {
			if f, ok := r.autoscaler(s, nil, &facts.Scaling{Autoscaler: a, Kind: "HorizontalPodAutoscaler"}); ok {
				f.object = facts.ObjectName("HorizontalPodAutoscaler", &a.Meta)
				all = append(all, f)
			}
		}
	}
	if r.around != nil {
		all = append(all, r.around(s)...)
	}
	if r.cronJob != nil {
		for _, c := range s.share.CronJobs {
			if f, ok := r.cronJob(s, c); ok {
				f.object = "CronJob/" + c.Namespace + "/" + c.Name
				all = append(all, f)
			}
		}
	}
	return all
}

func (s *scope) applyPod(r rule, each subject) []found {
	var all []found
	add := func(f found) {
		f.object = each.object()
		for _, claim := range each.pod.Claims {
			f.needs = append(f.needs, claimObject(each.namespace, claim))
		}
		f.hurts = f.hurts || !ready(each.pod)
		if !each.bare() {
			f.part = "Pod/" + each.pod.Namespace + "/" + each.pod.Name
		}
		all = append(all, f)
	}
	if r.pod != nil {
		if f, ok := r.pod(s, each); ok {
			add(f)
		}
	}
	if r.container != nil {
		for i := range each.pod.Containers {
			c := &each.pod.Containers[i]
			if f, ok := r.container(s, each, c); ok {
				f.container = c.Name
				add(f)
			}
		}
	}
	return all
}

func (s *scope) applyUnit(r rule, u *unit) []found {
	var all []found
	add := func(f found, ok bool) {
		if ok {
			f.object = u.object()
			all = append(all, f)
		}
	}
	if r.workload != nil && u.workload != nil {
		add(r.workload(s, u.workload))
	}
	if r.autoscaler != nil && u.workload != nil {
		if a := u.workload.Scaling(); a != nil && !a.Paused {
			add(r.autoscaler(s, u, a))
		}
	}
	if r.job != nil && u.job != nil {
		f, ok := r.job(s, u, u.job)
		if u.kind == "CronJob" {
			f.part = "Job/" + u.job.Namespace + "/" + u.job.Name
		}
		add(f, ok)
	}
	return all
}

// podEvent is the newest event about a pod, or about one container of it.
func (s *scope) podEvent(p *facts.Pod, reason, container string) (*facts.Event, bool) {
	e := s.events[eventOf{p.Namespace, "Pod", p.Name, reason, container}]
	return e, e != nil
}
