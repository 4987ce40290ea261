package health

// This file is what a pod's facts say of it: ready, starting, failing, lost. Rules and pages go by the same words.

import (
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// PodState is the shape that a pod is drawn with, and why it is not ready, in Kubernetes' word.
func PodState(p *facts.Pod, now time.Time) (schemas.PodState, string) {
	switch {
	case lost(p, now):
		return schemas.PodLost, "NodeLost"
	case !p.Deleted.IsZero():
		return schemas.PodTerminating, ""
	case p.Phase == "Succeeded":
		return schemas.PodSucceeded, ""
	case p.Phase == "Failed":
		return schemas.PodFailed, failure(p)
	}
	if c, reason := failing(p, now); c != nil {
		return schemas.PodFailing, reason
	}
	switch {
	case ready(p):
		return schemas.PodReady, ""
	case p.Phase != "Running":
		return schemas.PodPending, waitsFor(p)
	case starting(p, now):
		return schemas.PodStarting, unreadyReason(p)
	default:
		return schemas.PodUnready, unreadyReason(p)
	}
}

// ready goes by the pod's condition; without one, by its containers.
func ready(p *facts.Pod) bool {
	if c := facts.Find(p.Conditions, "Ready"); c.Status != "" {
		return c.Status == "True"
	}
	any := false
	for i := range p.Containers {
		if p.Containers[i].Kind == facts.Init {
			continue
		}
		if !p.Containers[i].Ready {
			return false
		}
		any = true
	}
	return any
}

// starting says that a pod is not ready and need not be yet: waiting to run for less than five minutes, or running
// and inside the start budget of each container that is not ready. A container that keeps failing is not starting.
func starting(p *facts.Pod, now time.Time) bool {
	if ready(p) || !p.Deleted.IsZero() || ended(p) || silent(p) {
		return false
	}
	if c, _ := failing(p, now); c != nil {
		return false
	}
	if p.Phase != "Running" {
		return !over(first(p.Created, p.Started), now, patience)
	}
	for i := range p.Containers {
		c := &p.Containers[i]
		if c.Kind != facts.Init && !c.Ready && !inBudget(p, c, now) {
			return false
		}
	}
	return len(unmetGates(p)) == 0 || !over(first(p.Started, p.Created), now, patience)
}

// inBudget says that a container may still be unready. The budget runs from its own start: a restart starts anew.
func inBudget(p *facts.Pod, c *facts.Container, now time.Time) bool {
	return !over(first(c.State.Started, p.Started, p.Created), now, budget(c))
}

func budget(c *facts.Container) time.Duration {
	if c.StartBudget <= 0 {
		return patience
	}
	return c.StartBudget
}

// blinking says that a running pod has stopped being ready within the last minute, by no container's doing: its
// readiness probe has failed a few times.
func blinking(p *facts.Pod, now time.Time) bool {
	stopped := func(c facts.Container) bool { return c.Kind != facts.Init && c.State.Kind != facts.Running }
	c := facts.Find(p.Conditions, "Ready")
	return p.Phase == "Running" && p.Deleted.IsZero() && c.Status == "False" && within(c.Since, now, blink) &&
		!slices.ContainsFunc(p.Containers, stopped)
}

func ended(p *facts.Pod) bool { return p.Phase == "Failed" || p.Phase == "Succeeded" }

// failing is the first container that cannot run, and the reason in a word that does not change between two
// attempts of the kubelet.
func failing(p *facts.Pod, now time.Time) (*facts.Container, string) {
	for i := range p.Containers {
		c := &p.Containers[i]
		reason := c.State.Reason
		switch {
		case looping(c, now):
			return c, "CrashLoopBackOff"
		case c.State.Kind != facts.Waiting:
		case reason == "ErrImagePull":
			return c, "ImagePullBackOff"
		case imageReasons[reason].is != "" || configReasons[reason] != "":
			return c, reason
		}
	}
	return nil, ""
}

// unmetGates lists the readiness gates of a pod that hold it back.
func unmetGates(p *facts.Pod) []string {
	var unmet []string
	for _, gate := range p.ReadinessGates {
		if facts.Find(p.Conditions, gate).Status != "True" {
			unmet = append(unmet, gate)
		}
	}
	return unmet
}

// waitsFor is what a pod that does not run yet waits for.
func waitsFor(p *facts.Pod) string {
	if c := facts.Find(p.Conditions, "PodScheduled"); c.Status == "False" && c.Reason != "" {
		return c.Reason
	}
	for i := range p.Containers {
		if c := &p.Containers[i]; c.State.Kind == facts.Waiting && c.State.Reason != "" {
			return c.State.Reason
		}
	}
	return p.Reason
}

func unreadyReason(p *facts.Pod) string {
	if c := facts.Find(p.Conditions, "Ready"); c.Reason != "" {
		return c.Reason
	}
	return "ContainersNotReady"
}

// failure is why a failed pod failed: its own reason (Evicted), else that of the container that ended it.
func failure(p *facts.Pod) string {
	if p.Reason != "" {
		return p.Reason
	}
	for i := range p.Containers {
		if end := p.Containers[i].State; bad(end) {
			return causeOf(end)
		}
	}
	return ""
}

// failedAt is when a failed pod failed: the latest thing that Kubernetes says of it.
func failedAt(p *facts.Pod) time.Time {
	var t time.Time
	for i := range p.Containers {
		t = later(t, p.Containers[i].State.Finished)
	}
	for _, c := range p.Conditions {
		t = later(t, c.Since)
	}
	return first(t, p.Started, p.Created)
}
