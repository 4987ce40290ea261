package render

// This file is jobs, shown like workloads because they open like one.

import (
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// jobOf says when a job runs, and how its newest run ended.
func jobOf(j schemas.Job) Workload {
	v := Workload{
		Badge: badgeOf(j.Status), Kind: j.Kind, Name: j.Name, Namespace: j.Namespace, Summary: jobSummary(j),
		Containers: containerTable(j.Containers), List: podTableOf(j.Pods, j.Containers),
	}
	add := func(name, text string) {
		if text != "" {
			v.Facts = append(v.Facts, Fact{Name: name, Text: text})
		}
	}
	add("namespace", j.Namespace)
	add("schedule", j.Schedule)
	add("time zone", j.TimeZone)
	add("started by", j.Owner)
	if j.Failed > 0 {
		add("failed attempts", number(j.Failed))
	}
	for _, f := range []Fact{{Name: "started", At: Moment{j.Started}}, {Name: "finished", At: Moment{j.Finished}}, {Name: "last success", At: Moment{j.LastSuccess}}} {
		if f.At.Known() {
			v.Facts = append(v.Facts, f)
		}
	}
	return v
}

// outcomeWords say how a job's newest run ended.
var outcomeWords = map[string]string{
	"succeeded": "newest run succeeded", "failed": "newest run failed", "active": "running now", "none": "has not run yet",
}

func jobSummary(j schemas.Job) string {
	if j.Kind == "Job" {
		return strings.TrimPrefix(outcomeWords[j.Outcome], "newest run ")
	}
	said := outcomeWords[j.Outcome]
	if said == "" {
		said = j.Outcome
	}
	if j.Suspended {
		said += ", suspended"
	}
	if j.Schedule != "" {
		said = j.Schedule + " · " + said
	}
	return said
}
