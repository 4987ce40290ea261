package facts

// This file says in words how fast an autoscaler may scale, where its behavior holds it to something else than the API's
// defaults. An API server fills those in, so that being written down says nothing.

import (
	"fmt"
	"slices"
	"strings"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
)

// The API's defaults: up by four pods or all of them again, whichever is more, every 15 seconds; down by all of them
// every 15 seconds, after five minutes.
const (
	standardPeriod = 15
	standardUp     = 0
	standardDown   = 300
)

func (c *Cluster) behavior(b *autoscalingv2.HorizontalPodAutoscalerBehavior) (up, down string) {
	if b == nil {
		return "", ""
	}
	doubled := autoscalingv2.HPAScalingPolicy{Type: autoscalingv2.PercentScalingPolicy, Value: 100, PeriodSeconds: standardPeriod}
	four := autoscalingv2.HPAScalingPolicy{Type: autoscalingv2.PodsScalingPolicy, Value: 4, PeriodSeconds: standardPeriod}
	return c.text(scalingWords(b.ScaleUp, standardUp, doubled, four)), c.text(scalingWords(b.ScaleDown, standardDown, doubled))
}

// scalingWords is "at most 2 pods a minute, after 10 min", or nothing where the rules are the standard ones.
func scalingWords(r *autoscalingv2.HPAScalingRules, standardWindow int, standard ...autoscalingv2.HPAScalingPolicy) string {
	if r == nil {
		return ""
	}
	choice := value(r.SelectPolicy)
	if choice == autoscalingv2.DisabledPolicySelect {
		return "never"
	}
	var words []string
	if limits := limitWords(r.Policies); limits != nil && !(sameLimits(r.Policies, standard) && choice != autoscalingv2.MinChangePolicySelect) {
		words = append(words, "at most "+whichever(limits, choice))
	}
	switch window := countOr(r.StabilizationWindowSeconds, standardWindow); {
	case window == standardWindow:
	case window == 0:
		words = append(words, "at once")
	default:
		words = append(words, "after "+spanWords(window))
	}
	return strings.Join(words, ", ")
}

// limitWords lists what policies allow, each once. One of a type that the API does not have says nothing.
func limitWords(policies []autoscalingv2.HPAScalingPolicy) []string {
	var all []string
	for _, p := range policies {
		limit := ""
		switch n := count(p.Value); {
		case p.Type == autoscalingv2.PercentScalingPolicy:
			limit = fmt.Sprintf("%d %%", n)
		case p.Type == autoscalingv2.PodsScalingPolicy && n == 1:
			limit = "1 pod"
		case p.Type == autoscalingv2.PodsScalingPolicy:
			limit = fmt.Sprintf("%d pods", n)
		default:
			continue
		}
		limit += " " + paceWords(count(p.PeriodSeconds))
		if !slices.Contains(all, limit) {
			all = append(all, limit)
		}
	}
	slices.Sort(all)
	return all
}

func sameLimits(a, b []autoscalingv2.HPAScalingPolicy) bool {
	return slices.Equal(limitWords(a), limitWords(b))
}

func whichever(limits []string, choice autoscalingv2.ScalingPolicySelect) string {
	if len(limits) == 1 {
		return limits[0]
	}
	more := "more"
	if choice == autoscalingv2.MinChangePolicySelect {
		more = "less"
	}
	last := len(limits) - 1
	return strings.Join(limits[:last], ", ") + " or " + limits[last] + ", whichever is " + more
}

// paceWords is "a minute" or "every 15 s".
func paceWords(seconds int) string {
	switch seconds {
	case 1:
		return "a second"
	case 60:
		return "a minute"
	case 3600:
		return "an hour"
	default:
		return "every " + spanWords(seconds)
	}
}

// spanWords is a time in the greatest unit of which it is a whole number.
func spanWords(seconds int) string {
	switch {
	case seconds >= 3600 && seconds%3600 == 0:
		return fmt.Sprintf("%d h", seconds/3600)
	case seconds >= 60 && seconds%60 == 0:
		return fmt.Sprintf("%d min", seconds/60)
	default:
		return fmt.Sprintf("%d s", seconds)
	}
}
