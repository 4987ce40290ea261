package facts

// This file reduces what Argo has: Rollouts and Applications.

import (
	"cmp"
	"slices"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func (c *Cluster) addRollout(o *custom) {
	const deadline = 600 // the API's default for progressDeadlineSeconds
	ref := o.spec.in("workloadRef")
	w := &Workload{
		Meta:       c.meta(&o.meta),
		Group:      "argoproj.io",
		Kind:       "Rollout",
		Generation: o.meta.Generation,
		Observed:   rolloutObserved(o),
		Wanted:     o.spec.count("replicas", 1),
		Current:    o.status.count("replicas", 0),
		Updated:    o.status.count("updatedReplicas", 0),
		Ready:      o.status.count("readyReplicas", 0),
		Available:  o.status.count("availableReplicas", 0),
		Paused:     o.spec.flag("paused"), // a step of a canary that waits is told by the phase
		Strategy:   rolloutStrategy(o.spec.in("strategy")),
		Deadline:   seconds(int64(o.spec.count("progressDeadlineSeconds", deadline))),
		Revision:   c.name(o.status.text("currentPodHash")),
		Phase:      c.text(o.status.text("phase")),
		Message:    c.text(o.status.text("message")),
		Selector:   c.treeSelector(o.spec),
		Template:   c.template(o.spec.podTemplate("template")),
		Conditions: c.statusConditions(o.status),
	}
	if ref != nil && ref.text("kind") != w.Kind { // which would go round in a circle
		w.TemplateOf = Ref{Group: c.name(group(ref.text("apiVersion"))), Kind: c.name(ref.text("kind")), Name: c.name(ref.text("name"))}
	}
	c.addWorkload(w)
}

// rolloutObserved reads a generation that is written as a string. Before v0.10 it was a hash of the spec, with which
// nothing can be compared.
func rolloutObserved(o *custom) int64 {
	if o.status.text("observedGeneration") == "" {
		return 0
	}
	n, ok := o.status.number("observedGeneration")
	if !ok || n > o.meta.Generation {
		return max(o.meta.Generation, 0)
	}
	return max(n, 0)
}

func rolloutStrategy(strategy tree) string {
	switch {
	case strategy.in("blueGreen") != nil:
		return "BlueGreen"
	case strategy.in("canary") != nil:
		return "Canary"
	default:
		return ""
	}
}

// treeSelector is spec.selector, where it has the form of the API's label selectors.
func (c *Cluster) treeSelector(spec tree) Selector {
	var s metav1.LabelSelector
	if !spec.decode("selector", &s) {
		return Selector{}
	}
	return c.selector(&s)
}

// addApplication reduces an Application. It has no conditions that kstatus knows, and no observedGeneration: its
// health.status sums up what it has applied, and its conditions, which have no status, are errors as long as they are
// there. Being out of sync is no failure: somebody may want to look before he syncs.
func (c *Cluster) addApplication(o *custom) {
	r := c.resource(o)
	if r.State != Going {
		r.State, r.Message = applicationProgress(o.status)
		r.Message = c.text(r.Message)
	}
	r.Suspended = o.status.in("health").text("status") == "Suspended"
	r.Revision = c.text(cmp.Or(o.status.in("sync").text("revision"), strings.Join(o.status.in("sync").texts("revisions"), ", ")))
	if inCluster(o.spec.in("destination")) {
		for _, managed := range o.status.list("resources") {
			r.Manages = append(r.Manages, c.object(managed.object("", "")))
		}
	}
	for i := range r.Conditions {
		r.Conditions[i].Status = cmp.Or(r.Conditions[i].Status, isTrue)
	}
	c.Resources = append(c.Resources, r)
}

// applicationProgress goes from the worst to the best.
func applicationProgress(status tree) (Progress, string) {
	health, sync, last := status.in("health"), status.in("sync"), status.in("operationState")
	synced, phase := sync.text("status"), last.text("phase")
	switch state := health.text("status"); {
	case state == "Progressing", phase == "Running" && state != "Degraded":
		return InProgress, cmp.Or(health.text("message"), "it is being synced")
	case state == "Degraded", state == "Missing":
		return Broken, cmp.Or(health.text("message"), "its health is "+state)
	case synced != "Synced" && (phase == "Failed" || phase == "Error"):
		return Broken, cmp.Or(last.text("message"), "its last sync has failed")
	case synced == "Unknown", state != "Healthy" && state != "Suspended":
		return Unsettled, cmp.Or(applicationError(status), health.text("message"), "its health is unknown")
	default:
		return Settled, ""
	}
}

// applicationError is what keeps Argo CD from comparing: a repository that does not answer, a chart that does not
// render.
func applicationError(status tree) string {
	all := status.list("conditions")
	n := slices.IndexFunc(all, func(k tree) bool { return strings.HasSuffix(k.text("type"), "Error") })
	if n < 0 {
		return ""
	}
	return all[n].text("message")
}

// inCluster says that an Application applies to the cluster in which it stands, as far as can be told from there.
func inCluster(destination tree) bool {
	server, name := destination.text("server"), destination.text("name")
	return server == "https://kubernetes.default.svc" || server == "" && name == "in-cluster"
}

func (c *Cluster) object(o Object) Object {
	return Object{Group: c.name(o.Group), Kind: c.name(o.Kind), Namespace: c.name(o.Namespace), Name: c.name(o.Name)}
}
