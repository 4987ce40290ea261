package main

// This file is merge: data folders that were collected elsewhere (a CI matrix, a CronJob in each cluster) become one.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/schemas"
	"github.com/plimsoll-k8s/plimsoll/site"
)

func runMerge(c *cli.Context) error {
	m, err := newMerge(c)
	if err != nil {
		return err
	}
	parts, err := m.open(c.Args().Slice())
	defer m.close()
	if err != nil {
		return err
	}
	s, err := site.Open(m.job.dir)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := m.restore(c.Context, s); err != nil {
		return err
	}
	past, err := m.job.past(s)
	if err != nil {
		return err
	}
	merged, err := collect.Merge(collect.MergeOptions{Parts: parts, Past: past, Config: m.job.config, Version: version()})
	if err != nil {
		return err
	}
	for _, n := range merged.Notes {
		m.job.talk.warn("%s", n)
	}
	result, err := m.write(s, merged)
	if err != nil {
		return err
	}
	return m.report(c, s, merged, result)
}

// merge is one merge under way.
type merge struct {
	job   *job // its folder, configuration (nil: none) and talk
	sites []*site.Site
	lost  int // parts that could not be used
}

func newMerge(c *cli.Context) (*merge, error) {
	if !c.Args().Present() {
		return nil, usage("merge: name the folders to merge, as in plimsoll merge part-* -o public")
	}
	j := &job{dir: c.String("out")}
	if j.dir == "" {
		return nil, usage("--out is empty; name one, or leave the flag out")
	}
	var err error
	if c.IsSet("config") {
		if j.config, err = loadConfig(c.String("config")); err != nil {
			return nil, err
		}
	}
	j.talk, err = newTalk(c)
	return &merge{job: j}, err
}

// restore gives a folder without data the past that was published, as a run does: what no part holds is in it alone.
func (m *merge) restore(ctx context.Context, s *site.Site) error {
	if m.job.config == nil || m.job.config.Publish == nil || m.job.config.Publish.Repository == "" {
		return nil
	}
	if err := m.job.locate(); err != nil {
		return err
	}
	return m.job.restore(ctx, s)
}

// open opens the parts that can be used, and says of each other why it cannot: a bad part costs itself alone.
func (m *merge) open(names []string) ([]collect.Part, error) {
	var parts []collect.Part
	seen := map[string]string{m.whole(m.job.dir): ""}
	there := false
	for _, name := range names {
		place := m.whole(name)
		if first, twice := seen[place]; twice {
			if first == "" {
				return nil, usage("merge: %s is the folder that is merged into; name another with -o", name)
			}
			m.job.talk.warn("%s and %s are one folder: it is merged once", first, name)
			continue
		}
		seen[place] = name
		if _, err := os.Stat(name); !errors.Is(err, fs.ErrNotExist) {
			there = true
		}
		part, err := m.part(name)
		if err != nil {
			m.lost++
			m.job.talk.warn("%s is left out: %s", name, oneLine(err))
			continue
		}
		parts = append(parts, part)
	}
	switch {
	case !there:
		return nil, usage("merge: none of the parts is there")
	case len(parts) == 0:
		return nil, fmt.Errorf("no part could be used, so nothing was written; %s keeps its last state", m.job.dir)
	}
	return parts, nil
}

// whole is what tells two names of one folder apart from two folders; a site's data folder stands for the site.
func (m *merge) whole(name string) string {
	if resolved, err := filepath.EvalSymlinks(name); err == nil {
		name = resolved
	}
	if absolute, err := filepath.Abs(name); err == nil {
		name = absolute
	}
	if filepath.Base(name) == "data" && !isDir(filepath.Join(name, "data")) {
		return filepath.Dir(name)
	}
	return name
}

func (m *merge) part(name string) (collect.Part, error) {
	s, err := readSite(name)
	if err != nil {
		return collect.Part{}, err
	}
	m.sites = append(m.sites, s)
	if err := s.Vouched(); err != nil {
		return collect.Part{}, err
	}
	index, err := s.Index()
	if err != nil {
		return collect.Part{}, err
	}
	run, err := s.Run()
	if err == nil && run == nil {
		err = errors.New("it has no data/run.json; the run that made it did not come to its end")
	}
	return collect.Part{Name: name, Past: collect.Past{Index: index, Run: run, Snapshot: s.Snapshot}}, err
}

func (m *merge) close() {
	for _, s := range m.sites {
		s.Close()
	}
}

func (m *merge) write(s *site.Site, merged *collect.Merged) (site.Result, error) {
	update := site.Update{Now: merged.Now, Snapshots: merged.Snapshots(), Clusters: merged.Clusters, Gone: merged.Gone}
	if m.job.config != nil {
		update.Limit = m.job.config.Site.History
	}
	result, err := s.WriteData(update)
	if err != nil {
		return result, err
	}
	m.job.saySetAside(result)
	for _, text := range merged.Conflicts() {
		m.job.talk.warn("%s", text)
	}
	return result, nil
}

func (m *merge) report(c *cli.Context, s *site.Site, merged *collect.Merged, result site.Result) error {
	index, err := s.Index()
	if err != nil {
		return err
	}
	run := merged.Run
	run.Services = len(index.Services)
	if err := s.WriteRun(&run); err != nil {
		return err
	}
	paint := painterFor(c.App.Writer)
	for _, k := range merged.Clusters {
		switch {
		case k.State != schemas.ReadOK:
			fmt.Fprintf(c.App.Writer, "%s %s: %s\n", paint(schemas.Degraded, "not read   "), k.Name, strings.TrimPrefix(lostText(k), "failed: "))
		case len(k.Reads) > 0:
			fmt.Fprintf(c.App.Writer, "%s %s: %s\n", paint(schemas.Degraded, "in part    "), k.Name, partText(k.Reads))
		}
	}
	fmt.Fprintf(c.App.Writer, "%s, %s: %s%s\n", count(len(index.Services), "service"), count(len(merged.Clusters), "cluster"), tally(index), ignoredText(index))
	fmt.Fprintf(c.App.Writer, "%s: %s\n", filepath.Join(m.job.dir, "data"), dataText(result))
	if m.lost > 0 || !merged.Complete() {
		return errPartial
	}
	return nil
}
