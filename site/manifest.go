package site

// This file is the manifest: .plimsoll.json, which lists every file outside data/ that Plimsoll wrote. It is
// committed with the site, marks the folder as ours, and is the only reason for which a page is ever removed.

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// manifestVersion is the schemaVersion of the manifest.
const manifestVersion = 1

// manifest lists each page by its path.
type manifest struct {
	SchemaVersion int                `json:"schemaVersion"`
	Pages         map[string]written `json:"pages" form:"line"`
}

// written is a page as it was last written: the digest of everything that its bytes were made from, and how many they
// are, so that one that was cut off or edited is noticed without being opened. The digest is empty from before a page
// is written until all are.
type written struct {
	Input string `json:"input"`
	Size  int64  `json:"size"`
}

func (s *Site) readManifest() (*manifest, error) {
	m := &manifest{SchemaVersion: manifestVersion, Pages: map[string]written{}}
	b, ok, err := s.read(manifestFile)
	if err != nil || !ok {
		return m, err
	}
	err = json.Unmarshal(b, m)
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		err = fmt.Errorf("%s is a %s", wrong.Field, wrong.Value)
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w: restore it from Git", s.at(manifestFile), err)
	}
	if m.SchemaVersion > manifestVersion {
		return nil, fmt.Errorf("%s has version %d, and this plimsoll knows %d: use a newer plimsoll", s.at(manifestFile), m.SchemaVersion, manifestVersion)
	}
	for name := range m.Pages {
		if err := checkPage(name); err != nil {
			return nil, fmt.Errorf("%s: %w: restore it from Git", s.at(manifestFile), err)
		}
	}
	if m.Pages == nil {
		m.Pages = map[string]written{}
	}
	return m, nil
}

func (s *Site) writeManifest() error {
	b, err := schemas.Encode(s.manifest)
	if err != nil {
		return err
	}
	return s.put(manifestFile, b, durable)
}

// checkPage refuses paths that are no page's: a manifest is a file that anyone may edit, and what it lists may be
// removed.
func checkPage(name string) error {
	if !fs.ValidPath(name) || name == "." {
		return fmt.Errorf("%q is not a path within the site", name)
	}
	switch first, _, _ := strings.Cut(strings.ToLower(name), "/"); first {
	case dataDir, manifestFile, workings, ".git", ".github":
		return fmt.Errorf("%q is not a place for a page", name)
	}
	return nil
}
