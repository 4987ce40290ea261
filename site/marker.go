package site

// This file is the marker of an unfinished run. It stands from before a run's first change until after its last, so
// that publish can refuse a folder that is half old and half new, and the next run knows to trust nothing.

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// stage is a part of a run that has to be finished by itself: collecting ends with the account of the run, rendering
// with the manifest.
type stage string

const (
	collecting stage = "data"
	rendering  stage = "pages"
	restoring  stage = "past" // what was published before is to be read into the folder first
)

// Unfinished says whether a run changed the folder and did not come to its end.
func (s *Site) Unfinished() bool {
	s.marker.Lock()
	defer s.marker.Unlock()
	return len(s.unfinished) > 0
}

func (s *Site) begin(st stage) error { return s.mark(func() { s.unfinished[st] = true }) }
func (s *Site) end(st stage) error   { return s.mark(func() { delete(s.unfinished, st) }) }

func (s *Site) mark(change func()) error {
	s.marker.Lock()
	defer s.marker.Unlock()
	before := len(s.unfinished)
	change()
	switch {
	case len(s.unfinished) == before:
		return nil
	case len(s.unfinished) == 0:
		return s.remove(markerFile)
	}
	var words []string
	for _, st := range slices.Sorted(maps.Keys(s.unfinished)) {
		words = append(words, string(st))
	}
	return s.put(markerFile, []byte(strings.Join(words, "\n")+"\n"), durable)
}

func (s *Site) readMarker() error {
	b, err := s.root.ReadFile(markerFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return s.trouble("read", markerFile, err)
	}
	for _, word := range strings.Fields(string(b)) {
		s.unfinished[stage(word)] = true
	}
	return nil
}
