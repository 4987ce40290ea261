package collect

// This file writes the facts of a share down as a snapshot's cluster. Only the fields named here ever reach a file.

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/health"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func emptyCluster(r *Reading) schemas.Cluster {
	return schemas.Cluster{
		Name: r.Name, Kubernetes: r.Kubernetes, Reads: readsOf(r),
		Workloads: []schemas.Workload{}, Jobs: []schemas.Job{}, Network: []schemas.Network{},
		Storage: []schemas.Claim{}, Budgets: []schemas.Budget{}, Quotas: []schemas.Quota{},
		Resources: []schemas.Resource{}, Problems: []schemas.Problem{},
	}
}

func assemble(share *facts.Share, r *Reading, problems []schemas.Problem, now time.Time) schemas.Cluster {
	c := emptyCluster(r)
	c.Problems = append(c.Problems, problems...)
	for _, w := range share.Workloads {
		c.Workloads = append(c.Workloads, workload(w, problems, now))
	}
	for _, j := range share.CronJobs {
		c.Jobs = append(c.Jobs, cronJob(j))
		if len(j.Jobs) > 0 && failed(j.Jobs[0].Job) {
			c.Jobs = append(c.Jobs, job(j.Jobs[0], j.Name, now))
		}
	}
	for _, j := range share.Jobs {
		c.Jobs = append(c.Jobs, job(j, "", now))
	}
	c.Network = network(share)
	c.Storage = storage(share)
	for _, b := range share.Budgets {
		c.Budgets = append(c.Budgets, schemas.Budget{
			Namespace: b.Namespace, Name: b.Name, MinAvailable: b.MinAvailable, MaxUnavailable: b.MaxUnavailable,
			Expected: b.Expected, Healthy: b.Healthy, Desired: b.Desired, Allowed: b.Allowed,
		})
	}
	for _, q := range share.Quotas {
		for _, l := range q.Lines {
			c.Quotas = append(c.Quotas, schemas.Quota{
				Namespace: q.Namespace, Name: q.Name, Resource: l.Resource, Hard: l.Hard, Band: quotaBand(l),
			})
		}
	}
	sortCluster(&c)
	return c
}

func sortCluster(c *schemas.Cluster) {
	slices.SortFunc(c.Workloads, func(a, b schemas.Workload) int {
		return compareStrings(a.Namespace, b.Namespace, a.Name, b.Name, a.Kind, b.Kind)
	})
	slices.SortFunc(c.Jobs, func(a, b schemas.Job) int {
		return compareStrings(a.Namespace, b.Namespace, cmp.Or(a.Owner, a.Name), cmp.Or(b.Owner, b.Name), a.Kind, b.Kind, a.Name, b.Name)
	})
	slices.SortFunc(c.Network, func(a, b schemas.Network) int {
		return compareStrings(a.Namespace, b.Namespace, b.Kind, a.Kind, a.Name, b.Name) // Services before Ingresses
	})
	slices.SortFunc(c.Storage, func(a, b schemas.Claim) int {
		return compareStrings(a.Namespace, b.Namespace, a.Name, b.Name)
	})
	slices.SortFunc(c.Budgets, func(a, b schemas.Budget) int {
		return compareStrings(a.Namespace, b.Namespace, a.Name, b.Name)
	})
	slices.SortFunc(c.Quotas, func(a, b schemas.Quota) int {
		return compareStrings(a.Namespace, b.Namespace, a.Name, b.Name, a.Resource, b.Resource)
	})
}

// object is an object's name as problems give it.
func object(kind string, m *facts.Meta) string { return kind + "/" + m.Namespace + "/" + m.Name }

func workload(w *facts.WorkloadShare, problems []schemas.Problem, now time.Time) schemas.Workload {
	return schemas.Workload{
		Kind: w.Kind, Namespace: w.Namespace, Name: w.Name,
		Status:   health.WorkloadStatus(w, problems, now),
		Version:  version(w.Workload),
		Strategy: w.Strategy,
		Paused:   w.Paused,
		Created:  w.Created,
		Replicas: schemas.Replicas{
			Wanted: w.Wanted, Current: w.Current, Updated: w.Updated, Ready: w.Ready, Available: w.Available,
		},
		Autoscaler: autoscaler(w.Autoscaler),
		Containers: containers(w.Template),
		Conditions: conditions(w.Conditions),
		Pods:       pods(w.Pods, now),
	}
}

// version is what people call the version that a workload wants to run: the label made for it, else the tag of its
// main container's image, else the beginning of its digest.
func version(w *facts.Workload) string {
	const label = "app.kubernetes.io/version"
	if v := cmp.Or(w.Template.Labels[label], w.Labels[label]); v != "" {
		return v
	}
	image := mainImage(w)
	name, digest, _ := strings.Cut(image, "@")
	if at := strings.LastIndexByte(name, ':'); at > strings.LastIndexByte(name, '/') {
		return name[at+1:]
	}
	if _, sum, ok := strings.Cut(digest, ":"); ok {
		return sum[:min(12, len(sum))]
	}
	if image != "" {
		return "latest"
	}
	return ""
}

// mainImage is the image of the container that is named as its workload, else of the first ordinary one.
func mainImage(w *facts.Workload) string {
	first := ""
	for _, c := range w.Template.Containers {
		if c.Kind != "" {
			continue
		}
		if c.Name == w.Name {
			return c.Image
		}
		first = cmp.Or(first, c.Image)
	}
	return first
}

