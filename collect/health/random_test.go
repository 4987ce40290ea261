package health

// This file throws facts at the rules that no cluster would produce: missing, repeated, negative, absurd.

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// TestJudgeAnything wants no panic, unique and sorted keys, causes that exist and are not caused themselves, and the
// same answer a second time, whatever the facts.
func TestJudgeAnything(t *testing.T) {
	for seed := range uint64(1500) {
		d := dice{rand.New(rand.NewPCG(seed, 7)), new(int)}
		now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
		share := d.share(now)
		in := Input{Share: share, Now: now, Rules: schemas.RulesConfig{Settings: d.settings(), Ignore: d.ignores()}}
		problems := Judge(in)
		checkProblems(t, seed, problems)
		in.Previous = clusterOf(share, problems)
		again := Judge(in)
		if text(again) != text(problems) {
			t.Fatalf("seed %d: a second run says\n%s\nafter\n%s", seed, text(again), text(problems))
		}
		checkStates(t, seed, share, problems, now)
	}
}

func checkProblems(t *testing.T, seed uint64, problems []schemas.Problem) {
	t.Helper()
	causedBy, ignored := map[string]string{}, map[string]bool{}
	for _, p := range problems {
		ignored[p.Key()] = p.Ignored != nil
	}
	for _, p := range problems {
		if ignored[p.CausedBy] && p.Ignored == nil {
			t.Fatalf("seed %d: %s counts, and what explains it is ignored", seed, p.Key())
		}
		if _, twice := causedBy[p.Key()]; twice {
			t.Fatalf("seed %d: %s stands twice", seed, p.Key())
		}
		causedBy[p.Key()] = p.CausedBy
		if p.Message == "" || p.Object == "" || len(p.Objects) > mostObjects {
			t.Fatalf("seed %d: incomplete: %+v", seed, p)
		}
	}
	for key, cause := range causedBy {
		if root, exists := causedBy[cause]; cause != "" && (!exists || root != "") {
			t.Fatalf("seed %d: %s is caused by %q, which is not at the bottom of it", seed, key, cause)
		}
	}
	if !slices.IsSortedFunc(problems, compare) {
		t.Fatalf("seed %d: not sorted: %s", seed, text(problems))
	}
}

func checkStates(t *testing.T, seed uint64, share *facts.Share, problems []schemas.Problem, now time.Time) {
	t.Helper()
	for _, w := range share.Workloads {
		status := WorkloadStatus(w, problems, now)
		if status.Rank() < 0 {
			t.Fatalf("seed %d: status %q", seed, status)
		}
		bad := slices.ContainsFunc(problems, func(p schemas.Problem) bool {
			return p.Object == w.Kind+"/"+w.Namespace+"/"+w.Name && p.Severity != schemas.Info && p.Ignored == nil
		})
		if status == schemas.Healthy && bad {
			t.Fatalf("seed %d: %s is healthy with %s", seed, w.Name, text(problems))
		}
		for _, p := range w.Pods {
			if state, _ := PodState(p, now); state == schemas.PodReady && !ready(p) {
				t.Fatalf("seed %d: pod %s is drawn ready", seed, p.Name)
			}
		}
	}
	for _, c := range share.CronJobs {
		CronJobStatus(c)
		for _, j := range c.Jobs {
			JobStatus(j)
		}
	}
}

// dice makes facts up. Only names of pods are what they must be: different from each other.
type dice struct {
	*rand.Rand
	pods *int
}

func of[T any](d dice, list ...T) T { return list[d.IntN(len(list))] }

func (d dice) word() string {
	return of(d, "", "Error", "OOMKilled", "CrashLoopBackOff", "ImagePullBackOff", "ContainerCreating", "Unschedulable",
		"ProgressDeadlineExceeded", "NewReplicaSetAvailable", "ScalingDisabled", "TooManyReplicas", "Evicted", "Infeasible",
		"DeletionByTaintManager", "CreateContainerConfigError", "RunContainerError", "Completed", "FailedGetResourceMetric", "日本", "\x00[(*")
}

func (d dice) number() int { return of(d, 0, 0, 1, 1, 2, 3, 5, 100, -1, math.MaxInt32, math.MinInt64) }

