package facts

// This file reduces pod templates: what workloads and jobs say should run, and how long it may take to start.

import (
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// defaultStart is the start budget of a container without probes, which says nothing of its own start.
const defaultStart = 5 * time.Minute

func (c *Cluster) template(t *corev1.PodTemplateSpec) Template {
	out := Template{Labels: c.shared(t.Labels), Claims: c.claims(t.Spec.Volumes, "")}
	for i := range t.Spec.InitContainers {
		out.add(c.containerSpec(&t.Spec.InitContainers[i], Init), startBudget(&t.Spec.InitContainers[i]))
		if containerKind(&t.Spec.InitContainers[i], Init) == Sidecar { // another one has ended when a port is asked for
			out.addPorts(c.ports(t.Spec.InitContainers[i].Ports))
		}
	}
	for i := range t.Spec.Containers {
		out.add(c.containerSpec(&t.Spec.Containers[i], ""), startBudget(&t.Spec.Containers[i]))
		out.addPorts(c.ports(t.Spec.Containers[i].Ports))
	}
	if out.StartBudget == 0 {
		out.StartBudget = defaultStart
	}
	return out
}

// add leaves init containers out of the budget: they run before anything could be ready.
func (t *Template) add(s ContainerSpec, budget time.Duration) {
	t.Containers = append(t.Containers, s)
	if s.Kind != Init {
		t.StartBudget = max(t.StartBudget, budget)
	}
}

// addPorts keeps names alone: what a Service may refer to.
func (t *Template) addPorts(ports []Port) {
	for _, p := range ports {
		if !slices.Contains(t.Ports, p.Name) {
			t.Ports = append(t.Ports, p.Name)
		}
	}
}

func (c *Cluster) containerSpec(s *corev1.Container, kind ContainerKind) ContainerSpec {
	return ContainerSpec{
		Name:           c.containerName(s.Name),
		Kind:           containerKind(s, kind),
		Image:          c.text(s.Image),
		RequestsCPU:    c.amount(s.Resources.Requests, corev1.ResourceCPU),
		RequestsMemory: c.amount(s.Resources.Requests, corev1.ResourceMemory),
		LimitsCPU:      c.amount(s.Resources.Limits, corev1.ResourceCPU),
		LimitsMemory:   c.amount(s.Resources.Limits, corev1.ResourceMemory),
	}
}

// amount is a quantity in its canonical form, so that "0.5" and "500m" are no difference.
func (c *Cluster) amount(list corev1.ResourceList, name corev1.ResourceName) string {
	q, ok := list[name]
	if !ok {
		return ""
	}
	return c.name(q.String())
}

// startBudget is until when a container may be unready: the kubelet asks the startup probe first and only then the
// readiness probe, so that their times add up.
func startBudget(s *corev1.Container) time.Duration {
	if s.StartupProbe == nil && s.ReadinessProbe == nil {
		return defaultStart
	}
	return probeBudget(s.StartupProbe) + probeBudget(s.ReadinessProbe)
}

// probeBudget is how long a probe may fail. The defaults are the API's, for objects that no API server has seen.
func probeBudget(p *corev1.Probe) time.Duration {
	const period, threshold = 10, 3
	if p == nil {
		return 0
	}
	orDefault := func(n int32, other int64) int64 {
		if n <= 0 {
			return other
		}
		return int64(n)
	}
	return seconds(orDefault(p.InitialDelaySeconds, 0) + orDefault(p.PeriodSeconds, period)*orDefault(p.FailureThreshold, threshold))
}
