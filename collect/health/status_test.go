package health

import (
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// of one workload with that status, and as many pods ready as wanted says.
func running(status schemas.Status, wanted, ready int) schemas.Workload {
	return schemas.Workload{Kind: "Deployment", Name: "w", Status: status, Replicas: schemas.Replicas{Wanted: wanted, Ready: ready}}
}

// of one bare pod.
func bare(status schemas.Status, wanted, ready int) schemas.Workload {
	w := running(status, wanted, ready)
	w.Kind = "Pod"
	return w
}

func unread(resource string, asOf time.Time) []schemas.Read {
	return []schemas.Read{{Resource: resource, State: schemas.ReadForbidden, AsOf: asOf}}
}

// TestClusterStatus has a row for each thing that the roll-up's words say, and for each of which a service may consist
// alone.
func TestClusterStatus(t *testing.T) {
	read := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	nightly := func(s schemas.Status) []schemas.Job { return []schemas.Job{{Kind: "CronJob", Status: s}} }
	problem := func(rule string, s schemas.Severity) []schemas.Problem {
		return []schemas.Problem{{Rule: rule, Severity: s}}
	}
	for name, c := range map[string]struct {
		cluster schemas.Cluster
		want    schemas.Status
	}{
		"pods forbidden":                       {schemas.Cluster{Reads: []schemas.Read{{Resource: "pods", State: schemas.ReadForbidden}}}, schemas.Unknown},
		"pods forbidden, but known of old":     {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Healthy, 2, 2)}, Reads: []schemas.Read{{Resource: "pods", State: schemas.ReadForbidden, AsOf: read}}}, schemas.Healthy},
		"never reached":                        {schemas.Cluster{Reads: []schemas.Read{{Resource: "*", State: schemas.ReadUnreachable}}}, schemas.Unknown},
		"ingresses forbidden":                  {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Healthy, 2, 2)}, Reads: []schemas.Read{{Resource: "ingresses.networking.k8s.io", State: schemas.ReadForbidden}}}, schemas.Healthy},
		"stale":                                {schemas.Cluster{Stale: true, Status: schemas.Degraded, Reads: []schemas.Read{{Resource: "*", State: schemas.ReadTimeout}}}, schemas.Degraded},
		"expected, and nothing there":          {schemas.Cluster{Expected: true}, schemas.Missing},
		"expected, and Rollouts not read":      {schemas.Cluster{Expected: true, Reads: []schemas.Read{{Resource: "rollouts.argoproj.io", State: schemas.ReadForbidden}}}, schemas.Unknown},
		"nothing ready":                        {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Down, 2, 0), running(schemas.Progressing, 1, 0)}}, schemas.Down},
		"one of two workloads down":            {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Down, 2, 0), running(schemas.Healthy, 1, 1)}, Problems: problem("unavailable", schemas.Critical)}, schemas.Degraded},
		"a start":                              {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Progressing, 2, 0)}}, schemas.Progressing},
		"a start, and a warning":               {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Progressing, 2, 1)}, Problems: problem("at-max", schemas.Warning)}, schemas.Degraded},
		"info only":                            {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Healthy, 2, 2)}, Problems: problem("paused", schemas.Info)}, schemas.Healthy},
		"reading only":                         {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Healthy, 2, 2)}, Problems: problem("unreadable", schemas.Warning)}, schemas.Healthy},
		"a resource in progress":               {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Healthy, 2, 2)}, Resources: []schemas.Resource{{Kind: "HelmRelease", Status: schemas.Progressing}}}, schemas.Healthy},
		"a resource that failed":               {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Healthy, 2, 2)}, Resources: []schemas.Resource{{Kind: "HelmRelease", Status: schemas.Degraded}}, Problems: problem("resource-not-ready", schemas.Warning)}, schemas.Degraded},
		"all at zero":                          {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Suspended, 0, 0)}, Jobs: nightly(schemas.Suspended)}, schemas.Suspended},
		"all at zero but a CronJob":            {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Suspended, 0, 0)}, Jobs: nightly(schemas.Healthy)}, schemas.Healthy},
		"idle under an autoscaler":             {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Healthy, 0, 0)}}, schemas.Healthy},
		"a CronJob alone":                      {schemas.Cluster{Jobs: nightly(schemas.Healthy)}, schemas.Healthy},
		"nothing there, and Jobs not read":     {schemas.Cluster{Expected: true, Reads: unread("jobs.batch", time.Time{})}, schemas.Unknown},
		"nothing there, and events not read":   {schemas.Cluster{Expected: true, Reads: unread("events", time.Time{})}, schemas.Missing},
		"nothing there any more":               {schemas.Cluster{}, schemas.Missing},
		"no workloads read, and older ones":    {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Degraded, 2, 1)}, Problems: problem("under-replicated", schemas.Warning), Reads: unread("deployments.apps", read)}, schemas.Degraded},
		"stale, and never judged":              {schemas.Cluster{Stale: true, Reads: unread("*", time.Time{})}, schemas.Unknown},
		"down in a rollout without a problem":  {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Progressing, 2, 0), running(schemas.Suspended, 0, 0)}}, schemas.Progressing},
		"a problem that is ignored":            {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Healthy, 2, 2)}, Problems: []schemas.Problem{{Severity: schemas.Critical, Ignored: &schemas.Ignored{}}}}, schemas.Healthy},
		"the worst is critical, and some run":  {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Degraded, 2, 1)}, Problems: problem("crash-loop", schemas.Critical)}, schemas.Degraded},
		"a bare pod alone":                     {schemas.Cluster{Workloads: []schemas.Workload{bare(schemas.Healthy, 1, 1)}}, schemas.Healthy},
		"a bare pod alone, not ready":          {schemas.Cluster{Workloads: []schemas.Workload{bare(schemas.Down, 1, 0)}, Problems: problem("not-ready", schemas.Warning)}, schemas.Down},
		"a bare pod alone, done":               {schemas.Cluster{Workloads: []schemas.Workload{bare(schemas.Healthy, 0, 0)}}, schemas.Healthy},
		"a bare pod alone, held back":          {schemas.Cluster{Workloads: []schemas.Workload{bare(schemas.Suspended, 1, 0)}}, schemas.Suspended},
		"a Job alone, done":                    {schemas.Cluster{Jobs: []schemas.Job{{Kind: "Job", Status: schemas.Healthy}}}, schemas.Healthy},
		"a Job alone, at work":                 {schemas.Cluster{Jobs: []schemas.Job{{Kind: "Job", Status: schemas.Progressing}}}, schemas.Healthy},
		"a Job alone, suspended":               {schemas.Cluster{Jobs: []schemas.Job{{Kind: "Job", Status: schemas.Suspended}}}, schemas.Suspended},
		"a Job alone, failed":                  {schemas.Cluster{Jobs: []schemas.Job{{Kind: "Job", Status: schemas.Degraded}}, Problems: problem("job-failed", schemas.Warning)}, schemas.Degraded},
		"a resource alone":                     {schemas.Cluster{Resources: []schemas.Resource{{Status: schemas.Healthy}, {Status: schemas.Suspended}}}, schemas.Healthy},
		"a resource alone, of unknown state":   {schemas.Cluster{Resources: []schemas.Resource{{Status: schemas.Unknown}}}, schemas.Healthy},
		"a resource alone, on its way":         {schemas.Cluster{Resources: []schemas.Resource{{Status: schemas.Progressing}}}, schemas.Progressing},
		"a resource alone, suspended":          {schemas.Cluster{Resources: []schemas.Resource{{Status: schemas.Suspended}}}, schemas.Suspended},
		"a resource alone, not ready":          {schemas.Cluster{Resources: []schemas.Resource{{Status: schemas.Degraded}}, Problems: problem("resource-not-ready", schemas.Warning)}, schemas.Degraded},
		"a resource on its way beside pods":    {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Healthy, 2, 2)}, Resources: []schemas.Resource{{Status: schemas.Progressing}}}, schemas.Healthy},
		"all at zero beside a resource":        {schemas.Cluster{Workloads: []schemas.Workload{running(schemas.Suspended, 0, 0)}, Resources: []schemas.Resource{{Status: schemas.Healthy}}}, schemas.Suspended},
		"a Service alone":                      {schemas.Cluster{Network: []schemas.Network{{Kind: "Service"}}}, schemas.Healthy},
		"a quota of the namespace and no more": {schemas.Cluster{Expected: true, Quotas: []schemas.Quota{{Name: "compute"}}}, schemas.Missing},
	} {
		if got := ClusterStatus(&c.cluster); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestServiceStatus(t *testing.T) {
	warning := []schemas.Problem{{Rule: "absent", Severity: schemas.Warning}}
	for name, c := range map[string]struct {
		clusters []schemas.Status
		findings []schemas.Problem
		want     schemas.Status
	}{
		"nowhere":                          {nil, nil, schemas.Missing},
		"healthy":                          {[]schemas.Status{schemas.Healthy, schemas.Healthy}, nil, schemas.Healthy},
		"all down":                         {[]schemas.Status{schemas.Down, schemas.Down}, nil, schemas.Down},
		"all down, save one switched off":  {[]schemas.Status{schemas.Down, schemas.Suspended}, nil, schemas.Down},
		"all down, and a warning across":   {[]schemas.Status{schemas.Down, schemas.Down}, warning, schemas.Down},
		"down and missing":                 {[]schemas.Status{schemas.Down, schemas.Missing}, nil, schemas.Degraded},
		"unknown, save one switched off":   {[]schemas.Status{schemas.Unknown, schemas.Suspended}, nil, schemas.Unknown},
		"missing in one, and said":         {[]schemas.Status{schemas.Missing, schemas.Healthy}, warning, schemas.Degraded},
		"one down":                         {[]schemas.Status{schemas.Down, schemas.Healthy}, nil, schemas.Degraded},
		"degraded before missing":          {[]schemas.Status{schemas.Missing, schemas.Degraded}, nil, schemas.Degraded},
		"missing before unknown":           {[]schemas.Status{schemas.Unknown, schemas.Missing, schemas.Healthy}, nil, schemas.Missing},
		"unknown before progressing":       {[]schemas.Status{schemas.Progressing, schemas.Unknown}, nil, schemas.Unknown},
		"progressing before healthy":       {[]schemas.Status{schemas.Progressing, schemas.Healthy}, nil, schemas.Progressing},
		"all switched off":                 {[]schemas.Status{schemas.Suspended, schemas.Suspended}, nil, schemas.Suspended},
		"one switched off":                 {[]schemas.Status{schemas.Suspended, schemas.Healthy}, nil, schemas.Healthy},
		"a warning across clusters":        {[]schemas.Status{schemas.Healthy}, warning, schemas.Degraded},
		"in no cluster where it should be": {[]schemas.Status{schemas.Missing, schemas.Missing}, warning, schemas.Missing},
		"info across clusters":             {[]schemas.Status{schemas.Healthy}, []schemas.Problem{{Rule: "image-drift", Severity: schemas.Info}}, schemas.Healthy},
		"a cluster not read":               {[]schemas.Status{schemas.Healthy}, []schemas.Problem{{Rule: "cluster-unreachable", Severity: schemas.Warning}}, schemas.Healthy},
	} {
		s := &schemas.Snapshot{Findings: c.findings}
		for _, status := range c.clusters {
			s.Clusters = append(s.Clusters, schemas.Cluster{Status: status})
		}
		if got := ServiceStatus(s); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
