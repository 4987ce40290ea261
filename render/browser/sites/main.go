// Command sites writes the sites that the browser looks at, each into a folder of its own:
//
//	go run ./render/browser/sites DIR [SITE...]
//
// It is run from the top of the repository. What stood in DIR is replaced; of several sites, only those named are written.
//
// This file is the list of sites, and how one of them is written.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/render"
	"github.com/plimsoll-k8s/plimsoll/schemas"
	"github.com/plimsoll-k8s/plimsoll/site"
)

func main() {
	if len(os.Args) < 2 || strings.HasPrefix(os.Args[1], "-") {
		fmt.Fprintln(os.Stderr, "usage: go run ./render/browser/sites DIR [SITE...]")
		os.Exit(2)
	}
	if err := writeAll(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "sites:", err)
		os.Exit(1)
	}
}

// sites are the folders, and what fills them.
func sites() map[string]func(dir string) error {
	return map[string]func(string) error{
		"demo":    func(dir string) error { return playMoments(dir, 3) },
		"during":  func(dir string) error { return playMoments(dir, 2) },
		"states":  writeStates,
		"calm":    writeCalm,
		"empty":   writeEmpty,
		"hostile": writeHostile,
		"huge":    writeHuge,
	}
}

func writeAll(dir string, named []string) error {
	if err := buildPlimsoll(); err != nil {
		return err
	}
	defer os.RemoveAll(filepath.Dir(plimsoll()))
	var group errgroup.Group
	for name, write := range sites() {
		if len(named) > 0 && !slices.Contains(named, name) {
			continue
		}
		group.Go(func() error {
			at := filepath.Join(dir, name)
			if err := os.RemoveAll(at); err != nil {
				return err
			}
			if err := write(at); err != nil {
				return fmt.Errorf("write the site %s: %w", name, err)
			}
			return nil
		})
	}
	return group.Wait()
}

// now is when the sites made here were written, on the clock of their own stories.
func now() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

// content is what a site is made of.
type content struct {
	config    schemas.SiteConfig
	own       render.Own
	snapshots []*schemas.Snapshot
	clusters  []schemas.ClusterEntry
	run       schemas.Run
	histories map[string][]schemas.Change
}

// write makes the site as a run would: through the schemas, the folder's own rules and the renderer.
func (c content) write(dir string) error {
	for id, changes := range c.histories {
		if err := writeHistory(dir, id, changes); err != nil {
			return err
		}
	}
	s, err := site.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(c.fill(s), s.Close())
}

func (c content) fill(s *site.Site) error {
	_, err := s.WriteData(site.Update{
		Now: now(), Clusters: c.clusters,
		Snapshots: func(yield func(*schemas.Snapshot, error) bool) {
			for _, snapshot := range c.snapshots {
				if !yield(snapshot, nil) {
					return
				}
			}
		},
	})
	if err != nil {
		return err
	}
	r, err := render.New(c.config, collect.Rules(), c.own)
	if err != nil {
		return err
	}
	index, err := s.Index()
	if err != nil {
		return err
	}
	if _, err := s.Render(r.Pages(index, s.Load, s.History), false); err != nil {
		return err
	}
	run := c.run
	run.Started, run.Finished, run.Services = now(), now(), len(c.snapshots)
	return s.WriteRun(&run)
}

// writeHistory lays down what earlier runs would have left.
func writeHistory(dir, id string, changes []schemas.Change) error {
	var lines []byte
	for _, change := range changes {
		line, err := schemas.EncodeLine(change)
		if err != nil {
			return err
		}
		lines = append(lines, line...)
	}
	file := filepath.Join(dir, "data", "history", filepath.FromSlash(id)+".jsonl")
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		return err
	}
	return os.WriteFile(file, lines, 0o666)
}

// clustersOf are rows for the clusters that the snapshots name and that rows does not have yet.
func clustersOf(snapshots []*schemas.Snapshot, rows []schemas.ClusterEntry) []schemas.ClusterEntry {
	for _, s := range snapshots {
		for _, c := range s.Clusters {
			if !slices.ContainsFunc(rows, func(row schemas.ClusterEntry) bool { return row.Name == c.Name }) {
				rows = append(rows, schemas.ClusterEntry{
					Name: c.Name, Region: c.Region, Environment: c.Environment, Kubernetes: c.Kubernetes, State: schemas.ReadOK,
					Listed: []string{"deployments.apps", "pods"},
				})
			}
		}
	}
	return rows
}
