package main

// This file is what a run has to report on stdout when it is done, and what its exit code is.

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/schemas"
	"github.com/plimsoll-k8s/plimsoll/site"
)

// outcome is what a run did.
type outcome struct {
	dir       string
	collected *collect.Collected
	index     *schemas.Index
	result    site.Result
	rendered  site.Rendered
	took      time.Duration
}

func (o *outcome) verdict() error {
	if o.collected.Complete() {
		return nil
	}
	return errPartial
}

// String is the report: what is wrong first, then what was written.
func (o *outcome) String() string {
	var b strings.Builder
	for _, s := range o.index.Services {
		if s.Status.Rank() <= schemas.Unknown.Rank() {
			fmt.Fprintf(&b, "%-11s %s%s\n", s.Status, s.ID, leadText(s.Lead))
		}
	}
	fmt.Fprintf(&b, "%s in %s: %s\n", count(len(o.index.Services), "service"), count(o.collected.Readable(), "cluster"), tally(o.index))
	fmt.Fprintf(&b, "%s: %s", filepath.Join(o.dir, "data"), dataText(o.result))
	if len(o.rendered.Written)+o.rendered.Unchanged > 0 {
		fmt.Fprintf(&b, "; %s", pagesText(o.rendered))
	}
	fmt.Fprintf(&b, " · %s\n", o.took.Round(10*time.Millisecond))
	return b.String()
}

func leadText(l *schemas.Lead) string {
	if l == nil {
		return ""
	}
	if l.Cluster == "" {
		return ": " + l.Message
	}
	return ": " + l.Cluster + ": " + l.Message
}

// tally counts services by status, the worst first.
func tally(index *schemas.Index) string {
	counts := map[schemas.Status]int{}
	for _, s := range index.Services {
		counts[s.Status]++
	}
	var parts []string
	for _, status := range schemas.Statuses() {
		if n := counts[status]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, status))
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

func dataText(r site.Result) string {
	counts := map[site.Outcome]int{}
	for _, w := range r.Services {
		counts[w.Outcome]++
	}
	var parts []string
	for _, o := range []site.Outcome{site.Created, site.Changed, site.Restored, site.Removed, site.Kept} {
		if n := counts[o]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %s", count(n, "snapshot"), o))
		}
	}
	if len(parts) == 0 {
		return "nothing changed"
	}
	return strings.Join(parts, ", ")
}

func pagesText(r site.Rendered) string {
	total := len(r.Written) + r.Unchanged
	text := fmt.Sprintf("%d of %s written", len(r.Written), count(total, "page"))
	if n := len(r.Removed); n > 0 {
		text += fmt.Sprintf(", %d removed", n)
	}
	return text
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
