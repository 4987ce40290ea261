package health

// This file is the rules about Jobs and the runs of CronJobs: job-failed, job-retrying, cronjob-failing.

import (
	"fmt"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var jobFailed = rule{
	Rule: schemas.Rule{
		ID: "job-failed", Family: batchFamily, Severity: schemas.Warning,
		When:  "a Job failed within 7 days, and no later run of the same CronJob has succeeded",
		Means: "Its work was not done.",
		Next:  "Read what its last attempt printed, correct it and run it again.",
	},
	job: judgeJobFailed,
}

func judgeJobFailed(s *scope, u *unit, j *facts.JobShare) (found, bool) {
	c := jobCondition(j.Job, "Failed")
	at := first(j.Finished, c.Since)
	if c.Type == "" || !within(at, s.now, failedJob) || s.succeededSince(j, at) {
		return found{}, false
	}
	return found{
		cause:   c.Reason,
		message: join("the Job has failed"+lastAttempt(j), u.quote(c.Message)),
		hint:    fmt.Sprintf("Read what it printed, while its pods are there: kubectl logs -n %s job/%s --all-containers", j.Namespace, j.Name),
		since:   at,
	}, true
}

// succeededSince asks the siblings of a CronJob's Job, and the CronJob itself, which remembers longer.
func (s *scope) succeededSince(j *facts.JobShare, at time.Time) bool {
	cron := s.cronJobOf(j)
	if cron == nil {
		return false
	}
	if cron.LastSuccess.After(at) {
		return true
	}
	for _, sibling := range cron.Jobs {
		if jobCondition(sibling.Job, "Complete").Type != "" && sibling.Created.After(j.Created) {
			return true
		}
	}
	return false
}

func (s *scope) cronJobOf(j *facts.JobShare) *facts.CronJobShare {
	for _, c := range s.share.CronJobs {
		for _, own := range c.Jobs {
			if own == j {
				return c
			}
		}
	}
	return nil
}

// lastAttempt is how the newest failed pod ended, where there is one left to ask.
func lastAttempt(j *facts.JobShare) string {
	var newest *facts.Pod
	for _, p := range j.Pods {
		if p.Phase == "Failed" && (newest == nil || p.Created.After(newest.Created)) {
			newest = p
		}
	}
	if newest == nil {
		return ""
	}
	for i := range newest.Containers {
		if c := &newest.Containers[i]; bad(c.State) {
			return fmt.Sprintf(" (%s ended with %s)", who(c), ending(c.State))
		}
	}
	return ""
}

// jobCondition returns a condition only if it is True.
func jobCondition(j *facts.Job, kind string) facts.Condition {
	if c := facts.Find(j.Conditions, kind); c.Status == "True" {
		return c
	}
	return facts.Condition{}
}

func finished(j *facts.Job) bool {
	return jobCondition(j, "Complete").Type != "" || jobCondition(j, "Failed").Type != ""
}

var jobRetrying = rule{
	Rule: schemas.Rule{
		ID: "job-retrying", Family: batchFamily, Severity: schemas.Info,
		When:  "a Job is active and some of its attempts have failed",
		Means: "It is trying again by itself.",
		Next:  "Read what the failed attempts printed, if it keeps on.",
	},
	job: judgeJobRetrying,
}

func judgeJobRetrying(_ *scope, _ *unit, j *facts.JobShare) (found, bool) {
	if finished(j.Job) || j.Active <= 0 || j.Failed <= 0 {
		return found{}, false
	}
	return found{
		message: "the Job tries again after failed attempts" + lastAttempt(j),
		hint:    fmt.Sprintf("If it keeps on, read what it prints: kubectl logs -n %s job/%s --all-containers", j.Namespace, j.Name),
		hurts:   true,
	}, true
}

var cronJobFailing = rule{
	Rule: schemas.Rule{
		ID: "cronjob-failing", Family: batchFamily, Severity: schemas.Warning,
		When:  "the newest finished run of a CronJob has failed",
		Means: "Its work has not been done since its last success.",
		Next:  "Read what the failed run printed; run it again by hand once it is corrected.",
	},
	cronJob: judgeCronJobFailing,
}

func judgeCronJobFailing(s *scope, c *facts.CronJobShare) (found, bool) {
	newest := newestFinished(c)
	if newest == nil || jobCondition(newest.Job, "Failed").Type == "" {
		return found{}, false
	}
	return found{
		message: "its newest finished run has failed; " + lastSuccess(c),
		hint:    fmt.Sprintf("Once it is corrected, run it by hand: kubectl create job -n %s --from=cronjob/%s %s", c.Namespace, c.Name, byHand(c.Name)),
		since:   failingSince(c),
		hurts:   true,
		oldest:  true,
	}, true
}

// newestFinished goes by when runs were created: that is their order, whenever they ended.
func newestFinished(c *facts.CronJobShare) *facts.JobShare {
	var newest *facts.JobShare
	for _, j := range c.Jobs {
		if finished(j.Job) && (newest == nil || j.Created.After(newest.Created)) {
			newest = j
		}
	}
	if newest != nil && c.LastSuccess.After(first(newest.Finished, newest.Created)) {
		return nil // the run that succeeded is gone already
	}
	return newest
}

// failingSince is the earliest failure since the last success that the history limit has left.
func failingSince(c *facts.CronJobShare) time.Time {
	var t, success time.Time = time.Time{}, c.LastSuccess
	for _, j := range c.Jobs {
		if jobCondition(j.Job, "Complete").Type != "" {
			success = later(success, j.Finished)
		}
	}
	for _, j := range c.Jobs {
		if at := first(j.Finished, jobCondition(j.Job, "Failed").Since); jobCondition(j.Job, "Failed").Type != "" && at.After(success) {
			t = earlier(t, at)
		}
	}
	return t
}

func lastSuccess(c *facts.CronJobShare) string {
	if c.LastSuccess.IsZero() {
		return "none has succeeded yet"
	}
	return "no success since " + c.LastSuccess.UTC().Format("2006-01-02 15:04 UTC")
}

// byHand names a Job run by hand, within the 63 characters that a Job's name may have.
func byHand(name string) string {
	const most, suffix = 63, "-by-hand"
	return name[:min(len(name), most-len(suffix))] + suffix
}
