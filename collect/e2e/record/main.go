// Command record drives real control planes through a day in the life of a shop and writes down, at three moments of
// it, what kubectl would have shown: the dumps that the demo embeds. collect/demo/README.md says what is real in them.
//
// Run it in the folder collect/e2e: go run ./record
package main

// This file is the command itself: its flag, its clusters, and the end of everything that it started.

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
)

func main() {
	out := flag.String("o", "../demo", "folder that the dumps are written to")
	usage := flag.Bool("usage", false, "only declare anew what the pods of the dumps use")
	flag.Parse()
	if *usage {
		if err := writeUsages(*out); err != nil {
			fmt.Fprintln(os.Stderr, "record:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := record(ctx, *out); err != nil {
		fmt.Fprintln(os.Stderr, "record:", err)
		stop()
		os.Exit(1)
	}
}

// record starts the clusters, tells the story, and stops them, whatever happens.
func record(ctx context.Context, out string) error {
	dir, err := os.MkdirTemp("", "plimsoll-record-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fleet, err := startFleet(ctx, dir)
	defer fleet.stop()
	if err != nil {
		return err
	}
	s := &story{fleet: fleet, clock: &timelapse{}, out: out}
	if err := s.tell(ctx); err != nil {
		return err
	}
	return errors.Join(writeUsages(out), writeConfigs(out))
}

// each does the same in every cluster at once and joins what went wrong.
func each(clusters []*cluster, do func(*cluster) error) error {
	failures := make([]error, len(clusters))
	var wg sync.WaitGroup
	for i, c := range clusters {
		wg.Go(func() {
			if err := do(c); err != nil {
				failures[i] = fmt.Errorf("%s: %w", c.Name, err)
			}
		})
	}
	wg.Wait()
	return errors.Join(failures...)
}

func writeFile(content []byte, path ...string) error {
	name := filepath.Join(path...)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, content, 0o644)
}
