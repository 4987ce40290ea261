package health

import (
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

// TestHintsAreCommandsThatWork names pods by an owner that kubectl knows, else by label: never by a name that is
// gone at the next rollout.
func TestHintsAreCommandsThatWork(t *testing.T) {
	labels := map[string]string{"tier": "web", "app": "checkout"}
	app := &facts.Container{Name: "app"}
	workload := func(kind string) *unit {
		return unitOf(&facts.WorkloadShare{Workload: &facts.Workload{
			Meta: facts.Meta{Namespace: "shop", Name: "checkout"}, Kind: kind, Template: facts.Template{Labels: labels},
		}})
	}
	run := unitOfJob(&facts.JobShare{Job: &facts.Job{Meta: facts.Meta{Namespace: "shop", Name: "report-29394000"}}})
	run.kind, run.name = "CronJob", "report"
	for want, got := range map[string]string{
		"kubectl logs -n shop deploy/checkout -c app --previous":    workload("Deployment").logs(app, true),
		"kubectl logs -n shop statefulset/checkout -c app":          workload("StatefulSet").logs(app, false),
		"kubectl logs -n shop pod/checkout -c app":                  workload("Pod").logs(app, false),
		"kubectl logs -n shop -l app=checkout,tier=web -c app":      workload("Rollout").logs(app, false),
		"kubectl logs -n shop job/report-29394000 -c app":           run.logs(app, false),
		"kubectl describe pods -n shop -l job-name=report-29394000": run.describe(),
		"kubectl describe pods -n shop -l app=checkout,tier=web":    workload("Deployment").describe(),
		"kubectl describe -n shop pod/checkout":                     workload("Pod").describe(),
	} {
		if got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		35 * time.Second:            "35 seconds",
		time.Minute:                 "1 minute",
		10 * time.Minute:            "10 minutes",
		90 * time.Minute:            "1 hour 30 minutes",
		2*time.Hour + 1*time.Second: "2 hours 1 second",
	} {
		if got := span(d); got != want {
			t.Errorf("span(%v) = %q, want %q", d, got, want)
		}
	}
}
