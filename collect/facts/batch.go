package facts

// This file reduces Jobs and CronJobs.

import (
	"cmp"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
)

func (c *Cluster) addJob(o *batchv1.Job) {
	j := &Job{
		Meta:          c.meta(&o.ObjectMeta),
		Parallelism:   countOr(o.Spec.Parallelism, 1),
		Completions:   countOr(o.Spec.Completions, defaultCompletions(o)),
		Suspended:     value(o.Spec.Suspend),
		Active:        count(o.Status.Active),
		Succeeded:     count(o.Status.Succeeded),
		Failed:        count(o.Status.Failed),
		Started:       atPointer(o.Status.StartTime),
		Template:      c.template(&o.Spec.Template),
		RestartPolicy: c.text(string(o.Spec.Template.Spec.RestartPolicy)),
		Conditions: conditions(c, o.Status.Conditions, func(j *batchv1.JobCondition) Condition {
			return Condition{string(j.Type), string(j.Status), j.Reason, j.Message, at(j.LastTransitionTime)}
		}),
	}
	j.Finished = finished(o, j.Conditions)
	c.Jobs = append(c.Jobs, j)
}

// defaultCompletions is 1, or 0 for a Job whose workers share a queue: it sets only its parallelism, and the first
// success ends it.
func defaultCompletions(o *batchv1.Job) int {
	if o.Spec.Parallelism != nil {
		return 0
	}
	return 1
}

// finished is when the Job ended. A failed one has no completion time.
func finished(o *batchv1.Job, conditions []Condition) time.Time {
	if t := atPointer(o.Status.CompletionTime); !t.IsZero() {
		return t
	}
	if failed := Find(conditions, string(batchv1.JobFailed)); failed.Status == string(corev1.ConditionTrue) {
		return cmp.Or(failed.Since, atPointer(o.Status.StartTime), at(o.CreationTimestamp)) // the end may have been left out, the failure was not
	}
	return time.Time{}
}

func (c *Cluster) addCronJob(o *batchv1.CronJob) {
	c.CronJobs = append(c.CronJobs, &CronJob{
		Meta:         c.meta(&o.ObjectMeta),
		Schedule:     c.text(o.Spec.Schedule),
		TimeZone:     c.text(value(o.Spec.TimeZone)),
		Concurrency:  cmp.Or(c.text(string(o.Spec.ConcurrencyPolicy)), string(batchv1.AllowConcurrent)),
		Suspended:    value(o.Spec.Suspend),
		Deadline:     seconds(value(o.Spec.StartingDeadlineSeconds)),
		Active:       len(o.Status.Active),
		LastSchedule: atPointer(o.Status.LastScheduleTime),
		LastSuccess:  atPointer(o.Status.LastSuccessfulTime),
		Template:     c.template(&o.Spec.JobTemplate.Spec.Template),
	})
}
