package gate

// This file is a verdict in lines, for a terminal and a log: what closes the gate first, the verdict last.

import (
	"fmt"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Paint colours a word by a status, or leaves it as it is.
type Paint = func(s schemas.Status, text string) string

// Text writes lines. None begins with text of a cluster: a pipeline's host would obey one that looks like a command.
func Text(c *schemas.Check, paint Paint) string {
	var b strings.Builder
	for _, s := range c.Closing {
		fmt.Fprintf(&b, "%s %s\n", paint(s.Status, fmt.Sprintf("%-11s", s.Status)), ownedBy(s))
		if len(s.Problems) == 0 {
			fmt.Fprintf(&b, "  - %s\n", quiet(s))
		}
		for _, t := range together(s.Problems) {
			fmt.Fprintf(&b, "  %s %s\n", paint(toneOf(t.Severity), fmt.Sprintf("%-9s", t.Severity)), t.text())
			if t.Hint != "" {
				fmt.Fprintf(&b, "            → %s\n", clean(t.Hint))
			}
		}
	}
	for _, k := range c.Clusters {
		if !k.Whole() {
			word, text := unreadText(k)
			fmt.Fprintf(&b, "%s %s: %s\n", paint(schemas.Degraded, fmt.Sprintf("%-11s", word)), clean(k.Name), text)
		}
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	tone := schemas.Healthy
	if c.Gate == schemas.GateClosed {
		tone = schemas.Down
	}
	fmt.Fprintf(&b, "%s %s\n", paint(tone, verdict(c)), freshness(c))
	return b.String()
}

// toneOf is the status that a severity makes of a service: they share their colours.
func toneOf(s schemas.Severity) schemas.Status {
	switch s {
	case schemas.Critical:
		return schemas.Down
	case schemas.Warning:
		return schemas.Degraded
	default:
		return schemas.Healthy
	}
}
