package render

// This file shows a snapshot: the service, each cluster with what is wrong in it, and each object under a heading that
// names the cluster too, so that a piece of a diff says where it belongs.

import (
	"strconv"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func showSnapshot(s *schemas.Snapshot) string {
	t := &sheet{}
	t.service(s)
	for _, p := range s.Findings {
		t.problem("finding", p)
	}
	for _, c := range s.Clusters {
		t.cluster(c)
	}
	return t.b.String()
}

func (t *sheet) service(s *schemas.Snapshot) {
	of := s.Service
	t.heading("service", of.ID)
	t.fact("status", string(s.Status))
	t.fact("name", of.Name)
	t.fact("title", of.Title)
	t.fact("origin", string(of.Origin))
	t.fact("owner", of.Owner)
	t.fact("owner's title", of.OwnerTitle)
	t.fact("system", of.System)
	t.fact("lifecycle", of.Lifecycle)
	t.fact("description", of.Description)
	for _, l := range of.Links {
		t.fact("link", phrased(l.Title, l.URL))
	}
	t.facts("depends on", of.DependsOn)
	t.facts("provides", of.ProvidesAPIs)
}

func (t *sheet) problem(where string, p schemas.Problem) {
	t.heading(where, p.Key())
	t.fact("severity", string(p.Severity))
	t.fact("message", p.Message)
	t.fact("hint", p.Hint)
	t.fact("since", instant(p.Since))
	t.fact("count", figure(p.Count))
	t.facts("on", p.Objects)
	t.fact("caused by", p.CausedBy)
	if i := p.Ignored; i != nil {
		t.fact("ignored by the", string(i.By))
		t.fact("ignored because", i.Reason)
		t.fact("ignored until", i.Until)
	}
}

// figure is a number that there is.
func figure(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (t *sheet) cluster(c schemas.Cluster) {
	t.heading("cluster", c.Name)
	t.fact("status", string(c.Status))
	t.fact("region", c.Region)
	t.fact("environment", c.Environment)
	t.fact("Kubernetes", c.Kubernetes)
	t.fact(told(c.Expected, "expected here"))
	t.fact(told(c.Stale, "not read by the newest run"))
	t.fact("as of", instant(c.AsOf))
	for _, r := range c.Reads {
		t.fact("not read:", r.Resource, phrased(told(r.Namespace != "", "in "+r.Namespace), string(r.State), r.Message, told(!r.AsOf.IsZero(), "as of "+instant(r.AsOf))))
	}
	for _, p := range c.Problems {
		t.problem(c.Name, p)
	}
	for _, w := range c.Workloads {
		t.workload(c.Name, w)
	}
	for _, j := range c.Jobs {
		t.job(c.Name, j)
	}
	t.around(c)
}

func (t *sheet) workload(cluster string, w schemas.Workload) {
	t.heading(cluster, w.Kind, w.Namespace+"/"+w.Name)
	t.fact("status", string(w.Status))
	t.fact("version", w.Version)
	t.fact("strategy", w.Strategy)
	t.fact(told(w.Paused, "paused"))
	t.fact("created", instant(w.Created))
	r := w.Replicas
	t.fact("pods wanted", strconv.Itoa(r.Wanted))
	t.fact("pods there", strconv.Itoa(r.Current))
	t.fact("pods updated", strconv.Itoa(r.Updated))
	t.fact("pods ready", strconv.Itoa(r.Ready))
	t.fact("pods available", strconv.Itoa(r.Available))
	t.fact("pods missing since", instant(r.MissingSince))
	t.fact("controller behind since", instant(r.BehindSince))
	if w.Autoscaler != nil {
		t.autoscaler(*w.Autoscaler)
	}
	t.containers(w.Containers)
	t.conditions("condition", w.Conditions)
	t.pods(w.Pods, w.Containers)
}

func (t *sheet) autoscaler(a schemas.Autoscaler) {
	t.fact("autoscaler", a.Kind+" "+a.Name)
	t.fact("autoscaler works through", a.Through)
	t.fact("autoscaler least", strconv.Itoa(a.Min))
	t.fact("autoscaler most", strconv.Itoa(a.Max))
	t.fact("autoscaler has", strconv.Itoa(a.Current))
	t.fact("autoscaler wants", strconv.Itoa(a.Desired))
	t.fact("autoscaler may scale up", a.ScaleUp)
	t.fact("autoscaler may scale down", a.ScaleDown)
	for _, m := range a.Metrics {
		t.fact("autoscaler follows", m.Type, m.Name, phrased(told(m.Of != "", "of "+m.Of), told(m.Target != "", "target "+m.Target), "now "+string(m.Band), told(!m.Since.IsZero(), "without a value since "+instant(m.Since))))
	}
	t.conditions("autoscaler condition", a.Conditions)
}

func (t *sheet) conditions(name string, conditions []schemas.Condition) {
	for _, c := range conditions {
		t.fact(name, c.Type, phrased(c.Status, c.Reason, told(!c.Since.IsZero(), "since "+instant(c.Since)), c.Message))
	}
}

func (t *sheet) job(cluster string, j schemas.Job) {
	t.heading(cluster, j.Kind, j.Namespace+"/"+j.Name)
	t.fact("status", string(j.Status))
	t.fact("schedule", j.Schedule)
	t.fact("time zone", j.TimeZone)
	t.fact(told(j.Suspended, "suspended"))
	t.fact("made by", j.Owner)
	t.fact("outcome", j.Outcome)
	t.fact("active", figure(j.Active))
	t.fact("failed attempts", figure(j.Failed))
	t.fact("started", instant(j.Started))
	t.fact("finished", instant(j.Finished))
	t.fact("last success", instant(j.LastSuccess))
	t.containers(j.Containers)
	t.pods(j.Pods, j.Containers)
}
