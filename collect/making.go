package collect

// This file makes the snapshots of a collection or a merge, a few ahead of whoever takes them: judging and writing down are
// what costs once the clusters are read.

import (
	"iter"
	"runtime"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// made is one snapshot, or why there is none.
type made struct {
	snapshot *schemas.Snapshot
	err      error
}

// Snapshots makes the snapshots, in the order of their ids. An error names its service. Only a few are held at a time.
func (c *Collected) Snapshots() iter.Seq2[*schemas.Snapshot, error] {
	return ahead(c.services, c.snapshot)
}

// ahead makes a snapshot of each, in their order.
func ahead[T any](list []T, snapshot func(T) (*schemas.Snapshot, error)) iter.Seq2[*schemas.Snapshot, error] {
	return func(yield func(*schemas.Snapshot, error) bool) {
		queue := make(chan chan made, 2*runtime.GOMAXPROCS(0))
		stop := make(chan struct{})
		defer close(stop)
		go makeAhead(list, snapshot, queue, stop)
		for next := range queue {
			if m := <-next; !yield(m.snapshot, m.err) {
				return
			}
		}
	}
}

// makeAhead starts making the next snapshot whenever there is room in the queue.
func makeAhead[T any](list []T, snapshot func(T) (*schemas.Snapshot, error), queue chan<- chan made, stop <-chan struct{}) {
	defer close(queue)
	for _, one := range list {
		result := make(chan made, 1)
		select {
		case queue <- result:
		case <-stop:
			return
		}
		go func() {
			snapshot, err := snapshot(one)
			result <- made{snapshot, err}
		}()
	}
}
