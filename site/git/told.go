package git

// This file finds out what a publishing tells of each service: the lines that its history has gained.

import (
	"bytes"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// told is what is new of one service.
type told struct {
	id      string
	status  schemas.Status
	entries []schemas.Entry
}

// historyDir is where the histories lie within the site.
const historyDir = "data/history/"

// tell reads the new lines of the histories among the changes. before is what is at hand of the old ones.
func tell(f *Folder, changes []change, last *remembered, o *objects) ([]told, error) {
	var all []told
	for _, c := range changes {
		rest, ok := strings.CutPrefix(c.name, historyDir)
		id, named := strings.CutSuffix(rest, ".jsonl")
		if !ok || !named || c.removed() {
			continue
		}
		b, err := f.Read(c.name)
		if err != nil {
			return nil, err
		}
		one := told{id: id}
		for _, line := range newLines(b, c, last.files[c.name], o) {
			entry, err := schemas.DecodeChange(line)
			if err != nil {
				continue // a line that an editor has broken: the pages say so, a message need not
			}
			one.status = entry.Status
			one.entries = append(one.entries, entry.Entries...)
		}
		if len(one.entries) > 0 {
			all = append(all, one)
		}
	}
	return all, nil
}

// newLines are the lines of a history that the published one lacks. A history only grows at its end, and loses lines at
// its beginning; where nothing is known of the old one, its last line is taken for the new one.
func newLines(b []byte, c change, published file, o *objects) [][]byte {
	lines := bytes.Split(bytes.TrimSuffix(b, []byte("\n")), []byte("\n"))
	if c.added() {
		return lines
	}
	if published.hash == c.old && published.size <= int64(len(b)) && blobHash(b[:published.size]) == c.old {
		return bytes.Split(bytes.TrimSuffix(b[published.size:], []byte("\n")), []byte("\n"))
	}
	old, err := o.blob(c.old)
	if err != nil {
		return lines[len(lines)-1:]
	}
	known := map[plumbing.Hash]bool{}
	for line := range bytes.SplitSeq(old, []byte("\n")) {
		known[blobHash(line)] = true
	}
	return slices.DeleteFunc(lines, func(line []byte) bool { return known[blobHash(line)] })
}
