package main

// This file is run, collect and render: clusters → snapshots → pages.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/render"
	"github.com/plimsoll-k8s/plimsoll/schemas"
	"github.com/plimsoll-k8s/plimsoll/site"
	"github.com/plimsoll-k8s/plimsoll/site/git"
)

func runAll(c *cli.Context) error     { return pipeline(c, true) }
func runCollect(c *cli.Context) error { return pipeline(c, false) }

func pipeline(c *cli.Context, pages bool) error {
	j, err := newJob(c)
	if err != nil {
		return err
	}
	if j.talk, err = newTalk(c); err != nil {
		return err
	}
	defer j.talk.settle()
	if pages {
		if j.pages, err = openPages(j.config); err != nil {
			return err
		}
	}
	if err := j.locate(); err != nil {
		return err
	}
	done, err := j.do(c.Context)
	if done == nil {
		return err
	}
	fmt.Fprint(c.App.Writer, done.report(painterFor(c.App.Writer)))
	if err != nil {
		return err
	}
	return done.verdict()
}

// job is one way from clusters to a site, with all that it needs.
type job struct {
	config   *schemas.Config
	dir      string
	clock    clockTime
	clusters []string
	services []string
	pages    *render.Renderer // nil: none are made
	talk     *talk

	into        *git.Target // where it is published; nil: nowhere
	unpublished bool        // --no-publish
	part        bool        // --part: the past is with whoever merges
	restored    *git.Past   // that was read into a folder without data
	pastless    error       // why the past that there is could not be read
}

func newJob(c *cli.Context) (*job, error) {
	if err := noArguments(c); err != nil {
		return nil, err
	}
	for _, flag := range []string{"config", "out"} {
		if c.String(flag) == "" { // most often a variable of a script that is not set
			return nil, usage("--%s is empty; name one, or leave the flag out", flag)
		}
	}
	config, err := loadConfig(c.String("config"))
	if err != nil {
		return nil, err
	}
	now, err := clock()
	if err != nil {
		return nil, err
	}
	return &job{
		config: config, dir: c.String("out"), clock: now,
		clusters: c.StringSlice("cluster"), services: c.StringSlice("service"), unpublished: c.Bool("no-publish"), part: c.Bool("part"),
	}, nil
}

// loadConfig reads the configuration and holds it against what only the packages know.
func loadConfig(path string) (*schemas.Config, error) {
	config, err := schemas.LoadConfig(path)
	if err != nil {
		return nil, &coded{exitUsage, err}
	}
	return config, checkRules(config)
}

// checkRules refuses settings of rules that there are not: a typing mistake would silently change nothing.
func checkRules(config *schemas.Config) error {
	known := map[string]bool{}
	for _, r := range collect.Rules() {
		known[r.ID] = true
	}
	for _, id := range slices.Sorted(maps.Keys(config.Rules.Settings)) {
		if !known[id] {
			return config.Errorf("rules."+id, "%s", noSuchRule(id))
		}
	}
	for i, e := range config.Rules.Ignore {
		if e.Rule != "*" && !known[e.Rule] {
			return config.Errorf(fmt.Sprintf("rules.ignore[%d].rule", i), "%s", noSuchRule(e.Rule))
		}
	}
	return nil
}

// noSuchRule says which rule was meant, or where to see which there are.
func noSuchRule(id string) string {
	var ids []string
	for _, r := range collect.Rules() {
		ids = append(ids, r.ID)
	}
	slices.Sort(ids)
	if near := schemas.Nearest(id, ids); near != "" {
		return fmt.Sprintf("there is no rule %s; did you mean %s?", id, near)
	}
	return fmt.Sprintf("there is no rule %s; plimsoll explain lists them", id)
}

// do collects, writes, renders and publishes. The configuration is held against its sources before anything is written.
// An outcome beside an error is a site that stands and could not be published.
func (j *job) do(ctx context.Context) (*outcome, error) {
	options := collect.Options{
		Config: j.config, Now: j.clock.now, Fixed: j.clock.fixed,
		Clusters: j.clusters, Services: j.services,
		Version: version(), Progress: j.talk.progress,
	}
	if err := collect.Check(options); err != nil {
		return nil, err
	}
	s, err := site.Open(j.dir)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if err := j.restore(ctx, s); err != nil {
		return nil, err
	}
	if options.Past, err = j.past(s); err != nil {
		return nil, err
	}
	started := time.Now()
	j.talk.watch(j.asked())
	collected, err := collect.Collect(ctx, options)
	j.talk.settle()
	if err != nil {
		return nil, err
	}
	for _, n := range collected.Notes {
		j.talk.warn("%s", n)
	}
	j.sayUnread(collected)
	if collected.Readable() == 0 {
		return nil, fmt.Errorf("no cluster could be read, so nothing was written; %s keeps its last state", j.dir)
	}
	done, err := j.write(s, collected, started)
	if err != nil {
		return nil, err
	}
	done.published, err = j.publishRun(ctx, s)
	return done, err
}

// asked are the clusters that this run reads.
func (j *job) asked() []schemas.ClusterConfig {
	return slices.DeleteFunc(slices.Clone(j.config.Clusters), func(k schemas.ClusterConfig) bool {
		return len(j.clusters) > 0 && !slices.Contains(j.clusters, k.Name)
	})
}

