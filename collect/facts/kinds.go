package facts

// This file is the table of the kinds that Plimsoll reads. A kind is one row here and one function in the file of
// its API group, which takes the facts out of the object.

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/json"
)

// Kind is a kind of object: where it is read, and how one object of it becomes facts.
type Kind struct {
	Group, Version, Resource, Kind string
	Namespaced                     bool
	FieldSelector                  string  // what the server is asked to leave out
	OnDemand                       bool    // read only where the other kinds leave a question open
	Custom                         bool    // not every cluster has it; read in whatever version is served, as JSON
	Asked                          bool    // named by the configuration, and so tried where the cluster does not tell what it serves
	Beside                         bool    // nothing depends on it: read beside the others, and no trouble if it cannot be
	Fields                         *Fields // what is decoded of its protobuf; nil: all but managed fields

	// Proto and JSON decode one object and add its facts. The bytes are the caller's: nothing that is kept points
	// into them. Proto is nil for custom kinds.
	Proto func(c *Cluster, b []byte) error
	JSON  func(c *Cluster, b []byte) error

	reduce func(*Cluster, *custom) // of a custom kind
}

// Plural is the kind as reads, roles and messages name it: "pods", "deployments.apps".
func (k Kind) Plural() string {
	if k.Group == "" {
		return k.Resource
	}
	return k.Resource + "." + k.Group
}

// APIVersion is the kind's group and version as objects carry it: "v1", "apps/v1".
func (k Kind) APIVersion() string {
	if k.Group == "" {
		return k.Version
	}
	return k.Group + "/" + k.Version
}

// Kinds lists every kind, what matters most first. ReplicaSets are on demand because a Deployment keeps ten old
// ones, and a pod's name and template hash nearly always say whose it is.
func Kinds() []Kind {
	return []Kind{
		kind(Kind{Version: "v1", Resource: "pods", Kind: "Pod", Fields: podFields()}, (*Cluster).addPod),
		kind(Kind{Group: "apps", Version: "v1", Resource: "deployments", Kind: "Deployment"}, (*Cluster).addDeployment),
		kind(Kind{Group: "apps", Version: "v1", Resource: "statefulsets", Kind: "StatefulSet"}, (*Cluster).addStatefulSet),
		kind(Kind{Group: "apps", Version: "v1", Resource: "daemonsets", Kind: "DaemonSet"}, (*Cluster).addDaemonSet),
		kind(Kind{Group: "apps", Version: "v1", Resource: "replicasets", Kind: "ReplicaSet", OnDemand: true}, (*Cluster).addReplicaSet),
		kind(Kind{Group: "autoscaling", Version: "v2", Resource: "horizontalpodautoscalers", Kind: "HorizontalPodAutoscaler"}, (*Cluster).addAutoscaler),
		kind(Kind{Group: "batch", Version: "v1", Resource: "cronjobs", Kind: "CronJob"}, (*Cluster).addCronJob),
		kind(Kind{Group: "batch", Version: "v1", Resource: "jobs", Kind: "Job"}, (*Cluster).addJob),
		kind(Kind{Version: "v1", Resource: "services", Kind: "Service"}, (*Cluster).addService),
		kind(Kind{Group: "networking.k8s.io", Version: "v1", Resource: "ingresses", Kind: "Ingress"}, (*Cluster).addIngress),
		kind(Kind{Group: "policy", Version: "v1", Resource: "poddisruptionbudgets", Kind: "PodDisruptionBudget"}, (*Cluster).addBudget),
		kind(Kind{Version: "v1", Resource: "persistentvolumeclaims", Kind: "PersistentVolumeClaim"}, (*Cluster).addClaim),
		kind(Kind{Version: "v1", Resource: "resourcequotas", Kind: "ResourceQuota"}, (*Cluster).addQuota),
		kind(Kind{Version: "v1", Resource: "events", Kind: "Event", FieldSelector: "type=Warning"}, (*Cluster).addEvent),
		customKind(Kind{Group: "argoproj.io", Version: "v1alpha1", Resource: "rollouts", Kind: "Rollout"}, (*Cluster).addRollout),
		customKind(Kind{Group: "apps.openshift.io", Version: "v1", Resource: "deploymentconfigs", Kind: "DeploymentConfig"}, (*Cluster).addDeploymentConfig),
		customKind(Kind{Group: "keda.sh", Version: "v1alpha1", Resource: "scaledobjects", Kind: "ScaledObject"}, (*Cluster).addScaledObject),
		customKind(Kind{Group: gatewayGroup, Version: "v1", Resource: "httproutes", Kind: "HTTPRoute"}, (*Cluster).addHTTPRoute),
		customKind(Kind{Group: "route.openshift.io", Version: "v1", Resource: "routes", Kind: "Route"}, (*Cluster).addOpenShiftRoute),
		customKind(Kind{Group: "serving.knative.dev", Version: "v1", Resource: "services", Kind: "Service"}, (*Cluster).addKnativeService),
		customKind(Kind{Group: "cert-manager.io", Version: "v1", Resource: "certificates", Kind: "Certificate"}, (*Cluster).addCertificate),
		customKind(Kind{Group: "helm.toolkit.fluxcd.io", Version: "v2", Resource: "helmreleases", Kind: "HelmRelease"}, (*Cluster).addHelmRelease),
		customKind(Kind{Group: "kustomize.toolkit.fluxcd.io", Version: "v1", Resource: "kustomizations", Kind: "Kustomization"}, (*Cluster).addKustomization),
		customKind(Kind{Group: "argoproj.io", Version: "v1alpha1", Resource: "applications", Kind: "Application"}, (*Cluster).addApplication),
	}
}

