package diff

// This file is about knowledge: how the reading of clusters changed, and what therefore cannot be said.

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// wholeCluster is the resource under which a snapshot says how the cluster itself answered.
const wholeCluster = "*"

// reads says which resources became readable or unreadable, one entry for each resource and pair of states; Count
// is the number of namespaces where it was read by namespace. While the whole cluster does not answer, its kinds are
// not told one by one.
func reads(old, new *schemas.Cluster) []schemas.Entry {
	before, after := states(old), states(new)
	silent := after.of(readKey{resource: wholeCluster}) != schemas.ReadOK
	var entries []schemas.Entry
	for _, key := range keys(before, after) {
		if before.of(key) == after.of(key) || (silent && key.resource != wholeCluster) {
			continue
		}
		e := readEntry(new.Name, key, before, after)
		same := func(o schemas.Entry) bool { return o.Object == e.Object && o.From == e.From && o.To == e.To }
		if i := slices.IndexFunc(entries, same); i >= 0 {
			entries[i].Count++
			continue
		}
		if key.namespace != "" {
			e.Count = 1
		}
		entries = append(entries, e)
	}
	return entries
}

func readEntry(cluster string, key readKey, before, after readStates) schemas.Entry {
	return schemas.Entry{What: schemas.ReadChanged, Cluster: cluster, Object: key.resource,
		From: string(before.of(key)), To: string(after.of(key))}
}

type readKey struct{ resource, namespace string }

type readStates map[readKey]schemas.ReadState

// of is how the read ended; a snapshot leaves out what went well.
func (s readStates) of(key readKey) schemas.ReadState {
	if state, ok := s[key]; ok {
		return state
	}
	return schemas.ReadOK
}

func states(c *schemas.Cluster) readStates {
	m := readStates{}
	for _, r := range c.Reads {
		m[readKey{r.Resource, r.Namespace}] = r.State
	}
	if whole := (readKey{resource: wholeCluster}); c.Stale && m.of(whole) == schemas.ReadOK {
		m[whole] = schemas.ReadStale
	}
	return m
}

func keys(before, after readStates) []readKey {
	var all []readKey
	for _, states := range []readStates{before, after} {
		for key := range states {
			all = append(all, key)
		}
	}
	slices.SortFunc(all, func(a, b readKey) int {
		return strings.Compare(a.resource+" "+a.namespace, b.resource+" "+b.namespace)
	})
	return slices.Compact(all)
}

// knowledge is one cluster at two moments, and what was known of it at each.
type knowledge struct{ old, new *schemas.Cluster }

// canAppear holds where the old snapshot would have shown an object of this resource, had there been one.
func (k knowledge) canAppear(resource, namespace string) bool {
	return !unknown(k.old, resource, namespace)
}

// canVanish holds where the resource was read: only then is absence a fact.
func (k knowledge) canVanish(resource, namespace string) bool {
	return !unread(k.new, resource, namespace)
}

// comparable holds where both snapshots know the resource.
func (k knowledge) comparable(resource, namespace string) bool {
	return k.canAppear(resource, namespace) && k.canVanish(resource, namespace)
}

// canEnd holds where a problem's absence means that it is over: nothing that it is judged by became unreadable. What
// was unknown before as well was missing at both moments, and does not stand in the way.
func (k knowledge) canEnd(p schemas.Problem) bool {
	kind, _, _ := strings.Cut(p.Object, "/")
	own, namespace := readAs(p.Object, k.groupOf(p.Object))
	return !slices.ContainsFunc(evidence(kind, own), func(resource string) bool {
		return unread(k.new, resource, namespace) && !unknown(k.old, resource, namespace)
	})
}

// groupOf is the API group of a custom resource that the old snapshot holds.
func (k knowledge) groupOf(object string) string {
	for _, r := range k.old.Resources {
		if r.Object() == object {
			return r.Group
		}
	}
	return ""
}

// unread holds where a read that the resource depends on did not succeed.
func unread(c *schemas.Cluster, resource, namespace string) bool {
	return slices.ContainsFunc(c.Reads, func(r schemas.Read) bool { return fails(r, resource, namespace) })
}

// unknown holds where there may be more than the snapshot shows: the read failed, and no older state was kept.
func unknown(c *schemas.Cluster, resource, namespace string) bool {
	return !c.Stale && slices.ContainsFunc(c.Reads, func(r schemas.Read) bool {
		return r.AsOf.IsZero() && fails(r, resource, namespace)
	})
}

// fails holds where a read of the resource did not succeed. "*.cert-manager.io" is any resource of a group.
func fails(r schemas.Read, resource, namespace string) bool {
	group, any := strings.CutPrefix(resource, "*")
	same := r.Resource == resource || any && strings.HasSuffix(r.Resource, group)
	return (same || r.Resource == wholeCluster) && (r.Namespace == "" || r.Namespace == namespace) &&
		r.State != schemas.ReadOK && r.State != schemas.ReadNotServed
}

func always(schemas.Problem) bool { return true }

// evidence lists the resources that a problem of an object of this kind may be judged by, own among them.
func evidence(kind, own string) []string {
	common := []string{"pods", "events", "replicasets.apps", "horizontalpodautoscalers.autoscaling"}
	switch kind {
	case "Ingress", "HTTPRoute", "Route":
		common = append(common, "services")
	}
	if own != "" {
		return append(common, own)
	}
	return common
}

// readAs is the resource and the namespace by which an object is read. The plural of a kind that is not known here is
// not known either: any resource of its group may be it.
func readAs(object, group string) (resource, namespace string) {
	kind, rest, _ := strings.Cut(object, "/")
	namespace, _, _ = strings.Cut(rest, "/")
	if group != "" {
		return "*." + group, namespace
	}
	return resourceOf(kind), namespace
}

// resourceOf is the resource a kind is read as; empty for one that is not among those known out of the box.
func resourceOf(kind string) string {
	switch kind {
	case "Pod":
		return "pods"
	case "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet":
		return strings.ToLower(kind) + "s.apps"
	case "Job", "CronJob":
		return strings.ToLower(kind) + "s.batch"
	case "HorizontalPodAutoscaler":
		return "horizontalpodautoscalers.autoscaling"
	case "Service":
		return "services"
	case "Ingress":
		return "ingresses.networking.k8s.io"
	case "HTTPRoute":
		return "httproutes.gateway.networking.k8s.io"
	case "Route":
		return "routes.route.openshift.io"
	case "PersistentVolumeClaim":
		return "persistentvolumeclaims"
	case "PodDisruptionBudget":
		return "poddisruptionbudgets.policy"
	case "ResourceQuota":
		return "resourcequotas"
	case "Rollout":
		return "rollouts.argoproj.io"
	case "DeploymentConfig":
		return "deploymentconfigs.apps.openshift.io"
	case "ScaledObject":
		return "scaledobjects.keda.sh"
	default:
		return ""
	}
}
