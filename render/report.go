package render

// This file puts a comparison into the order in which it is told: what needs attention, then what happened alike to many
// services, said once, then what else changed in each.

import (
	"maps"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// mostPlaces is how many clusters a line of a report names.
const mostPlaces = 6

// report is a comparison as it is told.
type report struct {
	*schemas.Comparison
	urgent  []reported // got worse or better, came, went
	alike   []shared
	changed []reported
}

// every is all services that are told of by themselves.
func (r *report) every() []reported { return slices.Concat(r.urgent, r.changed) }

// reported is one service and the lines that are its own.
type reported struct {
	schemas.Compared
	lines []diff.Line
}

// shared is what happened to several services.
type shared struct {
	said  []diff.Part
	ids   []string
	first schemas.Entry // of the first of them
	one   bool          // from and to are the same in all: not only the tags of images
	folds int           // services that need not say it themselves
	spare bool          // the line is left out where it would stand again
}

func reportOf(c *schemas.Comparison) *report {
	r := &report{Comparison: c}
	lines := make([][]diff.Line, len(c.Services))
	for i, s := range c.Services {
		lines[i] = linesOf(s)
	}
	many := alikeOf(c.Services, lines)
	for i, s := range c.Services {
		r.add(s, lines[i], many)
	}
	r.alike = inOrderOf(many)
	return r
}

// add leaves out of a service's lines what is said of several. One that got worse or better keeps all of them, because
// the cause may be what others have too.
func (r *report) add(s schemas.Compared, lines []diff.Line, many map[string]*shared) {
	var own []diff.Line
	for _, l := range lines {
		if many[wordsOf(l.Alike())] == nil {
			own = append(own, l)
		}
	}
	switch {
	case s.Direction == schemas.OnlyChanged && len(own) > 0:
		r.changed = append(r.changed, reported{s, own})
	case s.Direction == schemas.OnlyChanged, s.Direction == schemas.LostSight && len(own) == 0:
	default:
		r.urgent = append(r.urgent, reported{s, lines})
		return
	}
	for _, l := range lines {
		if a := many[wordsOf(l.Alike())]; a != nil {
			a.spare = true
		}
	}
}

// linesOf leaves out what the service's heading says, and pods that gave way because their template changed.
func linesOf(s schemas.Compared) []diff.Line {
	entries := slices.DeleteFunc(slices.Clone(s.Entries), func(e schemas.Entry) bool {
		switch e.What {
		case schemas.ServiceAppeared, schemas.ServiceVanished:
			return true
		case schemas.StatusChanged:
			return e.Cluster == "" && e.Object == "" && s.Direction != schemas.OnlyChanged
		case schemas.PodsReplaced:
			return slices.ContainsFunc(s.Entries, func(o schemas.Entry) bool {
				return (o.What == schemas.ImageChanged || o.What == schemas.AmountsChanged) && o.Cluster == e.Cluster && o.Object == e.Object
			})
		}
		return false
	})
	return diff.Summed(diff.Across(entries))
}

// alikeOf finds the lines that several services have, by their words.
func alikeOf(services []schemas.Compared, lines [][]diff.Line) map[string]*shared {
	found := map[string]*shared{}
	for i, s := range services {
		for _, line := range lines[i] {
			parts := line.Alike()
			key := wordsOf(parts)
			a := found[key]
			if a == nil {
				a = &shared{said: parts, first: line.Entry, one: true}
				found[key] = a
			}
			a.one = a.one && a.first.From == line.Entry.From && a.first.To == line.Entry.To
			if len(a.ids) == 0 || a.ids[len(a.ids)-1] != s.ID {
				a.ids = append(a.ids, s.ID)
				a.folds += folds(s)
			}
		}
	}
	maps.DeleteFunc(found, func(_ string, a *shared) bool { return a.folds < manyAlike })
	return found
}

// folds is 1 for a service of which nothing more may be left to say.
func folds(s schemas.Compared) int {
	if s.Direction == schemas.OnlyChanged || s.Direction == schemas.LostSight {
		return 1
	}
	return 0
}

// inOrderOf puts what most have first, and leaves out what is told of each of them anyway. An image that is one and the same in all is named.
func inOrderOf(many map[string]*shared) []shared {
	list := make([]shared, 0, len(many))
	for _, key := range slices.Sorted(maps.Keys(many)) {
		a := *many[key]
		if !a.spare {
			continue
		}
		if name := imageName(a.first.From); a.one && a.first.What == schemas.ImageChanged && name == imageName(a.first.To) {
			at := slices.IndexFunc(a.said, func(p diff.Part) bool { return p.Role == diff.Plain && strings.HasPrefix(p.Text, "image") })
			a.said = slices.Insert(slices.Clone(a.said), max(at, 0), diff.Part{Text: name, Role: diff.Name}, diff.Part{Text: " "})
		}
		list = append(list, a)
	}
	slices.SortStableFunc(list, func(a, b shared) int { return len(b.ids) - len(a.ids) })
	return list
}

// imageName is "proxy" of "registry.example:5000/mesh/proxy:1.9.3".
func imageName(image string) string {
	image, _, _ = strings.Cut(lastName(image), "@")
	name, _, _ := strings.Cut(image, ":")
	return name
}
