package facts

// This file reduces what OpenShift had before Kubernetes had Deployments and Ingresses: DeploymentConfigs and Routes.

import (
	"cmp"
	"strconv"
)

// addDeploymentConfig reduces a DeploymentConfig. One for tests wants its pods only while it is being rolled out.
func (c *Cluster) addDeploymentConfig(o *custom) {
	strategy := o.spec.in("strategy")
	w := &Workload{
		Meta:       c.meta(&o.meta),
		Group:      "apps.openshift.io",
		Kind:       "DeploymentConfig",
		Generation: o.meta.Generation,
		Observed:   o.observed(),
		Wanted:     o.spec.count("replicas", 1),
		Current:    o.status.count("replicas", 0),
		Updated:    o.status.count("updatedReplicas", 0),
		Ready:      o.status.count("readyReplicas", 0),
		Available:  o.status.count("availableReplicas", 0),
		Paused:     o.spec.flag("paused"),
		Strategy:   cmp.Or(c.text(strategy.text("type")), "Rolling"),
		Deadline:   seconds(int64(configTimeout(strategy))),
		Selector:   Selector{Labels: c.shared(o.spec.in("selector").strings())},
		Template:   c.template(o.spec.podTemplate("template")),
		Conditions: c.statusConditions(o.status),
	}
	if o.spec.flag("test") {
		w.Wanted = 0
	}
	if n := o.status.count("latestVersion", 0); n > 0 { // a ReplicationController's name, which its pods are labelled with
		w.Revision = w.Name + "-" + strconv.Itoa(n)
	}
	c.addWorkload(w)
}

// configTimeout is how long a rollout may take.
func configTimeout(strategy tree) int {
	const standard = 600
	for _, params := range []string{"rollingParams", "recreateParams"} {
		if n := strategy.in(params).count("timeoutSeconds", 0); n > 0 {
			return n
		}
	}
	return standard
}

// addOpenShiftRoute reduces a Route. Its port is one of the pods, which a Service need not have under the same number:
// only a name is one of the Service's.
func (c *Cluster) addOpenShiftRoute(o *custom) {
	r := &Route{Meta: c.meta(&o.meta), Group: "route.openshift.io", Kind: "Route", Type: c.text(o.spec.in("tls").text("termination"))}
	r.addHost(c.text(o.spec.text("host")))
	port := o.spec.in("port").text("targetPort")
	if _, err := strconv.Atoi(port); err == nil {
		port = ""
	}
	for _, to := range append([]tree{o.spec.in("to")}, o.spec.list("alternateBackends")...) {
		if name := c.name(to.text("name")); name != "" && cmp.Or(to.text("kind"), "Service") == "Service" {
			r.addBackend(Backend{Service: name, Port: c.name(port)})
		}
	}
	for _, router := range o.status.list("ingress") {
		r.addHost(c.text(router.text("host")))
		r.addConditions(c.statusConditions(router))
	}
	c.Routes = append(c.Routes, r)
}
