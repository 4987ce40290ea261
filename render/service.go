package render

// This file is the view of a service's page.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// A description of a line stands under the title; a longer one would push what is wrong out of sight.
const mostShort = 140

type servicePage struct {
	Frame
	Badge
	Service     schemas.Service
	About       Prose  // the description
	Written     Prose  // notes
	Name        string // under the title, where that is not the name
	Owner       string // link
	OwnerName   string
	System      string         // link
	Ways        []schemas.Link // out: repository, runbook, dashboard
	Lead        Sentence
	Lanes       []Lane
	Problems    []Card // critical and warning
	Notes       []Card // info: worth knowing, no trouble
	Aside       []Card // set aside by somebody
	Ignored     string // how many that are
	DependsOn   Relations
	NeededBy    Relations
	Fleets      []Fleet
	Fleet       *Fleet // what a loss would cost most
	OtherFleets []Fleet
	FleetCount  string
	MoreFleets  string
	Long        bool // the description stands below
	Beside      bool // there is enough to put what changed beside what is wrong
	Timeline    Timeline
	Sections    []Section
	Count       string
	Fine        string // said where nothing is wrong
	FineBadge   Badge
	Short       string // the description, where it is a line; a longer one stands below
	Sight       LaneTable
	Rest        *Rest  // the lanes that are folded
	Unscaled    string // said where nothing has an autoscaler
	Matrix      *Matrix
	BadgeLine   string // Markdown that shows the badge
}

// Section is the details of one cluster.
type Section struct {
	Badge
	ID, Name, Where, Kubernetes, Link string
	Stale                             bool
	AsOf                              Moment
	Asks                              Asks
	Workloads                         []Workload
	Wrong, Parts                      []Part // what stands around it: that with trouble opens by itself
	Empty                             string
}

// servicePage opens the snapshot: nothing of a service is read before its page is made.
func (r *Renderer) servicePage(at place, id string, load Load, near neighbours, known map[string]string) (any, error) {
	s, changes, err := load(id)
	if err != nil {
		return nil, fmt.Errorf("open the snapshot of %s: %w", id, err)
	}
	cards, owner := r.cardsOf(at, s), near.ownerTitle(id, s.Service)
	v := &servicePage{
		Frame:     r.frame(at, serviceDir(id), cmp.Or(s.Service.Title, s.Service.Name), serviceCrumbs(at, s, owner)...),
		OwnerName: owner,
		Badge:     badgeOf(s.Status), Service: s.Service, Ways: safeLinks(s.Service.Links),
		Lead: leadOf(s, changes, cards), Timeline: timelineOf(changes),
	}
	v.Description = v.Lead.String()
	v.Data, v.DataName = at.root+"data/services/"+id+".json", "data/services/"+id+".json"
	v.Legend = legend()
	r.leaving(v, at)
	v.About, v.Written = r.about(at, s.Service), r.notes(at, id, known)
	v.describe(at, s, near)
	v.Problems, v.Notes, v.Aside = apart(cards)
	v.Ignored = ignoredIn(s)
	v.Beside = len(v.Problems)+len(v.Notes) > 0
	v.fleets(s)
	r.places(v, at, s, changes)
	v.Fine, v.FineBadge = fineWords(s), Badge{Shape: "succeeded", Tone: "ok"}
	if len(s.Clusters) == 0 {
		v.FineBadge = badgeOf(schemas.Unknown)
	}
	v.Count = plural(len(s.Clusters), "cluster")
	return v, nil
}

// describe is what people have said of the service.
func (v *servicePage) describe(at place, s *schemas.Snapshot, near neighbours) {
	if s.Service.Title != "" && !strings.EqualFold(s.Service.Title, s.Service.Name) {
		v.Name = s.Service.Name
	}
	if about := s.Service.Description; len(about) <= mostShort && v.About.Line() != "" {
		v.Short = about
	}
	v.Long = s.Service.Description != v.Short
	if s.Service.Owner != "" {
		v.Owner = at.page(ownerDir(s.Service.Owner), "")
	}
	if s.Service.System != "" {
		v.System = at.page(systemDir(s.Service.System), "")
	}
	v.DependsOn = near.relations(at, s.Service.DependsOn)
	v.NeededBy = near.relations(at, near.needed[s.Service.ID])
}

// fleets keeps in sight what a loss would cost most, and folds the rest.
func (v *servicePage) fleets(s *schemas.Snapshot) {
	v.Fleets, v.MoreFleets = fleetsOf(s)
	if len(v.Fleets) > 0 {
		v.Fleet, v.OtherFleets = &v.Fleets[0], v.Fleets[1:]
		v.FleetCount = number(len(v.OtherFleets)) + " more"
	}
}

