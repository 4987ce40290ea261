package diff

// This file compares CronJobs, and Jobs that stand alone.

import (
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// jobs leaves out what a CronJob started: its Jobs come and go with its schedule, and when one fails, that is a
// problem and told as one. How a run ended is told likewise.
func jobs(k knowledge) []schemas.Entry {
	return objects(k, standing(k.old.Jobs), standing(k.new.Jobs), kindOf[schemas.Job]{
		object: schemas.Job.Object,
		changed: func(e schemas.Entry, old, new *schemas.Job) []schemas.Entry {
			entries := template(e, old.Containers, new.Containers)
			entries = append(entries, field(e, "schedule", old.Schedule, new.Schedule)...)
			entries = append(entries, field(e, "time zone", old.TimeZone, new.TimeZone)...)
			if old.Suspended != new.Suspended {
				return append(entries, field(e, "suspended", yes(old.Suspended), yes(new.Suspended))...)
			}
			return append(entries, status(e, old.Status, new.Status)...)
		},
	})
}

func standing(jobs []schemas.Job) []schemas.Job {
	return slices.DeleteFunc(slices.Clone(jobs), func(j schemas.Job) bool { return j.Owner != "" })
}
