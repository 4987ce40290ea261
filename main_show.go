package main

// This file is show: a data file as text, for people and for Git's textconv.

import (
	"os"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/render"
)

// runShow never fails for what a file holds: Git gives up a whole diff when a textconv fails, and half a file is what
// somebody may want to see. What cannot be told as text is printed as it is.
func runShow(c *cli.Context) error {
	if c.NArg() != 1 {
		return usage("show: name one file, such as plimsoll show public/data/services/checkout.json")
	}
	name := c.Args().First()
	b, err := os.ReadFile(name)
	if err != nil {
		return usage("show %s: %w", name, reason(err))
	}
	if text, ok := render.Show(b); ok {
		b = []byte(text)
	}
	_, err = c.App.Writer.Write(b)
	return err
}
