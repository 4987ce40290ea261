package diff

// This file says which problems began and ended, and what became of those that go on.

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// problems compares by Problem.Key, so that a problem whose wording, age or number of pods moved is the same one.
// canEnd tells whether a problem's absence is known rather than unread.
func problems(cluster string, old, new []schemas.Problem, canEnd func(schemas.Problem) bool) []schemas.Entry {
	before, after := byKey(old), byKey(new)
	var entries []schemas.Entry
	for _, key := range keysOf(new) {
		entries = append(entries, began(cluster, before[key], *after[key])...)
	}
	for _, key := range keysOf(old) {
		if p := *before[key]; after[key] == nil && tell(p) && canEnd(p) {
			e := problemEntry(schemas.ProblemEnded, cluster, p)
			e.From = p.Cause
			entries = append(entries, e)
		}
	}
	return entries
}

// began says what is new about a problem that is there; old is nil where it was not.
func began(cluster string, old *schemas.Problem, new schemas.Problem) []schemas.Entry {
	is, was := tell(new), old != nil && tell(*old)
	switch {
	case new.AboutReading() || old == nil && !is:
		return nil
	case was && new.Ignored != nil:
		e := problemEntry(schemas.ProblemIgnored, cluster, new)
		e.To = new.Ignored.Reason
		return []schemas.Entry{e}
	case was && new.CausedBy != "":
		e := problemEntry(schemas.ProblemExplained, cluster, new)
		e.To = ruleOf(new.CausedBy)
		return []schemas.Entry{e}
	case is && old != nil && old.Ignored != nil:
		return []schemas.Entry{problemEntry(schemas.ProblemCounted, cluster, new)}
	case (is || was) && old != nil && old.CausedBy == "" && old.Severity != new.Severity:
		e := problemEntry(schemas.SeverityChanged, cluster, new)
		e.From, e.To = string(old.Severity), string(new.Severity)
		return []schemas.Entry{e}
	case is && !was:
		e := problemEntry(schemas.ProblemBegan, cluster, new)
		e.To, e.Count = new.Cause, new.Count
		return []schemas.Entry{e}
	}
	return nil
}

// tell leaves out what is folded beneath its cause, what is only worth knowing, what somebody has set aside, and the
// two rules about reading, because the change of the read itself is told.
func tell(p schemas.Problem) bool {
	return p.CausedBy == "" && p.Ignored == nil && p.Severity != schemas.Info && !p.AboutReading()
}

// byKey keeps the first of a key that stands twice: it is one problem.
func byKey(problems []schemas.Problem) map[string]*schemas.Problem {
	m := make(map[string]*schemas.Problem, len(problems))
	for i := range problems {
		if key := problems[i].Key(); m[key] == nil {
			m[key] = &problems[i]
		}
	}
	return m
}

func keysOf(problems []schemas.Problem) []string {
	keys := make([]string, len(problems))
	for i, p := range problems {
		keys[i] = p.Key()
	}
	return unique(keys)
}

func problemEntry(what schemas.What, cluster string, p schemas.Problem) schemas.Entry {
	return schemas.Entry{What: what, Cluster: cluster, Object: p.Object, Container: p.Container,
		Rule: p.Rule, Severity: p.Severity}
}

// ruleOf is the rule of a problem's key.
func ruleOf(key string) string {
	rule, _, _ := strings.Cut(key, " ")
	return rule
}

func unique(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
