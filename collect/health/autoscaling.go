package health

// This file is the rules about autoscalers: at-max, near-max, autoscaler-blind, -unable, -orphan and -pinned. Their
// object is the workload that they scale.

import (
	"fmt"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var atMax = rule{
	Rule: schemas.Rule{
		ID: "at-max", Family: autoscalingFamily, Severity: schemas.Warning,
		When:  "an autoscaler runs as many replicas as it may, and may run fewer; critical once it says that it wants more (ScalingLimited is True, TooManyReplicas)",
		Means: "There is nothing left to scale to: more load makes the service slower or brings it down.",
		Next:  "Raise maxReplicas, or find out why so much is needed.",
	},
	autoscaler: judgeAtMax,
}

// judgeAtMax lets be what is switched between zero and one pod, until it asks for a second.
func judgeAtMax(_ *scope, _ *unit, a *facts.Scaling) (found, bool) {
	c := facts.Find(a.Conditions, "ScalingLimited")
	more := c.Status == "True" && c.Reason == "TooManyReplicas"
	if a.Max <= 0 || a.Max <= a.Min || a.Current < a.Max || (a.Max == 1 && !more) {
		return found{}, false
	}
	f := found{
		message: "runs at its maximum of " + replicas(a.Max),
		hint:    fmt.Sprintf("Raise %s if the cluster has room: %s", maximum(a), edit(a)),
		oldest:  true,
	}
	if more {
		f.severity = schemas.Critical
		f.message += ", and its metrics ask for more"
		f.since = c.Since
	}
	return f, true
}

var nearMax = rule{
	Rule: schemas.Rule{
		ID: "near-max", Family: autoscalingFamily, Severity: schemas.Warning,
		When:  "an autoscaler runs between its minimum and its maximum, at 80 % of the maximum or more (rules.near-max.threshold); it ends below 70 %, so that one replica more or less is no news",
		Means: "Little is left to scale to.",
		Next:  "Raise maxReplicas before the next peak.",

		Threshold: schemas.DefaultThreshold,
	},
	autoscaler: judgeNearMax,
}

// relief is by how much the load must fall below the threshold before near-max ends: an autoscaler that goes back and
// forth around the threshold is one problem, and its status one status.
const relief = 0.1

// judgeNearMax divides whole numbers: equal shares give equal floats, so that 4 of 5 is exactly 0.8. What it was told to
// end at is not a quotient, and so has some room.
func judgeNearMax(s *scope, u *unit, a *facts.Scaling) (found, bool) {
	const rounding = 1e-9
	if a.Max <= 0 || a.Current <= a.Min || a.Current >= a.Max {
		return found{}, false
	}
	load := float64(a.Current) / float64(a.Max)
	_, was := s.past.problems[found{object: objectOfScaling(u, a)}.key("near-max")]
	if load < s.near && !(was && load >= s.near-relief-rounding) {
		return found{}, false
	}
	return found{
		message: fmt.Sprintf("runs near its maximum of %d replicas", a.Max),
		hint:    fmt.Sprintf("Raise %s before the next peak: %s", maximum(a), edit(a)),
	}, true
}

// objectOfScaling names what a problem of an autoscaler is about: the workload that it scales, where there is one.
func objectOfScaling(u *unit, a *facts.Scaling) string {
	if u == nil {
		return facts.ObjectName(a.Kind, &a.Meta)
	}
	return u.object()
}

// threshold is the share of the maximum from which near-max holds. What is no share is left at the default.
func threshold(settings map[string]schemas.RuleSettings) float64 {
	if t := settings["near-max"].Threshold; t > 0 && t <= 1 {
		return t
	}
	return schemas.DefaultThreshold
}

var autoscalerBlind = rule{
	Rule: schemas.Rule{
		ID: "autoscaler-blind", Family: autoscalingFamily, Severity: schemas.Warning,
		When:  "ScalingActive has been False for over 5 minutes for another reason than ScalingDisabled, or a metric of the specification has no current value",
		Means: "It does not scale up under load: it cannot see it.",
		Next:  "Correct what the message names: most often a missing CPU request, or a metrics server that does not answer.",
	},
	autoscaler: judgeAutoscalerBlind,
}

func judgeAutoscalerBlind(s *scope, u *unit, a *facts.Scaling) (found, bool) {
	c := facts.Find(a.Conditions, "ScalingActive")
	switch {
	case c.Reason == "ScalingDisabled" || idle(u):
		return found{}, false
	case c.Status == "False":
		return found{
			cause:   c.Reason,
			message: join("it cannot see its load", quoteFor(strings.TrimPrefix(c.Message, countless), scaled(u, a))),
			hint:    blindHint(c.Message, a),
			since:   c.Since,
			hurts:   !anyReady(u) && !ownFault(c.Message),
		}, over(c.Since, s.now, patience)
	case !over(a.Created, s.now, patience) || !anyReady(u) || facts.Find(a.Conditions, "AbleToScale").Status == "False":
		return found{}, false // nothing to measure
	}
	for _, m := range a.Metrics {
		if m.HasValue {
			continue
		}
		since := s.lost(objectOfScaling(u, a), m)
		if !since.IsZero() && !over(since, s.now, patience) {
			continue
		}
		name := strings.TrimSpace(m.Name + " " + m.Of)
		return found{
			cause:   "metric " + name,
			message: fmt.Sprintf("metric %s has no current value", name),
			hint:    blindHint("", a),
			since:   since,
		}, true
	}
	return found{}, false
}

// countless begins what the controller says whatever is wrong.
const countless = "the HPA was unable to compute the replica count: "

// ownFault says that readiness of pods has nothing to do with it.
func ownFault(message string) bool {
	return strings.Contains(message, "no metrics returned") || strings.Contains(message, "missing request")
}

func blindHint(message string, a *facts.Scaling) string {
	switch {
	case strings.Contains(message, "missing request"):
		return "Set a request for that resource on every container of the pod template, sidecars too."
	case strings.Contains(message, "external.metrics") || strings.Contains(message, "custom.metrics"):
		return "Ask whoever runs the metrics adapter why it has no such metric."
	default:
		return "Read its conditions and events: " + describe(a)
	}
}

// The commands and the field with which a person looks at an autoscaler and changes its bounds.

func edit(a *facts.Scaling) string { return kubectl("edit", a) }

// describe leads to the HorizontalPodAutoscaler of a ScaledObject: its controller has the events.
func describe(a *facts.Scaling) string {
	if a.Through != "" {
		return fmt.Sprintf("kubectl describe hpa -n %s %s", a.Namespace, a.Through)
	}
	return kubectl("describe", a)
}

func kubectl(verb string, a *facts.Scaling) string {
	kind := "hpa"
	if a.Kind == "ScaledObject" {
		kind = "scaledobject"
	}
	return fmt.Sprintf("kubectl %s %s -n %s %s", verb, kind, a.Namespace, a.Name)
}

func maximum(a *facts.Scaling) string {
	if a.Kind == "ScaledObject" {
		return "maxReplicaCount"
	}
	return "maxReplicas"
}

// scaled is the name of what an autoscaler scales.
func scaled(u *unit, a *facts.Scaling) string {
	if u == nil {
		return a.Target.Name
	}
	return u.name
}

func idle(u *unit) bool { return u != nil && u.workload.Wanted == 0 }

// anyReady asks the workload, where its kind is one that is read.
func anyReady(u *unit) bool { return u == nil || u.workload.Ready > 0 }

var autoscalerUnable = rule{
	Rule: schemas.Rule{
		ID: "autoscaler-unable", Family: autoscalingFamily, Severity: schemas.Warning,
		When:  "AbleToScale has been False for over 5 minutes",
		Means: "It knows how many replicas it wants and cannot set them.",
		Next:  "Correct what the message names.",
	},
	autoscaler: judgeAutoscalerUnable,
}

func judgeAutoscalerUnable(s *scope, u *unit, a *facts.Scaling) (found, bool) {
	c := facts.Find(a.Conditions, "AbleToScale")
	if c.Status != "False" || !over(c.Since, s.now, patience) {
		return found{}, false
	}
	return found{
		cause:   c.Reason,
		message: join("it cannot scale", quoteFor(c.Message, scaled(u, a))),
		hint:    "Correct what is named; its events say more: " + describe(a),
		since:   c.Since,
	}, true
}

var autoscalerOrphan = rule{
	Rule: schemas.Rule{
		ID: "autoscaler-orphan", Family: autoscalingFamily, Severity: schemas.Warning,
		When:  "the scale target of an autoscaler does not exist, and its kind was read",
		Means: "It scales nothing. A workload that was renamed runs without autoscaling.",
		Next:  "Correct its scaleTargetRef, or delete it.",
	},
	autoscaler: judgeAutoscalerOrphan,
	around:     judgeLoneScalers,
}

// targets are the kinds of which a missing object is known to be missing. Others are not read.
var targets = map[facts.Ref]string{
	{Group: "apps", Kind: "Deployment"}:                    "deployments.apps",
	{Group: "apps", Kind: "StatefulSet"}:                   "statefulsets.apps",
	{Group: "argoproj.io", Kind: "Rollout"}:                "rollouts.argoproj.io",
	{Group: "apps.openshift.io", Kind: "DeploymentConfig"}: "deploymentconfigs.apps.openshift.io",
}

func judgeAutoscalerOrphan(s *scope, u *unit, a *facts.Scaling) (found, bool) {
	resource := targets[facts.Ref{Group: a.Target.Group, Kind: a.Target.Kind}]
	if u != nil || resource == "" || s.share.Unreadable.Missed(resource, a.Namespace) {
		return found{}, false
	}
	return found{
		message: noTarget(a.Target),
		hint:    fmt.Sprintf("Correct its scaleTargetRef, or delete it: kubectl delete hpa -n %s %s", a.Namespace, a.Name),
	}, true
}

func noTarget(target facts.Ref) string {
	return fmt.Sprintf("its target %s %s does not exist", target.Kind, target.Name)
}

// judgeLoneScalers is the same of ScaledObjects. The autoscaler that one made stands and falls with it.
func judgeLoneScalers(s *scope) []found {
	var all []found
	for _, l := range s.share.LoneScalers {
		resource := targets[facts.Ref{Group: l.Target.Group, Kind: l.Target.Kind}]
		if resource == "" || s.share.Unreadable.Missed(resource, l.Namespace) {
			continue
		}
		all = append(all, found{
			object:  "ScaledObject/" + l.Namespace + "/" + l.Name,
			message: noTarget(l.Target),
			hint:    fmt.Sprintf("Correct its scaleTargetRef, or delete it: kubectl delete scaledobject -n %s %s", l.Namespace, l.Name),
		})
	}
	return all
}

var autoscalerPinned = rule{
	Rule: schemas.Rule{
		ID: "autoscaler-pinned", Family: autoscalingFamily, Severity: schemas.Info,
		When:  "an autoscaler's minimum and maximum are equal",
		Means: "It cannot scale: the number of replicas is fixed.",
		Next:  "Raise maxReplicas, or leave the autoscaler out.",
	},
	autoscaler: judgeAutoscalerPinned,
}

func judgeAutoscalerPinned(_ *scope, _ *unit, a *facts.Scaling) (found, bool) {
	return found{
		message: "its minimum and maximum are both " + replicas(a.Max),
		hint:    fmt.Sprintf("Raise %s, or leave the autoscaler out: %s", maximum(a), edit(a)),
	}, a.Max > 0 && a.Min == a.Max
}
