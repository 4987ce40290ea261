package health

// This file is the rules about workloads that are held back or held down: replica-failure, paused, misscheduled,
// scaled-to-zero.

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var replicaFailure = rule{
	Rule: schemas.Rule{
		ID: "replica-failure", Family: workloadFamily, Severity: schemas.Critical,
		When:  "ReplicaFailure is True, or FailedCreate events name a controller that is still short of pods, or a Deployment's new ReplicaSet was refused",
		Means: "Kubernetes may not create its pods: a quota, an admission webhook or policy, or an invalid template refuses them.",
		Next:  "Correct what the message names.",
	},
	workload: judgeReplicaFailure,
	job:      judgeJobReplicaFailure,
}

// createRetry is the longest pause that controllers make between two tries to create a pod (their rate limiter's
// 1000 s), with some room.
const createRetry = 20 * time.Minute

func judgeReplicaFailure(s *scope, w *facts.WorkloadShare) (found, bool) {
	if c := facts.Find(w.Conditions, "ReplicaFailure"); c.Status == "True" {
		return creationRefused(unitOf(w), c.Message, c.Since), true
	}
	if refused(w) {
		c := facts.Find(w.Conditions, "Progressing")
		return creationRefused(unitOf(w), newReplicaSet.ReplaceAllString(c.Message, ""), c.Since), true
	}
	if assumed(w) || w.Current >= w.Wanted {
		return found{}, false
	}
	e := s.createEvent(w.Namespace, w.Kind, w.Name)
	if e == nil {
		return found{}, false
	}
	return creationRefused(unitOf(w), e.Message, time.Time{}), true
}

// newReplicaSet is what the Deployment controller puts before the API server's answer.
var newReplicaSet = regexp.MustCompile(`^Failed to create new replica set "[^"]*": `)

func judgeJobReplicaFailure(s *scope, u *unit, j *facts.JobShare) (found, bool) {
	if finished(j.Job) || j.Suspended || j.Active > 0 || j.Parallelism == 0 {
		return found{}, false
	}
	e := s.createEvent(j.Namespace, "Job", j.Name)
	if e == nil {
		return found{}, false
	}
	return creationRefused(u, e.Message, time.Time{}), true
}

// createEvent finds the newest FailedCreate event of a controller. A Deployment's or Rollout's stand on its ReplicaSet,
// whose name is its own with one more word.
func (s *scope) createEvent(namespace, kind, name string) *facts.Event {
	var newest *facts.Event
	for _, e := range s.share.Events {
		if e.Reason != "FailedCreate" || e.Namespace != namespace || !within(e.Time, s.now, createRetry) {
			continue
		}
		own := e.Object.Kind == kind && e.Object.Name == name
		if through := makes[kind]; through != "" && e.Object.Kind == through {
			hash, ok := strings.CutPrefix(e.Object.Name, name+"-")
			own = ok && !strings.Contains(hash, "-")
		}
		if own && (newest == nil || newest.Time.Before(e.Time)) {
			newest = e
		}
	}
	return newest
}

// makes is what creates the pods of a workload in its stead.
var makes = map[string]string{"Deployment": "ReplicaSet", rolloutKind: "ReplicaSet", configKind: "ReplicationController"}

func creationRefused(u *unit, message string, since time.Time) found {
	f := found{
		cause:   "refused",
		message: join("its pods cannot be created", u.quote(strings.TrimPrefix(message, "Error creating: "))),
		hint:    "Correct what the message names.",
		since:   since,
		hurts:   true,
	}
	for _, r := range refusals {
		if m := r.pattern.FindStringSubmatch(message); m != nil {
			f.cause = strings.TrimSpace(r.cause + " " + strings.Join(m[1:], " "))
			f.hint = strings.ReplaceAll(r.hint, "NAMESPACE", u.namespace)
			break
		}
	}
	return f
}

// refusals are who may refuse a pod.
var refusals = []struct {
	pattern     *regexp.Regexp
	cause, hint string
}{
	{regexp.MustCompile(`exceeded quota: ([^,\s]+)`), "quota", "Request less, or ask for more: kubectl describe quota -n NAMESPACE"},
	{regexp.MustCompile(`failed quota: ([^:,\s]+)`), "quota", "The quota wants requests or limits in the pod template: kubectl describe quota -n NAMESPACE"},
	{regexp.MustCompile(`admission webhook "([^"]+)"`), "admission webhook", "Correct what the webhook refuses, or ask whoever runs it."},
	{regexp.MustCompile(`failed calling webhook "([^"]+)"`), "admission webhook", "The webhook does not answer: ask whoever runs it."},
	{regexp.MustCompile(`violates PodSecurity "([^":]+)`), "pod security", "Correct the securityContext that the message names."},
	{regexp.MustCompile(`serviceaccount "([^"]+)" not found`), "service account", "Create the service account: kubectl get serviceaccounts -n NAMESPACE"},
	{regexp.MustCompile(`is invalid:()`), "invalid", "Correct the field of the pod template that the message names."},
}