// places are the lanes and the sections, cluster by cluster.
func (r *Renderer) places(v *servicePage, at place, s *schemas.Snapshot, changes []schemas.Change) {
	all := drifts(s)
	names := []string{} // the script reads a list, of none too
	for _, c := range worstFirst(s.Clusters) {
		lane := laneOf(c, all, changes)
		v.Lanes = append(v.Lanes, lane)
		section := r.sectionOf(at, c)
		section.measure(s.Service.ID, c)
		v.Sections = append(v.Sections, section)
		names = append(names, c.Name)
	}
	v.Sight, v.Rest = lanesOf(v.Lanes)
	if !v.Sight.Autoscale {
		v.Unscaled = unscaledWords(s)
	}
	v.Matrix = matrixOf(s)
	v.Clusters = toJSON(names)
}

// fineWords says that nothing is wrong, and no more than was read. What is ignored, Kubernetes reports as well.
func fineWords(s *schemas.Snapshot) string {
	if len(s.Clusters) == 0 {
		return "Nothing is known of it."
	}
	for _, c := range s.Clusters {
		if c.Stale || len(asksOf(c.Name, c.Reads)) > 0 {
			return "Nothing, in what could be read."
		}
	}
	if ignoredIn(s) != number(0) {
		return "Nothing but what is ignored."
	}
	return "Nothing that Kubernetes reports."
}

// worstFirst keeps the order of names among clusters that are equally well.
func worstFirst(clusters []schemas.Cluster) []schemas.Cluster {
	sorted := slices.Clone(clusters)
	slices.SortStableFunc(sorted, func(a, b schemas.Cluster) int { return cmp.Compare(a.Status.Rank(), b.Status.Rank()) })
	return sorted
}

func serviceCrumbs(at place, s *schemas.Snapshot, owner string) []Crumb {
	var crumbs []Crumb
	if s.Service.Owner != "" {
		crumbs = append(crumbs, Crumb{owner, at.page(ownerDir(s.Service.Owner), "")})
	}
	return append(crumbs, Crumb{Title: cmp.Or(s.Service.Title, s.Service.Name)})
}

func (r *Renderer) sectionOf(at place, c schemas.Cluster) Section {
	v := Section{
		Badge: badgeOf(c.Status), ID: anchor("cluster", c.Name), Name: c.Name, Where: whereOf(c.Region, c.Environment),
		Kubernetes: c.Kubernetes, Link: at.page(clusterDir(c.Name), ""), Stale: c.Stale, AsOf: Moment{c.AsOf},
		Asks: asksOf(c.Name, c.Reads),
	}
	for _, p := range r.partsOf(at, c) {
		if p.Wrong {
			v.Wrong = append(v.Wrong, p)
		} else {
			v.Parts = append(v.Parts, p)
		}
	}
	for _, w := range c.Workloads {
		v.Workloads = append(v.Workloads, workloadOf(w, c.Problems))
	}
	for _, j := range c.Jobs {
		v.Workloads = append(v.Workloads, jobOf(j))
	}
	if len(v.Workloads) == 0 {
		v.Empty = emptyWords(c)
	}
	return v
}

// emptyWords say why there is nothing, because "nothing there" and "could not be read" are not the same.
func emptyWords(c schemas.Cluster) string {
	switch c.Status {
	case schemas.Unknown:
		return "What runs here is not known, because it could not be read."
	case schemas.Missing:
		return "Nothing of this service is here, though its definition expects it or it was here lately. The cluster was read."
	default:
		return "No workload of this service is here. The cluster was read."
	}
}

// leaving is what leaves the site: the feed of the page's changes, and the badge as a line for a README.
func (r *Renderer) leaving(v *servicePage, at place) {
	dir := serviceDir(v.Service.ID)
	if r.writes("atom") {
		v.Feed = at.root + dir + "changes.atom"
	}
	if r.writes("badge") {
		v.BadgeLine = "[![" + labelOf(v.Title) + "](" + r.address(at, dir+"badge.svg") + ")](" + r.address(at, dir+"index.html") + ")"
	}
}

// labelOf is a title that ends no bracket.
func labelOf(title string) string {
	return strings.NewReplacer("[", "(", "]", ")", "\\", "/").Replace(oneLine(title))
}

// writes tells whether the site has a format.
func (r *Renderer) writes(name string) bool {
	return slices.ContainsFunc(r.formats, func(f *format) bool { return f.name == name })
}
