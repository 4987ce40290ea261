package site

// This file opens a state to be compared: a data folder, on disk or in a commit, or a lone snapshot.

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Side is one of two states.
type Side struct {
	About schemas.Side

	data     fs.FS // the data folder; nil for a lone snapshot
	at       func(name string) string
	clusters []schemas.ClusterEntry
	digests  map[string]string // service id → digest of its snapshot
	vouched  bool              // the digests are the index's: what bears one is valid
	lone     *schemas.Snapshot
}

// ErrNoData is a folder in which no data lies.
var ErrNoData = errors.New("it holds neither data/index.json nor snapshots under data/services")

// FolderSide opens a site's folder, or its data folder alone. At is the path of a file in it as messages name it.
func FolderSide(about schemas.Side, folder fs.FS, at func(name string) string) (*Side, error) {
	for _, sign := range []string{"data/index.json", "data/services", "index.json", "services"} {
		_, err := fs.Stat(folder, sign)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("look for %s: %w", at(sign), err)
		}
		dir := path.Dir(sign)
		data, err := fs.Sub(folder, dir)
		if err != nil {
			return nil, err
		}
		s := &Side{About: about, data: data, at: func(name string) string { return at(path.Join(dir, name)) }}
		return s, s.list()
	}
	return nil, ErrNoData
}

// FileSide is a lone snapshot; no bytes, as of /dev/null, are a service that is not there.
func FileSide(about schemas.Side, b []byte) (*Side, error) {
	s := &Side{About: about, digests: map[string]string{}}
	if len(b) == 0 {
		return s, nil
	}
	snapshot, err := schemas.DecodeSnapshot(b)
	if err != nil {
		return nil, err
	}
	s.lone, s.clusters = snapshot, readings(snapshot)
	s.digests[snapshot.Service.ID] = schemas.Digest(b)
	return s, nil
}

// readings are what a snapshot tells of how its clusters were read.
func readings(s *schemas.Snapshot) []schemas.ClusterEntry {
	var all []schemas.ClusterEntry
	for _, c := range s.Clusters {
		entry := schemas.ClusterEntry{Name: c.Name, Region: c.Region, Environment: c.Environment, Kubernetes: c.Kubernetes, State: schemas.ReadOK, AsOf: c.AsOf}
		if c.Stale {
			entry.State = schemas.ReadStale
		}
		for _, r := range c.Reads {
			if r.Resource == "*" {
				entry.State, entry.Message = r.State, r.Message
			} else {
				entry.Reads = append(entry.Reads, r)
			}
		}
		all = append(all, entry)
	}
	return all
}

// has tells whether the service is there.
func (s *Side) has(id string) bool { return s.digests[id] != "" }

// list learns which services there are: from the index, and where there is none from the files.
func (s *Side) list() error {
	b, err := fs.ReadFile(s.data, "index.json")
	if errors.Is(err, fs.ErrNotExist) {
		return s.walk()
	}
	if err != nil {
		return fmt.Errorf("%s cannot be read: %w", s.at("index.json"), err)
	}
	if s.clusters, s.digests, err = schemas.DecodeDigests(b); err != nil {
		return fmt.Errorf("%s cannot be used: %w: restore it from Git, or remove it and the snapshots alone are compared", s.at("index.json"), err)
	}
	s.vouched = true
	return nil
}

// walk takes every file that could be a snapshot; where there is none, this is no data.
func (s *Side) walk() error {
	s.digests = map[string]string{}
	err := fs.WalkDir(s.data, "services", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("look through %s: %w", s.at("services"), err)
		}
		id, ok := strings.CutSuffix(strings.TrimPrefix(name, "services/"), ".json")
		if !ok || d.IsDir() || !schemas.ValidID(id) {
			return nil
		}
		if !d.Type().IsRegular() { // left out, its service would look gone
			return fmt.Errorf("%s is no plain file, and nothing else is followed: remove it, or restore it from Git", s.at(name))
		}
		b, err := fs.ReadFile(s.data, name)
		if err != nil {
			return fmt.Errorf("%s cannot be read: %w", s.at(name), err)
		}
		s.digests[id] = schemas.Digest(b)
		return nil
	})
	if err == nil && len(s.digests) == 0 {
		err = ErrNoData
	}
	return err
}

// snapshot is the state of a service, nil where it is not there. What the index does not vouch for is validated.
func (s *Side) snapshot(id string) (*schemas.Snapshot, error) {
	if s.lone != nil || !s.has(id) {
		return s.lone, nil
	}
	name := path.Join("services", id+".json")
	b, err := fs.ReadFile(s.data, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing, and the index lists it: collect again, or restore it from Git", s.at(name))
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", s.at(name), err)
	}
	decode := schemas.DecodeSnapshot
	if s.vouched && schemas.Digest(b) == s.digests[id] {
		decode = schemas.DecodeTrusted
	}
	snapshot, err := decode(b)
	if err == nil && snapshot.Service.ID != id {
		err = fmt.Errorf("it is the snapshot of %q", snapshot.Service.ID)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.at(name), err)
	}
	return snapshot, nil
}
