package render

// This file is the lanes together: how dense they stand, and which of many clusters are told in one line.

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// So much fits above the first problem on a laptop's screen: so many lanes of two lines, so many of one.
const (
	mostRoomy = 4
	mostLanes = 6
	mostOdd   = 5 // of more than that: those that stand out most
	fewLanes  = 3 // shown of many clusters that are all well: those nearest to their limits
)

// LaneTable is lanes and the columns that they need.
type LaneTable struct {
	Lanes     []Lane
	Dense     bool // a line each
	Autoscale bool // some lane has a hull
	Changed   bool
	Answers   bool // it is in sight: it answers the page's questions
}

// Rest is the lanes that are not in sight, and what they come to.
type Rest struct {
	Badge // of the worst of them
	Say   Sentence
	Table LaneTable
}

func tableOf(lanes []Lane, dense, answers bool) LaneTable {
	t := LaneTable{Lanes: lanes, Dense: dense, Answers: answers}
	for _, lane := range lanes {
		t.Autoscale = t.Autoscale || lane.Hull != nil
		t.Changed = t.Changed || lane.Change.Text != ""
	}
	return t
}

// lanesOf shows every lane while they fit, else those that stand out, and sums up the rest.
func lanesOf(lanes []Lane) (LaneTable, *Rest) {
	dense := len(lanes) > mostRoomy
	if len(lanes) <= mostLanes {
		return tableOf(lanes, dense, true), nil
	}
	sorted := slices.Clone(lanes)
	slices.SortStableFunc(sorted, func(a, b Lane) int {
		return cmp.Or(cmp.Compare(a.status.Rank(), b.status.Rank()), -compareBool(a.standsOut(), b.standsOut()), -cmp.Compare(a.load(), b.load()))
	})
	out := 0
	for _, lane := range sorted {
		if lane.standsOut() {
			out++
		}
	}
	shown := min(max(out, fewLanes), mostOdd)
	if len(sorted)-shown < 2 {
		shown = len(sorted)
	}
	if shown == len(sorted) {
		return tableOf(sorted, dense, true), nil
	}
	shownTable, restTable := tableOf(sorted[:shown], dense, true), tableOf(sorted[shown:], dense, false)
	shownTable.Autoscale = shownTable.Autoscale || restTable.Autoscale
	return shownTable, &Rest{Badge: badgeOf(sorted[shown].status), Say: restWords(sorted[shown:]), Table: restTable}
}

// standsOut tells whether a lane has anything that "healthy, like the others" would hide.
func (l Lane) standsOut() bool {
	return l.status != schemas.Healthy || l.Stale || l.partly || l.Version.Usual != "" || l.Restarts.News || l.Hull != nil && l.Hull.Tone != "ok"
}

func (l Lane) load() float64 {
	if l.Hull == nil {
		return -1
	}
	return l.Hull.Load()
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// restWords answer the same questions for the lanes that are folded: "18 more are healthy, all on 2.7.4: all 216 pods
// are ready, nearest to its limit is prod-ap-3 with 12 of 30, no restarts."
func restWords(rest []Lane) Sentence {
	var say Sentence
	say.strong(number(len(rest)) + " more")
	sayStates(&say, rest)
	sayVersionsOf(&say, rest)
	ready, wanted, restarts := 0, 0, 0
	fullest := rest[0]
	for _, lane := range rest {
		ready, wanted, restarts = ready+lane.Pods.Ready, wanted+lane.Pods.Wanted, restarts+lane.Restarts.total
		if lane.load() > fullest.load() {
			fullest = lane
		}
	}
	if wanted > 0 {
		say.plain(": " + podsReady(census{ready: ready, wanted: wanted}))
	} else {
		say.plain(": no pods")
	}
	if fullest.Hull != nil {
		say.plain(", nearest to its limit is ")
		say.strong(fullest.Name)
		say.plain(" with " + fullest.Hull.Now())
	}
	if restarts == 0 {
		say.plain(", no restarts.")
	} else {
		say.plain(", " + plural(restarts, "restart") + ".")
	}
	return say
}

// sayStates counts by state, the worst first: " are healthy", ": 4 degraded and 18 healthy".
func sayStates(say *Sentence, rest []Lane) {
	var said []string
	for _, status := range schemas.Statuses() {
		n := 0
		for _, lane := range rest {
			if lane.status == status {
				n++
			}
		}
		switch {
		case n == len(rest):
			say.plain(" are " + badgeOf(status).Word)
			return
		case n > 0:
			said = append(said, number(n)+" "+badgeOf(status).Word)
		}
	}
	say.plain(", " + list(said))
}

// sayVersionsOf counts by the version that a lane shows; what runs beside it is named once.
func sayVersionsOf(say *Sentence, rest []Lane) {
	counts, versions, more := map[string]int{}, []string{}, []string{}
	for _, lane := range rest {
		if v := lane.Version.Text; v != "" {
			if counts[v] == 0 {
				versions = append(versions, v)
			}
			counts[v]++
		}
		if also := lane.Version.More; also != "" && !slices.Contains(more, also) {
			more = append(more, also)
		}
	}
	slices.SortStableFunc(versions, func(a, b string) int { return counts[b] - counts[a] })
	switch {
	case len(versions) == 0:
		return
	case len(versions) == 1 && counts[versions[0]] == len(rest):
		say.plain(", all on ")
		say.code(versions[0])
	case len(versions) > 3:
		say.plain(", on " + number(len(versions)) + " versions")
	default:
		for i, v := range versions {
			say.plain([]string{", ", " and "}[min(i, 1)] + number(counts[v]) + " on ")
			say.code(v)
		}
	}
	switch len(more) {
	case 0:
	case 1:
		say.plain(" (" + more[0] + ")")
	default:
		say.plain(" (and others beside it)")
	}
}

// unscaledWords answer how near the limit is where nothing has an autoscaler, or none was found.
func unscaledWords(s *schemas.Snapshot) string {
	workloads, jobs := 0, 0
	for _, c := range s.Clusters {
		if c.Status == schemas.Unknown || !c.Stale && slices.ContainsFunc(c.Reads, hidesAutoscalers) {
			return "How near the limit it runs is not known: autoscalers could not be read everywhere."
		}
		workloads, jobs = workloads+len(c.Workloads), jobs+len(c.Jobs)
	}
	switch {
	case workloads > 0:
		return "No autoscaler: its size is fixed."
	case jobs > 0:
		return "Only jobs: nothing of it scales."
	default:
		return "Nothing of it runs that could scale."
	}
}

func hidesAutoscalers(r schemas.Read) bool {
	return r.State != schemas.ReadOK && r.State != schemas.ReadNotServed && (r.Resource == "*" || strings.HasPrefix(r.Resource, "horizontalpodautoscalers"))
}
