package facts

// This file reduces the workloads of the apps group.

import (
	"cmp"

	appsv1 "k8s.io/api/apps/v1"
)

const apps = "apps"

func (c *Cluster) addDeployment(o *appsv1.Deployment) {
	const deadline = 600 // the API's default for progressDeadlineSeconds
	c.addWorkload(&Workload{
		Meta:       c.meta(&o.ObjectMeta),
		Group:      apps,
		Kind:       "Deployment",
		Generation: o.Generation,
		Observed:   o.Status.ObservedGeneration,
		Wanted:     countOr(o.Spec.Replicas, 1),
		Current:    count(o.Status.Replicas),
		Updated:    count(o.Status.UpdatedReplicas),
		Ready:      count(o.Status.ReadyReplicas),
		Available:  count(o.Status.AvailableReplicas),
		Paused:     o.Spec.Paused,
		Strategy:   c.strategy(string(o.Spec.Strategy.Type)),
		Deadline:   seconds(int64(countOr(o.Spec.ProgressDeadlineSeconds, deadline))),
		Selector:   c.selector(o.Spec.Selector),
		Template:   c.template(&o.Spec.Template),
		Conditions: conditions(c, o.Status.Conditions, func(d *appsv1.DeploymentCondition) Condition {
			return Condition{string(d.Type), string(d.Status), d.Reason, d.Message, at(d.LastTransitionTime)}
		}),
	})
}

func (c *Cluster) addStatefulSet(o *appsv1.StatefulSet) {
	partition := 0
	if r := o.Spec.UpdateStrategy.RollingUpdate; r != nil {
		partition = countOr(r.Partition, 0)
	}
	c.addWorkload(&Workload{
		Meta:       c.meta(&o.ObjectMeta),
		Group:      apps,
		Kind:       "StatefulSet",
		Generation: o.Generation,
		Observed:   o.Status.ObservedGeneration,
		Wanted:     countOr(o.Spec.Replicas, 1),
		Current:    count(o.Status.Replicas),
		Updated:    count(o.Status.UpdatedReplicas),
		Ready:      count(o.Status.ReadyReplicas),
		Available:  count(o.Status.AvailableReplicas),
		Strategy:   c.strategy(string(o.Spec.UpdateStrategy.Type)),
		Partition:  partition,
		Revision:   c.name(o.Status.UpdateRevision),
		Selector:   c.selector(o.Spec.Selector),
		Template:   c.template(&o.Spec.Template),
		Conditions: conditions(c, o.Status.Conditions, func(s *appsv1.StatefulSetCondition) Condition {
			return Condition{string(s.Type), string(s.Status), s.Reason, s.Message, at(s.LastTransitionTime)}
		}),
	})
}

// addDaemonSet takes the wanted number from the status: it is the number of nodes, which only the controller knows.
func (c *Cluster) addDaemonSet(o *appsv1.DaemonSet) {
	c.addWorkload(&Workload{
		Meta:       c.meta(&o.ObjectMeta),
		Group:      apps,
		Kind:       "DaemonSet",
		Generation: o.Generation,
		Observed:   o.Status.ObservedGeneration,
		Wanted:     count(o.Status.DesiredNumberScheduled),
		Current:    count(o.Status.CurrentNumberScheduled),
		Updated:    count(o.Status.UpdatedNumberScheduled),
		Ready:      count(o.Status.NumberReady),
		Available:  count(o.Status.NumberAvailable),
		Mis:        count(o.Status.NumberMisscheduled),
		Strategy:   c.strategy(string(o.Spec.UpdateStrategy.Type)),
		Selector:   c.selector(o.Spec.Selector),
		Template:   c.template(&o.Spec.Template),
		Conditions: conditions(c, o.Status.Conditions, func(d *appsv1.DaemonSetCondition) Condition {
			return Condition{string(d.Type), string(d.Status), d.Reason, d.Message, at(d.LastTransitionTime)}
		}),
	})
}

// addReplicaSet leaves Updated at all of its replicas: a ReplicaSet has one template for life.
func (c *Cluster) addReplicaSet(o *appsv1.ReplicaSet) {
	r := &ReplicaSet{Workload{
		Meta:       c.meta(&o.ObjectMeta),
		Group:      apps,
		Kind:       "ReplicaSet",
		Generation: o.Generation,
		Observed:   o.Status.ObservedGeneration,
		Wanted:     countOr(o.Spec.Replicas, 1),
		Current:    count(o.Status.Replicas),
		Updated:    count(o.Status.Replicas),
		Ready:      count(o.Status.ReadyReplicas),
		Available:  count(o.Status.AvailableReplicas),
		Selector:   c.selector(o.Spec.Selector),
		Template:   c.template(&o.Spec.Template),
		Conditions: conditions(c, o.Status.Conditions, func(r *appsv1.ReplicaSetCondition) Condition {
			return Condition{string(r.Type), string(r.Status), r.Reason, r.Message, at(r.LastTransitionTime)}
		}),
	}}
	r.await()
	c.ReplicaSets = append(c.ReplicaSets, r)
}

func (c *Cluster) addWorkload(w *Workload) {
	w.await()
	c.Workloads = append(c.Workloads, w)
}

// await lets a workload be ahead of what was observed as long as its controller has said nothing, even where it carries
// no generation: a manifest in a dump, which no API server has seen. One that wants no pods has nothing to wait for,
// save a DaemonSet, of which only the controller knows how many it wants.
func (w *Workload) await() {
	w.Generation, w.Observed = max(w.Generation, 0), max(w.Observed, 0)
	silent := w.Observed == 0 && w.Current+w.Updated+w.Ready+w.Available+len(w.Conditions) == 0
	if w.Generation == 0 && silent && (w.Wanted > 0 || w.Kind == "DaemonSet") {
		w.Generation = 1
	}
}

// strategy is RollingUpdate where none is written, for all three kinds.
func (c *Cluster) strategy(s string) string {
	return cmp.Or(c.text(s), string(appsv1.RollingUpdateDeploymentStrategyType))
}
