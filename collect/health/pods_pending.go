package health

// This file is the rules about pods that wait: unschedulable, pending, gated, mount-failed.

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var unschedulable = rule{
	Rule: schemas.Rule{
		ID: "unschedulable", Family: podFamily, Severity: schemas.Critical,
		When:  "the scheduler has found no node for a pod for over 5 minutes (PodScheduled is False, Unschedulable)",
		Means: "The pod does not start, and no node was added for it in the time in which node autoscaling usually does.",
		Next:  "Compare what the pod asks for with what the scheduler says is missing.",
	},
	pod: judgeUnschedulable,
}

func judgeUnschedulable(s *scope, p subject) (found, bool) {
	c := facts.Find(p.pod.Conditions, "PodScheduled")
	since := first(c.Since, p.pod.Created)
	if !isUnschedulable(p.pod) || !over(since, s.now, patience) {
		return found{}, false
	}
	why := p.quote(schedulerReasons(c.Message))
	return found{
		message: join("no node can take it", why),
		hint:    strings.ReplaceAll(schedulingHint(why), "NAMESPACE", p.namespace),
		since:   since,
	}, true
}

func isUnschedulable(p *facts.Pod) bool {
	c := facts.Find(p.Conditions, "PodScheduled")
	return c.Status == "False" && c.Reason == "Unschedulable"
}

var (
	nodeCounts = regexp.MustCompile(`^\d+/\d+ nodes are available: `)
	preemption = regexp.MustCompile(`[.,;]? *(?:no new claims to deallocate|preemption: ).*$|\. not found$`)
	eachCount  = regexp.MustCompile(`(?:^|, )\d+ `)
)

// schedulerReasons takes "0/5 nodes are available: 3 Insufficient cpu, 2 node(s) had …" apart. How many nodes say
// what changes with every node that comes and goes; what they say is the news.
func schedulerReasons(message string) string {
	if !nodeCounts.MatchString(message) {
		return preemption.ReplaceAllString(message, "")
	}
	message = preemption.ReplaceAllString(nodeCounts.ReplaceAllString(message, ""), "")
	var reasons []string
	for _, r := range eachCount.Split(message, -1) {
		if r = strings.Trim(r, " .,"); r != "" {
			reasons = append(reasons, r)
		}
	}
	slices.Sort(reasons)
	return strings.Join(slices.Compact(reasons), ", ")
}

func schedulingHint(why string) string {
	for _, h := range schedulingHints {
		if strings.Contains(why, h.word) {
			return h.hint
		}
	}
	return "Compare what the pod asks for with what the scheduler says."
}

var schedulingHints = []struct{ word, hint string }{
	{"unbound immediate PersistentVolumeClaims", "See why its volume claim is not bound: kubectl describe pvc -n NAMESPACE"},
	{"persistentvolumeclaim", "Create the volume claim that it names, or correct the name."},
	{"volume node affinity conflict", "Its volume lies in another zone than the nodes with room: ask for room there."},
	{"Insufficient", "Request less CPU or memory, or ask the cluster's administrators for room."},
	{"node affinity/selector", "Check its nodeSelector and node affinity against the labels of the nodes."},
	{"topology spread", "Check its topologySpreadConstraints: they leave no node."},
	{"anti-affinity", "Check its anti-affinity: it wants more nodes than there are."},
	{"affinity", "Check its affinity rules: they leave no node."},
	{"free ports", "Its hostPort is taken on every node: do without, or run fewer."},
	{"untolerated taint", "Tolerate the taint if the pod is meant for those nodes, else ask for other nodes."},
	{"unschedulable", "The nodes are cordoned: ask the cluster's administrators how long."},
	{"Too many pods", "The nodes are full: ask the cluster's administrators for room."},
}

var pending = rule{
	Rule: schemas.Rule{
		ID: "pending", Family: podFamily, Severity: schemas.Warning,
		When:  "a pod has been Pending for over 5 minutes for another reason than those with a rule of their own: its volume, its sandbox, a slow init container, a device",
		Means: "The pod has not started.",
		Next:  "Read the pod's events.",
	},
	pod: judgePending,
}

func judgePending(s *scope, p subject) (found, bool) {
	since := waitingSince(p.pod)
	if p.pod.Phase != "Pending" || p.pod.Gated || isUnschedulable(p.pod) || !over(since, s.now, patience) {
		return found{}, false
	}
	if c, _ := failing(p.pod, s.now); c != nil {
		return found{}, false
	}
	if _, ok := s.mountEvent(p.pod); ok {
		return found{}, false
	}
	f := found{since: since, hint: "Read the pod's events: " + p.describe()}
	s.explainPending(&f, p)
	return f, true
}

// waitingSince is when the kubelet took the pod; before that, when it was made.
func waitingSince(p *facts.Pod) time.Time {
	if c := facts.Find(p.Conditions, "PodScheduled"); c.Status == "True" {
		return first(p.Started, c.Since, p.Created)
	}
	return first(p.Created, p.Started)
}

