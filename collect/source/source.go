package source

// This file is the table of what a cluster can be read from. A source is one row here and one function, which looks
// at the configuration, opens no connection, and gives back how to read.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// readFunc reads these kinds of one cluster into a Reading that was begun.
type readFunc func(ctx context.Context, kinds []facts.Kind, into *Reading, progress func(Progress))

// source is one row: which clusters are its own, and how they are opened. An error of open is a mistake in the
// configuration; what is wrong with the cluster shows when it is read.
type source struct {
	of   func(schemas.ClusterConfig) bool
	open func(schemas.ClusterConfig) (readFunc, error)
}

func sources() []source {
	return []source{
		{of: func(c schemas.ClusterConfig) bool { return c.Dump != "" }, open: openDump},
		{of: func(c schemas.ClusterConfig) bool { return c.InCluster }, open: openInCluster},
		{of: func(c schemas.ClusterConfig) bool { return c.Context != "" || c.Kubeconfig != "" }, open: openContext},
	}
}

func open(c schemas.ClusterConfig) (readFunc, error) {
	for _, s := range sources() {
		if s.of(c) {
			return s.open(c)
		}
	}
	return nil, errors.New("has no source: give it a context, inCluster: true or a dump")
}

// Check says what is wrong with where a cluster is to be read from, before anything is read: an unknown
// context, a missing kubeconfig or dump.
func Check(c schemas.ClusterConfig) error {
	_, err := open(c)
	return err
}

// Read reads these kinds of one cluster (facts.KindsFor says which) within its timeout. It never fails: what went wrong
// is in the Reading's states. Calls of progress do not overlap.
func Read(ctx context.Context, c schemas.ClusterConfig, kinds []facts.Kind, progress func(Progress)) *Reading {
	started := time.Now()
	ctx, cancel := context.WithTimeout(ctx, timeout(c))
	defer cancel()
	r := newReading(c.Name)
	if read, err := open(c); err != nil {
		r.failed(failWhole(schemas.ReadFailed, "%v", err))
	} else {
		read(ctx, kinds, r, progress)
	}
	r.Took = time.Since(started)
	progress(Progress{Cluster: r.Name, State: r.State, Objects: r.Objects, Done: true})
	return r
}

func openDump(c schemas.ClusterConfig) (readFunc, error) {
	info, err := os.Stat(c.Dump)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("dump %s does not exist: write one with kubectl get -o json into that folder", c.Dump)
	case err != nil:
		return nil, fmt.Errorf("dump: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("dump %s is a file: name the folder it stands in, %s", c.Dump, filepath.Dir(c.Dump))
	}
	return func(ctx context.Context, kinds []facts.Kind, into *Reading, progress func(Progress)) {
		readDumpInto(ctx, c, kinds, into, progress)
	}, nil
}
