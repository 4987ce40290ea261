package health

// This file is the rules about volume claims: volume-pending, volume-lost.

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func claimObject(namespace, name string) string {
	return "PersistentVolumeClaim/" + namespace + "/" + name
}

var volumePending = rule{
	Rule: schemas.Rule{
		ID: "volume-pending", Family: aroundFamily, Severity: schemas.Warning,
		When:  "a claim that a live pod uses has been Pending for over 5 minutes and keeps the pod waiting, or its resize has failed. A claim that waits for its pod to be placed is left out",
		Means: "The pod that uses it does not start; after a failed resize it runs with the old size.",
		Next:  "Read the claim's events: its storage class, its size or its zone is what nobody can provide.",
	},
	around: judgeVolumePending,
}

// resizeCause tells a resize from a volume that is not there.
const resizeCause = "resize"

func judgeVolumePending(s *scope) []found {
	users := s.claimUsers()
	var all []found
	for _, c := range s.share.Claims {
		object := claimObject(c.Namespace, c.Name)
		if len(users[object]) == 0 {
			continue
		}
		f, ok := s.pendingClaim(c, users[object])
		if c.Resize != "" {
			f, ok = failedResize(c), true
		}
		if ok {
			f.object = object
			all = append(all, f)
		}
	}
	return all
}

// claimUsers finds the live pods that use each claim.
func (s *scope) claimUsers() map[string][]*facts.Pod {
	users := map[string][]*facts.Pod{}
	if len(s.share.Claims) == 0 {
		return users
	}
	for _, u := range s.units {
		for _, p := range u.pods {
			if !live.holds(p) {
				continue
			}
			for _, claim := range p.Claims {
				users[claimObject(p.Namespace, claim)] = append(users[claimObject(p.Namespace, claim)], p)
			}
		}
	}
	return users
}

// pendingClaim asks the pods who waits for whom. Of many storage classes a volume is only made once the scheduler has
// found the pod a node: while it finds none for want of memory, the claim is Pending and nothing is wrong with it.
func (s *scope) pendingClaim(c *facts.Claim, users []*facts.Pod) (found, bool) {
	if c.Phase != "Pending" || !over(c.Created, s.now, patience) {
		return found{}, false
	}
	e := s.eventAbout("PersistentVolumeClaim", &c.Meta, "ProvisioningFailed", "FailedBinding", "VolumeMismatch")
	if e == nil && !slices.ContainsFunc(users, waitsForVolume) {
		return found{}, false
	}
	f := found{
		message: "no volume has been found or made for it",
		hint:    fmt.Sprintf("Read its events: kubectl describe pvc -n %s %s", c.Namespace, c.Name),
		since:   c.Created,
		hurts:   true,
	}
	if c.Class != "" {
		f.message += " (storage class " + c.Class + ")"
	}
	if e != nil {
		f.message = join(f.message, quoteFor(e.Message, c.Name))
	}
	return f, true
}

// waitsForVolume says that a pod has its node, or that the scheduler names its claims.
func waitsForVolume(p *facts.Pod) bool {
	c := facts.Find(p.Conditions, "PodScheduled")
	return c.Status == "True" || (c.Status == "False" && wantsVolume(c.Message))
}

// volumeWords are the scheduler's for claims that are not bound. A limit on volumes, or one in another zone, is not theirs.
var volumeWords = regexp.MustCompile(`(?i)persistentvolumeclaim|persistent volumes? to bind|binding volumes|enough free storage`)

func wantsVolume(message string) bool { return volumeWords.MatchString(message) }

func failedResize(c *facts.Claim) found {
	f := found{
		cause:   resizeCause,
		message: "its resize fails",
		hint:    fmt.Sprintf("Ask for a size that its storage can provide: kubectl describe pvc -n %s %s", c.Namespace, c.Name),
	}
	if strings.HasSuffix(c.Resize, "Infeasible") {
		f.message = "its resize is not possible"
	}
	for _, kind := range []string{"ControllerResizeError", "NodeResizeError"} {
		if says := facts.Find(c.Conditions, kind); says.Status == "True" {
			f.message = join(f.message, quoteFor(says.Message, c.Name))
			f.since = says.Since
			break
		}
	}
	return f
}

var volumeLost = rule{
	Rule: schemas.Rule{
		ID: "volume-lost", Family: aroundFamily, Severity: schemas.Critical,
		When:  "a claim is Lost: the volume that it was bound to does not exist any more",
		Means: "Its data are out of reach, and no pod that uses it can start.",
		Next:  "Ask the cluster's administrators for the volume; else restore a backup into a new claim.",
	},
	around: judgeVolumeLost,
}

func judgeVolumeLost(s *scope) []found {
	var all []found
	for _, c := range s.share.Claims {
		if c.Phase != "Lost" {
			continue
		}
		all = append(all, found{
			object:  claimObject(c.Namespace, c.Name),
			message: "the volume that it was bound to does not exist any more",
			hint:    fmt.Sprintf("Ask the cluster's administrators for the volume that it names, else restore a backup: kubectl describe pvc -n %s %s", c.Namespace, c.Name),
			hurts:   true,
		})
	}
	return all
}
