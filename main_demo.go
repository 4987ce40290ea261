package main

// This file is demo: a site from recorded clusters, made just as a cron job would make it, three runs one after the
// other, so that there is a history to see.

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/collect/demo"
	"github.com/plimsoll-k8s/plimsoll/schemas"
	"github.com/plimsoll-k8s/plimsoll/site"
)

func runDemo(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	recorded, err := os.MkdirTemp("", "plimsoll-demo-")
	if err != nil {
		return fmt.Errorf("make room for the recorded clusters: %w", err)
	}
	defer os.RemoveAll(recorded)
	if err := os.CopyFS(recorded, demo.Files()); err != nil {
		return fmt.Errorf("unpack the recorded clusters: %w", err)
	}
	done, err := playDemo(c, recorded)
	if err != nil {
		return err
	}
	dir := c.String("out")
	fmt.Fprint(c.App.Writer, done.report(painterFor(c.App.Writer)))
	if c.Bool("serve") {
		return serve(c, dir)
	}
	fmt.Fprintf(c.App.Writer, "open %s in a browser, or run this with --serve\n", filepath.Join(dir, "index.html"))
	return nil
}

// playDemo runs the moments of the recording in their order.
func playDemo(c *cli.Context, recorded string) (*outcome, error) {
	moments, err := fs.Glob(demo.Files(), "*/plimsoll.yaml")
	if err != nil {
		return nil, err
	}
	now, err := clock()
	if err != nil {
		return nil, err
	}
	from, err := played(c.String("out"), moments, now)
	if err != nil {
		return nil, err
	}
	var done *outcome
	for i, m := range moments {
		if i < from {
			continue
		}
		config, err := schemas.LoadConfig(filepath.Join(recorded, filepath.FromSlash(m)))
		if err != nil {
			return nil, err
		}
		j := &job{config: config, dir: c.String("out"), clock: now}
		if j.pages, err = openPages(config); err != nil {
			return nil, err
		}
		if j.talk, err = newTalk(c); err != nil {
			return nil, err
		}
		j.talk.say("run %d of %d: %s", i+1, len(moments), momentName(m))
		if done, err = j.do(c.Context); err != nil {
			return nil, err
		}
	}
	return done, nil
}

// played is the moment up to which the demo has been played into dir: played anew from the first, it would tell the
// same day twice. A site of other clusters is refused, because the demo would take its place.
func played(dir string, moments []string, now clockTime) (int, error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	s, err := site.Read(dir)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	if index, err := s.Index(); index == nil && err == nil {
		return 0, nil
	}
	foreign := usage("demo: %s holds a site of other clusters, which the demo would replace: choose another folder with -o", dir)
	run, err := s.Run()
	if err != nil || run == nil {
		return 0, foreign
	}
	var newest time.Time
	for _, k := range run.Clusters {
		if k.LastRead.After(newest) {
			newest = k.LastRead
		}
	}
	if now.fixed && newest.Equal(now.now) { // SOURCE_DATE_EPOCH stands above the recording's own clocks
		return len(moments) - 1, nil
	}
	for i, m := range moments {
		if at, err := recordedAt(path.Dir(m)); err != nil || slices.Contains(at, newest) {
			return i, err
		}
	}
	return 0, foreign
}

// recordedAt are the times at which the clusters of a moment were recorded. No other site has just these.
func recordedAt(moment string) ([]time.Time, error) {
	files, err := fs.Glob(demo.Files(), path.Join(moment, "*", "asOf.txt"))
	if err != nil {
		return nil, err
	}
	var times []time.Time
	for _, file := range files {
		b, err := fs.ReadFile(demo.Files(), file)
		if err != nil {
			return nil, err
		}
		at, err := time.Parse(time.RFC3339, strings.TrimSpace(string(b)))
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		times = append(times, at.UTC())
	}
	return times, nil
}

// momentName is "before" for 1-before/plimsoll.yaml.
func momentName(path string) string {
	folder, _, _ := strings.Cut(path, "/")
	_, name, _ := strings.Cut(folder, "-")
	return name + " the release"
}
