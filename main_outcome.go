package main

// This file is what a run has to report on stdout when it is done, and what its exit code is.

import (
	"fmt"
	"path"
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
	asked     []string // kinds that the configuration names
	narrowed  bool     // --service left services out
	published string   // where the site went, in a line; empty: nowhere
}

func (o *outcome) verdict() error {
	if o.collected.Complete() {
		return nil
	}
	return errPartial
}

// report says what is wrong first, then what was written.
func (o *outcome) report(paint painter) string {
	var b strings.Builder
	for _, s := range o.index.Services {
		if s.Status.Rank() <= schemas.Unknown.Rank() {
			fmt.Fprintf(&b, "%s %s%s\n", paint(s.Status, fmt.Sprintf("%-11s", s.Status)), s.ID, leadText(s))
		}
	}
	for _, line := range o.readings(paint) {
		b.WriteString(line + "\n")
	}
	fmt.Fprintf(&b, "%s, %s: %s%s\n", count(len(o.index.Services), "service"), o.clusters(), tally(o.index), ignoredText(o.index))
	fmt.Fprintf(&b, "%s: %s", filepath.Join(o.dir, "data"), dataText(o.result))
	if len(o.rendered.Written)+o.rendered.Unchanged > 0 {
		fmt.Fprintf(&b, "; %s", pagesText(o.rendered))
	}
	fmt.Fprintf(&b, " · %s\n", o.took.Round(10*time.Millisecond))
	if o.published != "" {
		b.WriteString(o.published + "\n")
	}
	return b.String()
}

// clusters says how many were read, of how many.
func (o *outcome) clusters() string {
	read, all := o.collected.Readable(), o.collected.Asked()
	if read == all {
		return count(all, "cluster")
	}
	return fmt.Sprintf("%d of %s read", read, count(all, "cluster"))
}

// leadText names what the problem is about where that is not called as the service is.
func leadText(s schemas.ServiceEntry) string {
	l := s.Lead
	if l == nil {
		return ""
	}
	text := ""
	if l.Cluster != "" {
		text = ": " + l.Cluster
	}
	if parts := strings.Split(l.Object, "/"); len(parts) == 3 && parts[2] != path.Base(s.ID) {
		text += ": " + parts[0] + " " + parts[2]
	}
	return text + ": " + l.Message
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

// ignoredText counts what somebody has set aside: it is never silent.
func ignoredText(index *schemas.Index) string {
	n := 0
	for _, s := range index.Services {
		n += s.Ignored
	}
	if n == 0 {
		return ""
	}
	return " · " + count(n, "problem") + " ignored"
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
