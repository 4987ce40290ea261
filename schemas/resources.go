package schemas

// This file is the part of a snapshot that stands around the workloads: network, storage, budgets, quotas and
// custom resources.

import "time"

// Network is a Service, an Ingress, a Gateway API HTTPRoute or an OpenShift Route.
type Network struct {
	Kind      string   `json:"kind"`
	Namespace string   `json:"namespace"`
	Name      string   `json:"name"`
	Type      string   `json:"type,omitempty"`  // ClusterIP, LoadBalancer, …; an Ingress' class; the Gateway of an HTTPRoute
	Ports     []string `json:"ports,omitempty"` // "http 80→8080/TCP"
	Hosts     []string `json:"hosts,omitempty"`
	Backends  []string `json:"backends,omitempty"` // "Service/shop/checkout:http"
	Addresses []string `json:"addresses,omitempty"`
	Pods      *int     `json:"pods,omitempty"` // how many pods a Service's selector finds; nil without selector
	Ready     *int     `json:"ready,omitempty"`
}

// Claim is a PersistentVolumeClaim.
type Claim struct {
	Namespace string   `json:"namespace"`
	Name      string   `json:"name"`
	Phase     string   `json:"phase"`
	Class     string   `json:"class,omitempty"`
	Size      string   `json:"size,omitempty"`
	Access    []string `json:"access,omitempty"`
	UsedBy    []string `json:"usedBy,omitempty"` // workloads
}

// Budget is a PodDisruptionBudget.
type Budget struct {
	Namespace      string `json:"namespace"`
	Name           string `json:"name"`
	MinAvailable   string `json:"minAvailable,omitempty"`
	MaxUnavailable string `json:"maxUnavailable,omitempty"`
	Expected       int    `json:"expected"`
	Healthy        int    `json:"healthy"`
	Desired        int    `json:"desired"`
	Allowed        int    `json:"allowed"`
}

// Quota is one line of a ResourceQuota of a namespace in which the service runs. The amount used is usage: here is
// only its band against the hard limit.
type Quota struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Resource  string `json:"resource"`
	Hard      string `json:"hard"`
	Band      Band   `json:"band"`
}

// Resource is a custom resource, judged by its conditions.
type Resource struct {
	Group     string    `json:"group"`
	Kind      string    `json:"kind"`
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	Status    Status    `json:"status"`
	Revision  string    `json:"revision,omitempty"` // what it has brought about: a chart's version, a commit, a Knative revision
	Expires   time.Time `json:"expires,omitzero"`   // of a certificate
	Message   string    `json:"message,omitempty"`  // what it says of itself while it is not in good order
}

// Object is its name as problems give it.
func (n Network) Object() string { return n.Kind + "/" + n.Namespace + "/" + n.Name }

// Object is its name as problems give it.
func (c Claim) Object() string { return "PersistentVolumeClaim/" + c.Namespace + "/" + c.Name }

// Object is its name as problems give it.
func (b Budget) Object() string { return "PodDisruptionBudget/" + b.Namespace + "/" + b.Name }

// Object is the ResourceQuota's name as problems give it: that of all its lines.
func (q Quota) Object() string { return "ResourceQuota/" + q.Namespace + "/" + q.Name }

// Object is its name as problems give it.
func (r Resource) Object() string { return r.Kind + "/" + r.Namespace + "/" + r.Name }