func containers(t facts.Template) []schemas.ContainerSpec {
	specs := []schemas.ContainerSpec{}
	for _, c := range t.Containers {
		specs = append(specs, schemas.ContainerSpec{
			Name: c.Name, Kind: schemas.ContainerKind(c.Kind), Image: c.Image,
			Requests: amounts(c.RequestsCPU, c.RequestsMemory),
			Limits:   amounts(c.LimitsCPU, c.LimitsMemory),
		})
	}
	return specs
}

func amounts(cpu, memory string) *schemas.Amounts {
	if cpu == "" && memory == "" {
		return nil
	}
	return &schemas.Amounts{CPU: cpu, Memory: memory}
}

// conditions are sorted by type: their order in an object says nothing.
func conditions(list []facts.Condition) []schemas.Condition {
	out := make([]schemas.Condition, 0, len(list))
	for _, c := range list {
		out = append(out, schemas.Condition{Type: c.Type, Status: c.Status, Reason: c.Reason, Message: c.Message, Since: c.Since})
	}
	slices.SortStableFunc(out, func(a, b schemas.Condition) int { return strings.Compare(a.Type, b.Type) })
	return out
}

func autoscaler(a *facts.Autoscaler) *schemas.Autoscaler {
	if a == nil {
		return nil
	}
	s := &schemas.Autoscaler{
		Kind: "HorizontalPodAutoscaler", Name: a.Name,
		Min: a.Min, Current: a.Current, Desired: a.Desired, Max: a.Max,
		Metrics: []schemas.Metric{}, Conditions: conditions(a.Conditions),
	}
	for i := range s.Conditions {
		s.Conditions[i].Message = withoutFigures(s.Conditions[i])
	}
	for _, m := range a.Metrics {
		s.Metrics = append(s.Metrics, schemas.Metric{Type: m.Type, Name: m.Name, Of: m.Of, Target: m.Target, Band: metricBand(m)})
	}
	return s
}

// withoutFigures drops what an autoscaler says while all is well: its reason says it, and some of the messages hold
// the metric's name and figure of the moment.
func withoutFigures(c schemas.Condition) string {
	if c.Status == "True" && c.Type != "ScalingLimited" {
		return ""
	}
	return c.Message
}

// tolerance is the HPA controller's own: within it a metric moves nothing.
const tolerance = 0.1

func metricBand(m facts.Metric) schemas.Band {
	switch {
	case !m.HasValue || m.Ratio != m.Ratio:
		return schemas.BandUnknown
	case m.Ratio > 1+tolerance:
		return schemas.BandAbove
	case m.Ratio >= 1-tolerance:
		return schemas.BandNear
	default:
		return schemas.BandBelow
	}
}

func quotaBand(l facts.QuotaLine) schemas.Band {
	switch {
	case l.Share >= 1:
		return schemas.BandAbove
	case l.Share >= 1-tolerance:
		return schemas.BandNear
	default:
		return schemas.BandBelow
	}
}

func network(share *facts.Share) []schemas.Network {
	list := []schemas.Network{}
	for _, s := range share.Services {
		n := schemas.Network{Kind: "Service", Namespace: s.Namespace, Name: s.Name, Type: s.Type, Addresses: s.Addresses}
		for _, p := range s.Ports {
			n.Ports = append(n.Ports, port(p))
		}
		if s.ExternalName != "" {
			n.Hosts = []string{s.ExternalName}
		}
		if len(s.Selector) > 0 {
			n.Pods, n.Ready = endpoints(share, s)
		}
		list = append(list, n)
	}
	for _, i := range share.Ingresses {
		n := schemas.Network{Kind: "Ingress", Namespace: i.Namespace, Name: i.Name, Type: i.Class, Hosts: i.Hosts, Addresses: i.Addresses}
		for _, b := range i.Backends {
			backend := "Service/" + i.Namespace + "/" + b.Service
			if b.Port != "" {
				backend += ":" + b.Port
			}
			n.Backends = append(n.Backends, backend)
		}
		list = append(list, n)
	}
	return list
}

func port(p facts.ServicePort) string {
	text := strconv.Itoa(p.Port)
	if p.TargetPort != "" && p.TargetPort != text {
		text += "→" + p.TargetPort
	}
	if p.Protocol != "" && p.Protocol != "TCP" {
		text += "/" + p.Protocol
	}
	if p.Name != "" {
		return p.Name + " " + text
	}
	return text
}

// endpoints counts the pods of this service that a Service finds.
func endpoints(share *facts.Share, s *facts.Service) (pods, ready *int) {
	pods, ready = new(int), new(int)
	selector := selectorOf(s)
	for _, w := range share.Workloads {
		if w.Namespace != s.Namespace {
			continue
		}
		for _, p := range w.Pods {
			if p.Phase == "Succeeded" || p.Phase == "Failed" || !selector.Matches(p.Labels) {
				continue
			}
			*pods++
			if s.PublishNotReady || facts.Find(p.Conditions, "Ready").Status == "True" {
				*ready++
			}
		}
	}
	return pods, ready
}

func storage(share *facts.Share) []schemas.Claim {
	list := []schemas.Claim{}
	for _, c := range share.Claims {
		list = append(list, schemas.Claim{
			Namespace: c.Namespace, Name: c.Name, Phase: c.Phase, Class: c.Class, Size: c.Size, Access: c.Access,
			UsedBy: users(share, c),
		})
	}
	return list
}

func users(share *facts.Share, c *facts.Claim) []string {
	var names []string
	for _, w := range share.Workloads {
		uses := w.Namespace == c.Namespace && (slices.Contains(w.Template.Claims, c.Name) ||
			slices.ContainsFunc(w.Pods, func(p *facts.Pod) bool { return slices.Contains(p.Claims, c.Name) }))
		if uses {
			names = append(names, object(w.Kind, &w.Meta))
		}
	}
	return names
}
