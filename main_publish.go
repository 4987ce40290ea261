package main

// This file is publish: the site's folder → one commit in a Git repository.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/site"
	"github.com/plimsoll-k8s/plimsoll/site/git"
)

func runPublish(c *cli.Context) error {
	j, err := newJob(c)
	if err != nil {
		return err
	}
	if j.talk, err = newTalk(c); err != nil {
		return err
	}
	if j.config.Publish == nil {
		return j.config.Errorf("publish", "is not set, so there is nowhere to publish to: publish: {repository: https://…}, or publish: {} in a checkout")
	}
	if _, err := os.Stat(j.dir); errors.Is(err, fs.ErrNotExist) {
		return usage("publish %s: there is no such folder; plimsoll run -o %s makes it", j.dir, j.dir)
	}
	if err := j.locate(); err != nil {
		return err
	}
	s, err := site.Open(j.dir)
	if err != nil {
		return err
	}
	defer s.Close()
	done, err := j.publish(c.Context, s, j.into, c.Bool("dry-run"))
	if err != nil {
		return err
	}
	if c.Bool("dry-run") {
		sayPlanned(c.App.Writer, done, j.into)
		return nil
	}
	fmt.Fprintln(c.App.Writer, publishedText(done, j.into))
	return nil
}

// locate finds where the configuration says that the site is published to, if anywhere.
func (j *job) locate() (err error) {
	if j.config.Publish == nil {
		return nil
	}
	j.into, err = git.Locate(j.config.Publish, j.dir)
	if wrong := (*git.TargetError)(nil); errors.As(err, &wrong) {
		return j.config.Errorf(wrong.Field, "%s", wrong.Text)
	}
	return err
}

func (j *job) publish(ctx context.Context, s *site.Site, target *git.Target, dry bool) (*git.Published, error) {
	names, err := s.Files()
	if err != nil {
		return nil, err
	}
	folder := j.folder(s)
	folder.Names = names
	p := j.config.Publish
	done, err := git.Publish(ctx, target, folder, git.Options{
		Now: j.clock.now, Heartbeat: time.Duration(p.Heartbeat), Author: p.Author, SkipCI: p.SkipCI,
		Version: version(), DryRun: dry, Past: j.restored,
	})
	if err == nil && done.Stays != nil {
		j.talk.warn("%v", done.Stays)
	}
	return done, err
}

// folder is the site as Git sees it, without the names of its files.
func (j *job) folder(s *site.Site) *git.Folder {
	return &git.Folder{
		Dir: j.dir, Look: s.Look, Read: s.ReadFile, Wrote: site.Wrote,
		Recall: s.Recall, Keep: s.Remember, Scratch: s.Scratch(),
	}
}

// restore gives a folder without data the past that was published, and one that others have published past since what
// they left. What cannot be read stops the publishing, and not the collecting: what the clusters say is worth having.
func (j *job) restore(ctx context.Context, s *site.Site) error {
	pastless, err := s.Pastless()
	if err != nil {
		return err
	}
	if j.part || j.config.Publish == nil || j.config.Publish.Repository == "" {
		return s.Renounce()
	}
	if !pastless && j.unpublished {
		return nil
	}
	if !pastless {
		behind, err := git.Moved(ctx, j.into, j.folder(s))
		if err != nil {
			return j.missPast(ctx, err)
		}
		if !behind {
			return nil
		}
		j.talk.say("%s is behind: another run has published to %s", j.dir, j.into)
	}
	return j.readPast(ctx, s)
}

func (j *job) readPast(ctx context.Context, s *site.Site) error {
	services, err := s.Restore(func() (fs.FS, error) {
		past, err := git.ReadPast(ctx, j.into, s.Scratch())
		if err != nil {
			return nil, err
		}
		j.restored = past
		return past.Files, nil
	})
	switch {
	case err != nil && j.restored != nil: // it was fetched, and is no past to go on from
		return j.missPast(ctx, fmt.Errorf("the past in %s: %w", j.into, err))
	case err != nil:
		return j.missPast(ctx, err)
	case services > 0:
		j.talk.say("%s: restored %s from %s", j.dir, count(services, "service"), j.into)
	default:
		j.talk.say("%s has no past: there is none in %s", j.dir, j.into)
	}
	return nil
}

// missPast goes on without what was published before.
func (j *job) missPast(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("look at %s: %w: nothing was written", j.into, context.Cause(ctx))
	}
	j.pastless = err
	j.talk.warn("%v; collecting goes on without it, and nothing will be published", err)
	return nil
}

// publishRun ends a run by publishing what it wrote, where the configuration says so.
func (j *job) publishRun(ctx context.Context, s *site.Site) (string, error) {
	if j.into == nil || j.pages == nil || j.unpublished {
		return "", nil
	}
	if j.pastless != nil {
		return "", fmt.Errorf("%s is written and not published, because what was published before could not be read: %w", j.dir, j.pastless)
	}
	done, err := j.publish(ctx, s, j.into, false)
	if err != nil {
		return "", err
	}
	return publishedText(done, j.into), nil
}

// publishedText is what was done, in a line.
func publishedText(done *git.Published, target *git.Target) string {
	if done.Commit == "" {
		return fmt.Sprintf("nothing to publish: %s of %s says this already", done.Says, target.Place())
	}
	subject, _, _ := strings.Cut(done.Message, "\n")
	text := fmt.Sprintf("published %s to %s: %s: %s", done.Tip, target, filesText(done), subject)
	if done.Tries > 1 {
		text += fmt.Sprintf(" (after %d tries: others pushed too)", done.Tries)
	}
	return text
}

// filesText counts: "2 files added, 14 changed".
func filesText(done *git.Published) string {
	var parts []string
	for _, p := range []struct {
		files []string
		word  string
	}{{done.Added, "added"}, {done.Changed, "changed"}, {done.Removed, "removed"}} {
		switch n := len(p.files); {
		case n == 0:
		case len(parts) == 0:
			parts = append(parts, count(n, "file")+" "+p.word)
		default:
			parts = append(parts, fmt.Sprintf("%d %s", n, p.word))
		}
	}
	return strings.Join(parts, ", ")
}

// sayPlanned is what a dry run found: where to, the message, and each file as git's own short status has it.
func sayPlanned(w io.Writer, done *git.Published, target *git.Target) {
	if done.Commit == "" {
		fmt.Fprintln(w, publishedText(done, target))
		return
	}
	fmt.Fprintf(w, "would publish to %s: %s\n\n", target, filesText(done))
	for line := range strings.Lines(strings.TrimSuffix(done.Message, "\n") + "\n") {
		fmt.Fprint(w, strings.TrimRight("    "+line, " \n")+"\n")
	}
	fmt.Fprintln(w)
	for _, p := range []struct {
		files []string
		word  string
	}{{done.Added, "A"}, {done.Changed, "M"}, {done.Removed, "D"}} {
		for _, name := range p.files {
			fmt.Fprintf(w, "%s  %s\n", p.word, name)
		}
	}
}
