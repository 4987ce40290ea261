package collect

// This file joins what people have said of a service in several parts: the newest part that says a thing holds, and what
// others say differently is told.

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// voice is one account of a service.
type voice struct {
	from string
	schemas.Service
}

// service is what all say together; the merge before has a say where it keeps a cluster.
func (j *joining) service(kept bool) schemas.Service {
	voices := j.voices(kept)
	if len(voices) == 1 {
		return voices[0].Service
	}
	s := voices[0].Service
	for _, field := range spoken() {
		for _, v := range voices[1:] {
			switch own, other := field.of(&s), field.of(&v.Service); {
			case *other == "" || *own == *other:
			case *own == "":
				*own = *other
			default:
				j.conflict(field.name, *own, v.from, *other)
			}
		}
	}
	for _, v := range voices[1:] {
		if rankOfOrigin(v.Origin) < rankOfOrigin(s.Origin) {
			s.Origin = v.Origin
		}
		if s.OwnerTitle == "" && s.Owner == v.Owner {
			s.OwnerTitle = v.OwnerTitle
		}
		if len(s.Links) == 0 {
			s.Links = v.Links
		}
		if len(s.ProvidesAPIs) == 0 {
			s.ProvidesAPIs = v.ProvidesAPIs
		}
		s.DependsOn = j.needs(s.DependsOn, v.DependsOn)
	}
	return s
}

// voices are the newest first.
func (j *joining) voices(kept bool) []voice {
	var parts []*part
	for _, p := range j.Merged.parts {
		if j.parts[p] != nil {
			parts = append(parts, p)
		}
	}
	slices.SortStableFunc(parts, func(a, b *part) int { return b.newest.Compare(a.newest) })
	var voices []voice
	for _, p := range parts {
		voices = append(voices, voice{p.Name, j.parts[p].Service})
	}
	if j.past != nil && (kept || len(voices) == 0) {
		voices = append(voices, voice{"the merge before", j.past.Service})
	}
	if len(voices) == 0 {
		voices = append(voices, voice{"", schemas.Service{ID: j.id, Name: j.id, Origin: schemas.OriginDiscover, Links: []schemas.Link{}, DependsOn: []string{}}})
	}
	return voices
}

type spokenField struct {
	name string
	of   func(*schemas.Service) *string
}

func spoken() []spokenField {
	return []spokenField{
		{"title", func(s *schemas.Service) *string { return &s.Title }},
		{"owner", func(s *schemas.Service) *string { return &s.Owner }},
		{"system", func(s *schemas.Service) *string { return &s.System }},
		{"lifecycle", func(s *schemas.Service) *string { return &s.Lifecycle }},
		{"description", func(s *schemas.Service) *string { return &s.Description }},
	}
}

func (j *joining) conflict(field, stands, from, other string) {
	const most = 60
	text := fmt.Sprintf("service %s: its %s is %q in the newest part that says so, and %q in %s: the newest holds",
		j.id, field, facts.Clean(stands, most), facts.Clean(other, most), from)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.conflicts[text] = true
}

func rankOfOrigin(o schemas.Origin) int {
	return slices.Index([]schemas.Origin{schemas.OriginCatalog, schemas.OriginDefine, schemas.OriginDiscover}, o)
}

// needs joins what a service depends on. A part that does not hold a dependency names it by the catalog's reference
// alone; one that does, by the id of the service.
func (j *joining) needs(stands, other []string) []string {
	if len(stands) == 0 {
		return other
	}
	if len(stands) != len(other) {
		return stands
	}
	joined := slices.Clone(stands)
	for i := range joined {
		_, have := slices.BinarySearch(j.services, joined[i])
		if _, known := slices.BinarySearch(j.services, other[i]); known && !have {
			joined[i] = cmp.Or(other[i], joined[i])
		}
	}
	return joined
}
