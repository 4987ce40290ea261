package collect

// This file keeps verdicts that rest on a kind which was not read, on objects of another kind which was: while it is
// missing they are not judged, and what was last said of them stands.

import (
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/health"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// resting is a rule whose verdicts rest on kinds that are not those of its objects. Of what has been read, stands says
// whether a verdict can still be true.
type resting struct {
	rule   string
	on     []string
	stands func(*schemas.Cluster, schemas.Problem) bool
}

func restingRules() []resting {
	all := []resting{
		{"no-endpoints", []string{"pods"}, holdsNetwork},
		{"no-endpoints", health.PodMakers(), func(c *schemas.Cluster, p schemas.Problem) bool {
			return p.Cause == "selects nothing" && holdsNetwork(c, p)
		}},
		{"route-broken", []string{"services"}, func(c *schemas.Cluster, p schemas.Problem) bool {
			return strings.HasPrefix(p.Cause, "Service ") && holdsNetwork(c, p) // any other cause is the object's own
		}},
		{"volume-pending", []string{"pods"}, holdsUnbound},
		{"disruption-blocked", []string{"pods"}, holdsUnmet},
		{"warning-event", []string{"events"}, func(*schemas.Cluster, schemas.Problem) bool { return true }},
	}
	for rule := range rulesOf("Autoscaling") {
		scaler := func(p schemas.Problem) bool { return strings.HasPrefix(p.Object, "ScaledObject/") }
		all = append(all,
			resting{rule, []string{"horizontalpodautoscalers.autoscaling"}, func(_ *schemas.Cluster, p schemas.Problem) bool { return !scaler(p) }},
			resting{rule, []string{"scaledobjects.keda.sh"}, func(_ *schemas.Cluster, p schemas.Problem) bool { return scaler(p) }})
	}
	return all
}

func keepResting(cluster, past *schemas.Cluster, read schemas.Read) {
	for _, r := range restingRules() {
		if !slices.Contains(r.on, read.Resource) {
			continue
		}
		keepProblems(cluster, past, func(p schemas.Problem) bool {
			return p.Rule == r.rule && (read.Namespace == "" || read.Namespace == namespaceOf(p)) && r.stands(cluster, p)
		})
	}
}

// namespaceOf is that of the object that a problem is about.
func namespaceOf(p schemas.Problem) string {
	_, rest, _ := strings.Cut(p.Object, "/")
	namespace, _, _ := strings.Cut(rest, "/")
	return namespace
}

func holdsNetwork(c *schemas.Cluster, p schemas.Problem) bool {
	return slices.ContainsFunc(c.Network, func(n schemas.Network) bool { return n.Object() == p.Object })
}

// holdsUnbound says that the claim is there, and that no volume has come meanwhile.
func holdsUnbound(c *schemas.Cluster, p schemas.Problem) bool {
	return slices.ContainsFunc(c.Storage, func(s schemas.Claim) bool {
		return s.Object() == p.Object && (p.Cause != "" || s.Phase == "Pending")
	})
}

// holdsUnmet says that the budget is there, and still below what it wants. That it could not be worked out (a cause of
// its own) was judged from itself.
func holdsUnmet(c *schemas.Cluster, p schemas.Problem) bool {
	return p.Cause == "" && slices.ContainsFunc(c.Budgets, func(b schemas.Budget) bool {
		return b.Object() == p.Object && b.Healthy < b.Desired
	})
}

// keepUntied keeps what was read, and yet is nobody's, because what ties it to the service was not: a route by its
// Services, a claim by the pods that use it.
func keepUntied(cluster, past *schemas.Cluster, read schemas.Read, found *facts.Cluster) {
	switch read.Resource {
	case "services":
		there := map[string]bool{}
		for _, i := range found.Ingresses {
			there[facts.ObjectName("Ingress", &i.Meta)] = true
		}
		for _, r := range found.Routes {
			there[facts.ObjectName(r.Kind, &r.Meta)] = true
		}
		for _, n := range past.Network {
			if there[n.Object()] {
				cluster.Network = appendNew(cluster.Network, n, schemas.Network.Object)
			}
		}
	case "pods":
		there := map[string]bool{}
		for _, c := range found.Claims {
			there[c.Namespace+"/"+c.Name] = true
		}
		for _, c := range past.Storage {
			if there[c.Namespace+"/"+c.Name] {
				cluster.Storage = appendNew(cluster.Storage, c, schemas.Claim.Object)
			}
		}
	}
}

// tieCauses ties what was judged anew to a cause that was kept, and lets go of what was kept although its cause, which
// was judged anew, is there no more.
func tieCauses(cluster, past *schemas.Cluster) {
	roots := map[string]bool{}
	for _, p := range cluster.Problems {
		roots[p.Key()] = p.CausedBy == ""
	}
	before := map[string]string{}
	for _, p := range past.Problems {
		before[p.Key()] = p.CausedBy
	}
	for i := range cluster.Problems {
		p := &cluster.Problems[i]
		if cause := before[p.Key()]; p.CausedBy == "" && roots[cause] && !causes(cluster.Problems, p.Key()) {
			p.CausedBy = cause
		}
	}
	cluster.Problems = filter(cluster.Problems, func(p schemas.Problem) bool { return p.CausedBy == "" || roots[p.CausedBy] })
}

func causes(problems []schemas.Problem, key string) bool {
	return slices.ContainsFunc(problems, func(p schemas.Problem) bool { return p.CausedBy == key })
}
