package main

// This file is check: a gate for pipelines, which closes on services that are as bad as it is told.

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/render/gate"
	"github.com/plimsoll-k8s/plimsoll/schemas"
	"github.com/plimsoll-k8s/plimsoll/site"
)

// exitClosed is the code of a closed gate. Whatever keeps check from a verdict is exitUsage: a pipeline must be able to
// tell "this is bad" from "nobody knows".
const exitClosed = 1

var errClosed = &coded{code: exitClosed}

func runCheck(c *cli.Context) error {
	err := check(c)
	if err == nil || errors.Is(err, errClosed) {
		return err
	}
	return &coded{exitUsage, err}
}

func check(c *cli.Context) error {
	form, err := verdictFormOf(c.String("format"))
	if err != nil {
		return err
	}
	if c.NArg() != 1 {
		return errors.New("check: name the folder of one site, as in plimsoll check public")
	}
	s, err := readSite(c.Args().First())
	if err != nil {
		return fmt.Errorf("check %s: %w", c.Args().First(), err)
	}
	defer s.Close()
	verdict, err := judge(c, s)
	if err != nil {
		return err
	}
	b, err := form.of(verdict, painterFor(c.App.Writer), c.Args().First())
	if err != nil {
		return err
	}
	if _, err := c.App.Writer.Write(b); err != nil {
		return fmt.Errorf("write the verdict: %w", err)
	}
	if err := summarize(verdict, os.Getenv("GITHUB_STEP_SUMMARY")); err != nil {
		fmt.Fprintf(c.App.ErrWriter, "warning: the step summary was not written: %s\n", oneLine(err))
	}
	if verdict.Gate == schemas.GateClosed {
		return errClosed
	}
	return nil
}

func judge(c *cli.Context, s *site.Site) (*schemas.Check, error) {
	now, err := clock()
	if err != nil {
		return nil, err
	}
	if c.IsSet("max-age") && c.Duration("max-age") <= 0 {
		return nil, fmt.Errorf("--max-age %s: it is a time such as 30m or 24h", c.Duration("max-age"))
	}
	index, err := s.Index()
	if err != nil {
		return nil, err
	}
	run, err := s.Run()
	if err != nil {
		return nil, err
	}
	return gate.Judge(gate.Data{Index: index, Run: run, Snapshot: s.Snapshot}, gate.Ask{
		FailOn: c.StringSlice("fail-on"), Rules: ruleIDs(), MaxAge: c.Duration("max-age"), Now: now.now,
		Scope: gate.Scope{
			Services: c.StringSlice("service"), Owners: c.StringSlice("owner"),
			Systems: c.StringSlice("system"), Clusters: c.StringSlice("cluster"),
		},
	})
}

func ruleIDs() []string {
	var ids []string
	for _, r := range collect.Rules() {
		ids = append(ids, r.ID)
	}
	return ids
}

// verdictForm is one --format of a verdict. dir is the folder as it was named.
type verdictForm struct {
	name string
	of   func(v *schemas.Check, paint painter, dir string) ([]byte, error)
}

// verdictForms are in the order in which help lists them.
func verdictForms() []verdictForm {
	return []verdictForm{
		{"text", func(v *schemas.Check, paint painter, _ string) ([]byte, error) {
			return []byte(gate.Text(v, paint)), nil
		}},
		{"json", func(v *schemas.Check, _ painter, _ string) ([]byte, error) { return schemas.Encode(v) }},
		{"junit", func(v *schemas.Check, _ painter, _ string) ([]byte, error) { return gate.JUnit(v) }},
		{"github", func(v *schemas.Check, _ painter, dir string) ([]byte, error) {
			return []byte(gate.GitHub(v, func(id string) string { return inRepository(dir, id) })), nil
		}},
	}
}

func verdictFormNames() []string {
	var names []string
	for _, f := range verdictForms() {
		names = append(names, f.name)
	}
	return names
}

func verdictFormOf(name string) (verdictForm, error) {
	for _, f := range verdictForms() {
		if f.name == name {
			return f, nil
		}
	}
	return verdictForm{}, fmt.Errorf("--format %s: it is one of %s", name, strings.Join(verdictFormNames(), ", "))
}

// inRepository is where a service's snapshot lies in the repository that GitHub runs on, as annotations name files.
func inRepository(dir, id string) string {
	if !isDir(filepath.Join(dir, "data")) {
		dir = filepath.Dir(filepath.Clean(dir)) // DIR was the data folder
	}
	file := filepath.Join(dir, "data", "services", filepath.FromSlash(id)+".json")
	if workspace := os.Getenv("GITHUB_WORKSPACE"); workspace != "" {
		if whole, err := filepath.Abs(file); err == nil {
			if inside, err := filepath.Rel(workspace, whole); err == nil && filepath.IsLocal(inside) {
				file = inside
			}
		}
	}
	return filepath.ToSlash(file)
}

// mostSummary is how much GitHub takes of one step's summary.
const mostSummary = 1 << 20

// summarize appends the verdict to the summary of a pipeline's step, after whatever stands there.
func summarize(v *schemas.Check, file string) error {
	if file == "" {
		return nil
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		text := gate.Summary(v, mostSummary-int(min(info.Size(), mostSummary)))
		if text == "" {
			err = fmt.Errorf("what stands in %s leaves no room for it", file)
		} else {
			_, err = f.WriteString(text)
		}
	}
	return errors.Join(err, f.Close())
}

// readSite opens a site, or its data folder, that holds what a finished run left.
func readSite(dir string) (*site.Site, error) {
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("there is no such folder; plimsoll run, collect or merge makes one")
	}
	if whole, err := filepath.Abs(dir); err == nil && filepath.Base(whole) == "data" && !isDir(filepath.Join(whole, "data")) {
		dir = filepath.Dir(whole) // what tells whether a run came to its end lies beside the data
	}
	s, err := site.Read(dir)
	if err != nil {
		return nil, err
	}
	index, err := s.Index()
	switch {
	case err != nil:
	case s.Unfinished():
		err = errors.New("a run here did not come to its end; run again first")
	case index == nil:
		err = errors.New("it has no data/index.json; plimsoll run, collect or merge makes one")
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}
