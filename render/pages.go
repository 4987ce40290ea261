package render

// This file is the list of pages: a row says where a page stands, what it depends on and how its view is made.

import (
	"cmp"
	"encoding/json"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// row is a page in any format.
type row struct {
	dir      string // "services/checkout/", "" for the root
	file     string // where the name of the file is not the format's
	template string // a format that has none of this name has no such page
	input    string // digest of its data
	view     func(at place) (any, error)
}

// rows lists the pages of the site, the most looked at first.
func (r *Renderer) rows(ix *schemas.Index, load Load, history History) []row {
	services, near := rowDigests(ix), neighboursOf(ix)
	rows := []row{
		{template: "index", input: digest(joined(services, ix.Services), toJSON(ix.Clusters)),
			view: func(at place) (any, error) { return r.indexPage(at, ix), nil }},
		{file: "404.html", template: "404",
			view: func(at place) (any, error) { return r.lostPage(at), nil }},
		{dir: changesDir(), template: "changes", input: newsInput(ix),
			view: func(at place) (any, error) { return r.changesPage(at, ix, history) }},
		{dir: changesDir(), template: "feed", input: newsInput(ix),
			view: func(at place) (any, error) { return r.fleetFeed(at, ix, history) }},
		{dir: "rules/", template: "rules",
			view: func(at place) (any, error) { return r.rulesPage(at), nil }},
	}
	for _, c := range ix.Clusters {
		mine := servicesIn(ix, c.Name)
		rows = append(rows, row{dir: clusterDir(c.Name), template: "cluster", input: digest(toJSON(c), joined(services, mine)),
			view: func(at place) (any, error) { return r.clusterPage(at, c, mine), nil }})
	}
	in := environments(ix)
	for _, o := range owners(ix) {
		rows = append(rows, row{dir: ownerDir(o.name), template: "owner", input: digest(joined(services, o.services), toJSON(in)),
			view: func(at place) (any, error) { return r.ownerPage(at, o, in), nil }})
	}
	known := knownIDs(ix)
	leads := r.leads(known)
	rows = append(rows, r.ownRows(known)...)
	for _, s := range systems(ix) {
		rows = append(rows, row{dir: systemDir(s.name), template: "system", input: digest(joined(services, s.services), toJSON(in)),
			view: func(at place) (any, error) { return r.systemPage(at, s, in), nil }})
	}
	own := func(id string) string { return r.noteInput(id, leads) }
	return append(rows, r.serviceRows(ix, near, own, load, history, known)...)
}

// serviceRows are those of the services that some format draws: of the others nothing is digested.
func (r *Renderer) serviceRows(ix *schemas.Index, near neighbours, own func(id string) string, load Load, history History, known map[string]string) []row {
	page, feed, badge := r.draws("service"), r.draws("feed"), r.draws("badge")
	rows := make([]row, 0, len(ix.Services))
	for _, s := range ix.Services {
		dir := serviceDir(s.ID)
		if page {
			rows = append(rows, row{dir: dir, template: "service", input: digest(s.Digest, near.input(s), own(s.ID)),
				view: func(at place) (any, error) { return r.servicePage(at, s.ID, load, near, known) }})
		}
		if feed {
			rows = append(rows, row{dir: dir, template: "feed", input: digest(titleOf(s), s.Changed.String(), s.Digest),
				view: func(at place) (any, error) { return r.serviceFeed(at, s, history) }})
		}
		if badge {
			rows = append(rows, row{dir: dir, template: "badge", input: digest(titleOf(s), string(s.Status)),
				view: func(at place) (any, error) { return badgeOfService(s), nil }})
		}
	}
	return rows
}

// draws tells whether some format of the site has such a page.
func (r *Renderer) draws(template string) bool {
	return slices.ContainsFunc(r.formats, func(f *format) bool { return f.has(template) })
}

// servicesIn are the services that have a placement in the cluster.
func servicesIn(ix *schemas.Index, cluster string) []schemas.ServiceEntry {
	mine := make([]schemas.ServiceEntry, 0, len(ix.Services))
	for _, s := range ix.Services {
		if slices.ContainsFunc(s.Clusters, func(p schemas.Placement) bool { return p.Name == cluster }) {
			mine = append(mine, s)
		}
	}
	return mine
}

// rowDigests digests every summary row once: a row stands on several pages. A run in which little has changed does
// hardly anything else, so all processors take part.
func rowDigests(ix *schemas.Index) map[string]string {
	lines := make([]string, len(ix.Services))
	share := len(lines)/runtime.GOMAXPROCS(0) + 1
	var group sync.WaitGroup
	for from := 0; from < len(lines); from += share {
		group.Go(func() {
			for i := from; i < min(from+share, len(lines)); i++ {
				line, _ := schemas.EncodeLine(&ix.Services[i]) // plain data, which cannot fail
				lines[i] = schemas.Digest(line)
			}
		})
	}
	group.Wait()
	digests := make(map[string]string, len(lines))
	for i, line := range lines {
		digests[ix.Services[i].ID] = line
	}
	return digests
}

// titleOf is what people call a service.
func titleOf(s schemas.ServiceEntry) string { return cmp.Or(s.Title, s.Name) }

func joined(digests map[string]string, services []schemas.ServiceEntry) string {
	parts := make([]string, len(services))
	for i := range services {
		parts[i] = digests[services[i].ID]
	}
	return digest(strings.Join(parts, "\n"))
}

// toJSON writes plain data, which cannot fail.
func toJSON(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}
