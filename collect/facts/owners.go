package facts

// This file is how a pod finds its Deployment without its ReplicaSet having been read. ReplicaSets are the costliest
// list where history is long (ten old ones a Deployment, each with a whole pod template), and for pods of a
// Deployment they say nothing that the pod does not.

import (
	"slices"
	"strings"
)

// DeploymentOf names the Deployment that would have made the pod: the Deployment controller names a ReplicaSet
// "<deployment>-<hash>" and labels its pods pod-template-hash=<hash>. Whether that Deployment exists is for the
// caller to see; Unexplained does.
func DeploymentOf(pod *Pod) (name string, ok bool) {
	hash := pod.Labels["pod-template-hash"]
	if pod.Owner.Kind != "ReplicaSet" || pod.Owner.Group != "apps" || hash == "" {
		return "", false
	}
	name, ok = strings.CutSuffix(pod.Owner.Name, "-"+hash)
	return name, ok && name != ""
}

// Unexplained says whether ReplicaSets must be read: some pod, warning or autoscaler names one that no Deployment
// explains. (What is missed without: a bare ReplicaSet scaled to zero that nothing else mentions.) A Deployment explains a pod's ReplicaSet if it bears the name and selects the pod. That is sound: a
// ReplicaSet of such a name and such pods that nobody owned would have been adopted by the Deployment controller.
func Unexplained(c *Cluster) bool {
	deployments := make(map[[2]string]*Workload, len(c.Workloads))
	for _, w := range c.Workloads {
		if w.Kind == "Deployment" {
			deployments[[2]string{w.Namespace, w.Name}] = w
		}
	}
	unexplained := func(p *Pod) bool {
		if p.Owner.Kind != "ReplicaSet" || p.Owner.Group != "apps" {
			return false
		}
		name, ok := DeploymentOf(p)
		d := deployments[[2]string{p.Namespace, name}]
		return !ok || d == nil || !d.Selector.Matches(p.Labels)
	}
	return slices.ContainsFunc(c.Pods, unexplained) ||
		slices.ContainsFunc(c.Events, func(e *Event) bool { return e.Object.Kind == "ReplicaSet" && !named(deployments, e) }) ||
		slices.ContainsFunc(c.Autoscalers, func(a *Autoscaler) bool { return a.Target.Kind == "ReplicaSet" })
}

// named says whether a ReplicaSet's name is that of a Deployment, a dash and one more word. A ReplicaSet of a
// Deployment that cannot create pods has none to show its hash.
func named(deployments map[[2]string]*Workload, e *Event) bool {
	dash := strings.LastIndexByte(e.Object.Name, '-')
	return dash > 0 && deployments[[2]string{e.Namespace, e.Object.Name[:dash]}] != nil
}
