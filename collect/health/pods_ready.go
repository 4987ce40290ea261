package health

// This file is the rules about pods that run and are not ready: not-ready, probe-failing.

import (
	"fmt"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var notReady = rule{
	Rule: schemas.Rule{
		ID: "not-ready", Family: podFamily, Severity: schemas.Warning,
		When:  "a pod runs and has not been ready for a minute, past its start budget (what its startup and readiness probes allow, else 5 minutes), or a readiness gate holds it back that long",
		Means: "It gets no traffic.",
		Next:  "Read what the container prints, and try what its readiness probe asks.",
	},
	container: judgeNotReady,
	pod:       judgeGate,
}

func judgeNotReady(s *scope, p subject, c *facts.Container) (found, bool) {
	if !unreadyLate(p.pod, c, s.now) || s.looping(p, c) {
		return found{}, false
	}
	return found{
		message: fmt.Sprintf("%s runs but is not ready; its probes allow %s from its start", who(c), span(budget(c))),
		hint:    fmt.Sprintf("See why its probes fail: %s", p.logs(c, false)),
		since:   facts.Find(p.pod.Conditions, "Ready").Since,
	}, true
}

// unreadyLate says that a container runs, is not ready, and should be.
func unreadyLate(p *facts.Pod, c *facts.Container, now time.Time) bool {
	return p.Phase == "Running" && !ready(p) && !blinking(p, now) && c.Kind != facts.Init &&
		c.State.Kind == facts.Running && !c.Ready && !inBudget(p, c, now)
}

// judgeGate names the readiness gates that hold back a pod whose containers are all ready.
func judgeGate(s *scope, p subject) (found, bool) {
	gates := unmetGates(p.pod)
	containers := facts.Find(p.pod.Conditions, "ContainersReady")
	if p.pod.Phase != "Running" || ready(p.pod) || containers.Status != "True" || len(gates) == 0 || !over(containers.Since, s.now, patience) {
		return found{}, false
	}
	gate := facts.Find(p.pod.Conditions, gates[0])
	return found{
		cause:   "readiness gate " + gates[0],
		message: join(fmt.Sprintf("its containers are ready, but readiness gate %s is not met", gates[0]), p.quote(gate.Message)),
		hint:    "Ask whoever runs the controller that sets this condition, most often the load balancer's.",
		since:   first(facts.Find(p.pod.Conditions, "Ready").Since, gate.Since),
	}, true
}

var probeFailing = rule{
	Rule: schemas.Rule{
		ID: "probe-failing", Family: podFamily, Severity: schemas.Warning,
		When:  "Unhealthy events of the last 10 minutes name a container that is past its start and still not ready, or that its liveness or startup probe had killed",
		Means: "The container does not answer as it should: it gets no traffic, or is killed and started again.",
		Next:  "Try what the probe asks, and compare the answer and its time with the probe's settings.",
	},
	container: judgeProbeFailing,
}

func judgeProbeFailing(s *scope, p subject, c *facts.Container) (found, bool) {
	e, ok := s.podEvent(p.pod, "Unhealthy", c.Name)
	if !ok || !within(e.Time, s.now, recent) {
		return found{}, false
	}
	probe, answer := readProbe(e.Message)
	if probe != "Readiness" && bad(c.Last) && within(c.Last.Finished, s.now, recent) {
		return found{
			message: join(fmt.Sprintf("%s was killed by its %s probe", who(c), probeWord(probe)), p.quote(answer)),
			hint:    fmt.Sprintf("See what kept it from answering: %s", p.logs(c, true)),
			since:   c.Last.Finished,
		}, true
	}
	if !unreadyLate(p.pod, c, s.now) {
		return found{}, false
	}
	return found{
		message: join(fmt.Sprintf("the %s probe of %s fails", probeWord(probe), who(c)), p.quote(answer)),
		hint:    fmt.Sprintf("See why it does not answer: %s", p.logs(c, false)),
		since:   facts.Find(p.pod.Conditions, "Ready").Since,
	}, true
}

// readProbe takes apart "Readiness probe failed: HTTP probe failed with statuscode: 503".
func readProbe(message string) (probe, answer string) {
	probe, rest, ok := strings.Cut(message, " probe ")
	if !ok {
		return "", message
	}
	for _, verb := range []string{"failed: ", "errored: ", "warning: ", "errored and resulted in unknown state: "} {
		if answer, ok := strings.CutPrefix(rest, verb); ok {
			return probe, answer
		}
	}
	return probe, rest
}

func probeWord(probe string) string {
	switch probe {
	case "Readiness", "Liveness", "Startup":
		return strings.ToLower(probe)
	default:
		return "health"
	}
}
