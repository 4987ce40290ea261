package collect

// This file is what the author of an ignore list, or of the annotation on an object, should know: what of it is
// without effect, and what has come to its end.

import (
	"fmt"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/health"
)

// ignoreNotes says each thing once, however many services share an object.
func (c *Collected) ignoreNotes() []string {
	const enough = 20
	notes := c.lapsedIgnores()
	for _, r := range c.readings {
		for _, s := range c.services {
			share := s.shares[r.Name]
			if share == nil {
				continue
			}
			for _, note := range health.IgnoreNotes(share, c.now(r)) {
				if !slices.Contains(notes, note) {
					notes = append(notes, note)
				}
			}
		}
	}
	if more := len(notes) - enough; more > 0 {
		return append(notes[:enough], fmt.Sprintf("%d more annotations plimsoll/ignore are without effect", more))
	}
	return notes
}

// lapsedIgnores tells of entries of the configuration that count for nothing any more.
func (c *Collected) lapsedIgnores() []string {
	var notes []string
	for i, e := range c.options.Config.Rules.Ignore {
		if health.Lapsed(e.Until, c.Now) {
			notes = append(notes, fmt.Sprintf("rules.ignore[%d] ended on %s: delete it, or give it a new date", i, e.Until))
		}
	}
	return notes
}
