package facts

// This file reduces pods: the core group's largest kind.

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"
)

func (c *Cluster) addPod(o *corev1.Pod) {
	p := &Pod{
		Meta:        c.meta(&o.ObjectMeta),
		Phase:       c.text(string(o.Status.Phase)),
		Reason:      c.text(o.Status.Reason),
		Message:     c.text(o.Status.Message),
		Node:        c.name(o.Spec.NodeName),
		Started:     atPointer(o.Status.StartTime),
		Deleted:     atPointer(o.DeletionTimestamp),
		Finalizers:  c.namesOf(o.Finalizers),
		Gated:       len(o.Spec.SchedulingGates) > 0,
		Claims:      c.claims(o.Spec.Volumes, o.Name),
		HostNetwork: o.Spec.HostNetwork,
		Containers:  c.containers(o),
		Conditions: conditions(c, o.Status.Conditions, func(p *corev1.PodCondition) Condition {
			return Condition{string(p.Type), string(p.Status), p.Reason, p.Message, at(p.LastTransitionTime)}
		}),
	}
	p.Revision = revision(p)
	for _, g := range o.Spec.ReadinessGates {
		p.ReadinessGates = append(p.ReadinessGates, c.name(string(g.ConditionType)))
	}
	c.Pods = append(c.Pods, p)
}

// revision names the template that a pod was made from, as its workload does.
func revision(p *Pod) string {
	if p.Owner.Kind == "ReplicationController" {
		return p.Owner.Name
	}
	return cmp.Or(p.Labels["pod-template-hash"], p.Labels["controller-revision-hash"], p.Labels["rollouts-pod-template-hash"])
}

// containers joins spec and status by name, init containers first. Ephemeral containers are a person's debugging.
// A status that no spec names is kept: it still says what happened.
func (c *Cluster) containers(o *corev1.Pod) []Container {
	out := make([]Container, 0, len(o.Spec.InitContainers)+len(o.Spec.Containers))
	out = c.join(out, o.Spec.InitContainers, o.Status.InitContainerStatuses, Init)
	return c.join(out, o.Spec.Containers, o.Status.ContainerStatuses, "")
}

func (c *Cluster) join(out []Container, specs []corev1.Container, statuses []corev1.ContainerStatus, kind ContainerKind) []Container {
	from := len(out)
	for i := range specs {
		s := &specs[i]
		out = append(out, Container{
			Name:        c.containerName(s.Name),
			Kind:        containerKind(s, kind),
			Image:       c.text(s.Image),
			StartBudget: startBudget(s),
			Ports:       c.ports(s.Ports),
		})
	}
	for i := range statuses {
		s := &statuses[i]
		name := c.containerName(s.Name)
		n := slices.IndexFunc(out[from:], func(c Container) bool { return c.Name == name })
		if n < 0 {
			n = len(out) - from
			out = append(out, Container{Name: name, Kind: kind, Image: c.text(s.Image), StartBudget: defaultStart})
		}
		c.addStatus(&out[from+n], s)
	}
	return out
}

// containerName is never empty: a dump may have lost it, and what the container does counts all the same.
func (c *Cluster) containerName(s string) string { return cmp.Or(c.name(s), "unnamed") }

func (c *Cluster) addStatus(k *Container, s *corev1.ContainerStatus) {
	k.State = c.state(&s.State)
	if last := c.state(&s.LastTerminationState); last.Kind == Terminated {
		k.Last = last
	}
	k.Ready = s.Ready
	k.Started = value(s.Started)
	k.Restarts = count(s.RestartCount)
}

// state is the one member of the union that is set; of several, what the container does now.
func (c *Cluster) state(s *corev1.ContainerState) State {
	switch {
	case s.Running != nil:
		return State{Kind: Running, Started: at(s.Running.StartedAt)}
	case s.Waiting != nil:
		return State{Kind: Waiting, Reason: c.text(s.Waiting.Reason), Message: c.text(s.Waiting.Message)}
	case s.Terminated != nil:
		t := s.Terminated
		return State{
			Kind:     Terminated,
			Reason:   c.text(t.Reason),
			Message:  c.text(t.Message),
			ExitCode: int(t.ExitCode),
			Signal:   int(t.Signal),
			Started:  at(t.StartedAt),
			Finished: at(t.FinishedAt),
		}
	default:
		return State{}
	}
}

func containerKind(s *corev1.Container, kind ContainerKind) ContainerKind {
	if kind == Init && value(s.RestartPolicy) == corev1.ContainerRestartPolicyAlways {
		return Sidecar
	}
	return kind
}

// ports keeps the named ones: a Service may refer to a name, and a number needs no declaration.
func (c *Cluster) ports(in []corev1.ContainerPort) []Port {
	var out []Port
	for _, p := range in {
		if p.Name != "" {
			out = append(out, Port{Name: c.name(p.Name), Number: count(p.ContainerPort), Protocol: c.protocol(p.Protocol)})
		}
	}
	return out
}

func (c *Cluster) protocol(p corev1.Protocol) string {
	return cmp.Or(c.name(string(p)), string(corev1.ProtocolTCP))
}

// claims lists the volume claims of a pod. One of an ephemeral volume is named after the pod; a template, which
// has no pod yet, has none.
func (c *Cluster) claims(volumes []corev1.Volume, pod string) []string {
	var out []string
	for i := range volumes {
		v := &volumes[i]
		switch {
		case v.PersistentVolumeClaim != nil:
			out = append(out, c.name(v.PersistentVolumeClaim.ClaimName))
		case v.Ephemeral != nil && pod != "":
			out = append(out, oneLine(pod+"-"+v.Name))
		}
	}
	return out
}
