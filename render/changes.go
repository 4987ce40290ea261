package render

// This file is the view of the fleet-wide changes page: by day, and what happened alike to many services said once.

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func changesDir() string { return "changes/" }

// manyAlike is from how many services on a change is said once for all of them.
const manyAlike = 3

type changesPage struct {
	Frame
	Days []NewsDay
	Said string // how many there are, and of how many services
	Rest string // what is not told
	None bool
}

// NewsDay is a day, in UTC.
type NewsDay struct {
	Name string
	Rows []NewsRow
}

// NewsRow is what changed in one service, or alike in several.
type NewsRow struct {
	Badge
	Name, Space, Link string
	At                Moment
	Anchor            string // where the service's page tells the same
	Lines             [][]diff.Part
	More              string
	Members           []NewsMember // of several services
	Which             string
}

// NewsMember is one of several services, as it was after the change.
type NewsMember struct {
	Badge
	Name, Link string
}

func (r *Renderer) changesPage(at place, ix *schemas.Index, history History) (any, error) {
	told, untold, err := newsOf(ix, history)
	if err != nil {
		return nil, err
	}
	v := &changesPage{Frame: r.frame(at, changesDir(), "What changed", Crumb{Title: "changes"}), None: len(told) == 0}
	services := map[string]bool{}
	for run := range runsOf(told) {
		day := run[0].At.UTC().Format("2 January 2006")
		if len(v.Days) == 0 || v.Days[len(v.Days)-1].Name != day {
			v.Days = append(v.Days, NewsDay{Name: day})
		}
		last := &v.Days[len(v.Days)-1]
		last.Rows = append(last.Rows, rowsOfRun(at, run)...)
		for _, n := range run {
			services[n.id] = true
		}
	}
	v.Said = "the newest " + plural(len(told), "change") + " of " + plural(len(services), "service")
	if len(told) < mostNews {
		v.Said = plural(len(told), "change") + " of " + plural(len(services), "service")
	}
	if untold > 0 {
		v.Rest = upperFirst(plural(untold, "more service")) + " changed at the time of the last one told here. "
	}
	if len(told) == mostNews {
		v.Rest += "Older changes stand on the services' own pages."
	}
	v.Description = v.Said
	return v, nil
}

// runsOf yields the changes of one moment together: what one run found.
func runsOf(told []happened) func(yield func([]happened) bool) {
	return func(yield func([]happened) bool) {
		for len(told) > 0 {
			n := 1
			for n < len(told) && told[n].At.Equal(told[0].At) {
				n++
			}
			if !yield(told[:n]) {
				return
			}
			told = told[n:]
		}
	}
}

// rowsOfRun says first what happened to many, then what is left of each service, the worst first.
func rowsOfRun(at place, run []happened) []NewsRow {
	common := commonLines(run)
	var rows []NewsRow
	for _, key := range common.order {
		if among := common.who[key]; len(among) >= manyAlike {
			rows = append(rows, groupRow(at, common.said[key], among))
		}
	}
	sorted := slices.Clone(run)
	slices.SortStableFunc(sorted, func(a, b happened) int { return cmp.Compare(a.Status.Rank(), b.Status.Rank()) })
	for _, n := range sorted {
		var own [][]diff.Part
		for _, line := range diff.Across(n.Entries) {
			if len(common.who[wordsOf(line.Alike())]) < manyAlike {
				own = append(own, line.Parts())
			}
		}
		if len(own) > 0 {
			rows = append(rows, serviceRow(at, n, own))
		}
	}
	return rows
}

// common is the lines of a run without whom they are of, and the services that have each.
type common struct {
	order []string
	said  map[string][]diff.Part
	who   map[string][]happened
}

func commonLines(run []happened) common {
	c := common{said: map[string][]diff.Part{}, who: map[string][]happened{}}
	for _, n := range run {
		for _, line := range diff.Across(n.Entries) {
			parts := line.Alike()
			key := wordsOf(parts)
			among := c.who[key]
			if among == nil {
				c.order, c.said[key] = append(c.order, key), parts
			}
			if len(among) == 0 || among[len(among)-1].id != n.id {
				c.who[key] = append(among, n)
			}
		}
	}
	slices.SortStableFunc(c.order, func(a, b string) int { return cmp.Compare(len(c.who[b]), len(c.who[a])) })
	return c
}

func groupRow(at place, said []diff.Part, among []happened) NewsRow {
	row := NewsRow{Name: plural(len(among), "service"), At: Moment{among[0].At}, Lines: [][]diff.Part{said}, Which: "which " + number(len(among))}
	worst := among[0].Status
	for _, n := range among {
		if n.Status.Rank() < worst.Rank() {
			worst = n.Status
		}
		row.Members = append(row.Members, NewsMember{badgeOf(n.Status), n.name, n.link(at)})
	}
	row.Badge = badgeOf(worst)
	return row
}

func serviceRow(at place, n happened, lines [][]diff.Part) NewsRow {
	row := NewsRow{Badge: badgeOf(n.Status), Name: n.name, Link: n.link(at), At: Moment{n.At}, Lines: lines}
	if namespace, _, two := strings.Cut(n.id, "/"); two {
		row.Space = namespace
	}
	if !n.gone {
		row.Anchor = at.page(serviceDir(n.id), n.fragment())
	}
	if rest := len(lines) - mostLines; rest > 1 {
		row.Lines, row.More = lines[:mostLines], number(rest)+" more"
	}
	return row
}

// link is the page of the service, of which one that is gone has none.
func (n happened) link(at place) string {
	if n.gone {
		return ""
	}
	return at.page(serviceDir(n.id), "")
}

// fragment is where the service's page tells the change; one that is too old for its timeline stands in the data alone.
func (n happened) fragment() string {
	if n.nth >= mostChanges+mostFolded {
		return "changed"
	}
	return ChangeID(n.Change)
}

// fleetFeed tells the same as the page.
func (r *Renderer) fleetFeed(at place, ix *schemas.Index, history History) (any, error) {
	told, _, err := newsOf(ix, history)
	if err != nil {
		return nil, err
	}
	return r.feedOf(at, changesDir(), "What changed · "+r.site.Title, told), nil
}

// Texts are the lines as plain text, for formats without marks.
func (r NewsRow) Texts() []string {
	var said []string
	for _, parts := range r.Lines {
		said = append(said, wordsOf(parts))
	}
	return said
}

func wordsOf(parts []diff.Part) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(p.Text)
	}
	return b.String()
}
