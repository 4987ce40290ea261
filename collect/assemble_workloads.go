package collect

// This file writes workloads and their autoscalers down for a snapshot.

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/health"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

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
			MissingSince: w.MissingSince,
			BehindSince:  w.BehindSince,
		},
		Autoscaler: autoscaler(w.Scaling()),
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

func autoscaler(a *facts.Scaling) *schemas.Autoscaler {
	if a == nil {
		return nil
	}
	s := &schemas.Autoscaler{
		Kind: a.Kind, Name: a.Name, Through: a.Through,
		Min: a.Min, Current: a.Current, Desired: a.Desired, Max: a.Max,
		ScaleUp: a.ScaleUp, ScaleDown: a.ScaleDown,
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
