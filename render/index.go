package render

// This file is the views of the pages that list services: the index and an owner's.

import (
	"cmp"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Listing is services in rows, what needs attention first and apart.
type Listing struct {
	Sums      []Sum
	Attention []Row
	More      string // what needs attention too, beyond mostAttention
	Worries   int    // how many rows need attention: they stand first
	Rows      []Row
	Where     bool // the page is about more than one cluster
	Restarts  bool // some row has any
	Hulls     bool
	Dated     bool // some row knows when it last changed
	Choices   []Choice
	Total     string
}

// mostAttention is how many of what needs attention stand above the list: more, nobody reads.
const mostAttention = 50

// Sum counts the services of one status; Filter leaves only those in the list.
type Sum struct {
	Badge
	Count, Filter string
}

// Row is a service.
type Row struct {
	Badge
	Name, Space, Link string
	Owner, OwnerLink  string
	System            string
	In                string // the places' names, for the script
	Changed           Moment
	Stale             bool
	Lead              *Lead
	Places            []Place
	Versions          []string
	Drift             bool
	Ready             string
	Hull              *Hull
	Restarts          string
	Ignored           string // problems that are set aside
}

// Lead is the problem to name first.
type Lead struct {
	Badge
	What, Message, Cluster string
	Since                  Moment
	More                   string
}

// Place is a service's state in a cluster.
type Place struct {
	Badge
	Name  string
	Stale bool
}

type indexPage struct {
	Frame
	Listing
	Count   string
	Lead    Sentence
	Fleet   []ClusterRow
	Systems []SystemRow
}

// ClusterRow is a cluster of the index page.
type ClusterRow struct {
	Name, Link, Where, Kubernetes, Services string
	Read                                    string
	Fine                                    bool
	AsOf                                    Moment
}

func (r *Renderer) indexPage(at place, ix *schemas.Index) *indexPage {
	v := &indexPage{Frame: r.frame(at, "", r.site.Title), Listing: listing(at, ix.Services, environments(ix))}
	v.Count = plural(len(ix.Services), "service") + " in " + plural(len(ix.Clusters), "cluster")
	v.Lead = append(fleetLead(v.Listing), unreadLead(ix.Clusters)...)
	v.Description = v.Count
	v.Systems = systemRows(at, ix)
	for _, c := range ix.Clusters {
		v.Fleet = append(v.Fleet, clusterRow(at, c, len(servicesIn(ix, c.Name))))
	}
	return v
}

func clusterRow(at place, c schemas.ClusterEntry, services int) ClusterRow {
	return ClusterRow{
		Name: c.Name, Link: at.page(clusterDir(c.Name), ""), Where: whereOf(c.Region, c.Environment), Kubernetes: c.Kubernetes,
		Services: number(services), Read: readSummary(c), Fine: allRead(c), AsOf: Moment{c.AsOf},
	}
}

// allRead tells whether nothing of the cluster is in the dark.
func allRead(c schemas.ClusterEntry) bool {
	return c.State == schemas.ReadOK && len(asksOf(c.Name, c.Reads)) == 0
}

// readSummary says in a few words how a cluster was read.
func readSummary(c schemas.ClusterEntry) string {
	if c.State != schemas.ReadOK && c.State != "" {
		return "not read: " + c.State.Words()
	}
	if asks := len(asksOf(c.Name, c.Reads)); asks > 0 {
		return plural(asks, "kind") + " could not be read"
	}
	return "all read"
}

// environments are the clusters' by their names: versions are compared within them.
func environments(ix *schemas.Index) map[string]string {
	in := make(map[string]string, len(ix.Clusters))
	for _, c := range ix.Clusters {
		in[c.Name] = c.Environment
	}
	return in
}

// listing sorts services by how much they need attention, then by name.
func listing(at place, services []schemas.ServiceEntry, in map[string]string) Listing {
	l := Listing{Where: true}
	counts := map[schemas.Status]int{}
	sorted := slices.Clone(services)
	slices.SortStableFunc(sorted, func(a, b schemas.ServiceEntry) int {
		return cmp.Or(cmp.Compare(a.Status.Rank(), b.Status.Rank()), cmp.Compare(b.Critical, a.Critical), cmp.Compare(a.ID, b.ID))
	})
	for _, s := range sorted {
		row := rowOf(at, s, in)
		counts[s.Status]++
		if needsAttention(s) {
			l.Worries++
		}
		l.Rows = append(l.Rows, row)
		l.Restarts = l.Restarts || s.Restarts > 0
		l.Hulls = l.Hulls || row.Hull != nil
		l.Dated = l.Dated || row.Changed.Known()
	}
	l.Attention = l.Rows[:min(l.Worries, mostAttention)]
	if rest := l.Worries - len(l.Attention); rest > 0 {
		l.More = "and " + number(rest) + " more, which stand first in the list"
	}
	l.Choices, l.Total = choices(l.Rows, l.Worries), plural(len(l.Rows), "service")
	for _, status := range schemas.Statuses() {
		if n := counts[status]; n > 0 {
			l.Sums = append(l.Sums, l.sum(status, n))
		}
	}
	return l
}

func (l Listing) sum(status schemas.Status, n int) Sum {
	s := Sum{Badge: badgeOf(status), Count: number(n)}
	if l.Filtered() {
		s.Filter = "state=" + s.Word
	}
	return s
}

func needsAttention(s schemas.ServiceEntry) bool {
	return s.Status == schemas.Down || s.Status == schemas.Degraded || s.Status == schemas.Missing || s.Status == schemas.Unknown
}

func rowOf(at place, s schemas.ServiceEntry, in map[string]string) Row {
	row := Row{Badge: badgeOf(s.Status), Name: titleOf(s), Link: at.page(serviceDir(s.ID), ""), Owner: cmp.Or(s.OwnerTitle, s.Owner), System: s.System, Changed: Moment{s.Changed}, Restarts: number(s.Restarts)}
	if namespace, _, two := strings.Cut(s.ID, "/"); two {
		row.Space = namespace
	}
	if s.Owner != "" {
		row.OwnerLink = at.page(ownerDir(s.Owner), "")
	}
	row.Lead = leadRow(s)
	wanted, ready := 0, 0
	var places []string
	for _, c := range s.Clusters {
		places = append(places, c.Name)
		row.Places = append(row.Places, Place{badgeOf(c.Status), c.Name, c.Stale})
		wanted, ready = wanted+c.Wanted, ready+c.Ready
		row.Stale = row.Stale || c.Stale
		if h := hullOfRow(c.Headroom); h != nil && (row.Hull == nil || h.Load() > row.Hull.Load()) {
			row.Hull = h
		}
	}
	row.In = strings.Join(places, "|")
	row.Versions, row.Drift = versionsOf(s.Clusters, in)
	if s.Ignored > 0 {
		row.Ignored = number(s.Ignored) + " ignored"
	}
	if wanted > 0 || ready > 0 {
		row.Ready = number(ready) + " of " + number(wanted)
	}
	return row
}

// versionsOf lists what runs anywhere, and tells whether clusters of one environment differ.
func versionsOf(places []schemas.Placement, in map[string]string) (versions []string, drift bool) {
	const most = 3
	usual := map[string]string{}
	for _, p := range places {
		if p.Version == "" {
			continue
		}
		if was, seen := usual[in[p.Name]]; seen && was != p.Version {
			drift = true
		}
		usual[in[p.Name]] = p.Version
		for v := range strings.SplitSeq(p.Version, ", ") {
			if !slices.Contains(versions, v) {
				versions = append(versions, v)
			}
		}
	}
	if rest := len(versions) - most; rest > 0 {
		versions = append(versions[:most:most], number(rest)+" more")
	}
	return versions, drift
}

func leadRow(s schemas.ServiceEntry) *Lead {
	if s.Lead == nil {
		return nil
	}
	lead := &Lead{Badge: severityBadge(s.Lead.Severity), Message: s.Lead.Message, Cluster: s.Lead.Cluster, Since: Moment{s.Lead.Since}}
	if is, known := phrases[s.Lead.Rule]; known {
		lead.What, lead.Message = is.of(s), detail(s.Lead.Rule, s.Lead.Message)
	} else {
		lead.Message = upperFirst(lead.Message)
	}
	if rest := s.Critical + s.Warnings - 1; rest > 0 {
		lead.More = number(rest) + " more"
	}
	return lead
}
