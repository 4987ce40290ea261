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
	from, to := t.ends()
	switch {
	case t.has(schemas.ServiceVanished):
		return gone
	case t.has(schemas.ServiceAppeared) || from == to:
		return steady
	case to.Rank() < from.Rank() && to.Rank() <= schemas.Unknown.Rank():
		return worse
	case from.Rank() < to.Rank() && from.Rank() <= schemas.Unknown.Rank():
		return better
	default:
		return steady
	}
}

func (t told) has(what schemas.What) bool {
	return slices.ContainsFunc(t.entries, func(e schemas.Entry) bool { return e.What == what })
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
	switch {
	case t.turned() == worse:
		return "service worse"
	case t.turned() == better:
		return "service better"
	case t.turned() == gone:
		return "service gone"
	case t.has(schemas.ServiceAppeared):
		return "new service"
	case t.has(schemas.ImageChanged):
		return "rollout"
	default:
		return "other change"
	}
}

// line is all of one service, as far as it fits: "- checkout (healthy → degraded): prod-eu: checkout image 2.7.4 → 2.8.0".
func (t told) line() string {
	text := "- " + t.id
	if from, to := t.ends(); from != to && !t.has(schemas.ServiceAppeared) && !t.has(schemas.ServiceVanished) {
		text += fmt.Sprintf(" (%s → %s)", from, to)
	}
	text += ":"
	lines := diff.Across(t.telling())
	for i, l := range lines {
		said := " " + tame(l.Text())
		if i > 0 {
			said = ";" + said
		}
		if len([]rune(text))+len([]rune(said)) > lineWidth && i > 0 {
			return text + fmt.Sprintf("; and %d more", len(lines)-i)
		}
		text += said
	}
	return strings.TrimSuffix(text, ":")
}

// telling is what happened in the order in which it explains itself: what was rolled out before what broke. What the
// line's beginning says, and what a problem says of its cluster, is left out.
func (t told) telling() []schemas.Entry {
	if i := slices.IndexFunc(t.entries, func(e schemas.Entry) bool { return e.What == schemas.ServiceAppeared }); i >= 0 {
		first := t.entries[i]
		first.To = string(t.status)
		return []schemas.Entry{first}
	}
	troubled := map[string]bool{}
	for _, e := range t.entries {
		troubled[e.Cluster] = troubled[e.Cluster] || e.Rule != ""
	}
	list := slices.DeleteFunc(slices.Clone(t.entries), func(e schemas.Entry) bool {
		return e.What == schemas.StatusChanged && e.Object == "" && (e.Cluster == "" || troubled[e.Cluster])
	})
	slices.SortStableFunc(list, func(a, b schemas.Entry) int { return cmp.Compare(turnOf(a.What), turnOf(b.What)) })
	return list
}

func turnOf(what schemas.What) int {
	order := []schemas.What{schemas.ImageChanged, schemas.ProblemBegan, schemas.ReadChanged, schemas.ProblemEnded}
	if i := slices.Index(order, what); i >= 0 {
		return i
	}
	return len(order)
}

// ends are the statuses of the service before and after all that is told.
func (t told) ends() (from, to schemas.Status) {
	for _, e := range t.entries {
		if e.What == schemas.StatusChanged && e.Cluster == "" && e.Object == "" {
			from, to = cmp.Or(from, schemas.Status(e.From)), schemas.Status(e.To)
		}
	}
	return from, to
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
	text = strings.NewReplacer("[", "(", "]", ")", "#", "no. ", "***", "*").Replace(text)
	runes := []rune(strings.Join(strings.Fields(untold(text)), " "))
	if len(runes) > 2*lineWidth {
		runes = append(runes[:2*lineWidth], '…')
	}
	return string(runes)
}

// untold takes the @ from what a host would take for somebody's name and write to: one that no letter or digit precedes.
// That of an image's digest stays.
func untold(text string) string {
	var b strings.Builder
	before := ' '
	for _, r := range text {
		if r == '@' && !unicode.IsLetter(before) && !unicode.IsDigit(before) {
			b.WriteString("(at) ")
		} else {
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

func countText(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