func (d dice) time(now time.Time) time.Time {
	age := of(d, time.Second, time.Minute, 7*time.Minute, 30*time.Minute, 2*time.Hour, 50*time.Hour, 9999*time.Hour)
	return of(d, time.Time{}, now.Add(-age), now.Add(-age), now.Add(age), time.Unix(1<<40, 0))
}

func (d dice) duration() time.Duration {
	return of(d, 0, time.Second, time.Minute, 20*time.Minute, -time.Hour, math.MaxInt64)
}

func (d dice) conditions(now time.Time, types ...string) []facts.Condition {
	var all []facts.Condition
	for range d.IntN(6) {
		all = append(all, facts.Condition{
			Type: of(d, types...), Status: of(d, "True", "False", "Unknown", "", "Maybe"),
			Reason: d.word(), Message: d.message(), Since: d.time(now),
		})
	}
	return all
}

func (d dice) message() string {
	return of(d, "", d.word(), "0/5 nodes are available: 3 Insufficient cpu, 2 node(s) had untolerated taint {a: b}.", "0/ nodes",
		`pods "x" is forbidden: exceeded quota: q, requested: cpu=1, used: cpu=2, limited: cpu=3`, "(((", "Readiness probe failed", "$1 ${2} \\")
}

func (d dice) meta(now time.Time, name string) facts.Meta {
	return facts.Meta{Namespace: "shop", Name: name, Created: d.time(now), Ignore: d.annotation(), Owner: facts.Ref{Kind: of(d, "", "Job", "ScaledObject", "ReplicaSet")}}
}

func (d dice) share(now time.Time) *facts.Share {
	share := &facts.Share{Unreadable: of(d, nil, facts.Unreadable{"pods": {"shop"}})}
	for i := range d.IntN(4) {
		share.Workloads = append(share.Workloads, d.workload(now, i))
	}
	for i := range d.IntN(3) {
		cron := &facts.CronJobShare{CronJob: &facts.CronJob{
			Meta: d.meta(now, fmt.Sprint("cron-", i)), Schedule: of(d, "", "* * * * *", "@every 1s", "0 0 31 2 *", "TZ=", "61 * * * *", "*/0 * * * *"),
			TimeZone: of(d, "", "Europe/Berlin", "Local", "../etc", "x"), Concurrency: d.word(), Suspended: d.IntN(4) == 0,
			Active: d.number(), LastSchedule: d.time(now), LastSuccess: d.time(now),
		}}
		for range d.IntN(4) {
			cron.Jobs = append(cron.Jobs, d.job(now))
		}
		share.CronJobs = append(share.CronJobs, cron)
	}
	for range d.IntN(3) {
		share.Jobs = append(share.Jobs, d.job(now))
		share.Orphans = append(share.Orphans, d.autoscaler(now))
	}
	for range d.IntN(8) {
		share.Events = append(share.Events, &facts.Event{
			Namespace: "shop", Object: facts.Ref{Kind: of(d, "Pod", "ReplicaSet", "StatefulSet", "Job"), Name: of(d, "pod-1", "pod-2", "pod-3", "w-0", "w-1-abc")},
			Container: of(d, "", "app"), Reason: of(d, "Unhealthy", "FailedMount", "FailedCreate", "Failed", "FailedCreatePodSandBox"), Message: d.message(), Time: d.time(now),
		})
	}
	d.around(share, now)
	return share
}

func (d dice) workload(now time.Time, i int) *facts.WorkloadShare {
	w := &facts.WorkloadShare{Workload: &facts.Workload{
		Meta: d.meta(now, fmt.Sprint("w-", i)), Kind: of(d, "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod", "Rollout", ""),
		Generation: int64(of(d, 0, 1, 2, -1)), Observed: int64(of(d, 0, 1, 2, -1)),
		Wanted: d.number(), Current: d.number(), Updated: d.number(), Ready: d.number(), Available: d.number(),
		Paused: d.IntN(5) == 0, Strategy: of(d, "", "OnDelete", "Recreate", "RollingUpdate", "Sideways"), Partition: d.number(),
		Deadline: d.duration(), Mis: d.number(), Revision: of(d, "", "a", "b"),
		Conditions: d.conditions(now, "Available", "Progressing", "ReplicaFailure", ""),
		Template:   facts.Template{Labels: of(d, nil, map[string]string{"app": "w"})},
	}}
	for range d.IntN(5) {
		w.Pods = append(w.Pods, d.pod(now))
	}
	if d.IntN(2) == 0 {
		w.Autoscaler = d.autoscaler(now)
	}
	if d.IntN(4) == 0 {
		w.Scaler = &facts.Scaler{Meta: d.meta(now, "scaler"), Min: d.number(), Max: d.number(), Paused: d.IntN(2) == 0, Conditions: d.conditions(now, "Ready", "Active")}
	}
	return w
}

