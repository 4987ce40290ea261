package render

// This file is how states look: for each a shape, a word and a tone, so that colour is never the only sign.

import (
	"html/template"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Badge is a state as a person sees it. Shape names a symbol of the frame's sprite, Tone a class of the style sheet,
// Glyph stands for the shape where there are only letters.
type Badge struct {
	Shape, Word, Tone, Glyph string
}

// Icon is the shape in its tone, both words of the tables below. A page has a hundred of them, and a template that put
// two words into two attributes would escape each of them three times.
func (b Badge) Icon() template.HTML {
	var d drawing
	d.icon(b)
	return d.html()
}

// The tables are read only.
var statusTable = map[schemas.Status]Badge{
	schemas.Healthy:     {"healthy", "healthy", "ok", "●"},
	schemas.Progressing: {"progressing", "progressing", "go", "◐"},
	schemas.Degraded:    {"degraded", "degraded", "warn", "◆"},
	schemas.Down:        {"down", "down", "bad", "▼"},
	schemas.Suspended:   {"suspended", "suspended", "off", "‖"},
	schemas.Missing:     {"missing", "missing", "warn", "◌"},
	schemas.Unknown:     {"unknown", "unknown", "off", "?"},
}

var severityTable = map[schemas.Severity]Badge{
	schemas.Critical: {"critical", "critical", "bad", "◆"},
	schemas.Warning:  {"warning", "warning", "warn", "▲"},
	schemas.Info:     {"info", "note", "go", "○"},
}

// podTable is in the order in which pods are drawn: what serves first, so that a row of pods fills like a gauge.
var podTable = []podBadge{
	{schemas.PodReady, Badge{"ready", "ready", "ok", "●"}},
	{schemas.PodStarting, Badge{"starting", "starting", "go", "◐"}},
	{schemas.PodPending, Badge{"pending", "pending", "warn", "□"}},
	{schemas.PodUnready, Badge{"unready", "unready", "warn", "○"}},
	{schemas.PodFailing, Badge{"failing", "failing", "bad", "◆"}},
	{schemas.PodLost, Badge{"lost", "lost with its node", "bad", "?"}},
	{schemas.PodFailed, Badge{"failed", "failed", "bad", "✕"}},
	{schemas.PodTerminating, Badge{"terminating", "terminating", "off", "◌"}},
	{schemas.PodSucceeded, Badge{"succeeded", "succeeded", "off", "✓"}},
}

type podBadge struct {
	state schemas.PodState
	Badge
}

func badgeOf(s schemas.Status) Badge {
	if b, ok := statusTable[s]; ok {
		return b
	}
	return Badge{"unknown", string(s), "off", "?"}
}

func severityBadge(s schemas.Severity) Badge {
	if b, ok := severityTable[s]; ok {
		return b
	}
	return severityTable[schemas.Info]
}

func podBadgeOf(s schemas.PodState) Badge { return podTable[podOrder(s)].Badge }

// podOrder is the place of a state in a drawing; an unheard-of state is drawn as unready.
func podOrder(s schemas.PodState) int {
	for i, b := range podTable {
		if b.state == s {
			return i
		}
	}
	return podOrder(schemas.PodUnready)
}
