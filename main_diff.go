package main

// This file is diff: what changed between two states of a fleet, said as a person would say it.

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/render"
	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
	"github.com/plimsoll-k8s/plimsoll/site"
)

// runDiff ends as git diff does: trouble is 2, whatever it is, because with --exit-code 1 says that something differs.
func runDiff(c *cli.Context) error {
	differs, err := compare(c)
	switch {
	case err != nil:
		return &coded{exitUsage, fmt.Errorf("diff: %w", err)}
	case differs && c.Bool("exit-code"):
		return &coded{code: exitFailed}
	default:
		return nil
	}
}

func diffFormatFlag() cli.Flag {
	return &cli.StringFlag{Name: "format", Value: "text", Usage: "how to say it, `FORMAT` text, markdown (a comment on a pull request) or json"}
}

func exitCodeFlag() cli.Flag {
	return &cli.BoolFlag{Name: "exit-code", Usage: "end with 1 where something changed; trouble is 2 with and without"}
}

func groupsFlag() cli.Flag {
	return &cli.StringFlag{Name: "only", Usage: "tell only these `KINDS` of changes, with commas between: " + strings.Join(diff.GroupNames(), ", ")}
}

// diffFormats are the ways of telling, by name.
var diffFormats = map[string]func(c *cli.Context, what *schemas.Comparison) error{
	"text": func(c *cli.Context, what *schemas.Comparison) error {
		_, err := fmt.Fprint(c.App.Writer, render.DiffText(what, widthOf(c.App.Writer), painterFor(c.App.Writer)))
		return err
	},
	"markdown": func(c *cli.Context, what *schemas.Comparison) error {
		_, err := fmt.Fprint(c.App.Writer, render.DiffMarkdown(what))
		return err
	},
	"json": func(c *cli.Context, what *schemas.Comparison) error {
		b, err := schemas.Encode(what)
		if err == nil {
			_, err = c.App.Writer.Write(b)
		}
		return err
	},
}

func compare(c *cli.Context) (differs bool, err error) {
	tell := diffFormats[c.String("format")]
	if tell == nil {
		return false, fmt.Errorf("--format %s: it is text, markdown or json", c.String("format"))
	}
	only := site.Narrow{Services: c.StringSlice("service"), Clusters: c.StringSlice("cluster")}
	if only.Groups, err = groups(c.String("only")); err != nil {
		return false, err
	}
	old, new, err := sides(c)
	if err != nil {
		return false, err
	}
	what, err := site.Compare(old, new, only)
	if err != nil {
		return false, err
	}
	return len(what.Services)+len(what.Clusters) > 0, tell(c, what)
}

// groups reads --only: words with commas, each the name of a group of changes.
func groups(list string) ([]string, error) {
	var names []string
	for word := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		name := diff.GroupNamed(word)
		if name == "" {
			all := diff.GroupNames()
			if near := schemas.Nearest(word, all); near != "" {
				return nil, fmt.Errorf("--only %s: did you mean %s? There are %s", word, near, strings.Join(all, ", "))
			}
			return nil, fmt.Errorf("--only %s: there are %s", word, strings.Join(all, ", "))
		}
		names = append(names, name)
	}
	return names, nil
}
