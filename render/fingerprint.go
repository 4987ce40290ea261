package render

// This file is what a page's bytes depend on beside its data: the templates, the configuration, the rules, and this
// very program. With it a page that is up to date is known without opening a snapshot.

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/templates"
)

// source is this package's own text: a page made by an older render is not up to date, and nobody need remember to
// raise a number.
//
//go:embed *.go diff/*.go
var source embed.FS

// fingerprintOf digests what all pages have in common.
func (r *Renderer) fingerprintOf() string {
	site, _ := json.Marshal(r.site)
	rules, _ := json.Marshal(r.rules)
	return digest(digestFiles(templates.Files()), r.theme.digest(), digestFiles(source), string(site), string(rules), r.library.title(), number(min(len(r.library.order), 1)))
}

// digestFiles digests the names and the bytes of a tree of files, in order; tests change no page.
func digestFiles(files fs.FS) string {
	h := sha256.New()
	_ = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := fs.ReadFile(files, path)
		h.Write([]byte(path + "\x00"))
		h.Write(b)
		h.Write([]byte{0})
		return err
	})
	return hex.EncodeToString(h.Sum(nil))
}

// digest is one name for several texts in their order.
func digest(parts ...string) string {
	size := 0
	for _, part := range parts {
		size += len(part) + 1
	}
	all := make([]byte, 0, size)
	for _, part := range parts {
		all = append(append(all, part...), 0)
	}
	sum := sha256.Sum256(all)
	return hex.EncodeToString(sum[:])
}
