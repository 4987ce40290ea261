package site

// This file writes what vouches for the snapshots: the index, and the schemas that the data names.

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func (w *dataWriter) index(gone []schemas.GoneEntry) *schemas.Index {
	ix := &schemas.Index{Schema: schemas.IndexSchema, SchemaVersion: schemas.IndexVersion, Clusters: w.clusters(), Gone: gone}
	for _, id := range slices.Sorted(maps.Keys(w.new)) {
		ix.Services = append(ix.Services, w.new[id])
	}
	return ix
}

// clusters are those of the update; in a partial one the others keep their rows and places.
func (w *dataWriter) clusters() []schemas.ClusterEntry {
	past, _ := w.site.Index()
	if !w.update.Partial || past == nil {
		return w.update.Clusters
	}
	all := slices.Clone(past.Clusters)
	for _, c := range w.update.Clusters {
		same := func(o schemas.ClusterEntry) bool { return o.Name == c.Name }
		if i := slices.IndexFunc(all, same); i >= 0 {
			all[i] = c
		} else {
			all = append(all, c)
		}
	}
	return all
}

func (s *Site) writeIndex(ix *schemas.Index) error {
	b, err := schemas.Encode(ix)
	if err != nil {
		return fmt.Errorf("index: %w", err)
	}
	s.mu.Lock()
	same := s.past != nil && bytes.Equal(s.past.bytes, b)
	s.mu.Unlock()
	if same {
		return nil
	}
	if err := schemas.ValidateIndex(b); err != nil {
		return fmt.Errorf("%s would be invalid and was not written: %w: this is a fault of plimsoll, please report it", s.at(s.indexPath()), err)
	}
	if err := s.put(s.indexPath(), b, durable); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.past, s.seen = newPast(ix, b), map[string]string{}
	return nil
}

// writeSchemas publishes the JSON Schemas beside the data that names them.
func (s *Site) writeSchemas() error {
	files := schemas.Files()
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		_, err = s.putIfOther(path.Join(s.data, "schemas", path.Base(name)), b)
		return err
	})
}
