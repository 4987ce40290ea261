package render

// This file is what a service depends on and what needs it, each with how it is now.

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Beyond mostRelations, those that are well are counted.
const mostRelations = 12

// Relation is another service and how it is. Without a link it is a reference that is no service here.
type Relation struct {
	Badge
	Name, Link string
}

// Relations are of one kind, the worst first.
type Relations struct {
	All  []Relation
	More string
}

// neighbours knows the row of every service, and which services need it.
type neighbours struct {
	rows   map[string]schemas.ServiceEntry
	needed map[string][]string
}

func neighboursOf(ix *schemas.Index) neighbours {
	n := neighbours{rows: make(map[string]schemas.ServiceEntry, len(ix.Services)), needed: map[string][]string{}}
	for _, s := range ix.Services {
		n.rows[s.ID] = s
		for _, on := range s.DependsOn {
			if on != s.ID && !slices.Contains(n.needed[on], s.ID) {
				n.needed[on] = append(n.needed[on], s.ID)
			}
		}
	}
	return n
}

// ownerTitle is what a service's owner is called, which another service's source may know.
func (n neighbours) ownerTitle(id string, s schemas.Service) string {
	return cmp.Or(n.rows[id].OwnerTitle, s.OwnerTitle, s.Owner)
}

// input is what a service's page shows of its neighbours, and nothing more: their pods and restarts are no reason to
// render it anew.
func (n neighbours) input(s schemas.ServiceEntry) string {
	parts := []string{s.OwnerTitle}
	for _, ids := range [][]string{s.DependsOn, n.needed[s.ID]} {
		for _, id := range ids {
			row := n.rows[id]
			parts = append(parts, id, row.Title, row.Name, string(row.Status))
		}
		parts = append(parts, "")
	}
	return digest(parts...)
}

// relations shows services by their ids. One that several names mean is shown once.
func (n neighbours) relations(at place, ids []string) Relations {
	var known, other []Relation
	ids = slices.Clone(ids)
	slices.SortStableFunc(ids, func(a, b string) int {
		return cmp.Or(cmp.Compare(n.rows[a].Status.Rank(), n.rows[b].Status.Rank()), strings.Compare(a, b))
	})
	for _, id := range slices.Compact(ids) {
		if row, there := n.rows[id]; there {
			known = append(known, Relation{badgeOf(row.Status), cmp.Or(row.Title, row.Name), at.page(serviceDir(id), "")})
		} else {
			other = append(other, Relation{Name: id})
		}
	}
	r := Relations{All: append(known, other...)}
	if rest := len(r.All) - mostRelations; rest > 1 {
		r.All, r.More = r.All[:mostRelations], number(rest)+" more"
	}
	return r
}
