package health

import (
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestResourceStatus(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	says := func(kind, status string, ago time.Duration) []facts.Condition {
		return []facts.Condition{{Type: kind, Status: status, Since: now.Add(-ago)}}
	}
	for name, c := range map[string]struct {
		resource facts.Resource
		want     schemas.Status
	}{
		"settled":                      {facts.Resource{State: facts.Settled, Conditions: says("Ready", "True", time.Hour)}, schemas.Healthy},
		"says nothing":                 {facts.Resource{State: facts.Unsettled}, schemas.Unknown},
		"not asked":                    {facts.Resource{}, schemas.Unknown},
		"reconciling":                  {facts.Resource{State: facts.InProgress, Conditions: says("Ready", "Unknown", time.Hour)}, schemas.Progressing},
		"not ready for a minute":       {facts.Resource{State: facts.InProgress, Conditions: says("Ready", "False", time.Minute)}, schemas.Progressing},
		"not ready for an hour":        {facts.Resource{State: facts.InProgress, Conditions: says("Ready", "False", time.Hour)}, schemas.Degraded},
		"degraded, though settled":     {facts.Resource{State: facts.Settled, Conditions: says("Degraded", "True", time.Hour)}, schemas.Degraded},
		"not degraded":                 {facts.Resource{State: facts.Settled, Conditions: says("Degraded", "False", time.Hour)}, schemas.Healthy},
		"failed just now":              {facts.Resource{State: facts.Broken, Conditions: says("Stalled", "True", time.Second)}, schemas.Degraded},
		"failed without a condition":   {facts.Resource{State: facts.Broken}, schemas.Degraded},
		"of an older generation":       {facts.Resource{Generation: 3, Observed: 2, State: facts.InProgress, Conditions: says("Ready", "False", time.Hour)}, schemas.Progressing},
		"does not tell its generation": {facts.Resource{Generation: 3, Observed: -1, State: facts.InProgress, Conditions: says("Ready", "False", time.Hour)}, schemas.Degraded},
		"suspended and not ready":      {facts.Resource{Suspended: true, State: facts.InProgress, Conditions: says("Ready", "False", time.Hour)}, schemas.Suspended},
		"being deleted":                {facts.Resource{State: facts.Going, Conditions: says("Ready", "False", time.Hour)}, schemas.Progressing},
		"without times, old": {
			facts.Resource{Meta: facts.Meta{Created: now.Add(-time.Hour)}, Conditions: []facts.Condition{{Type: "Healthy", Status: "False"}}}, schemas.Degraded,
		},
		"without times, new": {
			facts.Resource{Meta: facts.Meta{Created: now.Add(-time.Minute)}, Conditions: []facts.Condition{{Type: "Healthy", Status: "False"}}}, schemas.Progressing,
		},
	} {
		if got := ResourceStatus(&c.resource, now); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
