package facts

// This file is how a pod finds its workload without what stands between the two having been read. ReplicaSets are the
// costliest list where history is long (ten old ones a Deployment, each with a whole pod template), and for pods of a
// Deployment they say nothing that the pod does not. The same holds of Rollouts, and of DeploymentConfigs, whose
// ReplicationControllers are never read.

import (
	"slices"
	"strings"
)

// maker is a kind that makes pods through a ReplicaSet: it names that "<name>-<hash>", and labels its pods with the hash.
type maker struct {
	label string
	kind  Ref
}

var replicaSetMakers = []maker{
	{"pod-template-hash", Ref{Group: apps, Kind: "Deployment"}},
	{"rollouts-pod-template-hash", Ref{Group: "argoproj.io", Kind: "Rollout"}},
}

// MakerOf names the workload that would have made the pod through a ReplicaSet or ReplicationController. Whether that
// workload exists is for the caller to see; Unexplained does.
func MakerOf(pod *Pod) (Ref, bool) {
	if pod.Owner.Kind == "ReplicationController" && pod.Owner.Group == "" {
		config := pod.Labels["deploymentconfig"]
		number, ok := strings.CutPrefix(pod.Owner.Name, config+"-")
		return Ref{Group: "apps.openshift.io", Kind: "DeploymentConfig", Name: config}, ok && config != "" && !strings.Contains(number, "-")
	}
	if !ofReplicaSet(pod) {
		return Ref{}, false
	}
	for _, m := range replicaSetMakers {
		if hash := pod.Labels[m.label]; hash != "" {
			name, ok := strings.CutSuffix(pod.Owner.Name, "-"+hash)
			return Ref{Group: m.kind.Group, Kind: m.kind.Kind, Name: name}, ok && name != ""
		}
	}
	return Ref{}, false
}

func ofReplicaSet(pod *Pod) bool { return pod.Owner.Kind == "ReplicaSet" && pod.Owner.Group == apps }

// Deploys says that a pod is what OpenShift rolls a DeploymentConfig out with: it is no part of what runs, and how it
// ended is told by the DeploymentConfig.
func Deploys(pod *Pod) bool { return pod.Labels["openshift.io/deployer-pod-for.name"] != "" }

// Unexplained says whether ReplicaSets must be read: some pod, warning or autoscaler names one that no Deployment or
// Rollout explains. (What is missed without: a bare ReplicaSet scaled to zero that nothing else mentions.) A workload
// explains a pod's ReplicaSet if it bears the name and selects the pod. That is sound: a ReplicaSet of such a name and
// such pods that nobody owned would have been adopted by the workload's controller.
func Unexplained(c *Cluster) bool {
	makers := makersOf(c)
	unexplained := func(p *Pod) bool {
		if !ofReplicaSet(p) {
			return false
		}
		ref, ok := MakerOf(p)
		w := makers[made{p.Namespace, ref.Kind, ref.Name}]
		return !ok || w == nil || !makers.selector(w).Matches(p.Labels)
	}
	return slices.ContainsFunc(c.Pods, unexplained) ||
		slices.ContainsFunc(c.Events, func(e *Event) bool { return e.Object.Kind == "ReplicaSet" && !makers.named(e) }) ||
		slices.ContainsFunc(c.Autoscalers, func(a *Autoscaler) bool { return a.Target.Kind == "ReplicaSet" })
}

// makers finds the workloads that may have made a ReplicaSet.
type makers map[made]*Workload

type made struct{ namespace, kind, name string }

func makersOf(c *Cluster) makers {
	all := make(makers, len(c.Workloads))
	for _, w := range c.Workloads {
		all[made{w.Namespace, w.Kind, w.Name}] = w
	}
	return all
}

// selector is a workload's own, or that of the one whose template it takes.
func (m makers) selector(w *Workload) Selector {
	if from := m[made{w.Namespace, w.TemplateOf.Kind, w.TemplateOf.Name}]; from != nil {
		return from.Selector
	}
	return w.Selector
}

// named says whether a ReplicaSet's name is that of a workload, a dash and one more word. One that cannot create pods
// has none to show its hash.
func (m makers) named(e *Event) bool {
	dash := strings.LastIndexByte(e.Object.Name, '-')
	return dash > 0 && slices.ContainsFunc(replicaSetMakers, func(of maker) bool {
		return m[made{e.Namespace, of.kind.Kind, e.Object.Name[:dash]}] != nil
	})
}
