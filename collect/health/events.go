package health

// This file is the rule about what else Kubernetes warns of: warning-event.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var warningEvent = rule{
	Rule: schemas.Rule{
		ID: "warning-event", Family: aroundFamily, Severity: schemas.Info,
		When:  "Kubernetes, or a controller, has warned of something within the last hour that no other rule speaks for",
		Means: "Something went wrong, at least once. Whether it matters, the message has to tell.",
		Next:  "Read the message; if it comes back, ask whoever runs what it names.",
	},
	around: judgeWarningEvent,
}

func judgeWarningEvent(s *scope) []found {
	var all []found
	var o *owners
	for _, e := range s.share.Events {
		if !within(e.Time, s.now, eventNews) || s.spokenFor(e) {
			continue
		}
		if o == nil {
			o = s.owners()
		}
		f := o.fold(e)
		f.cause = e.Reason
		f.since = e.Time
		f.oldest = true
		all = append(all, f)
	}
	return all
}

// spoken lists the reasons of events that another rule speaks for: it reads them, or the state that they tell of. Many of
// them come with every rollout and every start, so that they are no news even where that rule is silent.
var spoken = []struct {
	rule    string
	kinds   []string
	reasons []string
}{
	{crashLoop.ID, []string{"Pod"}, []string{"BackOff", "CrashLoopBackOff"}},
	{imagePull.ID, []string{"Pod"}, []string{"Failed", "ErrImageNeverPull", "ErrImagePull", "InspectFailed", "InvalidImageName"}},
	{containerConfig.ID, []string{"Pod"}, []string{"FailedPostStartHook", "PostStartHookError"}},
	{probeFailing.ID, []string{"Pod"}, []string{"Unhealthy"}},
	{unschedulable.ID, []string{"Pod"}, []string{"FailedScheduling", "NotTriggerScaleUp"}},
	{pending.ID, []string{"Pod"}, []string{"FailedCreatePodSandBox", "NetworkNotReady"}},
	{mountFailed.ID, []string{"Pod"}, []string{"FailedMount", "FailedAttachVolume"}},
	{evicted.ID, []string{"Pod"}, []string{"Evicted", "Preempting", "NodeShutdown", "NodeAffinity", "UnexpectedAdmissionError", "OutOfcpu", "OutOfmemory", "OutOfpods", "OutOfephemeral-storage"}},
	{nodeLost.ID, []string{"Pod"}, []string{"NodeNotReady"}},
	{resizeStuck.ID, []string{"Pod"}, []string{"ResizeInfeasible", "ResizeDeferred", "ResizeError"}},
	{podFailed.ID, []string{"StatefulSet", "DaemonSet"}, []string{"RecreatingFailedPod", "FailedDaemonPod"}},
	{replicaFailure.ID, []string{"Deployment", "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet", "Job"}, []string{"FailedCreate", "ReplicaSetCreateError"}},
	{jobFailed.ID, []string{"Job"}, []string{"BackoffLimitExceeded", "DeadlineExceeded", "PodFailurePolicy", "FailedIndexes", "MaxFailedIndexesExceeded"}},
	{cronJobMissed.ID, []string{"CronJob"}, []string{"MissSchedule", "TooManyMissedTimes"}},
	{cronJobInvalid.ID, []string{"CronJob"}, []string{"UnparseableSchedule", "InvalidSchedule", "UnknownTimeZone", "UnsupportedSchedule"}},
	{autoscalerBlind.ID, []string{"HorizontalPodAutoscaler"}, []string{
		"FailedGetResourceMetric", "FailedGetContainerResourceMetric", "FailedGetPodsMetric", "FailedGetObjectMetric", "FailedGetExternalMetric",
		"FailedComputeMetricsReplicas", "InvalidMetricSourceType", "InvalidSelector", "SelectorRequired", "AmbiguousSelector",
	}},
	{autoscalerUnable.ID, []string{"HorizontalPodAutoscaler"}, []string{"FailedGetScale", "FailedRescale", "FailedUpdateScale", "BackoffBoth"}},
	{volumePending.ID, []string{"PersistentVolumeClaim"}, []string{
		"ProvisioningFailed", "FailedBinding", "VolumeMismatch", "VolumeResizeFailed", "FileSystemResizeFailed", "ExternalExpanding",
	}},
	{volumeLost.ID, []string{"PersistentVolumeClaim"}, []string{"ClaimLost", "ClaimMisbound"}},
	{disruptionBlocked.ID, []string{"PodDisruptionBudget"}, []string{"CalculateExpectedPodCountFailed", "NoControllers"}},
}

