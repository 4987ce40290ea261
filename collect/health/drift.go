package health

// This file is the rules about one workload that differs between the clusters of one environment: image-drift and
// config-drift.

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var imageDrift = rule{
	Rule: schemas.Rule{
		ID: "image-drift", Family: findingFamily, Severity: schemas.Info, Several: true,
		When:  "the images of one workload's template (registry host aside) differ between clusters of one environment, and no rollout explains it; a warning after 24 hours",
		Means: "Users get another version depending on where they are served.",
		Next:  "Bring the clusters that lag behind to the same version.",
	},
	finding: func(v *view) []found { return v.across("image-drift", v.imagesDiffer) },
}

func (v *view) imagesDiffer(environment string, group []schemas.Placed) (found, bool) {
	var says []string
	for _, container := range containersOf(group) {
		if text, differ := spread(group, imageOf(container)); differ {
			says = append(says, container+": "+text)
		}
	}
	f := found{
		object:  objectOf(group),
		cause:   "environment " + environment,
		message: "the clusters run different images. " + strings.Join(says, "; "),
		hint:    "Bring the clusters that lag behind to the same version, if they are not meant to differ.",
	}
	f.since = first(v.past.problems[f.key("image-drift")].Since, v.now)
	if over(f.since, v.now, driftIsStale) {
		f.severity = schemas.Warning
	}
	return f, len(says) > 0
}

func imageOf(container string) func(schemas.Placed) (string, bool) {
	return func(p schemas.Placed) (string, bool) {
		if c := containerOf(p, container); c != nil {
			return withoutHost(c.Image), true
		}
		return "none", true
	}
}

// withoutHost takes the registry's host off an image: the first segment is one if it holds a dot or a port.
func withoutHost(image string) string {
	host, rest, ok := strings.Cut(image, "/")
	if ok && (strings.ContainsAny(host, ".:") || host == "localhost") {
		image = rest
	}
	return strings.TrimPrefix(image, "library/")
}

var configDrift = rule{
	Rule: schemas.Rule{
		ID: "config-drift", Family: findingFamily, Severity: schemas.Info, Several: true,
		When:  "replicas (where nothing scales them), requests, limits or the bounds of autoscaling of one workload differ between clusters of one environment, and no rollout explains it",
		Means: "What one cluster carries may be too much for another.",
		Next:  "Give the clusters the same configuration, if they are not meant to differ.",
	},
	finding: func(v *view) []found { return v.across("config-drift", settingsDiffer) },
}

func settingsDiffer(environment string, group []schemas.Placed) (found, bool) {
	const most = 4
	var says []string
	say := func(setting string, value func(schemas.Placed) (string, bool)) {
		if text, differ := spread(group, value); differ {
			says = append(says, setting+": "+text)
		}
	}
	say("replicas", replicasOf)
	say("autoscaling", boundsOf)
	for _, container := range containersOf(group) {
		say("requests of "+container, amountsOf(container, func(c *schemas.ContainerSpec) *schemas.Amounts { return c.Requests }))
		say("limits of "+container, amountsOf(container, func(c *schemas.ContainerSpec) *schemas.Amounts { return c.Limits }))
	}
	differ := len(says) > 0
	if n := len(says) - most; n > 0 {
		says = append(says[:most], fmt.Sprintf("and %d more", n))
	}
	return found{
		object:  objectOf(group),
		cause:   "environment " + environment,
		message: "the clusters are configured differently. " + strings.Join(says, "; "),
		hint:    "Give the clusters the same configuration, if they are not meant to differ.",
	}, differ
}

// replicasOf is how many pods a person asks for. A DaemonSet has as many as there are nodes, a kind that is not read
// as many as there happen to be, and Knative scales without an autoscaler that could be seen.
func replicasOf(p schemas.Placed) (string, bool) {
	asked := []string{"Deployment", "StatefulSet", "ReplicaSet", "Rollout", "DeploymentConfig"}
	return strconv.Itoa(p.Replicas.Wanted), slices.Contains(asked, p.Kind) && p.Autoscaler == nil && seesBounds(p.Cluster) && !knative(p)
}

func boundsOf(p schemas.Placed) (string, bool) {
	if a := p.Autoscaler; a != nil {
		return fmt.Sprintf("%d–%d", a.Min, a.Max), true
	}
	return "none", seesBounds(p.Cluster)
}

// seesBounds says that a workload without an autoscaler has none: they were read, now or before.
func seesBounds(c *schemas.Cluster) bool {
	return !slices.ContainsFunc(c.Reads, func(r schemas.Read) bool {
		return r.Resource == "horizontalpodautoscalers.autoscaling" && notRead(r.State) && r.AsOf.IsZero()
	})
}

func knative(p schemas.Placed) bool {
	return slices.ContainsFunc(p.Cluster.Resources, func(r schemas.Resource) bool {
		return r.Group == "serving.knative.dev" && r.Namespace == p.Namespace && strings.HasPrefix(p.Name, r.Name+"-")
	})
}

func amountsOf(container string, of func(*schemas.ContainerSpec) *schemas.Amounts) func(schemas.Placed) (string, bool) {
	return func(p schemas.Placed) (string, bool) {
		c := containerOf(p, container)
		if c == nil {
			return "", false // image-drift says it
		}
		var parts []string
		if a := of(c); a != nil {
			for _, amount := range [][2]string{{a.CPU, "CPU"}, {inBytes(a.Memory), "memory"}} {
				if amount[0] != "" {
					parts = append(parts, amount[0]+" "+amount[1])
				}
			}
		}
		return cmp.Or(strings.Join(parts, " with "), "none"), true
	}
}

// inBytes writes a plain number of bytes as most people do: 268435456 in one cluster is 256Mi in another, and no
// difference. Kubernetes leaves each as it was given.
func inBytes(amount string) string {
	n, err := strconv.ParseUint(amount, 10, 64)
	suffix := ""
	for _, next := range []string{"Ki", "Mi", "Gi", "Ti"} {
		if err != nil || n == 0 || n%1024 != 0 {
			break
		}
		n, suffix = n/1024, next
	}
	if suffix == "" {
		return amount
	}
	return strconv.FormatUint(n, 10) + suffix
}

func objectOf(group []schemas.Placed) string {
	if len(group) == 0 {
		return ""
	}
	return group[0].Object()
}

func containersOf(group []schemas.Placed) []string {
	names := map[string]bool{}
	for _, p := range group {
		for _, c := range p.Containers {
			names[c.Name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func containerOf(p schemas.Placed, name string) *schemas.ContainerSpec {
	for i := range p.Containers {
		if p.Containers[i].Name == name {
			return &p.Containers[i]
		}
	}
	return nil
}
