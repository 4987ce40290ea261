package main

// This file is the command line: the table of commands, the flags they share, and how an error becomes an exit code.

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/render/gate"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Exit codes are part of the contract with pipelines.
const (
	exitDone    = 0
	exitFailed  = 1 // nothing lost
	exitUsage   = 2 // wrong usage or configuration, nothing written
	exitPartial = 3 // done, but some cluster or kind could not be read
)

// coded is an error that knows its exit code. Without text nothing is left to say: only the code counts.
type coded struct {
	code int
	err  error
}

func (c *coded) Error() string {
	if c.err == nil {
		return ""
	}
	return c.err.Error()
}

func (c *coded) Unwrap() error { return c.err }

func usage(format string, args ...any) error {
	return &coded{exitUsage, fmt.Errorf(format, args...)}
}

var errPartial = errors.New("some cluster or kind could not be read")

// run is the whole program, with its streams handed in.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	app := newApp(stdout, stderr)
	err := app.RunContext(ctx, flagsFirst(args, app))
	code := exitCode(err)
	if err != nil && err.Error() != "" && !errors.Is(err, errPartial) {
		complain(stderr, oneLine(err), saysJSON(args))
	}
	return code
}

func exitCode(err error) int {
	var c *coded
	var bad *schemas.ConfigError
	var wrong *collect.UsageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &c):
		return c.code
	case errors.As(err, &bad), errors.As(err, &wrong):
		return exitUsage
	case errors.Is(err, errPartial):
		return exitPartial
	default:
		return exitFailed
	}
}

func newApp(stdout, stderr io.Writer) *cli.App {
	return &cli.App{
		Name:      "plimsoll",
		Usage:     "see at a glance how every service is, in every cluster that it runs in",
		UsageText: "plimsoll COMMAND [flags] [arguments]",
		Version:   version(),
		Writer:    stdout, ErrWriter: stderr,
		Commands:               commands(),
		HideHelpCommand:        true,
		UseShortOptionHandling: true,
		CustomAppHelpTemplate:  appHelp,
		ExitErrHandler:         func(*cli.Context, error) {},
		OnUsageError:           func(c *cli.Context, err error, _ bool) error { return usage("%w; see plimsoll --help", err) },
		Action: func(c *cli.Context) error {
			if c.Args().Present() {
				return usage("there is no command %q; see plimsoll --help", c.Args().First())
			}
			return cli.ShowAppHelp(c)
		},
	}
}

// version is what the build knows of itself.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "dev"
	}
	return info.Main.Version
}

// commands is the table of commands, in the order in which help and README list them.
func commands() []*cli.Command {
	table := []*cli.Command{
		{Name: "run", Usage: "collect, validate, render, and publish where configured: the cron job", Action: runAll, Flags: flags(configFlag, outFlag, clusterFlag, serviceFlag, noPublishFlag, logFlag)},
		{Name: "collect", Usage: "read the clusters into DIR/data", Action: runCollect, Flags: flags(configFlag, outFlag, clusterFlag, serviceFlag, partFlag, logFlag)},
		{Name: "validate", Usage: "hold snapshots, a configuration or a whole data folder against the schemas", ArgsUsage: "PATH...", Action: runValidate},
		{Name: "render", Usage: "make pages from DIR/data", Action: runRender, Flags: flags(configFlag, outFlag, logFlag)},
		{Name: "diff", Usage: "tell what changed between two states: snapshots, data folders or Git revisions", ArgsUsage: "OLD NEW", Action: runDiff, Flags: flags(repoFlag, pathFlag, diffFormatFlag, exitCodeFlag, ofServiceFlag, inClusterFlag, groupsFlag)},
		{Name: "show", Usage: "print a snapshot, or another file of the data, as text: a fact a line, for git's textconv", ArgsUsage: "FILE", Action: runShow},
		{Name: "publish", Usage: "commit DIR to a Git repository and push it", Action: runPublish, Flags: flags(configFlag, outFlag, dryRunFlag, logFlag)},
		{Name: "check", Usage: "close a pipeline's gate (exit code 1) on services that are as bad as --fail-on says", ArgsUsage: "DIR", Action: runCheck, Flags: flags(failOnFlag, maxAgeFlag, ofServiceFlag, ownerFlag, systemFlag, inClusterFlag, verdictFlag)},
		{Name: "merge", Usage: "make one data folder of several that were collected elsewhere", ArgsUsage: "PART...", Action: runMerge, Flags: flags(mergeOutFlag, namingFlag, logFlag)},
		{Name: "explain", Usage: "tell what a rule means, and how to tune or ignore it; without RULE, list them all", ArgsUsage: "[RULE...]", Action: runExplain, Flags: flags(formatFlag)},
		{Name: "demo", Usage: "make a site from recorded clusters, to see what it is like", Action: runDemo, Flags: flags(outFlag, serveFlag, addressFlag, logFlag)},
		{Name: "init", Usage: "write a first plimsoll.yaml from a kubeconfig's contexts and what runs there", Action: runInit, Flags: flags(configFlag, kubeconfigFlag, contextFlag, yesFlag, logFlag)},
		{Name: "doctor", Usage: "tell what can be read of each cluster, which services would be found, and what to do", Action: runDoctor, Flags: flags(configFlag, onlyFlag, formatFlag, logFlag)},
		{Name: "rbac", Usage: "print the least Role that serves the configuration, for kubectl apply", Action: runRBAC, Flags: flags(configFlag, onlyFlag, nameFlag, serviceAccountFlag, userFlag, groupFlag)},
		{Name: "serve", Usage: "serve a site on this machine", ArgsUsage: "[DIR]", Action: runServe, Flags: flags(addressFlag)},
		{Name: "completion", Usage: "print a script that completes command lines, for bash, zsh or fish", ArgsUsage: "SHELL", Action: runCompletion, Flags: flags(wordsFlag)},
	}
	for _, c := range table {
		c.CustomHelpTemplate = commandHelp
		c.Description = examples()[c.Name].text()
		for _, f := range c.Flags {
			if yes, ok := f.(*cli.BoolFlag); ok {
				yes.DisableDefaultText = true // that it is off without being asked for needs no word
			}
		}
		c.UseShortOptionHandling = true
		c.OnUsageError = func(c *cli.Context, err error, _ bool) error {
			return usage("%w; see plimsoll %s --help", err, c.Command.Name)
		}
	}
	return table
}

