package main

// This file is doctor: what can be read of each cluster and as whom, which services would be found, and what to do.

import (
	"errors"
	"fmt"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/collect"
)

func runDoctor(c *cli.Context) error {
	if err := noArguments(c); err != nil {
		return err
	}
	asJSON, err := wantsJSON(c)
	if err != nil {
		return err
	}
	config, err := loadConfig(c.String("config"))
	if err != nil {
		return err
	}
	now, err := clock()
	if err != nil {
		return err
	}
	t, err := newTalk(c)
	if err != nil {
		return err
	}
	defer t.settle()
	j := &job{config: config, clusters: c.StringSlice("cluster")}
	t.watch(j.asked())
	started := time.Now()
	d, err := collect.Diagnose(c.Context, collect.Options{
		Config: config, Now: now.now, Fixed: now.fixed, Clusters: j.clusters, Version: version(), Progress: t.progress,
	}, c.String("config"))
	if err != nil {
		return err
	}
	t.say("examined %s in %s", count(len(d.Clusters), "cluster"), time.Since(started).Round(10*time.Millisecond))
	if asJSON {
		err = writeJSON(c.App.Writer, d)
	} else {
		_, err = fmt.Fprint(c.App.Writer, newReport(c.App.Writer).text(d))
	}
	if err != nil {
		return err
	}
	return diagnosed(d)
}

// diagnosed is the exit code that a run would come to.
func diagnosed(d *collect.Diagnosis) error {
	switch {
	case d.Misconfigured():
		return usage("the configuration names what is not there; see above")
	case d.Readable() == 0:
		return errors.New("no cluster can be read; see above")
	case !d.Complete():
		return errPartial
	}
	return nil
}
