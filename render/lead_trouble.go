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
func tellTrouble(say *Sentence, s *schemas.Snapshot, changes []schemas.Change, card Card) bool {
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
	if alone := len(s.Clusters) == 1; len(card.clusters) > 0 && !alone {
		say.plain("In ")
		say.names(card.clusters)
		if len(card.clusters) > 1 {
			say.plain(",")
		}
		say.plain(" ")
	}
	if _, known := phrases[p.Rule]; !known {
		said := strings.TrimSuffix(p.Message, ".") + "."
		if len(card.clusters) == 0 || len(s.Clusters) == 1 {
			said = upperFirst(said)
		}
		say.plain(said)
		return true
	}
	since := card.Since()
	who, n := subject(p, clustersOf(s, card.clusters), card.count, s.Service.Name)
	verb, what := happening(p, n, since.Known())
	if len(s.Clusters) == 1 {
		who = upperCount(who)
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
		if slices.ContainsFunc(*say, func(told Stretch) bool { return told.Code && told.Text == d.version }) {
			continue
		}
		say.plain(" ")
		say.names(d.clusters)
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
