package health

// This file is the rules about pods whose node, or whose end, does not come: node-lost, stuck-terminating,
// resize-stuck.

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var nodeLost = rule{
	Rule: schemas.Rule{
		ID: "node-lost", Family: podFamily, Severity: schemas.Critical,
		When:  "the node of a pod does not answer: the pod's Ready condition is not True while its containers' is and no readiness gate holds it back, or Ready is Unknown, or the pod is past its deletion after the node controller gave it up",
		Means: "What ran on that node no longer gets traffic, and may still be running. Pods of a StatefulSet are not replaced until the node is back or gone.",
		Next:  "Ask the cluster's administrators about the node.",
	},
	pods: unended,
	pod:  judgeNodeLost,
}

func judgeNodeLost(s *scope, p subject) (found, bool) {
	if !lost(p.pod, s.now) {
		return found{}, false
	}
	node := p.pod.Node
	if node == "" {
		return found{
			message: "the node does not answer",
			hint:    "Ask the cluster's administrators about the node.",
			since:   lostSince(p.pod), hurts: true,
		}, true
	}
	return found{
		cause:   "node " + node,
		message: fmt.Sprintf("node %s does not answer", node),
		hint:    fmt.Sprintf("Ask the cluster's administrators about node %s.", node),
		since:   lostSince(p.pod), hurts: true,
	}, true
}

func lost(p *facts.Pod, now time.Time) bool {
	if silent(p) {
		return true
	}
	target := facts.Find(p.Conditions, "DisruptionTarget")
	return !ended(p) && target.Status == "True" && target.Reason == "DeletionByTaintManager" && over(p.Deleted, now, 0)
}

// silent says that the kubelet no longer speaks for the pod. When a node stops answering, the node controller sets
// Ready to False and leaves ContainersReady, which only a kubelet writes, as it was.
func silent(p *facts.Pod) bool {
	if ended(p) {
		return false
	}
	ready := facts.Find(p.Conditions, "Ready").Status
	switch ready {
	case "Unknown":
		return true
	case "False":
		return facts.Find(p.Conditions, "ContainersReady").Status == "True" && len(unmetGates(p)) == 0
	default:
		return p.Phase == "Unknown"
	}
}

func lostSince(p *facts.Pod) time.Time {
	if ready := facts.Find(p.Conditions, "Ready"); ready.Status != "True" {
		return ready.Since
	}
	return facts.Find(p.Conditions, "DisruptionTarget").Since
}

var stuckTerminating = rule{
	Rule: schemas.Rule{
		ID: "stuck-terminating", Family: podFamily, Severity: schemas.Warning,
		When:  "a pod still exists more than 5 minutes after its deletion was due (its grace period included)",
		Means: "Its node, a finalizer or a volume holds it. A StatefulSet does not start its replacement before it is gone.",
		Next:  "See which finalizer is named, and ask whoever runs that controller; without one, ask about the node.",
	},
	pods: terminating,
	pod:  judgeStuckTerminating,
}

func judgeStuckTerminating(s *scope, p subject) (found, bool) {
	if !over(p.pod.Deleted, s.now, patience) {
		return found{}, false
	}
	f := found{
		message: "terminating, and still not gone long after its grace period",
		hint:    "Ask the cluster's administrators whether the node still answers: no finalizer holds the pod.",
		since:   p.pod.Deleted,
		hurts:   true,
	}
	if finalizers := slices.Sorted(slices.Values(p.pod.Finalizers)); len(finalizers) > 0 {
		f.cause = strings.Join(slices.Compact(finalizers), ", ")
		f.message = fmt.Sprintf("terminating, and held by finalizer %s", f.cause)
		f.hint = "Ask whoever runs the controller that sets this finalizer why it does not let go."
	}
	return f, true
}

var resizeStuck = rule{
	Rule: schemas.Rule{
		ID: "resize-stuck", Family: podFamily, Severity: schemas.Warning,
		When:  "an in-place resize of a pod has been Infeasible, Deferred or in error for over 10 minutes",
		Means: "The pod runs with its old CPU and memory, not with what was asked for.",
		Next:  "Ask for less, or replace the pod so that the scheduler finds it a node with room.",
	},
	pod: judgeResizeStuck,
}

func judgeResizeStuck(s *scope, p subject) (found, bool) {
	c := facts.Find(p.pod.Conditions, "PodResizePending")
	if c.Status != "True" {
		c = facts.Find(p.pod.Conditions, "PodResizeInProgress")
	}
	is, known := resizeReasons[c.Reason]
	if c.Status != "True" || !known || !over(c.Since, s.now, stuckAfter) {
		return found{}, false
	}
	return found{
		cause:   c.Reason,
		message: join("the resize of the running pod "+is, p.quote(c.Message)),
		hint:    "Ask for less, or replace the pod, so that the scheduler finds it a node with room.",
		since:   c.Since,
	}, true
}

// resizeReasons leaves out a resize that is merely in progress.
var resizeReasons = map[string]string{
	"Infeasible": "is impossible on its node",
	"Deferred":   "waits until its node has room",
	"Error":      "fails",
}
