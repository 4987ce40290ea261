package site

// This file compares two states of a fleet: the indexes first, then of the snapshots only those that differ.

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Narrow says what to compare; what is empty leaves everything in.
type Narrow struct {
	Services, Clusters []string
	Groups             []string // of diff.Groups
}

// UnknownError is a name that neither state has.
type UnknownError struct{ What, Name, Nearest string }

func (e *UnknownError) Error() string {
	text := fmt.Sprintf("neither state has a %s %q", e.What, e.Name)
	if e.Nearest != "" {
		text += "; did you mean " + e.Nearest + "?"
	}
	return text
}

// Compare tells what changed from old to new. A snapshot that both indexes give the same digest is not opened.
func Compare(old, new *Side, only Narrow) (*schemas.Comparison, error) {
	c := &comparing{old: old, new: new, only: only}
	if err := c.knownNames(); err != nil {
		return nil, err
	}
	result := &schemas.Comparison{
		Schema: schemas.ComparisonSchema, SchemaVersion: schemas.ComparisonVersion, Old: old.About, New: new.About,
		Unread: []schemas.Unread{}, Clusters: []schemas.Entry{}, Services: []schemas.Compared{},
	}
	c.fleet(result)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, id := range c.ids() {
		if old.digests[id] == new.digests[id] {
			result.Unchanged++
			continue
		}
		group.Go(func() error { return c.service(id, result) })
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	slices.SortFunc(result.Services, inOrder)
	return result, nil
}

type comparing struct {
	old, new *Side
	only     Narrow
	mu       sync.Mutex
}

// knownNames refuses a service or a cluster that is in neither state: narrowed to a typing mistake, nothing would have
// changed.
func (c *comparing) knownNames() error {
	var clusters []string
	for _, k := range slices.Concat(c.old.clusters, c.new.clusters) {
		clusters = append(clusters, k.Name)
	}
	for _, name := range c.only.Clusters {
		if len(clusters) > 0 && !slices.Contains(clusters, name) {
			return &UnknownError{"cluster", name, schemas.Nearest(name, clusters)}
		}
	}
	for _, id := range c.only.Services {
		if !c.old.has(id) && !c.new.has(id) {
			return &UnknownError{"service", id, schemas.Nearest(id, c.every())}
		}
	}
	return nil
}

// every is all ids, in their order.
func (c *comparing) every() []string {
	var all []string
	for _, s := range []*Side{c.old, c.new} {
		for id := range s.digests {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// ids are the services to compare. A lone snapshot is compared with the same service of a folder, and with another
// lone snapshot whatever that is of.
func (c *comparing) ids() []string {
	switch {
	case len(c.only.Services) > 0:
		return c.only.Services
	case c.new.lone != nil:
		return []string{c.new.lone.Service.ID}
	case c.old.lone != nil:
		return []string{c.old.lone.Service.ID}
	default:
		return c.every()
	}
}

// fleet fills in what is said of the clusters themselves.
func (c *comparing) fleet(into *schemas.Comparison) {
	for _, u := range diff.Unread(c.old.clusters, c.new.clusters) {
		if c.about(u.Cluster) {
			into.Unread = append(into.Unread, u)
		}
	}
	if !c.old.vouched || !c.new.vouched {
		return // what a lone snapshot says of its clusters is said of the service
	}
	for _, e := range diff.Fleet(c.old.clusters, c.new.clusters) {
		if c.about(e.Cluster) && diff.Within(c.only.Groups, e) {
			into.Clusters = append(into.Clusters, e)
		}
	}
}

func (c *comparing) about(cluster string) bool {
	return len(c.only.Clusters) == 0 || slices.Contains(c.only.Clusters, cluster)
}

// service compares one service and adds it to the result if there is anything to tell.
func (c *comparing) service(id string, into *schemas.Comparison) error {
	old, err := c.old.snapshot(id)
	if err != nil {
		return err
	}
	new, err := c.new.snapshot(id)
	if err != nil {
		return err
	}
	old, new = c.narrowed(old), c.narrowed(new)
	entries := slices.DeleteFunc(diff.Snapshots(old, new), func(e schemas.Entry) bool {
		return !diff.Within(c.only.Groups, e) || told(e, into.Clusters)
	})
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(entries) == 0 {
		into.Unchanged++
		return nil
	}
	into.Services = append(into.Services, compared(old, new, entries))
	return nil
}

// narrowed leaves the clusters that are asked for, and what they say of the service; nil where it is in none of them.
func (c *comparing) narrowed(s *schemas.Snapshot) *schemas.Snapshot {
	if s == nil || len(c.only.Clusters) == 0 {
		return s
	}
	part := &schemas.Snapshot{Service: schemas.Service{ID: s.Service.ID, Name: s.Service.Name, Title: s.Service.Title, Owner: s.Service.Owner}, Status: schemas.Healthy}
	for _, k := range s.Clusters {
		if !c.about(k.Name) {
			continue
		}
		part.Clusters = append(part.Clusters, k)
		if k.Status.Rank() < part.Status.Rank() {
			part.Status = k.Status
		}
	}
	if len(part.Clusters) == 0 {
		return nil
	}
	return part
}

// told finds how a cluster was read among what is said of the clusters themselves.
func told(e schemas.Entry, clusters []schemas.Entry) bool {
	return e.What == schemas.ReadChanged && slices.ContainsFunc(clusters, func(o schemas.Entry) bool {
		return o.What == e.What && o.Cluster == e.Cluster && o.Object == e.Object && o.To == e.To
	})
}

func compared(old, new *schemas.Snapshot, entries []schemas.Entry) schemas.Compared {
	c := schemas.Compared{Entries: entries}
	if old != nil {
		c.Old = old.Status
	}
	if new != nil {
		c.New = new.Status
	}
	said := cmp.Or(new, old).Service
	c.ID, c.Name, c.Title, c.Owner = said.ID, said.Name, said.Title, said.Owner
	c.Direction = diff.Direction(c.Old, c.New, entries)
	return c
}

// inOrder is which service needs attention more; what only starts or has started pods comes last.
func inOrder(a, b schemas.Compared) int {
	place := func(c schemas.Compared) int { return slices.Index(schemas.Directions(), c.Direction) }
	rank := func(c schemas.Compared) int {
		if c.Direction == schemas.OnlyChanged {
			return 0
		}
		return cmp.Or(c.New, c.Old).Rank()
	}
	motion := func(c schemas.Compared) int {
		if diff.Motion(c.Entries) {
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(place(a), place(b)), cmp.Compare(motion(a), motion(b)), cmp.Compare(rank(a), rank(b)),
		cmp.Compare(diff.Critical(b.Entries), diff.Critical(a.Entries)), diff.Order(a.Entries[0], b.Entries[0]), strings.Compare(a.ID, b.ID),
	)
}
