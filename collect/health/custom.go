package health

// This file is the rule about custom resources: resource-not-ready.

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var resourceNotReady = rule{
	Rule: schemas.Rule{
		ID: "resource-not-ready", Family: aroundFamily, Severity: schemas.Warning,
		When:  "a custom resource has failed by kstatus' account; or for over 5 minutes its Ready, Available or Healthy is False, or its Stalled or Degraded True, for the specification that it has now. Not while it is suspended",
		Means: "What it stands for, a release, a certificate, a revision, is not as it should be.",
		Next:  "Correct what the message names.",
	},
	around: judgeResourceNotReady,
}

func judgeResourceNotReady(s *scope) []found {
	var all []found
	for _, r := range s.share.Resources {
		if ResourceStatus(r, s.now) != schemas.Degraded || s.isWorkload(r) {
			continue
		}
		f := complain(r)
		f.object = facts.ObjectName(r.Kind, &r.Meta)
		f.hint = fmt.Sprintf("Correct what the message names: kubectl describe %s -n %s %s", kubectlKind(r), r.Namespace, r.Name)
		f.hurts = true
		f.needs = s.madeBy(r)
		all = append(all, f)
	}
	return all
}

// madeBy are the objects that a resource has made or applied: as it lists them, or as its controller labels them.
func (s *scope) madeBy(r *facts.Resource) []string {
	var all []string
	for _, o := range r.Manages {
		all = append(all, o.Kind+"/"+cmp.Or(o.Namespace, r.Namespace)+"/"+o.Name)
	}
	mark := facts.Selector{Labels: r.Marks.Labels}
	for _, w := range s.share.Workloads {
		if (r.Marks.Namespace == "" || r.Marks.Namespace == w.Namespace) && mark.Matches(w.Labels) {
			all = append(all, facts.ObjectName(w.Kind, &w.Meta))
		}
	}
	return all
}

// complain words what a resource says of itself. Its reason may change at every try, and so is no cause.
func complain(r *facts.Resource) found {
	c, _ := complaint(r)
	if c.Type == "" {
		return found{cause: "Failed", message: join("it has failed", quoteFor(r.Message, r.Name))}
	}
	says := "it is not " + c.Type
	if c.Status == "True" {
		says = "it is " + c.Type
	}
	return found{
		cause:   c.Type,
		message: join(says+reasonWord(c.Reason), quoteFor(cmp.Or(c.Message, r.Message), r.Name)),
		since:   c.Since,
	}
}

// isWorkload says that a resource is read as a workload too, for which the rules about workloads speak.
func (s *scope) isWorkload(r *facts.Resource) bool {
	return slices.ContainsFunc(s.share.Workloads, func(w *facts.WorkloadShare) bool {
		return w.Kind == r.Kind && w.Namespace == r.Namespace && w.Name == r.Name
	})
}

// kubectlKind names a kind so that kubectl cannot take it for another group's: Service, Certificate and Application are
// names that many groups use.
func kubectlKind(r *facts.Resource) string {
	if r.Group == "" {
		return r.Kind
	}
	return r.Kind + "." + r.Group
}
