package render

// This file is what changed: the timeline, newest first, and the strip of states over it.

import (
	"html/template"
	"slices"
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
	At    Moment
	Lines [][]diff.Part
	More  string
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
	for _, c := range slices.Backward(changes) {
		switch {
		case len(t.Recent) < mostChanges:
			t.Recent = append(t.Recent, changeOf(c))
		case len(t.Earlier) < mostFolded:
			t.Earlier = append(t.Earlier, changeOf(c))
		}
	}
	if rest := len(changes) - len(t.Recent) - len(t.Earlier); rest > 0 {
		t.Rest = number(rest) + " older still"
	}
	return t
}

func changeOf(c schemas.Change) Change {
	v := Change{Badge: badgeOf(c.Status), At: Moment{c.At}}
	lines := diff.Across(c.Entries)
	if rest := len(lines) - mostLines; rest > 1 {
		v.More = number(rest) + " more"
		lines = lines[:mostLines]
	}
	for _, l := range lines {
		v.Lines = append(v.Lines, l.Parts())
	}
	return v
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

// Strip draws the state after each of the last changes, the newest at the right.
func (t Timeline) Strip() template.HTML {
	const pitch, height = 10, 22
	var b strings.Builder
	label := "the state after each of the last " + plural(len(t.statuses), "change")
	b.WriteString(`<svg class="strip" viewBox="0 0 400 22" preserveAspectRatio="none" role="img" aria-label="` + label + `">`)
	b.WriteString(`<path class="base" d="M0 21.5h400"/>`)
	first := mostStrip - len(t.statuses)
	for i, c := range t.statuses {
		badge, h := badgeOf(c.Status), stripHeights[c.Status]
		if h == 0 {
			h = stripHeights[schemas.Unknown]
		}
		b.WriteString(`<rect class="` + badge.Tone + `"` + box((first+i)*pitch+1, height-h, pitch-2, h) + `><title>` + Moment{c.At}.String() + ": " + template.HTMLEscapeString(badge.Word) + `</title></rect>`)
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
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
