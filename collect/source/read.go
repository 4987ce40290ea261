package source

// This file reads one live cluster: what it serves, then one list a kind (or a kind and namespace), a few at a
// time, then what the answers leave open.

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// listsAtOnce bounds how many lists of a cluster are read at the same time. The largest one sets the pace; the
// others hide behind it, and more of them would only make the API server's answers compete.
const listsAtOnce = 4

func newReading(name string) *Reading {
	return &Reading{Name: name, Facts: &facts.Cluster{}, Reads: []schemas.RunRead{}, Skipped: []schemas.Unclaimed{}}
}

// failed is the end of a cluster that could not be read at all.
func (r *Reading) failed(e *readError) {
	r.State, r.Message = e.state, e.message
	r.Reads = []schemas.RunRead{{Resource: "*", State: e.state, Message: e.message}}
}

// readLive reads a cluster through its API server.
func readLive(ctx context.Context, c schemas.ClusterConfig, kinds []facts.Kind, client *client, into *Reading, progress func(Progress)) {
	l := &liveRead{client: client, cluster: c.Name, into: into, progress: progress}
	l.run(ctx, kinds, c.Namespaces)
	into.Requests, into.Bytes = int(client.requests.Load()), int(client.bytes.Load())
}

// liveRead is the state of reading one cluster.
type liveRead struct {
	client   *client
	cluster  string
	into     *Reading
	served   *served
	progress func(Progress)
	mu       sync.Mutex // over into.Facts, progress and stopped
	stopped  *readError // why asking on makes no sense
}

func (l *liveRead) run(ctx context.Context, kinds []facts.Kind, namespaces []string) {
	kinds, beside := apart(kinds)
	served, err := discover(ctx, l.client, kinds)
	if err != nil {
		l.into.failed(l.client.explain(ctx, err, listing{}))
		return
	}
	l.served, l.into.Kubernetes = served, served.version
	var now, later []facts.Kind
	for _, k := range kinds {
		if k.OnDemand {
			later = append(later, k)
		} else {
			now = append(now, k)
		}
		if served.untold(k) {
			l.into.Untold = append(l.into.Untold, k.Plural())
		}
	}
	join := l.readBeside(ctx, beside, namespaces)
	l.readKinds(ctx, now, namespaces)
	if facts.Unexplained(l.into.Facts) {
		l.readKinds(ctx, later, namespaces)
	}
	l.into.State, l.into.Message = sumUp(l.into.Reads)
	join()
}

// readKinds reads all lists of these kinds. Their reads stand in the order of the kinds, whatever order they end in.
func (l *liveRead) readKinds(ctx context.Context, kinds []facts.Kind, namespaces []string) {
	var lists []oneList
	for _, k := range kinds {
		lists = append(lists, l.listsOf(k, namespaces)...)
	}
	reads := make([]schemas.RunRead, len(lists))
	var group errgroup.Group
	group.SetLimit(listsAtOnce)
	for i, one := range lists {
		group.Go(func() error {
			reads[i] = l.readKind(ctx, one)
			return nil
		})
	}
	_ = group.Wait() // reads say what went wrong
	l.into.Reads = append(l.into.Reads, reads...)
	for _, r := range reads {
		l.into.Objects += r.Objects
	}
}

// oneList is a list that is to be read, or why it is not.
type oneList struct {
	facts.Kind
	namespace string // empty: all
	lacking   *readError
}

// listsOf are the lists of one kind: one a namespace where those are named, but one alone for what is not served or
// does not live in namespaces.
func (l *liveRead) listsOf(k facts.Kind, namespaces []string) []oneList {
	k, lacking := l.served.settle(k)
	if lacking != nil || !k.Namespaced || len(namespaces) == 0 {
		return []oneList{{Kind: k, lacking: lacking}}
	}
	var lists []oneList
	for _, namespace := range namespaces {
		lists = append(lists, oneList{Kind: k, namespace: namespace})
	}
	return lists
}

// readKind reads one list. Its facts count only if all of it was read.
func (l *liveRead) readKind(ctx context.Context, one oneList) schemas.RunRead {
	started := time.Now()
	read := schemas.RunRead{Resource: one.Plural(), Namespace: one.namespace, State: schemas.ReadOK}
	got, err := l.list(ctx, one, &read)
	read.Milliseconds = int(time.Since(started).Milliseconds())
	l.mu.Lock()
	defer l.mu.Unlock()
	if err != nil {
		read.State, read.Message, read.Objects = err.state, err.message, 0
		if err.fatal && l.stopped == nil {
			l.stopped = err
		}
	} else {
		l.into.Facts.Merge(got)
	}
	l.progress(Progress{Cluster: l.cluster, Resource: read.Resource, State: read.State, Objects: read.Objects, Done: true})
	return read
}

// given is why the cluster is not asked any more, nil while it is.
func (l *liveRead) given() *readError {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.stopped
}

// told passes on how far a long list is.
func (l *liveRead) told(resource string, objects int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.progress(Progress{Cluster: l.cluster, Resource: resource, Objects: objects})
}
