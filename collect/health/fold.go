package health

// This file turns what rules found on single pods into problems: one for each object, container and cause, however
// many pods show it.

import (
	"cmp"
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// found is one thing that a rule found on one pod, container, workload or job.
type found struct {
	object    string // what owns it: "Deployment/shop/checkout"
	part      string // the pod or Job it was seen on, where that is not the object itself
	container string
	cause     string
	message   string
	hint      string
	since     time.Time
	severity  schemas.Severity // where it is not the rule's own
	count     int              // where no parts are named
	needs     []string         // objects whose problems may explain it: "Deployment/shop/checkout"
	hurts     bool             // it was seen on a pod that is not ready, or is one that is missing
	newest    bool             // since is when it was last seen: the later one counts
	oldest    bool             // since is what is left of a longer history: the previous snapshot may know better
}

// verdict is a problem while it is being explained.
type verdict struct {
	schemas.Problem
	needs []string
	hurts bool
}

// mostObjects bounds how many pods a problem names; Count has the true number.
const mostObjects = 20

// fold joins what has one cause. Of differing messages the first in the alphabet stands for all: which pod was
// read first must not show.
func fold(r rule, all []found, p past) []*verdict {
	byKey := map[string][]found{}
	var order []string
	for _, f := range all {
		key := f.key(r.ID)
		if byKey[key] == nil {
			order = append(order, key)
		}
		byKey[key] = append(byKey[key], f)
	}
	verdicts := make([]*verdict, 0, len(order))
	for _, key := range order {
		verdicts = append(verdicts, one(r, byKey[key], p.problems[key]))
	}
	return verdicts
}

func (f found) key(rule string) string {
	return schemas.Problem{Rule: rule, Object: f.object, Container: f.container, Cause: f.cause}.Key()
}

func one(r rule, all []found, before schemas.Problem) *verdict {
	lead := slices.MinFunc(all, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.message, b.message), cmp.Compare(a.hint, b.hint))
	})
	v := &verdict{Problem: schemas.Problem{
		Rule: r.ID, Severity: r.Severity, Object: lead.object, Container: lead.container, Cause: lead.cause,
		Message: lead.message, Hint: lead.hint, Count: lead.count, Since: since(all, before),
	}}
	var severity schemas.Severity
	for _, f := range all {
		v.hurts = v.hurts || f.hurts
		v.needs = append(v.needs, f.needs...)
		if own := cmp.Or(f.severity, r.Severity); severity == "" || own.Rank() < severity.Rank() {
			severity = own
		}
		if f.part != "" {
			v.Objects = append(v.Objects, f.part)
		}
	}
	v.Severity = severity
	slices.Sort(v.Objects)
	v.Objects = slices.Compact(v.Objects)
	if n := len(v.Objects); n > 0 {
		v.Count = n
		v.Objects = v.Objects[:min(n, mostObjects)]
	}
	return v
}

// publish sets severities, sorts, and lets go of what only the explanation needed. A cause is as severe as the
// worst that follows from it: what is folded beneath it must not make the service look better. What is ignored by
// itself makes nothing worse.
func publish(all []*verdict, rules schemas.RulesConfig) []schemas.Problem {
	byKey := map[string]*verdict{}
	for _, v := range all {
		byKey[v.Key()] = v
	}
	for _, v := range all {
		if cause := byKey[v.CausedBy]; cause != nil && v.Ignored == nil && v.Severity.Rank() < cause.Severity.Rank() {
			cause.Severity = v.Severity
		}
	}
	problems := make([]schemas.Problem, 0, len(all))
	for _, v := range all {
		problems = append(problems, v.Problem)
	}
	return Override(problems, rules)
}

// Override applies the severities that the configuration sets, and sorts: what nothing else explains first, each
// half by severity, by age and by key.
func Override(problems []schemas.Problem, rules schemas.RulesConfig) []schemas.Problem {
	for i := range problems {
		switch s := rules.Settings[problems[i].Rule].Severity; s {
		case schemas.Critical, schemas.Warning, schemas.Info:
			problems[i].Severity = s
		}
	}
	slices.SortFunc(problems, compare)
	return problems
}

func compare(a, b schemas.Problem) int {
	return cmp.Or(
		cmp.Compare(min(len(a.CausedBy), 1), min(len(b.CausedBy), 1)),
		cmp.Compare(a.Severity.Rank(), b.Severity.Rank()),
		compareAge(a.Since, b.Since),
		cmp.Compare(a.Key(), b.Key()))
}

// compareAge puts the older first, and what has no known age last.
func compareAge(a, b time.Time) int {
	if a.IsZero() != b.IsZero() {
		if a.IsZero() {
			return 1
		}
		return -1
	}
	return a.Compare(b)
}
