package site

// This file holds the snapshots against the index that vouches for them, before somebody builds on all of them.

import (
	"fmt"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Vouched is nil where every snapshot that the index lists is there, and is what the index says. Its error is one line
// about the first that is not.
func (s *Site) Vouched() error {
	index, err := s.Index()
	if err != nil || index == nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(2 * runtime.GOMAXPROCS(0)) // most of the time is the disk's
	for _, row := range index.Services {
		group.Go(func() error {
			b, ok, err := s.read(s.snapshotPath(row.ID))
			switch {
			case err != nil:
				return err
			case !ok:
				return fmt.Errorf("%s is missing, and the index lists it", s.at(s.snapshotPath(row.ID)))
			case schemas.Digest(b) != row.Digest:
				return fmt.Errorf("%s is not what the index vouches for", s.at(s.snapshotPath(row.ID)))
			}
			return nil
		})
	}
	return group.Wait()
}