func (s *scope) spokenFor(e *facts.Event) bool {
	for _, row := range spoken {
		if slices.Contains(row.kinds, e.Object.Kind) && slices.Contains(row.reasons, e.Reason) {
			return true
		}
	}
	return s.waitsForAddress(e) || s.saidByItself(e)
}

// waitsForAddress leaves an event to lb-pending as long as the Service has no address. Once it has one, a load balancer
// that does not follow the Service is news.
func (s *scope) waitsForAddress(e *facts.Event) bool {
	return e.Object.Kind == "Service" && e.Reason == "SyncLoadBalancerFailed" && slices.ContainsFunc(s.share.Services, func(v *facts.Service) bool {
		return v.Namespace == e.Namespace && v.Name == e.Object.Name && len(v.Addresses) == 0
	})
}

// saidByItself says that a custom resource has a condition of the same reason: resource-not-ready goes by that.
func (s *scope) saidByItself(e *facts.Event) bool {
	return slices.ContainsFunc(s.share.Resources, func(r *facts.Resource) bool {
		return r.Kind == e.Object.Kind && r.Namespace == e.Namespace && r.Name == e.Object.Name &&
			slices.ContainsFunc(r.Conditions, func(c facts.Condition) bool { return c.Reason == e.Reason })
	})
}

// owners finds what owns the object of an event.
type owners struct {
	pods    map[string]subject // "shop/checkout-7d9-a"
	units   map[string]*unit   // "Job/shop/checkout"
	scalers map[string]*unit   // by the HorizontalPodAutoscaler's "shop/checkout"
}

func (s *scope) owners() *owners {
	o := &owners{map[string]subject{}, map[string]*unit{}, map[string]*unit{}}
	for _, u := range s.units {
		o.units[u.object()] = u
		if u.job != nil {
			o.units["Job/"+u.namespace+"/"+u.job.Name] = u
		}
		if u.workload != nil && u.workload.Autoscaler != nil {
			o.scalers[u.namespace+"/"+u.workload.Autoscaler.Name] = u
		}
		for _, p := range u.pods {
			o.pods[p.Namespace+"/"+p.Name] = subject{u, p}
		}
	}
	return o
}

// fold names an event after what owns its object: a pod's after its workload, a ReplicaSet's after its Deployment.
func (o *owners) fold(e *facts.Event) found {
	own := e.Object.Kind + "/" + e.Namespace + "/" + e.Object.Name
	if each, ok := o.pods[e.Namespace+"/"+e.Object.Name]; ok && e.Object.Kind == "Pod" {
		f := found{object: each.object(), message: warns(e, each.quote(e.Message)), hint: "Read the events of its pods: " + each.describe()}
		if !each.bare() {
			f.part = own
		}
		return f
	}
	if u := o.owner(e, own); u != nil {
		f := found{object: u.object(), message: warns(e, u.quote(e.Message)), hint: eventsOf(e)}
		if u.kind == "CronJob" && e.Object.Kind == "Job" {
			f.part = own
		}
		return f
	}
	return found{object: own, message: warns(e, quoteFor(e.Message, e.Object.Name)), hint: eventsOf(e)}
}

func (o *owners) owner(e *facts.Event, own string) *unit {
	if u := o.units[own]; u != nil {
		return u
	}
	switch e.Object.Kind {
	case "HorizontalPodAutoscaler":
		return o.scalers[e.Namespace+"/"+e.Object.Name]
	case "ReplicaSet":
		for _, kind := range []string{"Deployment", "Rollout"} {
			name := e.Object.Name[:max(0, strings.LastIndexByte(e.Object.Name, '-'))]
			if u := o.units[kind+"/"+e.Namespace+"/"+name]; u != nil {
				return u
			}
		}
	}
	return nil
}

func warns(e *facts.Event, quoted string) string {
	return join(fmt.Sprintf("a warning was recorded (%s)", e.Reason), quoted)
}

func eventsOf(e *facts.Event) string {
	return fmt.Sprintf("Read its events: kubectl events -n %s --for %s/%s", e.Namespace, strings.ToLower(e.Object.Kind), e.Object.Name)
}
