// Package collect turns clusters into snapshots: it reads each cluster once, ties its objects together, gives them
// to services, has them judged and assembles one snapshot a service.
package collect

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Options say what to collect and what is known from before.
type Options struct {
	Config   *schemas.Config
	Now      time.Time
	Fixed    bool // Now comes from SOURCE_DATE_EPOCH and stands above a dump's own clock
	Past     Past
	Clusters []string // empty: all
	Services []string // empty: all
	Version  string
	Progress func(source.Progress)
}

// Past is what the run before left. Each of its fields may be nil.
type Past struct {
	Index    *schemas.Index
	Run      *schemas.Run
	Snapshot func(id string) (*schemas.Snapshot, error)
}

// Collected is what a collection found. Snapshots are made one at a time, so that they need not all be held.
type Collected struct {
	Now      time.Time // the clock that everything was judged by
	Clusters []schemas.ClusterEntry
	Run      schemas.Run
	Notes    []string // what the configuration's author should know: conflicts, selectors that match nothing

	options  Options
	roster   *roster
	readings []*source.Reading
	services []*claimed
}

// clustersAtOnce bounds how many clusters are read at the same time. Each holds a few connections, and decoding is
// what costs: more would wait for the processor.
const clustersAtOnce = 8

// Collect reads the clusters of the configuration, which Check has found right. What clusters do wrong is in what
// was collected.
func Collect(ctx context.Context, o Options) (*Collected, error) {
	roster, err := compile(o.Config)
	if err != nil {
		return nil, err
	}
	clusters, err := chosen(o)
	if err != nil {
		return nil, err
	}
	c := &Collected{options: o, roster: roster, readings: readAll(ctx, o, clusters)}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read the clusters: %w: nothing was written", context.Cause(ctx))
	}
	c.Now = clock(o, c.readings)
	claimer := c.giveOut()
	c.keepOtherEntries()
	c.Notes = slices.Concat(roster.notes, claimer.conflicts, c.unmatched(claimer))
	if err := c.checkServices(claimer); err != nil {
		return nil, err
	}
	c.services = c.choose(claimer)
	c.Notes = append(c.Notes, c.ignoreNotes()...)
	c.Run = c.account()
	return c, nil
}

// giveOut gives what was read to services, and says of them what is known.
func (c *Collected) giveOut() *claimer {
	claimer := newClaimer(c.roster, c.options.Config.Services.Discover)
	c.recall(claimer)
	for _, r := range c.readings {
		c.Clusters = append(c.Clusters, c.entry(r, claimer.claim(r, c.unreadable(r))))
	}
	c.roster.describe(claimer)
	return claimer
}

// Partial says that only some clusters or services were asked for: the rest keeps its state.
func (c *Collected) Partial() bool { return len(c.options.Clusters)+len(c.options.Services) > 0 }

// Gone says whether a service of the index that has no snapshot any more may be removed: everything that would
// have to be asked was asked, and answered. While a part of the catalog cannot be read, nobody knows whether it would
// have named the service, and so it stays.
func (c *Collected) Gone(id string) bool {
	if c.Partial() || c.options.Past.Index == nil {
		return false
	}
	at := slices.IndexFunc(c.options.Past.Index.Services, func(s schemas.ServiceEntry) bool { return s.ID == id })
	if at < 0 {
		return false
	}
	for _, p := range c.options.Past.Index.Services[at].Clusters {
		if r := c.reading(p.Name); r != nil && !readWhole(r) {
			return false
		}
	}
	if c.roster.torn {
		past := c.past(id)
		return past == nil || past.Service.Origin != schemas.OriginCatalog
	}
	return true
}

// Asked counts the clusters that were to be read.
func (c *Collected) Asked() int { return len(c.readings) }

// Readable counts those that answered.
func (c *Collected) Readable() (n int) {
	for _, r := range c.readings {
		if r.State == schemas.ReadOK {
			n++
		}
	}
	return n
}

// Complete says whether everything that was asked for could be read.
func (c *Collected) Complete() bool {
	return !slices.ContainsFunc(c.readings, func(r *source.Reading) bool { return !readWhole(r) })
}

func (c *Collected) reading(cluster string) *source.Reading {
	for _, r := range c.readings {
		if r.Name == cluster {
			return r
		}
	}
	return nil
}

// readWhole says whether a cluster answered for every kind. Only then is something that is not there, gone.
func readWhole(r *source.Reading) bool {
	return r.State == schemas.ReadOK && len(unread(r.Reads)) == 0
}

func readAll(ctx context.Context, o Options, clusters []schemas.ClusterConfig) []*source.Reading {
	return readEach(ctx, clusters, func(c schemas.ClusterConfig) []facts.Kind { return kindsOf(o, c.Name) }, o.Progress)
}

// readEach reads these clusters, and of each the kinds that kinds names.
func readEach(ctx context.Context, clusters []schemas.ClusterConfig, kinds func(schemas.ClusterConfig) []facts.Kind, progress func(source.Progress)) []*source.Reading {
	readings := make([]*source.Reading, len(clusters))
	var said sync.Mutex
	tell := func(p source.Progress) {
		if progress == nil || ctx.Err() != nil { // of a run that is interrupted, nothing is read but by chance
			return
		}
		said.Lock()
		defer said.Unlock()
		progress(p)
	}
	var group errgroup.Group
	group.SetLimit(clustersAtOnce)
	for i, c := range clusters {
		group.Go(func() error {
			readings[i] = source.Read(ctx, c, kinds(c), tell)
			return nil
		})
	}
	_ = group.Wait() // readings say what went wrong
	return readings
}

// clock is the time that facts are judged by: SOURCE_DATE_EPOCH, else the newest of the dumps' own clocks where
// everything that was read is such a dump, else now.
func clock(o Options, readings []*source.Reading) time.Time {
	var newest time.Time
	for _, r := range readings {
		if r.State != schemas.ReadOK {
			continue
		}
		if o.Fixed || r.AsOf.IsZero() {
			return o.Now
		}
		if r.AsOf.After(newest) {
			newest = r.AsOf
		}
	}
	if newest.IsZero() {
		return o.Now
	}
	return newest
}

// now is the clock of one cluster.
func (c *Collected) now(r *source.Reading) time.Time {
	if !c.options.Fixed && !r.AsOf.IsZero() {
		return r.AsOf
	}
	return c.Now
}

// unmatched tells of definitions that nothing belongs to, unless a cluster that did not answer, or was not asked, may
// hold it.
func (c *Collected) unmatched(claimer *claimer) []string {
	if !c.Complete() || len(c.options.Clusters) > 0 {
		return nil
	}
	var notes []string
	for _, d := range claimer.definitions {
		if len(claimer.services[d.Name].shares) == 0 {
			notes = append(notes, fmt.Sprintf("service %s: its selector %q matches nothing in any cluster", d.Name, d.Selector))
		}
	}
	const enough = 20 // a company's catalog may name far more than runs in these clusters
	if more := len(notes) - enough; more > 0 {
		notes = append(notes[:enough], fmt.Sprintf("and the selectors of %d more services match nothing in any cluster", more))
	}
	return notes
}
