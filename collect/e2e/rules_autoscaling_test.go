package e2e

// This file holds the scenarios of autoscalers. Their controller is real; there is no metrics server, and so it is blind
// unless its status is written as it would be with one.

import (
	"context"
	"time"
)

func autoscalingScenarios() []scenario {
	return []scenario{
		{
			rule: "at-max", by: patched, how: "the autoscaler's own counts, as with a metrics server",
			objects: deployment("web", 6) + serviceAndAutoscaler, play: scaledTo(6, "ScalingLimited", "TooManyReplicas"),
			want: []expected{{severity: "critical", object: "Deployment/web", says: "6"}},
		},
		{
			rule: "near-max", by: patched, how: "the autoscaler's own counts, as with a metrics server",
			objects: deployment("web", 5) + serviceAndAutoscaler, play: scaledTo(5, "ScalingLimited", "DesiredWithinRange"),
			want: []expected{{severity: "warning", object: "Deployment/web", says: "6"}},
		},
		{
			rule: "autoscaler-blind", by: controllers, how: "the autoscaler's controller, for want of a metrics server",
			objects: deployment("web", 2) + serviceAndAutoscaler,
			until:   condition(autoscalers, "web", "ScalingActive=False"),
			later:   6 * time.Minute,
			want:    []expected{{severity: "warning", object: "Deployment/web", says: "metrics"}},
		},
		{
			rule: "autoscaler-orphan", by: controllers, how: "the autoscaler's controller: its target does not exist",
			objects: deployment("web", 1) + `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: lost, labels: {app: web}}
spec:
  maxReplicas: 6
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: gone}
`,
			until: condition(autoscalers, "lost", "AbleToScale=False"),
			later: 6 * time.Minute,
			want: []expected{
				{severity: "warning", object: "HorizontalPodAutoscaler/lost", says: "gone"},
				{rule: "autoscaler-unable", object: "HorizontalPodAutoscaler/lost", causedBy: "autoscaler-orphan"},
			},
		},
		{
			rule: "autoscaler-pinned", by: controllers, how: "a person's bounds",
			objects: deployment("web", 2) + `---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec:
  minReplicas: 2
  maxReplicas: 2
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
`,
			want: []expected{{severity: "info", object: "Deployment/web", says: "2"}},
		},
	}
}

// scaledTo writes the status that the autoscaler's controller would have with a metrics server. The real one goes on
// trying to find one, and leaves counts alone.
func scaledTo(replicas int, condition, reason string) func(context.Context, *stage) error {
	return func(ctx context.Context, s *stage) error {
		if err := s.RolledOut(ctx, s.namespace, "web"); err != nil {
			return err
		}
		limited := "False"
		if reason == "TooManyReplicas" {
			limited = "True"
		}
		return s.operator(ctx, autoscalers, "web", `
currentReplicas: `+itoa(replicas)+`
desiredReplicas: `+itoa(replicas)+`
currentMetrics: [{type: Resource, resource: {name: cpu, current: {averageUtilization: 91}}}]
conditions:
- {type: AbleToScale, status: "True", reason: ReadyForNewScale, lastTransitionTime: AGO}
- {type: ScalingActive, status: "True", reason: ValidMetricFound, lastTransitionTime: AGO}
- {type: `+condition+`, status: "`+limited+`", reason: `+reason+`, lastTransitionTime: AGO}
`)
	}
}