func (s *scope) explainPending(f *found, p subject) {
	scheduled := facts.Find(p.pod.Conditions, "PodScheduled")
	if p.pod.Node == "" && scheduled.Status != "True" {
		f.cause = "not scheduled"
		f.message = join("no scheduler has placed it", p.quote(scheduled.Message))
		f.hint = "Check its schedulerName; if it is right, ask the cluster's administrators about the scheduler."
		return
	}
	if e, ok := s.podEvent(p.pod, "FailedCreatePodSandBox", ""); ok && within(e.Time, s.now, recent) {
		f.cause = "sandbox"
		f.message = join("its node cannot make its sandbox", p.quote(strings.TrimPrefix(e.Message, "Failed to create pod sandbox: ")))
		f.hint = "Ask the cluster's administrators about the node and its network plugin."
		return
	}
	if c := slowInit(p.pod); c != nil {
		f.cause = who(c)
		f.message = who(c) + " has not finished its start; the others wait for it"
		f.hint = fmt.Sprintf("Read what it waits for: %s", p.logs(c, false))
		return
	}
	f.cause = waitsFor(p.pod)
	f.message = "it has not started"
	if f.cause != "" {
		f.message = fmt.Sprintf("it has not started (%s)", f.cause)
	}
}

// slowInit is the init container, or the sidecar that has not passed its startup probe, for which the rest waits.
func slowInit(p *facts.Pod) *facts.Container {
	for i := range p.Containers {
		c := &p.Containers[i]
		if c.State.Kind == facts.Running && (c.Kind == facts.Init || (c.Kind == facts.Sidecar && !c.Started)) {
			return c
		}
	}
	return nil
}

var gated = rule{
	Rule: schemas.Rule{
		ID: "gated", Family: podFamily, Severity: schemas.Info,
		When:  "a pod has scheduling gates, or a Job is suspended",
		Means: "It waits on purpose, until whoever holds it lets it go.",
		Next:  "Ask whoever sets the gate; a queue such as Kueue is usual.",
	},
	pod: judgeGated,
	job: judgeSuspendedJob,
}

func judgeGated(s *scope, p subject) (found, bool) {
	if !p.pod.Gated || p.pod.Phase != "Pending" {
		return found{}, false
	}
	return found{
		cause:   "scheduling gate",
		message: "held back by a scheduling gate",
		hint:    fmt.Sprintf("See which one: kubectl get pods -n %s -o custom-columns=NAME:.metadata.name,GATES:.spec.schedulingGates[*].name", p.namespace),
		since:   first(facts.Find(p.pod.Conditions, "PodScheduled").Since, p.pod.Created),
	}, true
}

func judgeSuspendedJob(s *scope, u *unit, j *facts.JobShare) (found, bool) {
	if !j.Suspended || finished(j.Job) {
		return found{}, false
	}
	f := found{
		cause:   "suspended",
		message: "the Job is suspended",
		hint:    fmt.Sprintf("If nobody holds it on purpose: kubectl patch -n %s job/%s -p '{\"spec\":{\"suspend\":false}}'", j.Namespace, j.Name),
	}
	if c := facts.Find(j.Conditions, "Suspended"); c.Status == "True" {
		f.since = c.Since
	}
	return f, true
}

var mountFailed = rule{
	Rule: schemas.Rule{
		ID: "mount-failed", Family: podFamily, Severity: schemas.Critical,
		When:  "FailedMount or FailedAttachVolume events of the last 10 minutes name a pod that has waited in ContainerCreating for over 5 minutes",
		Means: "A volume cannot be attached or mounted, so that the pod does not start.",
		Next:  "Correct the ConfigMap, Secret or claim that the message names.",
	},
	pod: judgeMountFailed,
}

func judgeMountFailed(s *scope, p subject) (found, bool) {
	e, ok := s.mountEvent(p.pod)
	since := waitingSince(p.pod)
	if !ok || !over(since, s.now, patience) {
		return found{}, false
	}
	return found{
		cause:   e.Reason,
		message: join("a volume cannot be "+mountReasons[e.Reason], p.quote(e.Message)),
		hint:    "Correct the ConfigMap, Secret or claim that is named; all of the pod's events: " + p.describe(),
		since:   since,
	}, true
}

var mountReasons = map[string]string{"FailedMount": "mounted", "FailedAttachVolume": "attached"}

// mountEvent is what keeps a pod in ContainerCreating. The kubelet tries and says so every other minute: an older
// event is of a trouble that has passed.
func (s *scope) mountEvent(p *facts.Pod) (*facts.Event, bool) {
	if p.Phase != "Pending" || !creating(p) {
		return nil, false
	}
	for _, reason := range []string{"FailedMount", "FailedAttachVolume"} {
		if e, ok := s.podEvent(p, reason, ""); ok && within(e.Time, s.now, recent) {
			return e, true
		}
	}
	return nil, false
}

// creating says that the kubelet has the pod and none of its containers has run yet. It words the wait by whether
// there are init containers, and goes on saying PodInitializing while they run.
func creating(p *facts.Pod) bool {
	waits := false
	for i := range p.Containers {
		c := &p.Containers[i]
		if c.State.Kind == facts.Running || c.State.Kind == facts.Terminated {
			return false
		}
		waits = waits || c.State.Reason == "ContainerCreating" || c.State.Reason == "PodInitializing"
	}
	return waits
}
