package render

// This file is the first line of a report, and what it says of clusters.

import (
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// directionWords say of one service, and of several, which way they went.
var directionWords = map[schemas.Direction][2]string{
	schemas.GotWorse: {"got worse", "got worse"}, schemas.GotBetter: {"got better", "got better"},
	schemas.Appeared: {"is new", "are new"}, schemas.Vanished: {"is gone", "are gone"},
	schemas.LostSight: {"cannot be judged any more", "cannot be judged any more"}, schemas.OnlyChanged: {"changed", "changed"},
}

// Lead is the comparison in a sentence: "2 services got worse, 1 got better; 3 problems began; 14 run new images".
func (r *report) Lead() string {
	clauses := []string{r.directions()}
	for _, clause := range []string{r.problems(), r.images(), r.notRead()} {
		if clause != "" {
			clauses = append(clauses, clause)
		}
	}
	return upperFirst(strings.Join(clauses, "; ")) + "."
}

func (r *report) directions() string {
	if len(r.Services) == 0 && len(r.Clusters) == 0 {
		return "nothing changed in " + plural(r.Unchanged, "service")
	}
	if len(r.Services) == 0 {
		return "no service changed"
	}
	counts := map[schemas.Direction]int{}
	for _, s := range r.Services {
		counts[s.Direction]++
	}
	var said []string
	for _, d := range schemas.Directions() {
		n := counts[d]
		switch words := directionWords[d]; {
		case n == 0:
		case len(said) == 0:
			said = append(said, plural(n, "service")+" "+words[min(n, 2)-1])
		case d == schemas.OnlyChanged:
			said = append(said, number(n)+" changed otherwise")
		default:
			said = append(said, number(n)+" "+words[min(n, 2)-1])
		}
	}
	if counts[schemas.OnlyChanged] == len(r.Services) && len(r.Services) > 1 {
		return said[0] + ", none for better or worse"
	}
	return strings.Join(said, ", ")
}

// problems counts those that began and ended.
func (r *report) problems() string {
	began, ended := 0, 0
	for _, s := range r.Services {
		for _, e := range s.Entries {
			switch e.What {
			case schemas.ProblemBegan:
				began++
			case schemas.ProblemEnded:
				ended++
			}
		}
	}
	switch {
	case began > 0 && ended > 0:
		return plural(began, "problem") + " began, " + number(ended) + " ended"
	case began > 0:
		return plural(began, "problem") + " began"
	case ended > 0:
		return plural(ended, "problem") + " ended"
	default:
		return ""
	}
}

// images counts the services in which another image runs.
func (r *report) images() string {
	n := 0
	for _, s := range r.Services {
		if slices.ContainsFunc(s.Entries, func(e schemas.Entry) bool { return e.What == schemas.ImageChanged && e.From != "" && e.To != "" }) {
			n++
		}
	}
	switch {
	case n == 0:
		return ""
	case n == 1 && len(r.Services) == 1:
		return "it has a new image"
	case n == 1:
		return "1 has a new image"
	default:
		return number(n) + " have new images"
	}
}

// notRead names the clusters that the new state knows nothing new of.
func (r *report) notRead() string {
	var whole, parts []string
	for _, u := range r.Unread {
		if u.Resource == "*" {
			whole = append(whole, u.Cluster)
		} else if !slices.Contains(parts, u.Cluster) {
			parts = append(parts, u.Cluster)
		}
	}
	var said []string
	if len(whole) > 0 {
		said = append(said, shortList(whole, mostNamed)+" could not be read")
	}
	if len(parts) > 0 {
		said = append(said, "some kinds of "+shortList(parts, mostNamed)+" could not be read")
	}
	return strings.Join(said, ", ")
}

// unreadLines say of each cluster what was not read, why, and how old what is told of it is.
func (r *report) unreadLines() []string {
	var lines []string
	kinds := map[string][]string{}
	for _, u := range r.Unread {
		why := " (" + u.State.Words() + ")"
		switch {
		case u.Resource == "*":
			lines = append(lines, u.Cluster+" was "+r.notReadWhere(u)+why+asOf(u.AsOf))
		case kinds[u.Cluster] == nil:
			lines = append(lines, u.Cluster) // completed below
			fallthrough
		default:
			if said := u.Resource + why; !slices.Contains(kinds[u.Cluster], said) {
				kinds[u.Cluster] = append(kinds[u.Cluster], said)
			}
		}
	}
	for i, line := range lines {
		if of := kinds[line]; of != nil {
			lines[i] = line + ": not read in " + r.New.Name + ": " + shortList(of, mostNamed)
		}
	}
	return lines
}

// notReadWhere tells a cluster that was read before from one that was in neither state.
func (r *report) notReadWhere(u schemas.Unread) string {
	if u.Was == "" || u.Was == schemas.ReadOK {
		return "not read in " + r.New.Name
	}
	return "read neither in " + r.Old.Name + " nor in " + r.New.Name
}

// saidUnread finds what was said with the clusters that were not read.
func (r *report) saidUnread(e schemas.Entry) bool {
	return e.What == schemas.ReadChanged && slices.ContainsFunc(r.Unread, func(u schemas.Unread) bool {
		return u.Cluster == e.Cluster && (u.Resource == e.Object || u.Resource == "*")
	})
}

func asOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return "; what is told of it dates from " + Moment{at}.String()
}

// clusterLines say what became of the clusters themselves, in words of their own where the service's would mislead.
func (r *report) clusterLines() [][]diff.Part {
	var lines [][]diff.Part
	for _, e := range r.Clusters {
		if r.saidUnread(e) {
			continue
		}
		switch e.What {
		case schemas.ClusterAppeared:
			lines = append(lines, []diff.Part{{Text: "cluster "}, {Text: e.Cluster, Role: diff.Cluster}, {Text: " was added"}})
		case schemas.ClusterVanished:
			lines = append(lines, []diff.Part{{Text: "cluster "}, {Text: e.Cluster, Role: diff.Cluster}, {Text: " is gone"}})
		default:
			lines = append(lines, diff.Parts(e))
		}
	}
	return lines
}

// sides names the two states: "main (3f2a1c9)", "HEAD (77aa01b)".
func (r *report) sides() []string { return []string{sideName(r.Old), sideName(r.New)} }

func sideName(s schemas.Side) string {
	short := s.Commit[:min(len(s.Commit), 7)]
	if short == "" || strings.HasPrefix(s.Commit, s.Name) {
		return s.Name
	}
	return s.Name + " (" + short + ")"
}

func (r *report) rest() string {
	switch {
	case len(r.Services) == 0 || r.Unchanged == 0:
		return ""
	case r.Unchanged == 1:
		return "1 service is unchanged"
	default:
		return plural(r.Unchanged, "service") + " are unchanged"
	}
}