func flags(makers ...func() cli.Flag) []cli.Flag {
	list := make([]cli.Flag, 0, len(makers))
	for _, m := range makers {
		list = append(list, m())
	}
	return list
}

func configFlag() cli.Flag {
	return &cli.StringFlag{Name: "config", Aliases: []string{"c"}, Value: collect.DefaultFile, Usage: "the configuration `FILE`"}
}

func outFlag() cli.Flag {
	return &cli.StringFlag{Name: "out", Aliases: []string{"o"}, Value: "public", Usage: "the site's folder `DIR`"}
}

func clusterFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "cluster", Usage: "read only this cluster `NAME` (repeatable); the rest keeps its state"}
}

func serviceFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "service", Usage: "write only this service `ID` (repeatable); the rest keeps its state"}
}

func partFlag() cli.Flag {
	return &cli.BoolFlag{Name: "part", Usage: "make a part for plimsoll merge: its past is not fetched from where the site is published"}
}

func noPublishFlag() cli.Flag {
	return &cli.BoolFlag{Name: "no-publish", Usage: "publish nothing, whatever the configuration says"}
}

func dryRunFlag() cli.Flag {
	return &cli.BoolFlag{Name: "dry-run", Usage: "say what would be committed, and push nothing"}
}

func logFlag() cli.Flag {
	return &cli.StringFlag{Name: "log-format", Value: "text", Usage: "how to talk on stderr, `FORMAT` text or json"}
}

func formatFlag() cli.Flag {
	return &cli.StringFlag{Name: "format", Value: "text", Usage: "how to say it, `FORMAT` text or json"}
}

func failOnFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "fail-on", Value: cli.NewStringSlice("degraded"),
		Usage: "what closes the gate, `WORD`s with commas between (repeatable): " + strings.Join(gate.Words(), ", ") + ", or a rule"}
}

func maxAgeFlag() cli.Flag {
	return &cli.DurationFlag{Name: "max-age", Usage: "close the gate too if the last run is older than this `TIME`, such as 30m", DefaultText: "any age"}
}

func ofServiceFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "service", Usage: "look only at this service `ID` (repeatable)"}
}

func ownerFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "owner", Usage: "look only at the services of this owner `NAME` (repeatable)"}
}

func systemFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "system", Usage: "look only at the services of this system `NAME` (repeatable)"}
}

func inClusterFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "cluster", Usage: "look only at this cluster `NAME` (repeatable): services count as they are there"}
}

func verdictFlag() cli.Flag {
	return &cli.StringFlag{Name: "format", Value: "text", Usage: "how to say it, `FORMAT` " + strings.Join(verdictFormNames(), ", ")}
}

func mergeOutFlag() cli.Flag {
	return &cli.StringFlag{Name: "out", Aliases: []string{"o"}, Value: "public", Usage: "the site's folder `DIR`, which holds the merge before"}
}

func namingFlag() cli.Flag {
	return &cli.StringFlag{Name: "config", Aliases: []string{"c"}, Usage: "the configuration `FILE` that says which clusters there are, and how findings across them count", DefaultText: "none"}
}

func serveFlag() cli.Flag {
	return &cli.BoolFlag{Name: "serve", Usage: "serve the site until interrupted"}
}

func addressFlag() cli.Flag {
	return &cli.StringFlag{Name: "address", Value: "127.0.0.1:8042", Usage: "where to serve, `HOST:PORT`"}
}

// flagsFirst moves flags before arguments: the library stops looking for flags at the first argument, and people
// write `plimsoll validate public --help`.
func flagsFirst(args []string, app *cli.App) []string {
	if len(args) < 3 {
		return args
	}
	command := app.Command(args[1])
	if command == nil {
		return args
	}
	var front, rest []string
	for i := 2; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			rest = append(rest, args[i:]...)
			break
		}
		if len(arg) < 2 || arg[0] != '-' {
			rest = append(rest, arg)
			continue
		}
		if arg == "--help" || arg == "-h" {
			return append(slices.Clone(args[:2]), arg) // with an argument beside it, the library looks for a command of that name
		}
		front = append(front, arg)
		if takesValue(command, arg) && i+1 < len(args) {
			i++
			front = append(front, args[i])
		}
	}
	return slices.Concat(args[:2], front, rest)
}

// takesValue says whether the word after a flag is its value.
func takesValue(c *cli.Command, arg string) bool {
	name := strings.TrimLeft(arg, "-")
	if strings.Contains(name, "=") {
		return false
	}
	for _, f := range c.Flags {
		_, boolean := f.(*cli.BoolFlag)
		if slices.Contains(f.Names(), name) {
			return !boolean
		}
	}
	return false
}

// noArguments refuses arguments that a command would silently ignore.
func noArguments(c *cli.Context) error {
	if c.Args().Present() {
		return usage("%s takes no argument, but was given %q; see plimsoll %s --help", c.Command.Name, c.Args().First(), c.Command.Name)
	}
	return nil
}

// clock is now, or SOURCE_DATE_EPOCH for output that can be reproduced.
func clock() (clockTime, error) { return readClock(os.Getenv("SOURCE_DATE_EPOCH")) }
