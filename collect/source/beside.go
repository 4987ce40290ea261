package source

// This file reads the kinds that nothing depends on: what containers use. A metrics server is the first thing to fail
// in many clusters, and so they are read beside the others, within a time of their own, and in whatever way that ends,
// it costs the others nothing.

import (
	"context"
	"fmt"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// besideWithin is how long they may take: a metrics server answers from memory, in well under a second.
const besideWithin = 10 * time.Second

// apart takes the kinds that nothing depends on away from the others.
func apart(kinds []facts.Kind) (others, beside []facts.Kind) {
	for _, k := range kinds {
		if k.Beside {
			beside = append(beside, k)
		} else {
			others = append(others, k)
		}
	}
	return others, beside
}

// readBeside begins to read these kinds. join waits for them and takes in what was read.
func (l *liveRead) readBeside(ctx context.Context, kinds []facts.Kind, namespaces []string) (join func()) {
	if len(kinds) == 0 {
		return func() {}
	}
	ctx, cancel := context.WithTimeout(ctx, besideWithin)
	alone := &liveRead{client: l.client, cluster: l.cluster, served: l.served, into: newReading(l.cluster), progress: func(p Progress) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.progress(p)
	}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		alone.readKinds(ctx, kinds, namespaces)
	}()
	return func() {
		<-done
		cancel()
		l.into.Facts.Merge(alone.into.Facts)
		l.into.Beside = alone.into.Reads
		for i := range l.into.Beside {
			explainBeside(&l.into.Beside[i])
		}
	}
}

// explainBeside says of a list that did not answer what to look at: the API server itself has answered.
func explainBeside(r *schemas.RunRead) {
	const look = "kubectl describe apiservice v1beta1.metrics.k8s.io tells more"
	switch r.State {
	case schemas.ReadTimeout:
		r.Message = fmt.Sprintf("%s: no answer in time; %s", listing{r.Resource, r.Namespace}, look)
	case schemas.ReadFailed:
		r.Message = facts.Clean(r.Message+"; "+look, facts.MessageBytes)
	}
}