func (d dice) pod(now time.Time) *facts.Pod {
	*d.pods++
	p := &facts.Pod{
		Meta: d.meta(now, fmt.Sprint("pod-", *d.pods)), Revision: of(d, "", "a", "b"), Node: of(d, "", "node-1"),
		Phase: of(d, "", "Pending", "Running", "Running", "Failed", "Succeeded", "Unknown", "Odd"), Reason: d.word(), Message: d.message(),
		Started: d.time(now), Deleted: of(d, time.Time{}, time.Time{}, d.time(now)), Gated: d.IntN(6) == 0,
		Claims: of(d, nil, []string{"claim-0", "claim-1", ""}), Finalizers: of(d, nil, []string{"b", "a", "a"}), ReadinessGates: of(d, nil, []string{"gate"}),
		Conditions: d.conditions(now, "Ready", "ContainersReady", "PodScheduled", "DisruptionTarget", "PodResizePending", "gate"),
	}
	for range d.IntN(3) {
		p.Containers = append(p.Containers, facts.Container{
			Name: of(d, "app", "app", "proxy", ""), Kind: of(d, "", facts.Init, facts.Sidecar), Image: of(d, "", "shop/app:1"),
			StartBudget: d.duration(), State: d.state(now), Last: d.state(now), Ready: d.IntN(2) == 0, Started: d.IntN(2) == 0, Restarts: d.number(),
		})
	}
	return p
}

func (d dice) state(now time.Time) facts.State {
	return facts.State{
		Kind: of(d, "", facts.Running, facts.Waiting, facts.Terminated), Reason: d.word(), Message: d.message(),
		ExitCode: d.number(), Started: d.time(now), Finished: d.time(now),
	}
}

func (d dice) autoscaler(now time.Time) *facts.Autoscaler {
	return &facts.Autoscaler{
		Meta: d.meta(now, fmt.Sprint("hpa-", d.IntN(1000))), Target: facts.Ref{Group: "apps", Kind: of(d, "Deployment", "Rollout", "")},
		Min: d.number(), Max: d.number(), Current: d.number(), Desired: d.number(),
		Metrics:    of(d, nil, []facts.Metric{{Name: "cpu", Ratio: math.NaN()}, {}}),
		Conditions: d.conditions(now, "ScalingActive", "AbleToScale", "ScalingLimited"),
	}
}

func (d dice) job(now time.Time) *facts.JobShare {
	j := &facts.JobShare{Job: &facts.Job{
		Meta: d.meta(now, fmt.Sprint("job-", d.IntN(1000))), Parallelism: d.number(), Completions: d.number(), Suspended: d.IntN(5) == 0,
		Active: d.number(), Succeeded: d.number(), Failed: d.number(), Started: d.time(now), Finished: d.time(now),
		Conditions: d.conditions(now, "Complete", "Failed", "Suspended"),
	}}
	for range d.IntN(3) {
		j.Pods = append(j.Pods, d.pod(now))
	}
	return j
}

func (d dice) annotation() string {
	return of(d, "", "", "", "", "*: x", "not-ready, unavailable until 2027-01-01: x", "crash-loop until 2020-01-01: x", "::;;until", "unavailable")
}

func (d dice) ignores() []schemas.IgnoreConfig {
	return of(d, nil, nil, []schemas.IgnoreConfig{
		{Rule: of(d, "*", "not-ready", "crash-loop", "unavailable"), Object: of(d, "", "*/shop/w-0", "["), Until: of(d, "", "2020-01-01", "2030-01-01"), Reason: "x"},
	})
}

func (d dice) settings() map[string]schemas.RuleSettings {
	return of(d, nil, map[string]schemas.RuleSettings{
		"near-max":  {Threshold: of(d, -1, 0, 0.5, 2, math.NaN())},
		"not-ready": {Severity: of(d, schemas.Info, "", "loud")},
	})
}
