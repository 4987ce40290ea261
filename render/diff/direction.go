package diff

// This file tells which way a service went: by its status, and where that stayed, by what happened in its clusters.

import (
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Direction is where a service went from one status to another, when these entries happened to it. A status that stays
// can hide that one cluster fell ill while another one was it already.
func Direction(old, new schemas.Status, entries []schemas.Entry) schemas.Direction {
	d := schemas.DirectionOf(old, new)
	worse, better := slices.ContainsFunc(entries, worsens), slices.ContainsFunc(entries, mends)
	switch {
	case d != schemas.OnlyChanged || old == schemas.Unknown || worse == better:
		return d
	case worse:
		return schemas.GotWorse
	default:
		return schemas.GotBetter
	}
}

func worsens(e schemas.Entry) bool {
	began := e.What == schemas.ProblemBegan || e.What == schemas.ProblemCounted || e.What == schemas.SeverityChanged
	return began && e.Severity == schemas.Critical || went(e, schemas.GotWorse)
}

func mends(e schemas.Entry) bool {
	return e.What == schemas.ProblemEnded && e.Severity == schemas.Critical || went(e, schemas.GotBetter)
}

// went tells that a cluster went this way.
func went(e schemas.Entry, d schemas.Direction) bool {
	return e.What == schemas.StatusChanged && e.Cluster != "" && e.Object == "" && schemas.DirectionOf(schemas.Status(e.From), schemas.Status(e.To)) == d
}

// Critical counts the critical problems that began.
func Critical(entries []schemas.Entry) int {
	n := 0
	for _, e := range entries {
		if e.What == schemas.ProblemBegan && e.Severity == schemas.Critical {
			n++
		}
	}
	return n
}
