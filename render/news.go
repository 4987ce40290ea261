package render

// This file finds the newest changes of the whole fleet without reading every history: a service whose last change is
// older than so many others' can have none of them.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// mostNews is how many changes the fleet-wide page and its feed tell.
const mostNews = 200

// teller is a service that may have changes to tell, there or gone.
type teller struct {
	id, name string
	last     time.Time // its newest change
	digest   string
	gone     bool
}

// tellersOf puts those that changed last first. Of one whose last change is not known anything may be expected.
func tellersOf(ix *schemas.Index) []teller {
	all := make([]teller, 0, len(ix.Services)+len(ix.Gone))
	for _, s := range ix.Services {
		all = append(all, teller{id: s.ID, name: titleOf(s), last: s.Changed, digest: s.Digest})
	}
	for _, g := range ix.Gone {
		all = append(all, teller{id: g.ID, name: cmp.Or(g.Title, g.Name), last: g.At, gone: true})
	}
	slices.SortFunc(all, func(a, b teller) int {
		if a.last.IsZero() != b.last.IsZero() {
			if a.last.IsZero() {
				return -1
			}
			return 1
		}
		return newerFirst(a.last, a.id, b.last, b.id)
	})
	return all
}

// newerFirst is the order of changes; of one moment, that of ids.
func newerFirst(a time.Time, ida string, b time.Time, idb string) int {
	return cmp.Or(b.Compare(a), strings.Compare(ida, idb))
}

// inReach are those that can have one of the newest changes: so many, and all whose last change is not known. Beyond
// counts those that the reach cuts off at the very moment of the last within.
func inReach(all []teller) (near []teller, beyond int) {
	first := slices.IndexFunc(all, func(t teller) bool { return !t.last.IsZero() })
	if first < 0 || len(all)-first <= mostNews {
		return all, 0
	}
	end := first + mostNews
	for _, t := range all[end:] {
		if t.last.Equal(all[end-1].last) {
			beyond++
		}
	}
	return all[:end], beyond
}

// newsInput is all that the newest changes follow from.
func newsInput(ix *schemas.Index) string {
	near, beyond := inReach(tellersOf(ix))
	parts := []string{number(beyond)}
	for _, t := range near {
		parts = append(parts, t.id, t.name, t.last.UTC().Format(time.RFC3339), t.digest)
	}
	return digest(parts...)
}

// newsOf merges the histories, each opened no earlier than its turn comes. Untold counts services that changed at the moment of the last change told, and are not among those told.
func newsOf(ix *schemas.Index, history History) (told []happened, untold int, err error) {
	waiting, beyond := inReach(tellersOf(ix))
	m := &merging{waiting: waiting}
	for len(told) < mostNews {
		next, err := m.take(history)
		if err != nil {
			return nil, 0, err
		}
		if next == nil {
			return told, 0, nil
		}
		told = append(told, *next)
	}
	last := told[len(told)-1].At
	if waiting[len(waiting)-1].last.Equal(last) {
		untold = beyond
	}
	return told, untold + m.waitingAt(last), nil
}

// merging is the histories that are read at once, and the services whose turn has not come, in the order of their last
// changes.
type merging struct {
	waiting []teller
	open    []*telling
}

// take is the next change, nil after the last.
func (m *merging) take(history History) (*happened, error) {
	for len(m.waiting) > 0 && (len(m.open) == 0 || m.open[0].after(m.waiting[0])) {
		t, err := openTelling(m.waiting[0], history)
		if err != nil {
			return nil, err
		}
		if m.waiting = m.waiting[1:]; t != nil {
			m.open = append(m.open, t)
			slices.SortFunc(m.open, inTurn)
		}
	}
	if len(m.open) == 0 {
		return nil, nil
	}
	head := m.open[0].head
	if ended := m.open[0].step(); ended {
		m.open = m.open[1:]
	}
	slices.SortFunc(m.open, inTurn)
	return &head, nil
}

// waitingAt counts the services of which nothing was taken, and whose last change was at that moment.
func (m *merging) waitingAt(at time.Time) int {
	n := 0
	for _, t := range m.waiting {
		if t.last.Equal(at) {
			n++
		}
	}
	for _, t := range m.open {
		if t.head.nth == 0 && t.head.At.Equal(at) {
			n++
		}
	}
	return n
}

// telling is a history that is being told, at its next change.
type telling struct {
	head happened
	rest []schemas.Change // the oldest first
}

// openTelling is nil where there is no change to tell.
func openTelling(of teller, history History) (*telling, error) {
	changes, err := history(of.id)
	if err != nil {
		return nil, fmt.Errorf("open the history of %s: %w", of.id, err)
	}
	t := &telling{head: happened{id: of.id, name: of.name, gone: of.gone, nth: -1}, rest: changes}
	if ended := t.step(); ended {
		return nil, nil
	}
	return t, nil
}

// step goes on to the next change, and tells where there is none.
func (t *telling) step() (ended bool) {
	last := len(t.rest) - 1
	if last < 0 {
		return true
	}
	t.head.Change, t.rest = t.rest[last], t.rest[:last]
	t.head.nth++
	return false
}

// after tells whether the history could hold a newer change than this one's next.
func (t *telling) after(of teller) bool {
	return of.last.IsZero() || newerFirst(t.head.At, t.head.id, of.last, of.id) > 0
}

func inTurn(a, b *telling) int { return newerFirst(a.head.At, a.head.id, b.head.At, b.head.id) }
