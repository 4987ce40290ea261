package e2e

// This file holds the scenarios of Jobs and CronJobs. The Job and CronJob controllers are real; that a container failed,
// a kubelet says.

import (
	"context"
	"errors"
	"strconv"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func itoa(n int) string { return strconv.Itoa(n) }

const failedPod = `
phase: Failed
containerStatuses:
- {name: app, image: '` + kubeletsOwn + `', imageID: "", restartCount: 0, ready: false, state: {terminated: {exitCode: 1, reason: Error, startedAt: AGO, finishedAt: NOW}}}
`

func batchScenarios() []scenario {
	return []scenario{
		{
			rule: "job-failed", by: controllers, how: "the Job controller's BackoffLimitExceeded, after a pod that its kubelet says failed",
			objects: job("web", "backoffLimit: 0"),
			play:    kubelet(1, failedPod),
			until:   condition(jobs, "web", "Failed=True"),
			want:    []expected{{severity: "warning", object: "Job/web", says: "backoff limit"}},
		},
		{
			rule: "job-retrying", by: controllers, how: "the Job controller's count of failed pods, after one that its kubelet says failed",
			objects: job("web", "backoffLimit: 6"),
			play:    kubelet(1, failedPod),
			until: func(ctx context.Context, s *stage) error {
				return s.Until(ctx, "wait for the Job's second attempt", func(ctx context.Context) error {
					j, err := s.Typed.BatchV1().Jobs(s.namespace).Get(ctx, "web", metav1.GetOptions{})
					if err == nil && (j.Status.Failed == 0 || j.Status.Active == 0) {
						err = errors.New("there is none")
					}
					return err
				})
			},
			want: []expected{{severity: "info", object: "Job/web"}},
		},
		{
			rule: "cronjob-failing", by: controllers, how: "the Job controller, on a run that a person started by hand and whose pod its kubelet says failed",
			objects: cronJob("web", `"0 0 1 1 *"`, ""),
			play: func(ctx context.Context, s *stage) error {
				cron, err := s.Typed.BatchV1().CronJobs(s.namespace).Get(ctx, "web", metav1.GetOptions{})
				if err != nil {
					return err
				}
				run := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{
					Name:            "web-by-hand",
					Annotations:     map[string]string{"cronjob.kubernetes.io/instantiate": "manual"},
					OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(cron, batchv1.SchemeGroupVersion.WithKind("CronJob"))},
				}, Spec: cron.Spec.JobTemplate.Spec}
				if _, err := s.Typed.BatchV1().Jobs(s.namespace).Create(ctx, run, metav1.CreateOptions{}); err != nil {
					return err
				}
				return kubelet(1, failedPod)(ctx, s)
			},
			until: condition(jobs, "web-by-hand", "Failed=True"),
			want:  []expected{{severity: "warning", object: "CronJob/web", says: "none has succeeded", causedBy: "job-failed"}},
		},
		{
			rule: "cronjob-missed", by: controllers, how: "the clock runs past two schedules that no run followed",
			objects: cronJob("web", `"*/2 * * * *"`, "startingDeadlineSeconds: 1"),
			later:   12 * time.Minute,
			want:    []expected{{severity: "warning", object: "CronJob/web"}},
		},
		{
			rule: "cronjob-suspended", by: controllers, how: "a person suspends it",
			objects: cronJob("web", `"0 0 1 1 *"`, "suspend: true"),
			want:    []expected{{severity: "info", object: "CronJob/web"}},
		},
	}
}

func job(name string, spec ...string) string {
	return "---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: " + name + ", labels: {app: " + name + "}}\nspec:\n" + indented(spec, "  ") +
		"  template: {metadata: {labels: {app: " + name + "}}, spec: {restartPolicy: Never, containers: [{name: app, image: '" + kubeletsOwn + "'}]}}\n"
}

func cronJob(name, schedule string, spec ...string) string {
	return "---\napiVersion: batch/v1\nkind: CronJob\nmetadata: {name: " + name + ", labels: {app: " + name + "}}\nspec:\n  schedule: " + schedule + "\n" + indented(spec, "  ") +
		"  jobTemplate: {spec: {backoffLimit: 0, template: {metadata: {labels: {app: " + name + "}}, spec: {restartPolicy: Never, containers: [{name: app, image: '" + kubeletsOwn + "'}]}}}}\n"
}
