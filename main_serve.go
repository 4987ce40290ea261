package main

// This file is serve: a site on this machine, until interrupted.

import (
	"fmt"
	"net"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/site"
)

func runServe(c *cli.Context) error {
	if c.Args().Len() > 1 {
		return usage("serve takes one folder; see plimsoll serve --help")
	}
	dir := c.Args().First()
	if dir == "" {
		dir = "public"
	}
	if _, err := os.Stat(dir); err != nil {
		return usage("serve %s: there is no such folder; plimsoll demo makes one", dir)
	}
	return serve(c, dir)
}

func serve(c *cli.Context, dir string) error {
	if _, _, err := net.SplitHostPort(c.String("address")); err != nil {
		return usage("--address %s: write it as 127.0.0.1:8042", c.String("address"))
	}
	return site.Serve(c.Context, dir, c.String("address"), func(url string) {
		fmt.Fprintf(c.App.Writer, "%s serves %s; stop with Ctrl-C\n", url, dir)
	})
}
