// Package health judges: facts in, problems out. Its functions are pure: the same facts, the same previous snapshot
// and the same clock give the same problems.
//
// This file is the table of rules and what runs it. A rule is one row and one function, beside each other in the
// file of their family.
package health

import (
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Input is what one judgement is made from: what a service has in one cluster, the clock, the rules' settings, and
// what the previous snapshot holds of the same cluster (nil where there is none).
type Input struct {
	Share    *facts.Share
	Now      time.Time
	Rules    schemas.RulesConfig
	Service  string // its id, which rules.ignore may name
	Previous *schemas.Cluster
}

// Judge finds every problem of one service in one cluster: folded, explained, dated and sorted. What is ignored is
// among them, and marked.
func Judge(in Input) []schemas.Problem {
	if in.Share == nil {
		return []schemas.Problem{}
	}
	s := newScope(in)
	var all []*verdict
	for _, r := range table() {
		all = append(all, fold(r, s.apply(r), s.past)...)
	}
	aside := newAside(in)
	for _, v := range all {
		v.Ignored = aside.of(v.Problem)
	}
	explain(all)
	follow(all)
	return publish(all, in.Rules)
}

// Rules lists every rule as its documentation has it.
func Rules() []schemas.Rule {
	var rules []schemas.Rule
	for _, r := range table() {
		r.Across = r.finding != nil
		rules = append(rules, r.Rule)
	}
	return rules
}

// rule is a row of the table. Its functions say what it looks at; most rules have one.
type rule struct {
	schemas.Rule
	pods pods // which pods a rule about pods or containers looks at; zero is the live ones

	container  func(*scope, subject, *facts.Container) (found, bool)
	pod        func(*scope, subject) (found, bool)
	workload   func(*scope, *facts.WorkloadShare) (found, bool)
	autoscaler func(*scope, *unit, *facts.Scaling) (found, bool)
	job        func(*scope, *unit, *facts.JobShare) (found, bool)
	cronJob    func(*scope, *facts.CronJobShare) (found, bool)
	around     func(*scope) []found // over all that stands around the workloads; names its objects itself
	finding    func(*view) []found  // across the clusters of a service
}

// table holds the rules in the order in which they are documented.
func table() []rule {
	return slices.Concat(podRules(), workloadRules(), batchRules(), autoscalingRules(), aroundRules(), findingRules())
}

const (
	podFamily         = "Pods and containers"
	workloadFamily    = "Workloads"
	batchFamily       = "Batch"
	autoscalingFamily = "Autoscaling"
	aroundFamily      = "Network, storage, limits, custom"
	findingFamily     = "Across clusters, and about reading"
)

func podRules() []rule {
	return []rule{
		crashLoop, imagePull, containerConfig, oomKilled, restarting, notReady, probeFailing, unschedulable, pending,
		gated, mountFailed, evicted, podFailed, stuckTerminating, nodeLost, resizeStuck,
	}
}

func workloadRules() []rule {
	return []rule{rolloutStuck, unavailable, underReplicated, replicaFailure, paused, misscheduled, scaledToZero}
}

func batchRules() []rule {
	return []rule{jobFailed, jobRetrying, cronJobFailing, cronJobMissed, cronJobInvalid, cronJobSuspended}
}

func autoscalingRules() []rule {
	return []rule{atMax, nearMax, autoscalerBlind, autoscalerUnable, autoscalerOrphan, autoscalerPinned}
}

func aroundRules() []rule {
	return []rule{
		noEndpoints, lbPending, routeBroken, routeNoAddress, volumePending, volumeLost, quotaNear, disruptionBlocked,
		resourceNotReady, warningEvent,
	}
}

func findingRules() []rule {
	return []rule{absent, imageDrift, configDrift, failoverHeadroom, clusterUnreachable, unreadable}
}
