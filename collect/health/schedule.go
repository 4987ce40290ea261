package health

// This file is the rules about the schedule of CronJobs: cronjob-missed, cronjob-invalid, cronjob-suspended.

import (
	"errors"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // the machine that runs Plimsoll may hold no time zones

	"github.com/robfig/cron/v3"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var cronJobMissed = rule{
	Rule: schemas.Rule{
		ID: "cronjob-missed", Family: batchFamily, Severity: schemas.Warning,
		When:  "two schedules in a row passed without a run, and no active run held them back under the policy Forbid; judged in the CronJob's time zone, else in UTC",
		Means: "Its work is not being done, and nothing has failed that would say so.",
		Next:  "Read the CronJob's events.",
	},
	cronJob: judgeCronJobMissed,
}

// late is how long after its time the controller may start a run.
const late = 2 * time.Minute

// judgeCronJobMissed steps twice from the last run, however long ago that was: more it need not know.
func judgeCronJobMissed(s *scope, c *facts.CronJobShare) (found, bool) {
	if c.Suspended || (c.Active > 0 && c.Concurrency == "Forbid") || s.share.Unreadable.Missed("cronjobs.batch", c.Namespace) {
		return found{}, false
	}
	schedule, zone, err := scheduleOf(c.CronJob)
	last := first(c.LastSchedule, c.Created)
	if err != nil || last.IsZero() {
		return found{}, false
	}
	one := schedule.Next(last.In(zone))
	if one.IsZero() || one.After(s.now) {
		return found{}, false
	}
	two := schedule.Next(one)
	if two.IsZero() || !over(two, s.now, late) {
		return found{}, false
	}
	return found{
		message: fmt.Sprintf("no run since %s, though its schedule %q came at least twice (%s)", last.UTC().Format("2006-01-02 15:04 UTC"), c.Schedule, zoneWord(c.CronJob)),
		hint:    fmt.Sprintf("Read its events: kubectl describe cronjob -n %s %s", c.Namespace, c.Name),
		since:   one,
	}, true
}

func zoneWord(c *facts.CronJob) string {
	if c.TimeZone == "" {
		return "no time zone is set: taken as UTC"
	}
	return c.TimeZone
}

var cronJobInvalid = rule{
	Rule: schemas.Rule{
		ID: "cronjob-invalid", Family: batchFamily, Severity: schemas.Warning,
		When:  "a CronJob's schedule or time zone cannot be read",
		Means: "It never runs.",
		Next:  "Correct its schedule or time zone.",
	},
	cronJob: judgeCronJobInvalid,
}

func judgeCronJobInvalid(_ *scope, c *facts.CronJobShare) (found, bool) {
	_, _, err := scheduleOf(c.CronJob)
	if err == nil {
		return found{}, false
	}
	return found{
		message: facts.Clean(err.Error(), quoteBytes),
		hint:    fmt.Sprintf("Correct it: kubectl edit cronjob -n %s %s", c.Namespace, c.Name),
	}, true
}

// scheduleOf reads a schedule as the CronJob controller does: by robfig/cron's standard form, in the zone that the
// CronJob sets. A zone inside the schedule is refused by the API and would be read twice.
func scheduleOf(c *facts.CronJob) (cron.Schedule, *time.Location, error) {
	if strings.Contains(c.Schedule, "TZ") {
		return nil, nil, fmt.Errorf("its schedule %q names a time zone; that belongs into timeZone", c.Schedule)
	}
	schedule, err := cron.ParseStandard(c.Schedule)
	if err != nil {
		return nil, nil, fmt.Errorf("its schedule %q cannot be read: %w", c.Schedule, err)
	}
	zone, err := time.LoadLocation(c.TimeZone)
	if err == nil && strings.EqualFold(c.TimeZone, "Local") {
		err = errors.New("the API does not allow it")
	}
	if err != nil {
		return nil, nil, fmt.Errorf("its time zone %q cannot be read: %w", c.TimeZone, err)
	}
	return schedule, zone, nil
}

var cronJobSuspended = rule{
	Rule: schemas.Rule{
		ID: "cronjob-suspended", Family: batchFamily, Severity: schemas.Info,
		When:  "a CronJob is suspended",
		Means: "It does not run, on purpose.",
		Next:  "Resume it when it is wanted.",
	},
	cronJob: judgeCronJobSuspended,
}

func judgeCronJobSuspended(_ *scope, c *facts.CronJobShare) (found, bool) {
	return found{
		message: "suspended",
		hint:    fmt.Sprintf("When it is wanted again: kubectl patch cronjob -n %s %s -p '{\"spec\":{\"suspend\":false}}'", c.Namespace, c.Name),
	}, c.Suspended
}
