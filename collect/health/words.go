package health

// This file is what messages and hints are worded with: containers, limits and the kubectl commands that a service
// owner may run.

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// who names a container in a sentence.
func who(c *facts.Container) string {
	switch c.Kind {
	case facts.Init:
		return "init container " + c.Name
	case facts.Sidecar:
		return "sidecar " + c.Name
	default:
		return "container " + c.Name
	}
}

// limit is the container's memory limit in a sentence, where it is known.
func (u *unit) limit(c *facts.Container) string {
	for _, spec := range u.template.Containers {
		if spec.Name == c.Name && spec.LimitsMemory != "" {
			return " (its limit is " + spec.LimitsMemory + ")"
		}
	}
	return ""
}

// logs is the command that shows what a container printed. kubectl finds a pod by its owner, so that the command
// holds after the pod was replaced.
func (u *unit) logs(c *facts.Container, previous bool) string {
	command := fmt.Sprintf("kubectl logs -n %s %s -c %s", u.namespace, u.kubectl(), c.Name)
	if previous {
		command += " --previous"
	}
	return command
}

// describe is the command that shows the unit's pods with their events.
func (u *unit) describe() string {
	if u.bare() {
		return fmt.Sprintf("kubectl describe -n %s pod/%s", u.namespace, u.name)
	}
	return strings.TrimSpace(fmt.Sprintf("kubectl describe pods -n %s %s", u.namespace, u.byLabel()))
}

// kubectl names the unit to kubectl: as an owner, where kubectl knows how to find the pods of that kind.
func (u *unit) kubectl() string {
	switch {
	case u.job != nil:
		return "job/" + u.job.Name
	case u.kind == "Deployment", u.kind == "StatefulSet", u.kind == "DaemonSet", u.kind == "ReplicaSet", u.bare():
		return short(u.kind) + "/" + u.name
	default:
		return u.byLabel()
	}
}

// byLabel is the flag that finds the unit's pods: by its selector, else by what its template is labelled with.
func (u *unit) byLabel() string {
	labels := u.selector.Labels
	if len(labels) == 0 {
		labels = u.template.Labels
	}
	if len(labels) == 0 {
		return ""
	}
	return "-l " + labelText(labels)
}

// labelText writes labels as kubectl's flag -l takes them.
func labelText(labels map[string]string) string {
	var all []string
	for _, k := range slices.Sorted(maps.Keys(labels)) {
		all = append(all, k+"="+labels[k])
	}
	return strings.Join(all, ",")
}

// undo is the command that brings a workload's former template back.
func undo(w *facts.WorkloadShare) string {
	switch w.Kind {
	case rolloutKind:
		return fmt.Sprintf("kubectl argo rollouts undo -n %s %s", w.Namespace, w.Name)
	case configKind:
		return fmt.Sprintf("oc rollout undo -n %s dc/%s", w.Namespace, w.Name)
	default:
		return fmt.Sprintf("kubectl rollout undo -n %s %s/%s", w.Namespace, short(w.Kind), w.Name)
	}
}

// resume is the command that ends the pause of a rollout.
func resume(w *facts.WorkloadShare) string {
	switch w.Kind {
	case rolloutKind:
		return fmt.Sprintf("kubectl argo rollouts promote -n %s %s", w.Namespace, w.Name)
	case configKind:
		return fmt.Sprintf("oc rollout resume -n %s dc/%s", w.Namespace, w.Name)
	default:
		return fmt.Sprintf("kubectl rollout resume -n %s %s/%s", w.Namespace, short(w.Kind), w.Name)
	}
}

// short is how kubectl users write a kind.
func short(kind string) string {
	if kind == "Deployment" {
		return "deploy"
	}
	return strings.ToLower(kind)
}

// replicas counts in a sentence.
func replicas(n int) string {
	if n == 1 {
		return "1 replica"
	}
	return fmt.Sprintf("%d replicas", n)
}

// span is a length of time in a sentence: "1 hour 30 minutes".
func span(d time.Duration) string {
	var parts []string
	for _, unit := range []struct {
		of   time.Duration
		name string
	}{{time.Hour, "hour"}, {time.Minute, "minute"}, {time.Second, "second"}} {
		n := d / unit.of
		d -= n * unit.of
		switch {
		case n == 1:
			parts = append(parts, "1 "+unit.name)
		case n > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", n, unit.name))
		}
	}
	return strings.Join(parts, " ")
}
