package render

// This file is what the lead tells after its opening: the worst troubles, versions that differ, and what is not of now.

import (
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func countTroubles(cards []Card) int {
	n := 0
	for _, card := range cards {
		if tellable(card) {
			n++
		}
	}
	return n
}

// tellable are the troubles that the lead tells itself: the opening has said what is missing or unknown.
func tellable(card Card) bool {
	rule := card.problem.Rule
	return card.problem.Ignored == nil && card.problem.Severity != schemas.Info && !card.problem.AboutReading() && rule != "absent" && rule != "image-drift"
}

// tellTrouble says one problem: where, what, since when, and the change that it began with.
func tellTrouble(say *Sentence, s *schemas.Snapshot, changes []schemas.Change, card Card, before []string) bool {
	p := card.problem
	if !tellable(card) {
		return false
	}
	say.plain(" ")
	if p.Rule == "at-max" || p.Rule == "near-max" {
		if tellHeadroom(say, s, card) {
			return true
		}
	}
	placed := tellPlace(say, s, card, before)
	if _, known := phrases[p.Rule]; !known {
		said := strings.TrimSuffix(p.Message, ".") + "."
		if !placed {
			said = upperFirst(said)
		}
		say.plain(said)
		return true
	}
	since := card.Since()
	who, n := subject(p, clustersOf(s, card.clusters), card.count, s.Service.Name)
	verb, what := happening(p, n, since.Known())
	if who == "1 pod" && allWanted(s) == 1 {
		who = "the pod"
	}
	if !placed {
		who = upperCount(who)
	}
	if onlyStale(s, card.clusters) {
		verb = past[verb]
	}
	say.plain(who + " " + verb)
	say.mark(severityTone(p.Severity), what)
	tellSince(say, since, verb != "")
	if image := imageBefore(changes, card.clusters, p.Object, since.at); image != "" {
		say.plain(", with the change to ")
		say.code(image)
		for _, d := range drifts(s) {
			if d.version == image && d.name == lastName(p.Object) {
				say.plain(" (elsewhere ")
				say.code(d.usual)
				say.plain(")")
				break
			}
		}
	}
	say.plain(".")
	return true
}

// tellPlace begins a trouble with the clusters that it holds in, where that is not all of them.
func tellPlace(say *Sentence, s *schemas.Snapshot, card Card, before []string) bool {
	switch n := len(card.clusters); {
	case n == 0 || n == len(s.Clusters):
		return false
	case slices.Equal(card.clusters, before):
		say.plain("There, ")
	case n > mostNamed:
		say.plain("In " + number(n) + " of " + plural(len(s.Clusters), "cluster") + ", ")
	case n > 1:
		say.plain("In ")
		say.names(card.clusters)
		say.plain(", ")
	default:
		say.plain("In ")
		say.names(card.clusters)
		say.plain(" ")
	}
	return true
}

// past tells what was, where nobody could read whether it still is.
var past = map[string]string{"has ": "had ", "have ": "had ", "has been ": "had been ", "have been ": "had been ", "is ": "was ", "are ": "were ", "": ""}

// onlyStale tells whether all of the clusters could not be read now, while others could.
func onlyStale(s *schemas.Snapshot, names []string) bool {
	return len(names) > 0 && !slices.ContainsFunc(clustersOf(s, names), func(c *schemas.Cluster) bool { return !c.Stale })
}

func allWanted(s *schemas.Snapshot) int {
	n := 0
	for _, c := range s.Clusters {
		for _, w := range c.Workloads {
			n += w.Replicas.Wanted
		}
	}
	return n
}

func tellSince(say *Sentence, since Moment, lasting bool) {
	if !since.Known() {
		return
	}
	if lasting {
		say.plain(" ")
		say.since(since)
		return
	}
	say.plain(", last ")
	say.moment(since)
}

// tellHeadroom says how near the limit one workload is.
func tellHeadroom(say *Sentence, s *schemas.Snapshot, card Card) bool {
	for _, cluster := range clustersOf(s, card.clusters) {
		for _, w := range cluster.Workloads {
			h := hullOf(w, cluster.Problems)
			if h == nil || !scales(w, card.problem.Object) {
				continue
			}
			if w.Name != s.Service.Name {
				say.plain(w.Name + " in ")
			}
			say.names(card.clusters)
			if len(card.clusters) > 1 {
				say.plain(" run ")
			} else {
				say.plain(" runs ")
			}
			say.plain("at " + number(h.Current) + " of " + plural(h.Max, "replica") + ": ")
			say.mark(severityTone(card.problem.Severity), h.Left())
			say.plain(".")
			return true
		}
	}
	return false
}

// tellVersions says it when one workload runs differently from cluster to cluster.
func tellVersions(say *Sentence, s *schemas.Snapshot) {
	for _, d := range drifts(s) {
		if slices.ContainsFunc(*say, func(told Stretch) bool { return told.Code && (told.Text == d.version || told.Text == d.usual) }) {
			continue
		}
		say.plain(" ")
		if len(d.clusters) > mostNamed {
			say.plain(plural(len(d.clusters), "cluster"))
		} else {
			say.names(d.clusters)
		}
		if len(d.clusters) > 1 {
			say.plain(" run ")
		} else {
			say.plain(" runs ")
		}
		if d.name != s.Service.Name {
			say.plain(d.name + " ")
		}
		say.code(d.version)
		say.plain(", elsewhere it is ")
		say.code(d.usual)
		say.plain(".")
		return
	}
}

// tellUnread keeps "all is well" to what was read.
func tellUnread(say *Sentence, s *schemas.Snapshot) {
	var names []string
	for _, c := range s.Clusters {
		if !c.Stale && c.Status != schemas.Unknown && len(asksOf(c.Name, c.Reads)) > 0 {
			names = append(names, c.Name)
		}
	}
	if len(names) == 0 {
		return
	}
	say.plain(" Not everything could be read in ")
	sayWhere(say, names)
	say.plain(".")
}

// tellStale says from when the state of clusters is that could not be read.
func tellStale(say *Sentence, s *schemas.Snapshot) {
	var names []string
	var asOf time.Time
	for _, c := range s.Clusters {
		if c.Stale {
			names = append(names, c.Name)
			if asOf.IsZero() || c.AsOf.Before(asOf) {
				asOf = c.AsOf
			}
		}
	}
	if len(names) == 0 {
		return
	}
	say.plain(" ")
	say.names(names)
	say.plain(" could ")
	say.mark("off", "not be read")
	if asOf.IsZero() {
		say.plain("; an earlier state is shown.")
		return
	}
	say.plain("; the state shown was read ")
	say.moment(Moment{asOf})
	say.plain(".")
}

// imageBefore is the version that a workload changed to within the half hour around a trouble's beginning.
func imageBefore(changes []schemas.Change, clusters []string, object string, since time.Time) string {
	if since.IsZero() {
		return ""
	}
	for _, change := range slices.Backward(changes) {
		if d := change.At.Sub(since).Abs(); d > 30*time.Minute {
			continue
		}
		for _, e := range change.Entries {
			if e.What == schemas.ImageChanged && e.Object == object && slices.Contains(clusters, e.Cluster) {
				return imageTag(e.To)
			}
		}
	}
	return ""
}

func clustersOf(s *schemas.Snapshot, names []string) []*schemas.Cluster {
	var all []*schemas.Cluster
	for i := range s.Clusters {
		if slices.Contains(names, s.Clusters[i].Name) {
			all = append(all, &s.Clusters[i])
		}
	}
	return all
}
