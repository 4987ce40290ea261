package health

// This file is what messages and hints are worded with: containers, limits and the kubectl commands that a service
// owner may run.

import (
	"fmt"
	"maps"
	"slices"
	"strings"

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
	command := fmt.Sprintf("kubectl logs -n %s %s -c %s", u.namespace, u.kubectl, c.Name)
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
	if len(u.selector.Labels) == 0 {
		return fmt.Sprintf("kubectl describe pods -n %s", u.namespace)
	}
	var labels []string
	for _, k := range slices.Sorted(maps.Keys(u.selector.Labels)) {
		labels = append(labels, k+"="+u.selector.Labels[k])
	}
	return fmt.Sprintf("kubectl describe pods -n %s -l %s", u.namespace, strings.Join(labels, ","))
}

// short is how kubectl users write a kind.
func short(kind string) string {
	if kind == "Deployment" {
		return "deploy"
	}
	return strings.ToLower(kind)
}
