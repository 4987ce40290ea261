package render

// This file tries a site's own templates before anything is written: what they ask of a page that it does not have only
// shows when they are executed.

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// try draws each kind of page once, of a made-up service that has something of everything.
func (r *Renderer) try() error {
	s := sample()
	index := &schemas.Index{
		Services: []schemas.ServiceEntry{schemas.Summarize(s, schemas.Digest(nil))},
		Clusters: []schemas.ClusterEntry{
			{Name: "one", Region: "north", Environment: "prod", Kubernetes: "v1.37.2", State: schemas.ReadOK, Reads: s.Clusters[0].Reads, Unclaimed: []schemas.Unclaimed{{Kind: "Pod", Namespace: "kube-system", Count: 3}}},
			{Name: "two", State: schemas.ReadUnreachable, Message: "connection refused", AsOf: sampled, Reads: s.Clusters[1].Reads},
		},
	}
	changes := []schemas.Change{{At: sampled, Status: s.Status, Entries: []schemas.Entry{
		{What: schemas.ImageChanged, Cluster: "one", Object: "Deployment/sample/sample", Container: "app", From: "app:1", To: "app:2"},
		{What: schemas.ProblemBegan, Cluster: "one", Object: "Deployment/sample/sample", Rule: "crash-loop", Severity: schemas.Critical},
	}}}
	load := func(string) (*schemas.Snapshot, []schemas.Change, error) { return s, changes, nil }
	for _, p := range r.Pages(index, load, func(string) ([]schemas.Change, error) { return changes, nil }) {
		var wrong *TemplateError
		if err := p.Render(io.Discard); errors.As(err, &wrong) {
			return wrong
		} else if err != nil {
			return err
		}
	}
	return nil
}

