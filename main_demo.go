package main

// This file is demo: a site from recorded clusters, made just as a cron job would make it, three runs one after the
// other, so that there is a history to see.

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/collect/demo"
	"github.com/plimsoll-k8s/plimsoll/schemas"
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
	fmt.Fprintf(c.App.Writer, "open %s in a browser, or: plimsoll serve %s\n", filepath.Join(dir, "index.html"), dir)
	return nil
}

// playDemo runs the moments of the recording in their order.
func playDemo(c *cli.Context, recorded string) (*outcome, error) {
	moments, err := fs.Glob(demo.Files(), "*/plimsoll.yaml")
	if err != nil {
		return nil, err
	}
	var done *outcome
	for i, m := range moments {
		config, err := schemas.LoadConfig(filepath.Join(recorded, filepath.FromSlash(m)))
		if err != nil {
			return nil, err
		}
		now, err := clock()
		if err != nil {
			return nil, err
		}
		j := &job{config: config, dir: c.String("out"), clock: now, pages: true}
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

// momentName is "before" for 1-before/plimsoll.yaml.
func momentName(path string) string {
	folder, _, _ := strings.Cut(path, "/")
	_, name, _ := strings.Cut(folder, "-")
	return name + " the release"
}
