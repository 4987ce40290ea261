package site

// This file keeps the histories of services that are gone: named in the index for a while, then removed.

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// vanishedFor is how long the history of a service outlives it: long enough to look back at a removal or to come back
// into one timeline, and bounded, because services made for a branch or a test come and go without end.
const vanishedFor = 90 * 24 * time.Hour

// tombstone is the digest that the last line of a vanished service leads to: that of no bytes at all.
func tombstone() string { return schemas.Digest(nil) }

// vanished looks through the histories that have outlived their services: gone are those to name in the index, due the
// files that have been kept long enough.
func (w *dataWriter) vanished() (gone []schemas.GoneEntry, due []string, err error) {
	known := w.buried()
	base := path.Join(w.site.data, "history")
	err = fs.WalkDir(w.site.root.FS(), base, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		id, ok := strings.CutSuffix(strings.TrimPrefix(name, base+"/"), ".jsonl")
		if _, lives := w.new[id]; !ok || lives || checkID(id) != nil {
			return nil
		}
		switch entry, ended := w.grave(id, known[id]); {
		case !ended:
		case w.update.Now.Sub(entry.At) > vanishedFor:
			due = append(due, name)
		default:
			gone = append(gone, entry)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, w.site.trouble("look through", base, err)
	}
	slices.SortFunc(gone, func(a, b schemas.GoneEntry) int { return strings.Compare(a.ID, b.ID) })
	return gone, due, nil
}

// buried are the vanished services that this run or the index of the one before can name, by id.
func (w *dataWriter) buried() map[string]schemas.GoneEntry {
	known := map[string]schemas.GoneEntry{}
	if past, _ := w.site.Index(); past != nil {
		for _, g := range past.Gone {
			known[g.ID] = g
		}
	}
	for _, g := range w.gone {
		known[g.ID] = g
	}
	return known
}

// grave is the entry of a service that does not live, as it is known; where the index cannot be believed or does not
// tell, the history's last line is asked. One that does not end in a tombstone of ours is left alone.
func (w *dataWriter) grave(id string, known schemas.GoneEntry) (entry schemas.GoneEntry, ended bool) {
	if known.ID != "" && !w.site.distrust {
		return known, true
	}
	for last, err := range w.site.Newest(id) {
		return schemas.GoneEntry{ID: id, Name: cmp.Or(known.Name, path.Base(id)), Title: known.Title, At: last.At}, err == nil && last.Digest == tombstone()
	}
	return entry, false
}
