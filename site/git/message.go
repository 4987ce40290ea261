package git

// This file writes the message of a commit: what happened to which service, the worst first, as short as a log wants it.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// What a message may take: a log shows 72 characters of its subject, and nobody reads a hundred services in it.
const (
	subjectWidth = 72
	lineWidth    = 160
	mostServices = 40
)

// message is the whole message. finished is when the run ended that is published.
func message(all []told, changes []change, finished time.Time, version string, skipCI bool) string {
	slices.SortStableFunc(all, func(a, b told) int {
		return cmp.Or(cmp.Compare(b.turned(), a.turned()), cmp.Compare(a.status.Rank(), b.status.Rank()), cmp.Compare(a.id, b.id))
	})
	var b strings.Builder
	b.WriteString(subject(all, changes))
	if skipCI {
		b.WriteString(" [skip ci]")
	}
	b.WriteString("\n\n")
	for i, t := range all {
		if i == mostServices {
			fmt.Fprintf(&b, "- and %d more services\n", len(all)-i)
			break
		}
		b.WriteString(t.line() + "\n")
	}
	if len(all) > 0 {
		b.WriteString("\n")
	}
	if !finished.IsZero() {
		fmt.Fprintf(&b, "Plimsoll-Run: %s\n", finished.UTC().Format(time.RFC3339))
	}
	fmt.Fprintf(&b, "Plimsoll-Version: %s\n", tame(version))
	return b.String()
}

// subject names what went wrong first, then what came right, then counts the rest.
func subject(all []told, changes []change) string {
	var parts []string
	unnamed := []told{}
	for _, t := range all {
		if text := t.headline(); text != "" && len(parts) < 2 && len(strings.Join(append(parts, text), "; ")) <= subjectWidth-16 {
			parts = append(parts, text)
		} else {
			unnamed = append(unnamed, t)
		}
	}
	for _, tally := range tallies(unnamed) {
		if text := strings.Join(append(parts, tally), "; "); len([]rune(text)) <= subjectWidth {
			parts = append(parts, tally)
		}
	}
	if len(parts) > 0 {
		return tame(strings.Join(parts, "; "))
	}
	for _, c := range changes {
		if !isAccount(c.name) {
			return fmt.Sprintf("Update the site: %s", countText(len(changes), "file"))
		}
	}
	return "Account of the newest run: nothing has changed"
}

// turn is what became of a service as a whole.
type turn int

const (
	steady turn = iota
	better
	gone
	worse
)

func (t told) turned() turn {
	from, to := schemas.Status(""), schemas.Status("")
	for _, e := range t.entries {
		switch {
		case e.What == schemas.ServiceVanished:
			return gone
		case e.What == schemas.StatusChanged && e.Cluster == "" && e.Object == "":
			if from == "" {
				from = schemas.Status(e.From)
			}
			to = schemas.Status(e.To)
		}
	}
	switch {
	case from == to:
		return steady
	case to.Rank() < from.Rank() && to.Rank() <= schemas.Unknown.Rank():
		return worse
	case from.Rank() < to.Rank() && from.Rank() <= schemas.Unknown.Rank():
		return better
	default:
		return steady
	}
}

// headline is a turn in words: "checkout: degraded in prod-eu".
func (t told) headline() string {
	switch t.turned() {
	case worse:
		return t.id + ": " + string(t.status) + t.places()
	case better:
		return t.id + ": " + string(t.status) + " again"
	case gone:
		return t.id + ": gone"
	default:
		return ""
	}
}

// places are the clusters whose state got as bad as the service's.
func (t told) places() string {
	var names []string
	for _, e := range t.entries {
		if e.What == schemas.StatusChanged && e.Object == "" && e.Cluster != "" && e.To == string(t.status) && !slices.Contains(names, e.Cluster) {
			names = append(names, e.Cluster)
		}
	}
	switch len(names) {
	case 0:
		return ""
	case 1, 2:
		return " in " + strings.Join(names, " and ")
	default:
		return fmt.Sprintf(" in %d clusters", len(names))
	}
}

// tallies count what is alike among services that have no part of their own in the subject.
func tallies(all []told) []string {
	counts := map[string]int{}
	for _, t := range all {
		counts[t.sort()]++
	}
	var parts []string
	for _, sort := range []string{"service worse", "service better", "service gone", "new service", "rollout", "other change"} {
		if n := counts[sort]; n > 0 {
			words := countText(n, sort)
			if noun, rest, ok := strings.Cut(sort, " "); ok && noun == "service" {
				words = countText(n, noun) + " " + rest
			}
			parts = append(parts, words)
		}
	}
	return parts
}

func (t told) sort() string {
	is := func(what schemas.What) bool {
		return slices.ContainsFunc(t.entries, func(e schemas.Entry) bool { return e.What == what })
	}
	switch {
	case t.turned() == worse:
		return "service worse"
	case t.turned() == better:
		return "service better"
	case t.turned() == gone:
		return "service gone"
	case is(schemas.ServiceAppeared):
		return "new service"
	case is(schemas.ImageChanged):
		return "rollout"
	default:
		return "other change"
	}
}

// line is all of one service, as far as it fits.
func (t told) line() string {
	text := "- " + t.id + ":"
	for i, l := range diff.Across(t.entries) {
		said := " " + tame(l.Text())
		if i > 0 {
			said = ";" + said
		}
		if len([]rune(text))+len([]rune(said)) > lineWidth && i > 0 {
			return text + fmt.Sprintf("; and %d more", len(diff.Across(t.entries))-i)
		}
		text += said
	}
	return text
}

// tame makes one line of a text from a cluster, in which a host that reads messages finds no command: no marker for a
// CI, no number of an issue, nobody to be told.
func tame(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
	text = strings.NewReplacer("[", "(", "]", ")", "#", "no. ", " @", " (at) ", "***", "*").Replace(text)
	runes := []rune(strings.Join(strings.Fields(text), " "))
	if len(runes) > 2*lineWidth {
		runes = append(runes[:2*lineWidth], '…')
	}
	return string(runes)
}

func countText(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
