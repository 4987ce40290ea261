package health

// This file tells pods that no rule about pods can have anything to say of. Nearly all are, in nearly every cluster,
// and they are left out once instead of by each rule.

import (
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// quiet says that a pod runs, that every condition which the kubelet sets on every pod is True and no other is there,
// and that each of its containers is ready in its first run.
func quiet(p *facts.Pod) bool {
	if p.Phase != "Running" || !p.Deleted.IsZero() || len(p.ReadinessGates) > 0 || p.Gated {
		return false
	}
	ready := false
	for _, c := range p.Conditions {
		if c.Status != "True" || !slices.Contains(ordinaryConditions(), c.Type) {
			return false
		}
		ready = ready || c.Type == "Ready"
	}
	return ready && !slices.ContainsFunc(p.Containers, func(c facts.Container) bool { return !firstRun(&c) })
}

func ordinaryConditions() []string {
	return []string{"Ready", "ContainersReady", "Initialized", "PodScheduled", "PodReadyToStartContainers"}
}

// firstRun says that a container has never ended badly: an init container has done its work, any other runs.
func firstRun(c *facts.Container) bool {
	if c.Restarts != 0 || c.Last.Kind != "" {
		return false
	}
	if c.Kind == facts.Init {
		return c.State.Kind == facts.Terminated && c.State.ExitCode == 0 && c.State.Reason == "Completed"
	}
	return c.State.Kind == facts.Running && c.Ready
}
