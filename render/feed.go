package render

// This file is feeds: the changes of a service, or of all of them, for readers that follow rather than look.

import (
	"crypto/sha1"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const (
	mostEntries  = 40 // of a feed: readers keep what they have seen
	mostFeedSize = 12 // lines of an entry
)

// feed is a list of changes, the newest first.
type feed struct {
	ID, Title, Site, Updated string
	Self, Page               string // where the feed stands, and the page that shows the same
	Entries                  []feedEntry
}

// feedEntry is one change of one service.
type feedEntry struct {
	ID, Title, At, Link, State string
	Lines                      []string
	More                       string
}

// happened is a change and whose it is.
type happened struct {
	schemas.Change
	id, name string
	gone     bool // the service has no page any more
	nth      int  // of its service's changes, the newest is 0
}

// serviceFeed is a service's own.
func (r *Renderer) serviceFeed(at place, s schemas.ServiceEntry, history History) (any, error) {
	changes, err := history(s.ID)
	if err != nil {
		return nil, fmt.Errorf("open the history of %s: %w", s.ID, err)
	}
	var all []happened
	for _, c := range slices.Backward(changes) {
		all = append(all, happened{Change: c, id: s.ID, name: titleOf(s), nth: len(all)})
	}
	return r.feedOf(at, serviceDir(s.ID), titleOf(s)+" · "+r.site.Title, all), nil
}

// feedOf writes the newest changes; they come newest first.
func (r *Renderer) feedOf(at place, dir, title string, all []happened) *feed {
	f := &feed{
		ID: urn("feed", r.site.Title, r.site.BaseURL, dir), Title: title, Site: r.site.Title,
		Self: r.address(at, dir+at.file), Page: r.address(at, dir+"index.html"), Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
	}
	for _, h := range all[:min(len(all), mostEntries)] {
		f.Entries = append(f.Entries, r.feedEntryOf(at, h))
	}
	if len(all) > 0 {
		f.Updated = all[0].At.UTC().Format(time.RFC3339)
	}
	return f
}

func (r *Renderer) feedEntryOf(at place, h happened) feedEntry {
	e := feedEntry{
		ID: urn("change", h.id, h.At.UTC().Format(time.RFC3339), h.Digest), At: h.At.UTC().Format(time.RFC3339),
		State: string(h.Status), Link: r.address(at, "index.html"),
	}
	if !h.gone {
		e.Link = r.address(at, serviceDir(h.id)+"index.html#"+h.fragment())
	}
	for _, line := range diff.Across(h.Entries) {
		e.Lines = append(e.Lines, line.Text())
	}
	e.Title = h.name + " is " + string(h.Status)
	if h.gone && h.Status == schemas.Missing {
		e.Title = h.name + " is gone"
	}
	if len(e.Lines) > 0 {
		e.Title += ": " + e.Lines[0]
	}
	if rest := len(e.Lines) - mostFeedSize; rest > 1 {
		e.More, e.Lines = "and "+number(rest)+" more", e.Lines[:mostFeedSize]
	}
	if rest := len(e.Lines) - 1; rest > 0 {
		e.Title += fmt.Sprintf(" (and %d more)", rest)
	}
	return e
}

// address is where a file of the site is found: in full where the site's address is known, because readers of feeds
// disagree on what a relative link is relative to.
func (r *Renderer) address(at place, path string) string {
	if r.site.BaseURL == "" {
		return at.root + path
	}
	return strings.TrimSuffix(r.site.BaseURL, "/") + "/" + path
}

// urn names something for good, wherever the site moves: a UUID of version 5 (RFC 9562), made of what it is about.
func urn(parts ...string) string {
	h := sha1.Sum([]byte("https://github.com/plimsoll-k8s/plimsoll\x00" + strings.Join(parts, "\x00")))
	h[6] = h[6]&0x0f | 0x50
	h[8] = h[8]&0x3f | 0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", h[0:4], h[4:6], h[6:8], h[8:10], h[10:16])
}