// KindsFor lists the kinds to read under a configuration: all of Kinds without those that skip names ("resourcequotas",
// "httproutes.gateway.networking.k8s.io"), then those that resources names ("group/version/plural") and Kinds has not. A
// kind of Kinds that resources names is read in that version, where it is served. The Kind of one that Kinds has not is
// empty: the cluster tells it.
func KindsFor(resources, skip []string) []Kind {
	var kinds []Kind
	for _, k := range Kinds() {
		if !slices.Contains(skip, k.Plural()) {
			kinds = append(kinds, k)
		}
	}
	for _, r := range resources {
		parts := strings.Split(r, "/")
		if len(parts) != 3 {
			continue
		}
		asked := customKind(Kind{Group: parts[0], Version: parts[1], Resource: parts[2]}, (*Cluster).addResource)
		asked.Asked = true
		at := slices.IndexFunc(kinds, func(k Kind) bool { return k.Plural() == asked.Plural() })
		switch {
		case at < 0:
			kinds = append(kinds, asked)
		case kinds[at].Custom:
			kinds[at].Version, kinds[at].Asked = asked.Version, true
		}
	}
	return kinds
}

// message is a pointer to an API type that can read its own protobuf.
type message[T any] interface {
	*T
	Unmarshal([]byte) error
}

// kind completes a row by the two decoders that end in one reducer.
func kind[T any, P message[T]](row Kind, add func(*Cluster, *T)) Kind {
	row.Namespaced = true
	if row.Fields == nil {
		row.Fields = object()
	}
	decode := func(form string, unmarshal func([]byte, P) error) func(*Cluster, []byte) error {
		return func(c *Cluster, b []byte) error {
			o := new(T)
			if err := unmarshal(b, o); err != nil {
				return fmt.Errorf("read a %s as %s: %w", row.Kind, form, err)
			}
			add(c, o)
			return nil
		}
	}
	whole := decode("protobuf", func(b []byte, o P) error { return o.Unmarshal(b) })
	row.Proto = func(c *Cluster, b []byte) error {
		m := c.memory()
		m.pruned = row.Fields.prune(m.pruned[:0], b)
		return whole(c, m.pruned)
	}
	row.JSON = decode("JSON", func(b []byte, o P) error {
		if q := endlessQuantity(b); q != "" {
			return fmt.Errorf("%.40s is no quantity that can be computed", q)
		}
		return explain(json.Unmarshal(b, o))
	})
	return row
}

// wrongType is how encoding/json says that a field holds what it should not.
var wrongType = regexp.MustCompile(`^json: cannot unmarshal (\w+) into Go struct field \w+\.(\S+) of type \S+$`)

func explain(err error) error {
	if err == nil {
		return nil
	}
	if found := wrongType.FindStringSubmatch(err.Error()); found != nil {
		return fmt.Errorf("%s is a %s", found[2], found[1])
	}
	return err
}
