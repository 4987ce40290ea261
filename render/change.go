package render

// This file is what changed: the timeline, newest first, and the strip of states over it.

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const (
	mostChanges = 8  // in sight; more stand folded
	mostFolded  = 24 // below the fold; all of them are in data/history
	mostLines   = 5  // of one change
	mostStrip   = 40 // states in the strip
)

// Change is one step of the timeline.
type Change struct {
	Badge
	ID    string // what a link from elsewhere leads to; the older of two changes that led to one state has none
	At    Moment
	Lines [][]Told
	More  string
}

// Told is a part of a line, in the tone of the state that it names.
type Told struct {
	diff.Part
	Tone string
}

// Day is the changes of one day, in UTC.
type Day struct {
	At      Moment
	Changes []Change
}

// Timeline is what a service's history shows.
type Timeline struct {
	Recent, Earlier []Change
	Total           int
	Rest            string // what only the data holds
	statuses        []schemas.Change
}

// timelineOf takes changes with the oldest first, as history keeps them.
func timelineOf(changes []schemas.Change) Timeline {
	t := Timeline{Total: len(changes), statuses: changes[max(0, len(changes)-mostStrip):]}
	seen := map[string]bool{}
	for _, c := range slices.Backward(changes) {
		v := changeOf(c)
		if v.ID = ChangeID(c); seen[v.ID] {
			v.ID = ""
		}
		seen[v.ID] = true
		if len(t.Recent) < mostChanges {
			t.Recent = append(t.Recent, v)
			continue
		}
		if t.Earlier = append(t.Earlier, v); len(t.Earlier) == mostFolded {
			break
		}
	}
	if rest := len(changes) - len(t.Recent) - len(t.Earlier); rest > 0 {
		t.Rest = number(rest) + " older still"
	}
	return t
}

// ChangeID is where a change stands on its service's page.
func ChangeID(c schemas.Change) string { return "change-" + c.Digest[:min(len(c.Digest), 12)] }

// Days are the changes in sight, EarlierDays those folded, by day.
func (t Timeline) Days() []Day        { return byDay(t.Recent) }
func (t Timeline) EarlierDays() []Day { return byDay(t.Earlier) }

func byDay(changes []Change) []Day {
	var days []Day
	for _, c := range changes {
		if n := len(days); n == 0 || days[n-1].At.Day() != c.At.Day() {
			days = append(days, Day{At: c.At})
		}
		days[len(days)-1].Changes = append(days[len(days)-1].Changes, c)
	}
	return days
}

func changeOf(c schemas.Change) Change {
	v := Change{Badge: badgeOf(c.Status), At: Moment{c.At}}
	lines := diff.Across(c.Entries)
	if rest := len(lines) - mostLines; rest > 1 {
		v.More = number(rest) + " more"
		lines = lines[:mostLines]
	}
	for _, l := range lines {
		v.Lines = append(v.Lines, toldOf(l))
	}
	return v
}

func toldOf(l diff.Line) []Told {
	var told []Told
	for _, part := range l.Parts() {
		t := Told{Part: part}
		if part.Role == diff.Cluster {
			t.Text = shortList(l.Clusters, mostNamed)
		}
		if part.Role == diff.New && (l.Entry.What == schemas.StatusChanged || l.Entry.What == schemas.ServiceAppeared) {
			t.Tone = badgeOf(schemas.Status(part.Text)).Tone
		}
		told = append(told, t)
	}
	return told
}

// Text is one line of a change as plain text, for formats without marks.
func (c Change) Text() []string {
	var said []string
	for _, parts := range c.Lines {
		var b strings.Builder
		for _, p := range parts {
			b.WriteString(p.Text)
		}
		said = append(said, b.String())
	}
	return said
}

// Folded counts the changes that are not in sight.
func (t Timeline) Folded() string { return plural(len(t.Earlier), "earlier change") }

// stripHeights tell states apart without colour: trouble stands up.
var stripHeights = map[schemas.Status]int{
	schemas.Healthy: 6, schemas.Suspended: 4, schemas.Progressing: 9, schemas.Unknown: 9,
	schemas.Missing: 14, schemas.Degraded: 15, schemas.Down: 22,
}

// Strip draws the state after each of the last changes, the newest at the right, and marks those that brought another
// image. A single state is no strip.
func (t Timeline) Strip() template.HTML {
	const pitch, height = 28, 26
	if len(t.statuses) < 2 {
		return ""
	}
	width := strconv.Itoa(len(t.statuses) * pitch)
	var d drawing
	d.raw(`<svg class="strip" width="`, width, `" height="26" viewBox="0 0 `, width, ` 26" preserveAspectRatio="none" role="img" aria-label="`)
	d.text(t.label())
	d.raw(`"><path class="base" d="M0 22.5h`, width, `"/>`)
	for i, c := range t.statuses {
		badge, h := badgeOf(c.Status), stripHeights[c.Status]
		if h == 0 {
			h = stripHeights[schemas.Unknown]
		}
		d.raw(`<rect class="`, badge.Tone, `"`)
		d.box(i*pitch+2, 22-h, pitch-4, h)
		d.raw(`><title>`, Moment{c.At}.String(), ": ")
		d.text(badge.Word)
		d.raw(`</title></rect>`)
		if newImage(c) {
			d.raw(`<rect class="image"`)
			d.box(i*pitch+2, height-2, pitch-4, 2)
			d.raw(`/>`)
		}
	}
	d.raw("</svg>")
	return d.html()
}

