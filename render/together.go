package render

// This file is the views of pages about services that belong together: an owner's, and a system's.

import (
	"cmp"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// together is services that somebody answers for, or that make a larger whole.
type together struct {
	name, title string
	services    []schemas.ServiceEntry
}

// ownersNamed is an index in which all services of an owner call it the same: not every service's source knows its title.
func ownersNamed(ix *schemas.Index) *schemas.Index {
	titles := map[string]string{}
	for _, o := range owners(ix) {
		titles[schemas.Slug(o.name)] = o.title
	}
	all := *ix
	all.Services = slices.Clone(ix.Services)
	for i, s := range all.Services {
		if s.Owner != "" {
			all.Services[i].OwnerTitle = titles[schemas.Slug(s.Owner)]
		}
	}
	return &all
}

func owners(ix *schemas.Index) []together {
	return gather(ix, func(s schemas.ServiceEntry) (name, title string) { return s.Owner, s.OwnerTitle })
}

func systems(ix *schemas.Index) []together {
	return gather(ix, func(s schemas.ServiceEntry) (name, title string) { return s.System, "" })
}

// gather groups the services.
func gather(ix *schemas.Index, by func(schemas.ServiceEntry) (name, title string)) []together {
	bySlug := map[string]*together{}
	var slugs []string
	for _, s := range ix.Services {
		name, title := by(s)
		if name == "" {
			continue
		}
		slug := schemas.Slug(name)
		if bySlug[slug] == nil {
			bySlug[slug] = &together{name: name}
			slugs = append(slugs, slug)
		}
		t := bySlug[slug]
		t.title = cmp.Or(t.title, title)
		t.services = append(t.services, s)
	}
	slices.Sort(slugs)
	all := make([]together, len(slugs))
	for i, slug := range slugs {
		all[i] = *bySlug[slug]
		all[i].title = cmp.Or(all[i].title, all[i].name)
	}
	return all
}

type togetherPage struct {
	Frame
	Listing
	Count  string
	Lead   Sentence
	Matrix *Matrix
}

func (r *Renderer) ownerPage(at place, o together, in map[string]string) *togetherPage {
	return r.togetherPage(at, ownerDir(o.name), o, in)
}

func (r *Renderer) systemPage(at place, s together, in map[string]string) *togetherPage {
	return r.togetherPage(at, systemDir(s.name), s, in)
}

func (r *Renderer) togetherPage(at place, dir string, t together, in map[string]string) *togetherPage {
	v := &togetherPage{Frame: r.frame(at, dir, t.title, Crumb{Title: t.title}), Listing: listing(at, t.services, in), Matrix: servicesMatrix(at, t.services, in)}
	v.Count = plural(len(t.services), "service")
	v.Lead = fleetLead(v.Listing)
	v.Description = t.title + ": " + v.Count
	return v
}

// SystemRow is a system of the index page.
type SystemRow struct {
	Badge             // of its worst service
	Name, Link, Count string
}

func systemRows(at place, ix *schemas.Index) []SystemRow {
	var rows []SystemRow
	for _, s := range systems(ix) {
		worst := s.services[0].Status
		for _, service := range s.services {
			if service.Status.Rank() < worst.Rank() {
				worst = service.Status
			}
		}
		rows = append(rows, SystemRow{badgeOf(worst), s.title, at.page(systemDir(s.name), ""), number(len(s.services))})
	}
	return rows
}
