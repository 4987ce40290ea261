package health

// This file is the rules about containers that end when they should not: crash-loop, oom-killed, restarting.

import (
	"fmt"
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const crashLoopID = "crash-loop"

var crashLoop = rule{
	Rule: schemas.Rule{
		ID: crashLoopID, Family: podFamily, Severity: schemas.Critical,
		When:  "a container (an init container too) waits in CrashLoopBackOff; or it has restarted at least 5 times, its last run failed before it was 10 minutes old, and the current one is younger than that",
		Means: "The container cannot do its work: it ends soon after each start, and Kubernetes waits longer before each new try.",
		Next:  "Read what it printed before it ended: kubectl logs --previous.",
	},
	container: judgeCrashLoop,
}

func judgeCrashLoop(s *scope, p subject, c *facts.Container) (found, bool) {
	if !s.looping(p, c) {
		return found{}, false
	}
	end := lastEnd(c)
	f := found{
		cause: causeOf(end),
		hint:  fmt.Sprintf("Read what it printed before it ended: %s", p.logs(c, true)),
		since: loopingSince(p.pod, end),
	}
	const loop = "in a crash loop"
	switch {
	case end.Kind == "":
		f.message = fmt.Sprintf("%s ends soon after each start, %s", who(c), loop)
	case outOfMemory(end):
		f.message = fmt.Sprintf("%s is killed for want of memory%s after each start, %s", who(c), p.limit(c), loop)
		f.hint = fmt.Sprintf("Give it more memory, or find what uses it: %s", p.logs(c, true))
	case end.ExitCode == 0:
		f.message = fmt.Sprintf("%s ends with exit code 0, as if its work were done, and is started again, %s", who(c), loop)
		f.hint = fmt.Sprintf("Let its command stay in the foreground, or make it a Job; what it printed: %s", p.logs(c, true))
	case startFailed(end):
		f.message = join(fmt.Sprintf("%s cannot be started (%s), %s", who(c), end.Reason, loop), p.quote(end.Message))
		f.hint = "Check that its command, arguments and mounts exist in the image."
	default:
		f.message = fmt.Sprintf("%s ends with %s after each start, %s", who(c), ending(end), loop)
	}
	return f, true
}

// looping sees a crash loop while the container runs between two crashes as well as while it waits, so that the
// moment of the reading does not matter.
func looping(c *facts.Container, now time.Time) bool {
	const enough = 5
	if c.State.Kind == facts.Waiting {
		return c.State.Reason == "CrashLoopBackOff" || (c.State.Reason == "RunContainerError" && c.Restarts > 0 && bad(c.Last))
	}
	if c.Restarts < enough {
		return false
	}
	switch c.State.Kind {
	case facts.Running:
		return bad(c.Last) && brief(c.Last) && within(c.State.Started, now, recent)
	case facts.Terminated:
		return bad(c.State) && brief(c.State) && within(c.State.Finished, now, recent)
	default:
		return false
	}
}

// looping knows more than one look tells: a loop that was there at the previous run is not over before the container has
// run for ten minutes, however few its crashes are yet.
func (s *scope) looping(p subject, c *facts.Container) bool {
	if looping(c, s.now) {
		return true
	}
	end := lastEnd(c)
	if !bad(end) || !brief(end) || !within(later(c.State.Started, c.State.Finished), s.now, recent) {
		return false
	}
	_, was := s.past.problems[found{object: p.object(), container: c.Name, cause: causeOf(end)}.key(crashLoopID)]
	return was
}

// inLoop says so of a pod, which then is not starting.
func (s *scope) inLoop(p *facts.Pod) bool { return s.loops[p] }

// brief says that a run was short enough to be part of a loop: after ten good minutes the kubelet forgets its
// back-off, and so the fifty-eighth restart in a year is a restart.
func brief(end facts.State) bool {
	return end.Started.IsZero() || end.Finished.IsZero() || end.Finished.Sub(end.Started) <= recent
}

// loopingSince is the earliest that Kubernetes still tells: when the pod stopped being ready, or its last crash.
func loopingSince(p *facts.Pod, end facts.State) time.Time {
	t := end.Finished
	if c := facts.Find(p.Conditions, "ContainersReady"); c.Status == "False" {
		t = earlier(t, c.Since)
	}
	return t
}

var oomKilled = rule{
	Rule: schemas.Rule{
		ID: "oom-killed", Family: podFamily, Severity: schemas.Warning,
		When:  "a container's current or last state ended with OOMKilled within 24 hours",
		Means: "The kernel killed it because it used more memory than it may. What it was doing is lost.",
		Next:  "Raise the container's memory limit, or find what uses the memory.",
	},
	pods:      started,
	container: judgeOOMKilled,
}

func judgeOOMKilled(s *scope, p subject, c *facts.Container) (found, bool) {
	for _, end := range []facts.State{c.State, c.Last} {
		if outOfMemory(end) && within(end.Finished, s.now, endingNews) {
			return found{
				message: fmt.Sprintf("%s was killed for want of memory%s", who(c), p.limit(c)),
				hint:    fmt.Sprintf("Raise its memory limit, or find what uses the memory: %s", p.logs(c, true)),
				since:   end.Finished,
			}, true
		}
	}
	return found{}, false
}

var restarting = rule{
	Rule: schemas.Rule{
		ID: "restarting", Family: podFamily, Severity: schemas.Warning,
		When:  "a container's last run ended with an error within 1 hour; where no end is recorded, its restarts grew since the previous snapshot",
		Means: "It was started again and runs, but it was gone for a while, and with it the requests it was serving.",
		Next:  "Read what it printed before it ended: kubectl logs --previous.",
	},
	container: judgeRestarting,
}

// unrecorded is the cause of a restart of which no end is recorded.
const unrecorded = "restarted"

// judgeRestarting leaves to crash-loop and oom-killed what they say better.
func judgeRestarting(s *scope, p subject, c *facts.Container) (found, bool) {
	if s.looping(p, c) {
		return found{}, false
	}
	end := lastEnd(c)
	hint := fmt.Sprintf("Read what it printed before it ended: %s", p.logs(c, true))
	if end.Finished.IsZero() {
		since, ok := s.restartNoticed(p, c)
		return found{
			cause: unrecorded, message: who(c) + " was restarted; how it ended is not recorded",
			hint: hint, since: since, newest: true,
		}, ok
	}
	if !bad(end) || outOfMemory(end) || !within(end.Finished, s.now, restartNews) {
		return found{}, false
	}
	return found{
		cause:   causeOf(end),
		message: fmt.Sprintf("%s ended with %s and was restarted", who(c), ending(end)),
		hint:    hint,
		since:   end.Finished,
	}, true
}

// restartNoticed compares with the previous snapshot. That is the one time which no object holds: the clock's, at
// the first run that saw more restarts, is kept for as long as the news is.
func (s *scope) restartNoticed(p subject, c *facts.Container) (time.Time, bool) {
	pod := "Pod/" + p.namespace + "/" + p.pod.Name
	before, known := s.past.restarts[runOf{pod, c.Name}]
	if known && c.Restarts > before {
		return s.now, true
	}
	said := s.past.problems[found{object: p.object(), container: c.Name, cause: unrecorded}.key("restarting")]
	about := p.bare() || slices.Contains(said.Objects, pod)
	return said.Since, about && within(said.Since, s.now, restartNews)
}

// lastEnd is how the container's newest finished run ended: now, while it waits for the next one, or before this.
func lastEnd(c *facts.Container) facts.State {
	if c.State.Kind == facts.Terminated {
		return c.State
	}
	return c.Last
}

// bad says that a run ended with an error.
func bad(end facts.State) bool {
	return end.Kind == facts.Terminated && (end.ExitCode != 0 || (end.Reason != "" && end.Reason != "Completed"))
}

func outOfMemory(end facts.State) bool {
	return end.Kind == facts.Terminated && end.Reason == "OOMKilled"
}

// startFailed says that there was no run at all: the container runtime could not execute the command.
func startFailed(end facts.State) bool {
	return end.Reason == "StartError" || end.Reason == "ContainerCannotRun"
}

// causeOf tells ends apart by Kubernetes' word, or by the exit code where that word is as general as "Error".
func causeOf(end facts.State) string {
	switch {
	case end.Kind != facts.Terminated:
		return ""
	case end.Reason == "" || end.Reason == "Error" || end.Reason == "Completed":
		return fmt.Sprintf("exit %d", end.ExitCode)
	default:
		return end.Reason
	}
}

// ending is an end in words: "exit code 137 (SIGKILL)".
func ending(end facts.State) string {
	text := fmt.Sprintf("exit code %d", end.ExitCode)
	switch {
	case end.Reason != "" && end.Reason != "Error" && end.Reason != "Completed":
		return text + " (" + end.Reason + ")"
	case exitCodes[end.ExitCode] != "":
		return text + " (" + exitCodes[end.ExitCode] + ")"
	default:
		return text
	}
}

// exitCodes are the ones that mean the same everywhere: those of the shell, and 128 + signal.
var exitCodes = map[int]string{
	126: "its command cannot be executed",
	127: "its command was not found",
	132: "SIGILL",
	134: "SIGABRT",
	135: "SIGBUS",
	136: "SIGFPE",
	137: "SIGKILL: it was killed from outside",
	139: "SIGSEGV: a memory fault",
	143: "SIGTERM: it was asked to end",
}
