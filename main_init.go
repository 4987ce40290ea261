package main

// This file is init: a first plimsoll.yaml from the contexts of a kubeconfig. It overwrites nothing.

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func runInit(c *cli.Context) error {
	file := c.String("config")
	if err := mayInit(c, file); err != nil {
		return err
	}
	t, err := newTalk(c)
	if err != nil {
		return err
	}
	defer t.settle()
	contexts, err := contextsFor(c)
	if err != nil {
		return err
	}
	t.watch(asClusters(contexts))
	draft, err := collect.Survey(c.Context, c.String("kubeconfig"), contexts, t.progress)
	if err != nil {
		return err
	}
	t.settle()
	read, unread := sayLeftOut(t, draft)
	if read == 0 {
		return fmt.Errorf("no context could be read, so %s was not written; log in, or name others with --context", file)
	}
	if draft.Kubeconfig, err = kubeconfigFrom(file, c.String("kubeconfig")); err != nil {
		return err
	}
	if err := create(file, draft.YAML()); err != nil {
		return err
	}
	fmt.Fprint(c.App.Writer, initText(file, read, draft))
	if unread > 0 {
		return errPartial
	}
	return nil
}

// sayLeftOut tells of the contexts that will be comments, and counts those that are read and those that cannot be.
func sayLeftOut(t *talk, draft *collect.Draft) (read, unread int) {
	for _, k := range draft.Clusters {
		switch {
		case k.Read():
			read++
		case k.SameAs != "":
			t.say("%s is left out: it is the same API server as %s", k.Name, k.SameAs)
		default:
			unread++
			t.warn("%s is left out: %s: %s", k.Name, k.State, k.Message)
		}
	}
	return read, unread
}

// mayInit refuses what would be in vain, before anything is asked.
func mayInit(c *cli.Context, file string) error {
	if err := noArguments(c); err != nil {
		return err
	}
	if file == "" {
		return usage("--config is empty; name a file, or leave the flag out")
	}
	if _, err := os.Lstat(file); err == nil {
		return exists(file)
	}
	if info, err := os.Stat(filepath.Dir(file)); err != nil || !info.IsDir() {
		return usage("%s: its folder does not exist", file)
	}
	return nil
}

func exists(file string) error {
	return usage("%s exists; plimsoll doctor%s tells how it does, and init -c FILE writes another", file, collect.DashC(file))
}

// contextsFor are the contexts that --context names, or that somebody chooses, or all.
func contextsFor(c *cli.Context) ([]source.Context, error) {
	all, where, err := source.Contexts(c.String("kubeconfig"))
	if err != nil {
		return nil, usage("%w", err)
	}
	if len(all) == 0 {
		return nil, usage("%s: there is no context in it; name another kubeconfig with --kubeconfig, or write clusters: with a dump: by hand", where)
	}
	wanted := c.StringSlice("context")
	var have []string
	for _, k := range all {
		have = append(have, k.Name)
	}
	for _, name := range wanted {
		if !slices.Contains(have, name) {
			return nil, usage("--context %s: %s has no such context; it has %s", name, where, strings.Join(have, ", "))
		}
	}
	if len(wanted) > 0 {
		return slices.DeleteFunc(all, func(k source.Context) bool { return !slices.Contains(wanted, k.Name) }), nil
	}
	if len(all) == 1 || c.Bool("yes") {
		return all, nil
	}
	return choose(c, all, where)
}

// asClusters are the contexts as the progress display names them: by the names that they have until they get others.
func asClusters(contexts []source.Context) []schemas.ClusterConfig {
	var clusters []schemas.ClusterConfig
	for _, name := range collect.ClusterNames(contexts) {
		clusters = append(clusters, schemas.ClusterConfig{Name: name})
	}
	return clusters
}

// kubeconfigFrom names a kubeconfig as the file is to name it: relative to the file where it was given so, and below
// the home where it stands there, so that a colleague may use the file.
func kubeconfigFrom(file, kubeconfig string) (string, error) {
	if kubeconfig == "" {
		return "", nil
	}
	if !filepath.IsAbs(kubeconfig) {
		folder, err := filepath.Abs(filepath.Dir(file))
		if err != nil {
			return "", err
		}
		whole, err := filepath.Abs(kubeconfig)
		if err != nil {
			return "", err
		}
		return filepath.Rel(folder, whole)
	}
	if home, err := os.UserHomeDir(); err == nil {
		if rest, ok := strings.CutPrefix(kubeconfig, home+string(filepath.Separator)); ok {
			return "~/" + filepath.ToSlash(rest), nil
		}
	}
	return kubeconfig, nil
}

// create writes a file that is not there, whole or not at all.
func create(file, text string) error {
	if err := schemas.ValidateConfig([]byte(text)); err != nil {
		return fmt.Errorf("write %s: what was found makes no configuration: %w", file, err)
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), ".plimsoll-init-")
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.WriteString(text)
	if err := errors.Join(err, temporary.Chmod(0o644), temporary.Close()); err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	err = os.Link(temporary.Name(), file) // unlike a rename, it never takes another file's place
	if errors.Is(err, fs.ErrExist) {
		return exists(file)
	}
	if err != nil { // a file system without links
		return createHere(file, text)
	}
	return nil
}

func createHere(file, text string) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return exists(file)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Close()); err != nil {
		os.Remove(file)
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}

func initText(file string, read int, d *collect.Draft) string {
	text := fmt.Sprintf("%s: %s, %s", file, count(read, "cluster"), count(d.Workloads, "workload"))
	if n := len(d.Clusters) - read; n > 0 {
		text += fmt.Sprintf("; %s left out, as comments", count(n, "context"))
	}
	return text + fmt.Sprintf("\nNext: look through it; plimsoll doctor%[1]s tells what a run would find; plimsoll run%[1]s makes the site.\n", collect.DashC(file))
}

func kubeconfigFlag() cli.Flag {
	return &cli.StringFlag{Name: "kubeconfig", Usage: "the kubeconfig `FILE`; without it, as kubectl finds it"}
}

func contextFlag() cli.Flag {
	return &cli.StringSliceFlag{Name: "context", Usage: "only this context `NAME` (repeatable)"}
}

func yesFlag() cli.Flag {
	return &cli.BoolFlag{Name: "yes", Aliases: []string{"y"}, Usage: "take all contexts, and ask nothing"}
}