var paused = rule{
	Rule: schemas.Rule{
		ID: "paused", Family: workloadFamily, Severity: schemas.Info,
		When:  "a rollout is paused by its specification (not at a step of a canary), or a workload with the strategy OnDelete has pods of an old template",
		Means: "A new template reaches no pod until someone lets it.",
		Next:  "Resume the rollout, or delete the old pods one by one.",
	},
	workload: judgePaused,
}

func judgePaused(s *scope, w *facts.WorkloadShare) (found, bool) {
	switch {
	case w.Paused:
		f := found{
			message: "its rollout is paused",
			hint:    "Resume it: " + resume(w),
		}
		switch c := facts.Find(w.Conditions, "Progressing"); c.Reason {
		case "DeploymentPaused", "DeploymentConfigPaused", "RolloutPaused":
			f.since = c.Since
		}
		return f, true
	case w.Strategy == "OnDelete" && w.Updated < w.Current && observed(w, s.now):
		return found{
			message: "pods of an old template wait to be deleted by hand (OnDelete)",
			hint:    "Delete them one by one; each comes back with the new template.",
		}, true
	default:
		return found{}, false
	}
}

var misscheduled = rule{
	Rule: schemas.Rule{
		ID: "misscheduled", Family: workloadFamily, Severity: schemas.Info,
		When:  "a DaemonSet has pods on nodes where it should have none",
		Means: "Labels or taints of nodes changed after the pods were placed; they are about to go.",
		Next:  "Compare its node selector and tolerations with the nodes.",
	},
	workload: judgeMisscheduled,
}

func judgeMisscheduled(_ *scope, w *facts.WorkloadShare) (found, bool) {
	return found{
		message: "it has pods on nodes where it should have none",
		hint:    "Compare its node selector and tolerations with the nodes.",
		count:   w.Mis,
	}, w.Kind == "DaemonSet" && w.Mis > 0
}

var scaledToZero = rule{
	Rule: schemas.Rule{
		ID: "scaled-to-zero", Family: workloadFamily, Severity: schemas.Info,
		When:  "a workload was scaled to zero by hand; one that an autoscaler keeps idle at zero is healthy and not named",
		Means: "It serves nobody, on purpose.",
		Next:  "Scale it up again when it is wanted.",
	},
	workload: judgeScaledToZero,
}

func judgeScaledToZero(_ *scope, w *facts.WorkloadShare) (found, bool) {
	if !zeroByHand(w) {
		return found{}, false
	}
	f := found{
		message: "scaled to zero",
		hint:    fmt.Sprintf("When it is wanted again: kubectl scale -n %s %s/%s --replicas=1", w.Namespace, short(w.Kind), w.Name),
	}
	switch {
	case w.Scaler != nil:
		f.message = "scaled to zero: its ScaledObject is paused"
		f.hint = fmt.Sprintf("When it is wanted again, let it scale: kubectl annotate scaledobject -n %s %s autoscaling.keda.sh/paused- autoscaling.keda.sh/paused-replicas-", w.Namespace, w.Scaler.Name)
	case w.Autoscaler != nil:
		f.message = "scaled to zero, which switches its autoscaler off"
	}
	return f, true
}

// zeroByHand says that a person wants no pods. A HorizontalPodAutoscaler with a minimum of one or more never scales
// to zero, and stops working at zero; one with a minimum of zero does, and goes on working unless it was somebody else
// who scaled. One of KEDA's is told to by its ScaledObject, unless that is paused, and Knative's pod autoscaler works
// without any. A DaemonSet wants none where no node fits it, and a bare pod when it is done.
func zeroByHand(w *facts.WorkloadShare) bool {
	if w.Wanted > 0 || assumed(w) || w.Kind == "Pod" || w.Kind == "DaemonSet" || w.Owner.Group == "serving.knative.dev" {
		return false
	}
	a := w.Autoscaler
	switch {
	case w.Scaler != nil:
		return w.Scaler.Paused
	case a == nil:
		return true
	case a.Owner.Kind == "ScaledObject":
		return false
	default:
		return a.Min > 0 || facts.Find(a.Conditions, "ScalingActive").Reason == "ScalingDisabled"
	}
}
