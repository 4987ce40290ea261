package diff

// This file says which problems began and which ended.

import "github.com/plimsoll-k8s/plimsoll/schemas"

// problems compares by Problem.Key, so that a problem whose wording, age or number of pods moved is the same one.
// canEnd tells whether a problem's absence is known rather than unread.
func problems(cluster string, old, new []schemas.Problem, canEnd func(schemas.Problem) bool) []schemas.Entry {
	before, after := told(old), told(new)
	var entries []schemas.Entry
	for _, p := range new {
		key := p.Key()
		if _, was := before[key]; was || !tell(p) {
			continue
		}
		e := problemEntry(schemas.ProblemBegan, cluster, p)
		e.To, e.Count = p.Cause, p.Count
		entries = append(entries, e)
		before[key] = p // the same key twice is one problem
	}
	for _, p := range old {
		key := p.Key()
		if _, is := after[key]; is || !tell(p) || !canEnd(p) {
			continue
		}
		e := problemEntry(schemas.ProblemEnded, cluster, p)
		e.From = p.Cause
		entries = append(entries, e)
		after[key] = p
	}
	return entries
}

// tell leaves out what is folded beneath its cause, what is only worth knowing, and the two rules about reading,
// because the change of the read itself is told.
func tell(p schemas.Problem) bool {
	reading := p.Rule == "cluster-unreachable" || p.Rule == "unreadable"
	return p.CausedBy == "" && p.Severity != schemas.Info && !reading
}

func told(problems []schemas.Problem) map[string]schemas.Problem {
	m := make(map[string]schemas.Problem, len(problems))
	for _, p := range problems {
		if tell(p) {
			m[p.Key()] = p
		}
	}
	return m
}

func problemEntry(what schemas.What, cluster string, p schemas.Problem) schemas.Entry {
	return schemas.Entry{What: what, Cluster: cluster, Object: p.Object, Container: p.Container,
		Rule: p.Rule, Severity: p.Severity}
}