var sampled = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// sample is a service with something of everything.
func sample() *schemas.Snapshot {
	n := 1
	problem := func(rule string, severity schemas.Severity) schemas.Problem {
		return schemas.Problem{Rule: rule, Severity: severity, Object: "Deployment/sample/sample", Container: "app", Message: "it ends", Hint: "Read `its` log.", Since: sampled, Objects: []string{"Pod/sample/sample-1"}}
	}
	effect, aside := problem("unavailable", schemas.Warning), problem("not-ready", schemas.Warning)
	effect.CausedBy = problem("crash-loop", schemas.Critical).Key()
	aside.Ignored = &schemas.Ignored{By: schemas.ByConfiguration, Reason: "known", Until: "2027-01-01"}
	conditions := []schemas.Condition{{Type: "Available", Status: "False", Reason: "Reason", Message: "message", Since: sampled}}
	return &schemas.Snapshot{
		Service: schemas.Service{
			ID: "sample", Name: "sample", Title: "Sample", Owner: "owner", OwnerTitle: "Owner", System: "system", Lifecycle: "production", Description: "What it is.",
			Links: []schemas.Link{{Title: "runbook", URL: "https://docs.example/"}}, DependsOn: []string{"sample", "other"}, ProvidesAPIs: []string{"api"},
		},
		Status: schemas.Degraded, Findings: []schemas.Problem{problem("image-drift", schemas.Warning)},
		Clusters: []schemas.Cluster{{
			Name: "one", Region: "north", Environment: "prod", Kubernetes: "v1.37.2", Status: schemas.Degraded,
			Reads: []schemas.Read{{Resource: "ingresses.networking.k8s.io", Namespace: "sample", State: schemas.ReadForbidden, Message: "forbidden", AsOf: sampled}},
			Workloads: []schemas.Workload{{
				Kind: "Deployment", Namespace: "sample", Name: "sample", Status: schemas.Degraded, Version: "1", Strategy: "RollingUpdate", Created: sampled,
				Replicas: schemas.Replicas{Wanted: 2, Current: 2, Ready: 1},
				Autoscaler: &schemas.Autoscaler{Kind: "HorizontalPodAutoscaler", Name: "sample", Min: 1, Current: 2, Desired: 3, Max: 3,
					Metrics: []schemas.Metric{{Type: "Resource", Name: "cpu", Target: "70%", Band: schemas.BandNear}}, Conditions: conditions},
				Containers: []schemas.ContainerSpec{{Name: "app", Image: "app:1", Requests: &schemas.Amounts{CPU: "1"}, Limits: &schemas.Amounts{Memory: "1Gi"}}}, Conditions: conditions,
				Pods: []schemas.Pod{{Name: "sample-1", State: schemas.PodFailing, Reason: "CrashLoopBackOff", Node: "node", Created: sampled, Restarts: 3, Containers: []schemas.Container{
					{Name: "app", Image: "app:2", State: "waiting", Reason: "CrashLoopBackOff", Restarts: 3, Last: &schemas.Termination{Reason: "Error", ExitCode: 1, Finished: sampled}}}}},
			}},
			Jobs:      []schemas.Job{{Kind: "CronJob", Namespace: "sample", Name: "nightly", Status: schemas.Healthy}},
			Network:   []schemas.Network{{Kind: "Service", Namespace: "sample", Name: "sample", Type: "ClusterIP", Ports: []string{"80→80/TCP"}, Pods: &n, Ready: &n}},
			Storage:   []schemas.Claim{{Namespace: "sample", Name: "data", Phase: "Bound", Size: "1Gi"}},
			Budgets:   []schemas.Budget{{Namespace: "sample", Name: "sample", MinAvailable: "1"}},
			Quotas:    []schemas.Quota{{Namespace: "sample", Name: "quota", Resource: "pods", Hard: "10", Band: schemas.BandBelow}},
			Resources: []schemas.Resource{{Group: "example.org", Kind: "Thing", Namespace: "sample", Name: "thing", Status: schemas.Degraded, Message: "not ready"}},
			Problems:  []schemas.Problem{problem("crash-loop", schemas.Critical), problem("scaled-to-zero", schemas.Info), effect, aside},
		}, {
			Name: "two", Environment: "prod", Status: schemas.Unknown, Stale: true, AsOf: sampled, Reads: []schemas.Read{{Resource: "*", State: schemas.ReadUnreachable, AsOf: sampled}},
		}},
	}
}

var (
	templateTrouble = regexp.MustCompile(`^(?:html/)?template:\s?([a-z]+)(?::(\d+))?(?::\d+)?: (?:executing "[^"]*" at )?(.*)$`)
	contextDetails  = regexp.MustCompile(`(in different contexts): .*$`)
	missingField    = regexp.MustCompile(`^<(.*)>: can't evaluate field (\w+) in type .*$`)
)

// explain says in which file and line a template failed, where the file may be the site's own. Templates are parsed
// under the names "base", "pieces" and, whatever its kind, "page".
func (t *theme) explain(err error, f format, kind string) error {
	m := templateTrouble.FindStringSubmatch(err.Error())
	if len(t.own) == 0 || m == nil {
		return err
	}
	file := f.name + "/" + m[1] + f.suffix
	if m[1] == "page" {
		file = f.name + "/" + kind + f.suffix
	}
	said := contextDetails.ReplaceAllString(m[3], "$1, say inside and outside an attribute")
	if field := missingField.FindStringSubmatch(said); field != nil {
		said = fmt.Sprintf("%s: there is no field %s here", field[1], field[2])
	}
	line, _ := strconv.Atoi(m[2])
	if t.own[file] != nil {
		return &TemplateError{File: file, Line: line, Err: errors.New(said)}
	}
	for _, other := range []string{"pieces", f.frame, kind} { // Plimsoll's own file fails for what another one lacks
		if own := f.name + "/" + other + f.suffix; t.own[own] != nil {
			return &TemplateError{File: own, Err: fmt.Errorf("line %d of Plimsoll's own %s does not fit it: %s", line, file, said)}
		}
	}
	return err
}