// label says in words what the strip shows.
func (t Timeline) label() string {
	counts, images := map[schemas.Status]int{}, 0
	for _, c := range t.statuses {
		counts[c.Status]++
		if newImage(c) {
			images++
		}
	}
	var said []string
	for _, status := range schemas.Statuses() {
		if n := counts[status]; n > 0 {
			said = append(said, number(n)+" × "+badgeOf(status).Word)
		}
	}
	newest := t.statuses[len(t.statuses)-1].Status
	label := "the state after each of the last " + plural(len(t.statuses), "change") + ": " + list(said) + ", " + badgeOf(newest).Word + " now"
	if images > 0 {
		label += "; " + number(images) + " of them brought another image"
	}
	return label
}

func newImage(c schemas.Change) bool {
	return slices.ContainsFunc(c.Entries, func(e schemas.Entry) bool { return e.What == schemas.ImageChanged })
}

// Images tells whether the strip has a mark to explain.
func (t Timeline) Images() bool {
	return len(t.statuses) > 1 && slices.ContainsFunc(t.statuses, newImage)
}

// LastChange is the newest change of one cluster, in two words and a moment.
type LastChange struct {
	Text string
	At   Moment
}

// deeds are what somebody or something did to a cluster, effects what came of it. A lane has room for one, and the
// deed explains more: it looks for the newest of the first list before it takes one of the second.
var (
	deeds = []schemas.What{
		schemas.ImageChanged, schemas.ClusterAppeared, schemas.BoundsChanged, schemas.ReplicasChanged, schemas.AmountsChanged,
		schemas.ScalingChanged, schemas.ObjectAppeared, schemas.ObjectVanished, schemas.ObjectChanged, schemas.ClusterChanged,
	}
	effects = []schemas.What{
		schemas.StatusChanged, schemas.ReadChanged, schemas.ProblemBegan, schemas.SeverityChanged, schemas.ProblemCounted,
		schemas.ProblemEnded, schemas.ProblemIgnored, schemas.ProblemExplained, schemas.PodsReplaced, schemas.Restarted,
	}
)

func lastChangeOf(changes []schemas.Change, cluster string) LastChange {
	for _, wanted := range [][]schemas.What{deeds, effects} {
		for _, c := range slices.Backward(changes) {
			for _, what := range wanted {
				i := slices.IndexFunc(c.Entries, func(e schemas.Entry) bool { return e.Cluster == cluster && e.What == what })
				if i >= 0 {
					return LastChange{changeWords(c.Entries[i]), Moment{c.At}}
				}
			}
		}
	}
	return LastChange{}
}

// changeNames name a change whose sides are not worth telling.
var changeNames = map[schemas.What]string{
	schemas.ImageChanged: "image", schemas.ClusterAppeared: "cluster added", schemas.BoundsChanged: "autoscaling",
	schemas.ReplicasChanged: "replicas", schemas.ObjectAppeared: "new object", schemas.ObjectVanished: "object gone",
	schemas.StatusChanged: "state", schemas.ReadChanged: "reading", schemas.ProblemBegan: "problem began",
	schemas.ProblemEnded: "problem ended", schemas.PodsReplaced: "pods replaced", schemas.Restarted: "restarts",
	schemas.AmountsChanged: "requests, limits", schemas.ScalingChanged: "autoscaling", schemas.ObjectChanged: "settings",
	schemas.ClusterChanged: "cluster", schemas.SeverityChanged: "severity", schemas.ProblemIgnored: "problem ignored",
	schemas.ProblemCounted: "problem counts", schemas.ProblemExplained: "cause found",
}

// readAgain words what came of reading, in as few words as a lane has room for.
var readAgain = map[schemas.ReadState]string{
	schemas.ReadOK: "read again", schemas.ReadUnreachable: "not reachable", schemas.ReadForbidden: "may not be read",
	schemas.ReadTimeout: "did not answer", schemas.ReadFailed: "could not be read", schemas.ReadUnauthorized: "credentials refused",
	schemas.ReadNotServed: "no longer served",
}

// changeWords are as few as a lane has room for: "2.7.4 → 2.8.0", "replicas 7 → 9".
func changeWords(e schemas.Entry) string {
	text := changeNames[e.What]
	switch {
	case e.What == schemas.ObjectAppeared && e.Object != "":
		return "new " + kindOf(e.Object)
	case e.What == schemas.ObjectVanished && e.Object != "":
		return kindOf(e.Object) + " gone"
	case e.What == schemas.ObjectChanged && e.Field != "":
		return e.Field + " of " + lastName(e.Object)
	case e.What == schemas.ReadChanged:
		return cmp.Or(readAgain[schemas.ReadState(e.To)], e.To)
	case e.From == "" || e.To == "":
		return text
	case e.What == schemas.ImageChanged:
		return imageTag(e.From) + " → " + imageTag(e.To)
	case e.What == schemas.ReplicasChanged:
		return "replicas " + e.From + " → " + e.To
	case e.What == schemas.StatusChanged, e.What == schemas.ClusterChanged:
		return e.From + " → " + e.To
	default:
		return text
	}
}
