package render

// This file is the rules as parts of a sentence: "3 of 12 pods of checkout" + "are" + "crash-looping".

import (
	"cmp"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// phrase words a rule. Most say what something is (be); some what it did, in the singular and in the plural.
type phrase struct {
	pods      bool // it is said of pods, not of the object that owns them
	kind      bool // the object is no workload: its kind is said
	be        string
	one, many string
}

// of begins a sentence with the phrase, and with its subject where that is not called as the service is.
func (is phrase) of(s schemas.ServiceEntry) string {
	what, name := cmp.Or(is.be, is.one), lastName(s.Lead.Object)
	switch {
	case s.Lead.Object == "" || name == lastName(s.ID) || strings.HasPrefix(s.Lead.Object, "Cluster/"):
		return upperFirst(what)
	case is.kind:
		kind := kindOf(s.Lead.Object)
		return upperFirst(cmp.Or(kindWords[kind], kind)) + " " + name + " " + what
	default:
		return name + " " + what
	}
}

// phrases are read only. A rule without a row speaks by its message.
var phrases = map[string]phrase{
	"crash-loop":        {pods: true, be: "crash-looping"},
	"image-pull":        {pods: true, be: "unable to pull an image"},
	"container-config":  {pods: true, be: "unable to start a container"},
	"oom-killed":        {pods: true, one: "ran out of memory", many: "ran out of memory"},
	"restarting":        {pods: true, one: "restarted after an error", many: "restarted after an error"},
	"not-ready":         {pods: true, be: "not ready"},
	"probe-failing":     {pods: true, be: "failing probes"},
	"unschedulable":     {pods: true, be: "waiting for a node"},
	"pending":           {pods: true, be: "pending"},
	"gated":             {pods: true, be: "held back by a gate"},
	"mount-failed":      {pods: true, be: "unable to mount a volume"},
	"evicted":           {pods: true, one: "was evicted", many: "were evicted"},
	"pod-failed":        {pods: true, one: "failed", many: "failed"},
	"stuck-terminating": {pods: true, be: "stuck terminating"},
	"node-lost":         {pods: true, be: "on a node that does not answer"},
	"resize-stuck":      {pods: true, be: "waiting for a resize"},

	"rollout-stuck":    {be: "stuck in a rollout"},
	"unavailable":      {be: "without any available pod"},
	"under-replicated": {be: "short of ready pods"},
	"replica-failure":  {be: "unable to create pods"},
	"paused":           {be: "paused"},
	"misscheduled":     {be: "running where it should not"},
	"scaled-to-zero":   {be: "scaled to zero"},

	"job-failed":        {one: "failed", many: "failed"},
	"job-retrying":      {be: "retrying"},
	"cronjob-failing":   {be: "failing"},
	"cronjob-missed":    {one: "missed its runs", many: "missed their runs"},
	"cronjob-invalid":   {be: "on a schedule that cannot be read"},
	"cronjob-suspended": {be: "suspended"},

	"at-max":            {be: "at its maximum"},
	"near-max":          {be: "near its maximum"},
	"autoscaler-blind":  {be: "without metrics to scale by"},
	"autoscaler-unable": {be: "unable to scale"},
	"autoscaler-orphan": {be: "without anything to scale"},
	"autoscaler-pinned": {be: "fixed in size"},

	"no-endpoints":       {kind: true, be: "without a ready pod behind it"},
	"lb-pending":         {kind: true, be: "waiting for an address"},
	"route-broken":       {kind: true, be: "broken"},
	"route-no-address":   {kind: true, be: "without an address"},
	"volume-pending":     {kind: true, be: "without the storage that it asks for"},
	"volume-lost":        {kind: true, be: "lost"},
	"quota-near":         {kind: true, be: "nearly used up"},
	"disruption-blocked": {kind: true, be: "blocking every disruption"},
	"resource-not-ready": {kind: true, be: "not ready"},

	"image-drift":       {one: "runs different images", many: "run different images"},
	"config-drift":      {be: "configured differently"},
	"failover-headroom": {be: "short of room if a cluster is lost"},
}

// prefaces begin a rule's message with what its phrase says already.
var prefaces = map[string]string{
	"image-drift": "the clusters run different images. ", "config-drift": "the clusters are configured differently. ",
}

// detail is what a message adds to its rule's phrase.
func detail(rule, message string) string {
	if message == phrases[rule].be {
		return ""
	}
	return strings.TrimPrefix(message, prefaces[rule])
}

// kindWords are what people call a kind whose own name is long.
var kindWords = map[string]string{
	"PersistentVolumeClaim": "claim", "PodDisruptionBudget": "disruption budget", "ResourceQuota": "quota",
}

// subject is what a problem is said of, and how many: "3 of 12 pods", "3 of 12 pods of checkout-worker", "checkout".
// The owner is not named where it is what the page is about.
func subject(p schemas.Problem, clusters []*schemas.Cluster, count int, about string) (string, int) {
	name := lastName(p.Object)
	if phrases[p.Rule].kind {
		kind := kindOf(p.Object)
		return cmp.Or(kindWords[kind], kind) + " " + name, 1
	}
	if !phrases[p.Rule].pods || count == 0 || strings.HasPrefix(p.Object, "Pod/") {
		return name, 1
	}
	total := 0
	for _, c := range clusters {
		for _, w := range c.Workloads {
			if w.Object() == p.Object {
				total += max(w.Replicas.Wanted, len(w.Pods))
			}
		}
	}
	said := plural(count, "pod")
	switch {
	case total == count && total == 2:
		said = "both pods"
	case total == count && total > 1:
		said = "all " + plural(total, "pod")
	case total > count:
		said = number(count) + " of " + plural(total, "pod")
	}
	if name != about {
		said += " of " + name
	}
	return said, count
}

// upperCount begins a sentence with a word of ours; a name, which has no space, stays as it is written.
func upperCount(who string) string {
	if strings.Contains(who, " ") {
		return upperFirst(who)
	}
	return who
}

// happening is the verb and the words that matter, apart so that a page can set the latter off. lasting words what
// holds since a moment: "have been" for "are".
func happening(p schemas.Problem, n int, lasting bool) (verb, mark string) {
	is := phrases[p.Rule]
	denied, not := strings.CutPrefix(is.be, "not ")
	switch {
	case lasting && not && n == 1:
		return "has ", "not been " + denied
	case lasting && not:
		return "have ", "not been " + denied
	case is.be == "" && n == 1:
		return "", is.one
	case is.be == "":
		return "", is.many
	case lasting && n == 1:
		return "has been ", is.be
	case lasting:
		return "have been ", is.be
	case n == 1:
		return "is ", is.be
	default:
		return "are ", is.be
	}
}
