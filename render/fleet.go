package render

// This file is what is left if a cluster is lost: of each workload that runs in several clusters of an environment.

import (
	"cmp"
	"html/template"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Beyond mostFleets workloads, the rest is counted: those with the least left stand first.
const mostFleets = 6

// Fleet is one workload, and what the worst loss would leave.
type Fleet struct {
	Say    Sentence
	Others string // the losses that are less bad
	share  float64
	label  string
}

// fleetsOf words the fleets of a service; the environment and the workload are named where there is more than one.
func fleetsOf(s *schemas.Snapshot) (lines []Fleet, more string) {
	all := s.Fleets()
	environments, workloads := map[string]bool{}, map[string]bool{}
	for _, c := range s.Clusters {
		environments[c.Environment] = true
	}
	for _, f := range all {
		workloads[f.Object] = true
	}
	for _, f := range all {
		lines = append(lines, fleetOf(f, len(environments) > 1, len(workloads) > 1))
	}
	slices.SortStableFunc(lines, func(a, b Fleet) int { return cmp.Compare(a.share, b.share) })
	if rest := len(lines) - mostFleets; rest > 1 {
		return lines[:mostFleets], number(rest) + " more workloads have as much left, or more"
	}
	return lines, ""
}

func fleetOf(f schemas.Fleet, environment, workload bool) Fleet {
	worst := f.Losses[0]
	v := Fleet{share: worst.Share}
	if workload {
		v.Say.strong(f.Name)
		v.Say.plain(": if ")
	} else {
		v.Say.plain("If ")
	}
	if worst.Share >= 1 {
		v.Say.plain("any one cluster")
	} else {
		v.Say.strong(worst.Cluster)
	}
	if environment {
		v.Say.plain(" of " + f.Environment)
	}
	v.Say.plain(" were lost, ")
	if len(f.Losses) == 2 && worst.Share < 1 {
		v.Say.strong(f.Losses[1].Cluster)
	} else {
		v.Say.plain("the others")
	}
	v.Say.plain(" could carry ")
	if worst.Share >= 1 {
		v.Say.plain("all that runs now")
	} else {
		v.Say.mark("warn", percent(worst.Share))
		v.Say.plain(" of what runs now")
	}
	v.Say.plain(": at most " + plural(worst.Max, "replica") + ", where " + number(f.Current) + " run.")
	if worst.Share >= 1 {
		v.label = "all"
		return v
	}
	v.label = percent(worst.Share)
	var said []string
	others := f.Losses[1:]
	if len(others) > 1 && others[0].Share >= 1 { // the worst of them
		v.Others = "If another one were lost, all of it."
		return v
	}
	for _, l := range others {
		said = append(said, "without "+l.Cluster+" "+carried(l.Share))
	}
	v.Others = upperFirst(shortList(said, 4)) + "."
	return v
}

func carried(share float64) string {
	if share >= 1 {
		return "all of it"
	}
	return percent(share)
}

// Drawing is how much of now the others could carry; the tick is all of it.
func (f Fleet) Drawing() template.HTML {
	const width, height = 84, 12
	tone := "ok"
	if f.share < 1 {
		tone = "warn"
	}
	var d drawing
	d.svg("hull "+tone, width, height, f.label+" of what runs now")
	d.raw(`<rect class="track"`)
	d.box(0, 4, width, 5)
	d.raw(` rx="3"/><rect class="reach"`)
	d.box(0, 4, int(min(f.share, 1)*(width-2)), 5)
	d.raw(` rx="3"/><path class="tick" d="M83 2v9"/></svg>`)
	return d.html()
}
