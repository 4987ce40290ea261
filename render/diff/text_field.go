package diff

// This file says in words what became of a field, and of a problem.

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// turned words the fields that are said otherwise than "owner payments → billing": what it is when To holds, and when
// it does not.
var turned = map[string][2]string{
	"paused":      {"rollout paused", "rollout resumed"},
	"suspended":   {"suspended", "resumed"},
	"expected":    {"the service is expected here now", "the service is not expected here any more"},
	"created":     {"deleted and created anew", "deleted and created anew"},
	"description": {"description changed", "description changed"},
	"scale-up":    {"may scale up ", "may scale up without a limit of its own, was "},
	"scale-down":  {"may scale down ", "may scale down without a limit of its own, was "},
}

func fieldWords(e schemas.Entry) []Part {
	words, known := turned[e.Field]
	switch {
	case !known && e.Field == "expires":
		e.From, e.To = onDay(e.From), onDay(e.To)
		return moved(e, e.Field, e.Field, asIs)
	case !known:
		return moved(e, e.Field, e.Field, asIs)
	case e.What == schemas.ScalingChanged && e.To == "":
		return of(e, plain(" %s", words[1]), older(e.From))
	case e.What == schemas.ScalingChanged:
		return of(e, append([]Part{plain(" %s", words[0]), newer(e.To)}, following(", was ", older(e.From))...)...)
	case e.To == "":
		return of(e, plain(" "), newer(words[1]))
	default:
		return of(e, plain(" "), newer(words[0]))
	}
}

// onDay is the day of a time: the hour at which a certificate ends is in the snapshot.
func onDay(at string) string {
	date, _, _ := strings.Cut(at, "T")
	return date
}

func problemWords(e schemas.Entry) []Part {
	rule := []Part{newer(e.Rule)}
	on := following(" on ", named(name(e)))
	switch e.What {
	case schemas.ProblemEnded:
		return slices.Concat(rule, []Part{plain(" ended")}, on, following(": ", plain("%s", e.From)))
	case schemas.ProblemIgnored:
		return slices.Concat(rule, on, []Part{plain(" is ignored now")}, following(": ", plain("%s", e.To)))
	case schemas.ProblemCounted:
		return slices.Concat(rule, on, []Part{plain(" counts again")})
	case schemas.ProblemExplained:
		return slices.Concat(rule, on, []Part{plain(" follows from ")}, []Part{newer(e.To)})
	case schemas.SeverityChanged:
		return slices.Concat(rule, on, []Part{plain(": ")}, arrow(e.From, e.To))
	default:
		return slices.Concat(rule, []Part{plain(" began")}, on, following(": ", plain("%s", e.To)))
	}
}
