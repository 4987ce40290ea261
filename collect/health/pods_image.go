package health

// This file is the rules about containers that cannot be made: image-pull, container-config.

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var imagePull = rule{
	Rule: schemas.Rule{
		ID: "image-pull", Family: podFamily, Severity: schemas.Critical,
		When:  "a container waits in ErrImagePull, ImagePullBackOff, InvalidImageName, ErrImageNeverPull, RegistryUnavailable, SignatureValidationFailed or ImageInspectError",
		Means: "Its image cannot be had, so that it does not start.",
		Next:  "Check the image's name and tag, and that the pod may pull it (imagePullSecrets).",
	},
	container: judgeImagePull,
}

// imageReasons says what each of the kubelet's reasons means, and what to do; a pull that failed and one that is waited
// for are one.
var imageReasons = map[string]struct{ is, hint string }{
	"ErrImagePull":              {"cannot be pulled", ""},
	"ImagePullBackOff":          {"cannot be pulled", ""},
	"InvalidImageName":          {"is not a valid image name", "Correct the image's name and tag in the pod template."},
	"ErrImageNeverPull":         {"is not on the node, and imagePullPolicy is Never", "Let it be pulled (imagePullPolicy IfNotPresent), or have the node hold it."},
	"RegistryUnavailable":       {"cannot be pulled: the registry is not available", "Check the registry's host name; if it is right, ask whoever runs the registry. Kubernetes tries again."},
	"SignatureValidationFailed": {"has no valid signature", "Sign the image, or ask whoever set the policy which signatures it wants."},
	"ImageInspectError":         {"cannot be inspected on the node", "Ask the cluster's administrators about the node and its container runtime."},
}

func judgeImagePull(s *scope, p subject, c *facts.Container) (found, bool) {
	means, known := imageReasons[c.State.Reason]
	if c.State.Kind != facts.Waiting || !known {
		return found{}, false
	}
	reason := c.State.Reason
	f := found{
		message: fmt.Sprintf("%s does not start: image %s %s", who(c), c.Image, means.is),
		hint:    means.hint,
		since:   facts.Find(p.pod.Conditions, "ContainersReady").Since,
	}
	if reason == "ErrImagePull" || reason == "ImagePullBackOff" {
		reason = "ErrImagePull"
		why := s.pullFailure(p.pod, c)
		f.message = join(f.message, why.text)
		f.hint = cmp.Or(why.hint, "Check the image's name and tag, and that the pod may pull it; what the registry said: "+p.describe())
	}
	f.cause = strings.TrimSpace(reason + " " + c.Image)
	return f, true
}

// pullFailure is why a pull failed. Registries word it each in their own way, with addresses, request ids and
// times: what they mean is one of a few things.
type pullFailure struct {
	words []string // any of which the registry's answer holds
	text  string
	hint  string
}

var pullFailures = []pullFailure{
	{
		words: []string{"unauthorized", "authentication required", "access denied", "403 forbidden", "may require", "insufficient_scope", "no basic auth", "permission"},
		text:  "the registry refuses access, or has no such repository",
		hint:  "Check the image's name, and that the pod's service account or imagePullSecrets may pull it.",
	},
	{
		words: []string{"toomanyrequests", "too many requests", "rate limit"},
		text:  "the registry's rate limit is reached",
		hint:  "Pull with credentials, or through a mirror; until then Kubernetes tries again.",
	},
	{
		words: []string{"no match for platform", "no matching manifest"},
		text:  "it is not built for the node's architecture",
		hint:  "Build the image for the node's architecture, or select other nodes by kubernetes.io/arch.",
	},
	{
		words: []string{"no space left"},
		text:  "the node's disk is full",
		hint:  "Ask the cluster's administrators about the node's disk.",
	},
	{
		words: []string{"no such host", "i/o timeout", "connection refused", "deadline exceeded", "tls handshake", "x509", "network is unreachable", "no route to host", "bad gateway", "service unavailable"},
		text:  "the registry cannot be reached from the node",
		hint:  "Check the registry's host name; if it is right, ask the cluster's administrators whether its nodes reach it.",
	},
	{
		words: []string{"not found", "manifest unknown", "does not exist", "name unknown"},
		text:  "there is no such image or tag",
		hint:  "Check that the tag was pushed, and that it is spelled as it was.",
	},
}

// pullFailure reads the container's message, or the event where that only says that the next try is waited for.
func (s *scope) pullFailure(p *facts.Pod, c *facts.Container) pullFailure {
	said := strings.ToLower(c.State.Message)
	if e, ok := s.podEvent(p, "Failed", c.Name); ok {
		said += " " + strings.ToLower(e.Message)
	}
	said = strings.ReplaceAll(said, strings.ToLower(c.Image), "")
	for _, f := range pullFailures {
		for _, w := range f.words {
			if strings.Contains(said, w) {
				return f
			}
		}
	}
	return pullFailure{}
}

var containerConfig = rule{
	Rule: schemas.Rule{
		ID: "container-config", Family: podFamily, Severity: schemas.Critical,
		When:  "a container waits in CreateContainerConfigError, CreateContainerError, RunContainerError, PreStartHookError, PostStartHookError or PreCreateHookError",
		Means: "Kubernetes has the image but cannot make or start the container as it is configured.",
		Next:  "Correct what the message names: most often a ConfigMap, a Secret or a key that does not exist.",
	},
	container: judgeContainerConfig,
}

var configReasons = map[string]string{
	"CreateContainerConfigError": "cannot be configured",
	"CreateContainerError":       "cannot be created",
	"RunContainerError":          "cannot be started",
	"PreStartHookError":          "cannot be started: its pre-start hook fails",
	"PostStartHookError":         "is stopped again: its postStart hook fails",
	"PreCreateHookError":         "cannot be created: its pre-create hook fails",
}

func judgeContainerConfig(s *scope, p subject, c *facts.Container) (found, bool) {
	is := configReasons[c.State.Reason]
	if c.State.Kind != facts.Waiting || is == "" || looping(c, s.now) {
		return found{}, false
	}
	said := p.quote(c.State.Message)
	f := found{
		cause:   c.State.Reason,
		message: join(who(c)+" "+is, said),
		hint:    "Correct what the message names; the pod's events say more: " + p.describe(),
		since:   facts.Find(p.pod.Conditions, "ContainersReady").Since,
	}
	if c.State.Reason == "CreateContainerConfigError" && said != "" {
		f.cause = said
	}
	switch {
	case strings.Contains(said, "configmap") || strings.Contains(said, "ConfigMap"):
		f.hint = fmt.Sprintf("Create what is missing, or correct the name: kubectl get configmaps -n %s", p.namespace)
	case strings.Contains(said, "secret") || strings.Contains(said, "Secret"):
		f.hint = fmt.Sprintf("Create what is missing, or correct the name: kubectl get secrets -n %s", p.namespace)
	case strings.Contains(said, "runAsNonRoot"):
		f.hint = "Set runAsUser to a user other than 0, or build the image with one."
	}
	return f, true
}
