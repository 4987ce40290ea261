package collect

// This file writes pods and batch jobs down for a snapshot.

import (
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/health"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func pods(list []*facts.Pod, now time.Time) []schemas.Pod {
	out := make([]schemas.Pod, 0, len(list))
	for _, p := range list {
		out = append(out, pod(p, now))
	}
	return out
}

func pod(p *facts.Pod, now time.Time) schemas.Pod {
	state, reason := health.PodState(p, now)
	s := schemas.Pod{
		Name: p.Name, State: state, Reason: reason,
		Revision: p.Revision, Node: p.Node, Created: p.Created,
		Containers: make([]schemas.Container, 0, len(p.Containers)),
	}
	for _, c := range p.Containers {
		s.Restarts += c.Restarts
		s.Containers = append(s.Containers, container(c))
	}
	return s
}

func container(c facts.Container) schemas.Container {
	s := schemas.Container{
		Name: c.Name, Kind: schemas.ContainerKind(c.Kind), Image: c.Image,
		State: string(c.State.Kind), Ready: c.Ready, Reason: c.State.Reason,
		Restarts: c.Restarts, Last: termination(c.Last),
	}
	if s.State == "" {
		s.State = string(facts.Waiting) // the kubelet has not reported yet
	}
	if s.Last == nil && c.Kind != facts.Init {
		s.Last = termination(c.State)
	}
	return s
}

// termination is the end of a run, nil where the state is none.
func termination(s facts.State) *schemas.Termination {
	if s.Kind != facts.Terminated {
		return nil
	}
	return &schemas.Termination{Reason: s.Reason, ExitCode: s.ExitCode, Signal: s.Signal, Started: s.Started, Finished: s.Finished}
}

// cronJob carries no times while its newest run succeeded: they would change at every run.
func cronJob(c *facts.CronJobShare) schemas.Job {
	j := schemas.Job{
		Kind: "CronJob", Namespace: c.Namespace, Name: c.Name,
		Status:   health.CronJobStatus(c),
		Schedule: c.Schedule, TimeZone: c.TimeZone, Suspended: c.Suspended,
		Outcome: "none", Active: c.Active,
		Containers: containers(c.Template), Pods: []schemas.Pod{},
	}
	for _, run := range c.Jobs {
		if outcome := outcome(run.Job); outcome == "succeeded" || outcome == "failed" {
			j.Outcome = outcome
			break
		}
	}
	if j.Outcome == "none" && !c.LastSuccess.IsZero() {
		j.Outcome = "succeeded"
	}
	if j.Outcome == "failed" {
		j.LastSuccess = c.LastSuccess
	}
	return j
}

func job(w *facts.JobShare, owner string, now time.Time) schemas.Job {
	return schemas.Job{
		Kind: "Job", Namespace: w.Namespace, Name: w.Name,
		Status: health.JobStatus(w), Suspended: w.Suspended, Owner: owner,
		Outcome: outcome(w.Job), Active: w.Active, Failed: w.Failed,
		Started: w.Started, Finished: w.Finished,
		Containers: containers(w.Template), Pods: pods(w.Pods, now),
	}
}

func failed(j *facts.Job) bool { return facts.Find(j.Conditions, "Failed").Status == "True" }

func outcome(j *facts.Job) string {
	switch {
	case failed(j):
		return "failed"
	case facts.Find(j.Conditions, "Complete").Status == "True":
		return "succeeded"
	case j.Active > 0:
		return "active"
	default:
		return "none"
	}
}
