package health

// This file is the rules about pods that have failed as a whole: evicted, pod-failed.

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var evicted = rule{
	Rule: schemas.Rule{
		ID: "evicted", Family: podFamily, Severity: schemas.Warning,
		When:  "a pod failed with Evicted within 24 hours; or with Preempting, NodeShutdown, Terminated, NodeAffinity, OutOfcpu and the like: info once it has been replaced",
		Means: "Its node threw it out or did not take it. An eviction comes back if what the pod uses and what it asks for stay apart.",
		Next:  "Request what the pod really uses, or bound what it writes to disk.",
	},
	pods: failed,
	pod:  judgeEvicted,
}

func judgeEvicted(s *scope, p subject) (found, bool) {
	if !thrownOut(p.pod) || !within(failedAt(p.pod), s.now, endingNews) {
		return found{}, false
	}
	f := found{
		cause:   p.pod.Reason,
		message: join("its node threw it out", p.evictionReason()),
		hint:    "Request what it really uses, or bound what it writes to disk.",
		since:   failedAt(p.pod),
	}
	if p.pod.Reason != "Evicted" {
		f.message = join(fmt.Sprintf("its node ended or refused it (%s)", p.pod.Reason), p.evictionReason())
		f.hint = "Nothing to do if a replacement runs; else ask the cluster's administrators about the node."
		if p.workload != nil && p.workload.Ready >= p.workload.Wanted && !p.bare() {
			f.severity = schemas.Info
		}
	}
	return f, true
}

// thrownOut says that the node, not the pod's own work, ended it.
func thrownOut(p *facts.Pod) bool {
	switch p.Reason {
	case "Evicted", "Preempting", "NodeShutdown", "Shutdown", "Terminated", "NodeAffinity", "UnexpectedAdmissionError":
		return true
	default:
		return strings.HasPrefix(p.Reason, "OutOf")
	}
}

// evictionUse is the kubelet's account of what was used when, which no two evictions share.
var evictionUse = regexp.MustCompile(`(?: ?Threshold quantity| ?Container \S+ was using|, which (?:exceeds|has)|, requested: ).*$`)

func (p subject) evictionReason() string {
	return p.quote(evictionUse.ReplaceAllString(p.pod.Message, ""))
}

var podFailed = rule{
	Rule: schemas.Rule{
		ID: "pod-failed", Family: podFamily, Severity: schemas.Warning,
		When:  "a pod that no Job owns failed within 24 hours for another reason",
		Means: "Its containers have ended and it is not started again.",
		Next:  "Read what it printed before it ended.",
	},
	pods: failed,
	pod:  judgePodFailed,
}

func judgePodFailed(s *scope, p subject) (found, bool) {
	if thrownOut(p.pod) || p.job != nil || p.pod.Owner.Kind == "Job" || !within(failedAt(p.pod), s.now, endingNews) {
		return found{}, false
	}
	f := found{
		cause:   failure(p.pod),
		message: join("the pod has failed", p.quote(p.pod.Message)),
		hint:    "Read the pod's end: " + p.describe(),
		since:   failedAt(p.pod),
	}
	for i := range p.pod.Containers {
		c := &p.pod.Containers[i]
		if p.pod.Message == "" && bad(c.State) {
			f.message = fmt.Sprintf("the pod has failed: %s ended with %s", who(c), ending(c.State))
			f.hint = fmt.Sprintf("Read what it printed before it ended: %s", p.logs(c, false))
			break
		}
	}
	return f, true
}
