package render

// This file is what somebody has set aside: shown and counted apart, and in nothing else that a page says.

import (
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// asideWords say who set a problem aside, why, and until when.
func asideWords(i *schemas.Ignored) string {
	if i == nil {
		return ""
	}
	said := "Ignored " + asideBy[i.By]
	if i.Until != "" {
		said += " until " + i.Until
	}
	if i.Reason != "" {
		said += ": " + i.Reason
	}
	return said
}

// asideBadge marks what is set aside: there, and of no weight.
var asideBadge = Badge{"suspended", "ignored", "off", "‖"}

var asideBy = map[schemas.IgnoredBy]string{
	schemas.ByConfiguration: "in the configuration", schemas.ByAnnotation: "by an annotation on the object",
}

// counted leaves out what is set aside.
func counted(problems []schemas.Problem) []schemas.Problem {
	if !slices.ContainsFunc(problems, ignored) {
		return problems
	}
	return slices.DeleteFunc(slices.Clone(problems), ignored)
}

func ignored(p schemas.Problem) bool { return p.Ignored != nil }

// ignoredIn counts what is set aside, in every cluster and with what it explains, as the index does.
func ignoredIn(s *schemas.Snapshot) string {
	n := len(s.Findings) - len(counted(s.Findings))
	for _, c := range s.Clusters {
		n += len(c.Problems) - len(counted(c.Problems))
	}
	return number(n)
}

// tellAside keeps "all is well" honest: what would count, had nobody set it aside, is said to be there.
func tellAside(say *Sentence, cards []Card) {
	n := 0
	for _, card := range cards {
		if card.problem.Ignored != nil && card.problem.Severity != schemas.Info {
			n++
		}
	}
	switch n {
	case 0:
	case 1:
		say.plain(" One problem is ignored.")
	default:
		say.plain(" " + number(n) + " problems are ignored.")
	}
}

// apart divides cards into what counts, what is only worth knowing, and what is set aside.
func apart(cards []Card) (problems, notes, aside []Card) {
	for _, card := range cards {
		switch {
		case card.problem.Ignored != nil:
			aside = append(aside, card)
		case card.problem.Severity == schemas.Info:
			notes = append(notes, card)
		default:
			problems = append(problems, card)
		}
	}
	return problems, notes, aside
}
