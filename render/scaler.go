package render

// This file is an autoscaler in words: what it is, how fast it may scale, and what holds it back now.

import (
	"math"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// scalerName is "HorizontalPodAutoscaler checkout", "ScaledObject orders through HPA keda-hpa-orders".
func scalerName(a *schemas.Autoscaler) string {
	said := a.Kind + " " + a.Name
	if a.Through != "" {
		said += " through HPA " + a.Through
	}
	return said
}

// scalerFacts are what people decided of it, apart from its bounds.
func scalerFacts(a *schemas.Autoscaler) []Fact {
	facts := []Fact{{Name: "autoscaler", Text: scalerName(a)}}
	if a.ScaleUp != "" {
		facts = append(facts, Fact{Name: "scales up", Text: a.ScaleUp})
	}
	if a.ScaleDown != "" {
		facts = append(facts, Fact{Name: "scales down", Text: a.ScaleDown})
	}
	return facts
}

// bind is a condition that says that the autoscaler would do otherwise than it does.
type bind struct{ kind, status, reason string }

// binds are the words of the HPA controller, read only. A condition that is not here lets it do as it wants.
var binds = map[bind]func(*schemas.Autoscaler) string{
	{"ScalingLimited", "True", "ScaleUpLimit"}:   func(a *schemas.Autoscaler) string { return "Scaling up is held back" + because(a.ScaleUp) },
	{"ScalingLimited", "True", "ScaleDownLimit"}: func(a *schemas.Autoscaler) string { return "Scaling down is held back" + because(a.ScaleDown) },
	{"ScalingLimited", "True", "TooManyReplicas"}: func(a *schemas.Autoscaler) string {
		return "Its metrics ask for more than its maximum of " + number(a.Max) + "."
	},
	{"ScalingLimited", "True", "TooFewReplicas"}: func(a *schemas.Autoscaler) string {
		return "Its metrics ask for fewer than its minimum of " + number(a.Min) + "."
	},
	{"AbleToScale", "True", "ScaleDownStabilized"}: func(*schemas.Autoscaler) string {
		return "Scaling down waits: more was needed a short while ago."
	},
	{"AbleToScale", "True", "ScaleUpStabilized"}: func(*schemas.Autoscaler) string {
		return "Scaling up waits: less was needed a short while ago."
	},
	{"ScalingActive", "False", "ScalingDisabled"}: func(*schemas.Autoscaler) string {
		return "Scaling is switched off while the workload is at zero."
	},
}

func because(limit string) string {
	if limit == "" {
		return " by how fast it may go."
	}
	return ": " + limit + "."
}

// heldBack says which of its limits bind now.
func heldBack(a *schemas.Autoscaler) []string {
	var said []string
	for _, c := range a.Conditions {
		switch say := binds[bind{c.Type, c.Status, c.Reason}]; {
		case say != nil:
			said = append(said, say(a))
		case c.Type == "AbleToScale" && c.Status == "False":
			said = append(said, "It cannot set the number of replicas"+reasonOf(c)+".")
		case c.Type == "ScalingActive" && c.Status == "False":
			said = append(said, "It cannot see its load"+reasonOf(c)+".")
		}
	}
	return said
}

func reasonOf(c schemas.Condition) string {
	if c.Reason == "" {
		return ""
	}
	return " (" + c.Reason + ")"
}

// roomWords say how much more traffic fits, at today's use of each replica.
func roomWords(w schemas.Workload) string {
	h := schemas.HeadroomOf(w)
	if h == nil || h.Min == h.Max {
		return ""
	}
	switch more, known := h.More(); {
	case !known || more <= 0:
		return ""
	case more >= 1:
		return "Room for " + times(1+more) + " today's traffic, at today's use of each replica."
	default:
		return "Room for " + percent(more) + " more traffic, at today's use of each replica."
	}
}

// times is "2.5 times", without a fraction where it says nothing.
func times(f float64) string {
	tenths := int(math.Min(f, 1e6) * 10)
	if tenths%10 == 0 || tenths >= 100 {
		return number(tenths/10) + " times"
	}
	return number(tenths/10) + "." + number(tenths%10) + " times"
}

// percent is a share in whole hundredths, never more than it is.
func percent(share float64) string { return number(int(math.Min(share, 1e6)*100+1e-9)) + " %" }
