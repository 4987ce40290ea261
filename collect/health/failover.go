package health

// This file is the rule about what the loss of a cluster would leave: failover-headroom. The arithmetic stands in
// schemas; here is when it is news, and how it is said without moving at every run.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var failoverHeadroom = rule{
	Rule: schemas.Rule{
		ID: "failover-headroom", Family: findingFamily, Severity: schemas.Info, Several: true,
		When:  "if any one cluster of an environment were lost, the maxima of a workload's autoscalers in the others could not carry what runs now; it ends when they could carry a tenth more than that",
		Means: "While that cluster is gone, there is not enough of the service for everybody.",
		Next:  "Raise maxReplicas in the other clusters, if they have room.",
	},
	finding: judgeFailover,
}

// again is from where a loss that was named is not named any more.
const again = 1.1

func judgeFailover(v *view) []found {
	short := map[string]bool{} // by what was read now, without what is only kept of a cluster
	for _, f := range v.Fleets() {
		short[failover(f, "").key("failover-headroom")] = len(tooMuch(f, "")) > 0
	}
	var all []found
	for _, f := range v.LastKnownFleets() {
		key := failover(f, "").key("failover-headroom")
		before, was := v.past.problems[key]
		if len(tooMuch(f, before.Message)) > 0 && (was || short[key]) {
			all = append(all, failover(f, before.Message))
		}
	}
	return all
}

func failover(f schemas.Fleet, before string) found {
	const most = 4
	var says []string
	for _, l := range tooMuch(f, before) {
		says = append(says, "about "+l.text)
	}
	if n := len(says) - most; n > 0 {
		says = append(says[:most], fmt.Sprintf("and too little without %d more", n))
	}
	return found{
		object:  f.Object,
		cause:   "environment " + f.Environment,
		message: "if a cluster were lost, the others' maxima could not carry all that runs now: " + strings.Join(says, ", "),
		hint:    "Raise maxReplicas in the clusters that would be left, if they have room.",
	}
}

// loss is one cluster that cannot be lost, in words.
type loss struct {
	tenths int
	text   string // "60 % without prod-eu"
}

// tooMuch are the losses that the others could not carry, the worst first. Shares are said in tenths, rounded down;
// what was said before is said again while it is nearly true, and a loss that was named stays named until the others
// could carry clearly more, so that one replica more or less is no news.
func tooMuch(f schemas.Fleet, before string) []loss {
	var all []loss
	for _, l := range f.Losses {
		tenths := int(l.Share * 10)
		named := false
		for said := range 12 {
			if near := l.Share*10 - float64(said); near >= -0.5 && near < 1.5 && saidBefore(before, lossText(said, l.Cluster)) {
				tenths, named = said, true
			}
		}
		if l.Share < 1 || (l.Share < again && (named || saidBefore(before, "without "+l.Cluster))) {
			all = append(all, loss{tenths, lossText(tenths, l.Cluster)})
		}
	}
	slices.SortFunc(all, func(a, b loss) int { return cmp.Or(cmp.Compare(a.tenths, b.tenths), cmp.Compare(a.text, b.text)) })
	return all
}

func lossText(tenths int, cluster string) string {
	return fmt.Sprintf("%d %% without %s", tenths*10, cluster)
}

// saidBefore looks for a whole phrase: one cluster's name may be the beginning of another's.
func saidBefore(message, phrase string) bool {
	return strings.Contains(message+",", " "+phrase+",")
}
