package health

// This file is ignoring: which problems somebody has set aside, in the configuration or on the object. They stay in the
// snapshot with who said it and why, are counted apart, and make nothing worse.

import (
	"path"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// aside decides for one service in one cluster what is set aside: by the configuration, in its order, then by the
// annotations. What has ended decides nothing any more.
type aside struct {
	service, cluster string
	configured       []schemas.IgnoreConfig
	annotated        []annotation
	now              time.Time
	families         map[string]string
}

func newAside(in Input) *aside {
	a := &aside{
		service: in.Service, cluster: in.Share.Cluster, configured: in.Rules.Ignore,
		annotated: slices.Collect(annotations(in.Share)), now: in.Now,
	}
	if len(a.annotated) > 0 {
		a.families = familyOf()
	}
	return a
}

// Lapsed says that what was set aside until a day counts again. Days begin in UTC.
func Lapsed(until string, now time.Time) bool {
	return until != "" && until <= now.UTC().Format(time.DateOnly)
}

// of is why a problem does not count, nil where it does.
func (a *aside) of(p schemas.Problem) *schemas.Ignored {
	if by := byConfiguration(a.configured, p, a.service, a.cluster, a.now); by != nil {
		return by
	}
	for _, on := range a.annotated {
		if on.about != p.Object || on.family != "" && on.family != a.families[p.Rule] {
			continue
		}
		entries, _ := on.entries(a.families)
		for _, e := range entries {
			if e.names(p.Rule) && !Lapsed(e.until, a.now) {
				return &schemas.Ignored{By: schemas.ByAnnotation, Reason: e.reason, Until: e.until}
			}
		}
	}
	return nil
}

func byConfiguration(entries []schemas.IgnoreConfig, p schemas.Problem, service, cluster string, now time.Time) *schemas.Ignored {
	for _, e := range entries {
		fit := (e.Rule == everyRule || e.Rule == p.Rule) && fits(e.Service, service) && fits(e.Cluster, cluster) && fits(e.Object, p.Object)
		if fit && !Lapsed(e.Until, now) {
			return &schemas.Ignored{By: schemas.ByConfiguration, Reason: e.Reason, Until: e.Until}
		}
	}
	return nil
}

const everyRule = "*"

// fits holds a name against a pattern. One that is left out fits everything, and so does a lone star, which would
// otherwise end at a slash.
func fits(pattern, name string) bool {
	if pattern == "" || pattern == "*" {
		return true
	}
	ok, err := path.Match(pattern, name) // the configuration's reader has refused patterns that cannot be parsed
	return ok && err == nil
}

// follow sets aside what follows from something that is: the effect of an ignored cause is ignored with it. An
// ignored effect leaves its cause alone.
func follow(all []*verdict) {
	byKey := map[string]*verdict{}
	for _, v := range all {
		byKey[v.Key()] = v
	}
	for _, v := range all {
		if cause := byKey[v.CausedBy]; cause != nil && v.Ignored == nil {
			v.Ignored = cause.Ignored
		}
	}
}

// IgnoreFindings marks the findings that the configuration sets aside. A finding about one cluster is in that cluster;
// one about several is in none, and a pattern for clusters does not reach it.
func IgnoreFindings(findings []schemas.Problem, rules schemas.RulesConfig, service string, now time.Time) {
	for i := range findings {
		cluster, _ := strings.CutPrefix(findings[i].Object, clusterPrefix)
		if cluster == findings[i].Object {
			cluster = ""
		}
		findings[i].Ignored = byConfiguration(rules.Ignore, findings[i], service, cluster, now)
	}
	for i := range findings {
		at := slices.IndexFunc(findings, func(p schemas.Problem) bool { return p.Key() == findings[i].CausedBy })
		if at >= 0 && findings[i].Ignored == nil {
			findings[i].Ignored = findings[at].Ignored
		}
	}
}

const clusterPrefix = "Cluster/"

// annotations walks over what the objects of a share say of themselves.
func annotations(share *facts.Share) func(yield func(annotation) bool) {
	return func(yield func(annotation) bool) {
		for _, on := range carriers(share) {
			if on.meta.Ignore == "" {
				continue
			}
			name := facts.ObjectName(on.kind, on.meta)
			a := annotation{on: name, about: name, text: on.meta.Ignore}
			if on.scaled != "" {
				a.about, a.family = on.scaled, autoscalingFamily
			}
			if !yield(a) {
				return
			}
		}
	}
}

// carrier is an object that may carry the annotation. What scales a workload speaks of that workload, about its scaling.
type carrier struct {
	kind   string
	meta   *facts.Meta
	scaled string
}

func carriers(share *facts.Share) []carrier {
	var all []carrier
	add := func(kind string, m *facts.Meta) { all = append(all, carrier{kind: kind, meta: m}) }
	for _, w := range share.Workloads {
		add(w.Kind, &w.Meta)
		of := facts.ObjectName(w.Kind, &w.Meta)
		if w.Autoscaler != nil {
			all = append(all, carrier{"HorizontalPodAutoscaler", &w.Autoscaler.Meta, of})
		}
		if w.Scaler != nil {
			all = append(all, carrier{"ScaledObject", &w.Scaler.Meta, of})
		}
	}
	for _, c := range share.CronJobs {
		add("CronJob", &c.Meta)
	}
	for _, j := range share.Jobs {
		add("Job", &j.Meta)
	}
	share.Around(add)
	for _, r := range share.Routes {
		add(r.Kind, &r.Meta)
	}
	for _, q := range share.Quotas {
		add("ResourceQuota", &q.Meta)
	}
	for _, r := range share.Resources {
		add(r.Kind, &r.Meta)
	}
	return all
}