func (j *job) write(s *site.Site, collected *collect.Collected, started time.Time) (*outcome, error) {
	result, err := s.WriteData(site.Update{
		Now: collected.Now, Snapshots: collected.Snapshots(), Clusters: collected.Clusters,
		Partial: collected.Partial(), Limit: j.config.Site.History, Gone: collected.Gone,
	})
	if err != nil {
		return nil, err
	}
	j.saySetAside(result)
	done := &outcome{
		dir: j.dir, collected: collected, result: result,
		asked: askedKinds(j.config), narrowed: len(j.services) > 0,
	}
	if j.pages != nil {
		if done.rendered, err = renderPages(s, j.pages, j.talk); err != nil {
			return nil, err
		}
	}
	if done.index, err = s.Index(); err != nil {
		return nil, err
	}
	sayCrowded(s, done.index, j.talk)
	run := collected.Run
	run.Services = len(done.index.Services)
	if !j.clock.fixed {
		run.Started, run.Finished = started.UTC().Truncate(time.Second), time.Now().UTC().Truncate(time.Second)
	} else {
		run.Finished = run.Started
	}
	done.took = time.Since(started)
	if err := s.WriteRun(&run); err != nil {
		return nil, err
	}
	return done, nil
}

// past is what the folder holds of the run before. What cannot be read of it is said, and is as good as none; what a
// newer plimsoll wrote, or a file that stands in the way, ends the run before a cluster is asked.
func (j *job) past(s *site.Site) (collect.Past, error) {
	index, err := s.Index()
	if err = j.forgive(err, "every service is written anew"); err != nil {
		return collect.Past{}, err
	}
	run, err := s.Run()
	if err = j.forgive(err, "when clusters were last read is forgotten"); err != nil {
		return collect.Past{}, err
	}
	return collect.Past{Index: index, Run: run, Snapshot: func(id string) (*schemas.Snapshot, error) {
		snapshot, err := s.Snapshot(id)
		_ = j.forgive(err, "its history goes on without it") // any other error comes back when the snapshot is to be written
		return snapshot, err
	}}, nil
}

// forgive says what is lost with a file of the past that cannot be read, and returns any other error.
func (j *job) forgive(err error, lost string) error {
	var unreadable *site.UnreadableError
	if errors.As(err, &unreadable) {
		j.talk.warn("%v; %s", err, lost)
		return nil
	}
	return err
}

// saySetAside tells where files of the past went that could not be read.
func (j *job) saySetAside(r site.Result) {
	if r.SetAside != "" {
		j.talk.warn("the index that could not be read is now %s", r.SetAside)
	}
	for _, w := range r.Services {
		if w.SetAside != "" {
			j.talk.warn("the snapshot of %s that could not be read is now %s", w.ID, w.SetAside)
		}
	}
}

// openPages reads what people have written for their site. What cannot be used of it ends a run before a cluster is asked.
func openPages(config *schemas.Config) (*render.Renderer, error) {
	own, err := ownOf(config)
	if err != nil {
		return nil, err
	}
	r, err := render.New(config.Site, collect.Rules(), own)
	if wrong := (*render.TemplateError)(nil); errors.As(err, &wrong) {
		return nil, &coded{exitUsage, fmt.Errorf("%s/%w", filepath.ToSlash(filepath.Join(config.Folder(), config.Site.Templates)), wrong)}
	}
	if wrong := (*render.OwnError)(nil); errors.As(err, &wrong) {
		return nil, config.Errorf("site.pages", "%s/%v", config.Site.Pages, wrong)
	}
	return r, err
}

func renderPages(s *site.Site, r *render.Renderer, talk *talk) (site.Rendered, error) {
	index, err := s.Index()
	if err != nil {
		return site.Rendered{}, err
	}
	for _, n := range r.Notices(index) {
		talk.warn("%s", n)
	}
	return s.Render(r.Pages(index, s.Load, s.History), false)
}

// runRender makes pages from the data that is there, without a cluster.
func runRender(c *cli.Context) error {
	j, err := newJob(c)
	if err != nil {
		return err
	}
	if j.talk, err = newTalk(c); err != nil {
		return err
	}
	if j.pages, err = openPages(j.config); err != nil {
		return err
	}
	nothing := usage("render %s: it has no data/index.json; plimsoll collect -o %s makes one", j.dir, j.dir)
	if _, err := os.Stat(j.dir); errors.Is(err, fs.ErrNotExist) {
		return nothing
	}
	s, err := site.Open(j.dir)
	if err != nil {
		return err
	}
	defer s.Close()
	index, err := s.Index()
	if err != nil {
		return err
	}
	if index == nil {
		return nothing
	}
	rendered, err := renderPages(s, j.pages, j.talk)
	if err != nil {
		return err
	}
	sayCrowded(s, index, j.talk)
	fmt.Fprintf(c.App.Writer, "%s: %s\n", j.dir, pagesText(rendered))
	return nil
}

// sayCrowded warns once, of the fullest directory: what helps one helps the others that services fill.
func sayCrowded(s *site.Site, index *schemas.Index, talk *talk) {
	crowded := s.Crowded(index)
	if len(crowded) == 0 {
		return
	}
	also := ""
	if rest := len(crowded) - 1; rest > 0 {
		also = fmt.Sprintf(", and %d more are too full", rest)
	}
	talk.warn("%s holds %d entries%s: Git hosts show at most %d of a directory; let services have ids of two segments, namespace/name, as services.discover gives them, or split them over several sites",
		crowded[0].Dir, crowded[0].Entries, also, site.MostEntries)
}
