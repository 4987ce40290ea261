package main

// This file is what Plimsoll says while it works: a line a cluster that moves on a terminal, plain lines where
// nobody watches, JSON where a machine reads. All of it goes to stderr; stdout is for results.

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"unicode"

	"github.com/urfave/cli/v2"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// talk is one way of saying how a run goes.
type talk struct {
	out     io.Writer
	json    *slog.Logger  // --log-format json
	bars    *mpb.Progress // a terminal
	cluster map[string]*lane
}

// lane is one cluster's line of the progress display. It is drawn while it changes.
type lane struct {
	bar     *mpb.Bar
	doing   atomic.Pointer[string]
	objects atomic.Int64
}

func (l *lane) does(what string) { l.doing.Store(&what) }

func newTalk(c *cli.Context) (*talk, error) {
	t := &talk{out: c.App.ErrWriter, cluster: map[string]*lane{}}
	switch format := c.String("log-format"); format {
	case "json":
		t.json = slog.New(slog.NewJSONHandler(t.out, nil))
		return t, nil
	case "text":
	default:
		return nil, usage("--log-format %s: it is text or json", format)
	}
	return t, nil
}

// watch begins the progress display, if there is a terminal to show it on.
func (t *talk) watch(clusters []schemas.ClusterConfig) {
	if t.json != nil || !isTerminal(t.out) || os.Getenv("TERM") == "dumb" {
		return
	}
	t.bars = mpb.New(mpb.WithOutput(t.out), mpb.WithWidth(24), mpb.WithAutoRefresh())
	for _, k := range clusters {
		t.addLane(k.Name, width(clusters))
	}
}

func width(clusters []schemas.ClusterConfig) int {
	n := 0
	for _, k := range clusters {
		n = max(n, len(k.Name))
	}
	return n
}

func (t *talk) addLane(cluster string, width int) {
	l := &lane{}
	l.does("connecting")
	l.bar = t.bars.New(int64(collect.KindCount()), mpb.BarStyle().Lbound("").Rbound("").Filler("━").Tip("━").Padding("─"),
		mpb.PrependDecorators(decor.Name(fmt.Sprintf("  %-*s ", width, cluster))),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
			return fmt.Sprintf("  %6d objects  %s", l.objects.Load(), *l.doing.Load())
		})))
	t.cluster[cluster] = l
}

// progress takes one step of reading a cluster. Calls do not overlap.
func (t *talk) progress(p source.Progress) {
	if t.bars != nil {
		t.move(p)
		return
	}
	if p.Resource != "" || !p.Done {
		return
	}
	if t.json != nil {
		t.json.Info("cluster read", "cluster", p.Cluster, "state", p.State, "objects", p.Objects)
		return
	}
	if p.State == schemas.ReadOK { // what could not be read is told with its reason when all is done
		t.say("%s: read, %s", p.Cluster, count(p.Objects, "object"))
	}
}

func (t *talk) move(p source.Progress) {
	l := t.cluster[p.Cluster]
	switch {
	case l == nil:
	case p.Resource == "" && p.Done:
		l.does(string(p.State))
		l.objects.Store(max(l.objects.Load(), int64(p.Objects)))
		l.bar.SetTotal(-1, true)
	case p.Done:
		l.objects.Add(int64(p.Objects))
		l.bar.Increment()
	default:
		l.does(p.Resource)
	}
}

// settle ends the progress display, so that lines may follow.
func (t *talk) settle() {
	if t.bars == nil {
		return
	}
	for _, l := range t.cluster {
		if !l.bar.Completed() {
			l.bar.Abort(false)
		}
	}
	t.bars.Wait()
	t.bars = nil
}

// say is one line of talk.
func (t *talk) say(format string, args ...any) {
	t.settle()
	text := fmt.Sprintf(format, args...)
	if t.json != nil {
		t.json.Info(text)
		return
	}
	fmt.Fprintln(t.out, text)
}

// warn is one line that somebody should act on.
func (t *talk) warn(format string, args ...any) {
	t.settle()
	text := fmt.Sprintf(format, args...)
	if t.json != nil {
		t.json.Warn(text)
		return
	}
	fmt.Fprintln(t.out, "warning: "+strings.TrimSpace(text))
}

// complain is the last line of a run that failed.
func complain(out io.Writer, text string, json bool) {
	if json {
		slog.New(slog.NewJSONHandler(out, nil)).Error(text)
		return
	}
	fmt.Fprintln(out, "plimsoll: "+text)
}

// saysJSON looks for --log-format json in the arguments as they were given: they may be what is wrong, and who reads
// JSON lines reads that one too.
func saysJSON(args []string) bool {
	for i, arg := range args {
		name, value, joined := strings.Cut(strings.TrimLeft(arg, "-"), "=")
		if !joined && i+1 < len(args) {
			value = args[i+1]
		}
		if name == "log-format" && arg != name && value == "json" {
			return true
		}
	}
	return false
}

// oneLine is an error in one line of what can be seen. Errors quote what stood in files and answers.
func oneLine(err error) string {
	text := strings.ReplaceAll(strings.TrimSpace(err.Error()), "\n", "; ")
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf) { // escape sequences, and marks that turn text around
			return unicode.ReplacementChar
		}
		return r
	}, text)
}
