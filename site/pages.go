package site

// This file writes the pages: every file outside data/.

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/plimsoll-k8s/plimsoll/render"
)

// Rendered says what became of the pages.
type Rendered struct {
	Written   []string
	Removed   []string
	Unchanged int
}

// Render writes the pages whose input is not the one they were last written from, or that are missing, and removes
// those of ours that are not listed any more; where partial, none is removed. Nothing is touched if one of them would
// take the place of a file that is not ours.
//
// The manifest claims the pages before they are written and says what they were made from after, so that a run killed
// in between leaves pages that the next one knows as ours and writes again.
func (s *Site) Render(pages []render.Page, partial bool) (Rendered, error) {
	if err := cmp.Or(s.noPages, checkPages(pages)); err != nil {
		return Rendered{}, err
	}
	stale := s.stale(pages)
	if err := s.collisions(stale); err != nil {
		return Rendered{}, err
	}
	result := Rendered{Unchanged: len(pages) - len(stale)}
	if !partial {
		result.Removed = s.unlisted(pages)
	}
	if len(stale) == 0 && len(result.Removed) == 0 {
		return result, s.end(rendering)
	}
	var err error
	result.Written, err = s.rewrite(stale, result.Removed)
	result.Unchanged = len(pages) - len(result.Written)
	return result, err
}

// rewrite claims the stale pages, writes them and says what they were made from. A page that fails keeps its old bytes
// and costs no other page anything; the folder stays unfinished until it is written.
func (s *Site) rewrite(stale []render.Page, unlisted []string) (paths []string, err error) {
	if err := s.begin(rendering); err != nil {
		return nil, err
	}
	if err := s.claim(stale, unlisted); err != nil {
		return nil, err
	}
	var failed []error
	for i, end := range s.write(stale) {
		if end.err != nil {
			failed = append(failed, end.err)
			continue
		}
		s.manifest.Pages[stale[i].Path] = written{stale[i].Input, end.size}
		if end.written {
			paths = append(paths, stale[i].Path)
		}
	}
	slices.Sort(paths)
	if err := s.writeManifest(); err != nil {
		return paths, err
	}
	switch len(failed) {
	case 0:
		return paths, s.end(rendering)
	case 1:
		return paths, failed[0]
	default:
		return paths, fmt.Errorf("%w (and %d more pages)", failed[0], len(failed)-1)
	}
}

// claim lists the stale pages as ours before they are written, and removes the unlisted ones, so that a page may stand
// where one of them needed a directory. Where all are listed and none goes, the manifest may say until the end what they
// were made from before: the marker of a run that died makes the next one distrust it.
func (s *Site) claim(stale []render.Page, unlisted []string) error {
	news := len(unlisted) > 0
	for _, p := range stale {
		if _, listed := s.manifest.Pages[p.Path]; !listed {
			news = true
		}
		s.manifest.Pages[p.Path] = written{}
	}
	if !news {
		return nil
	}
	if err := s.writeManifest(); err != nil {
		return err
	}
	for _, name := range unlisted {
		if err := s.remove(name); err != nil {
			return err
		}
		delete(s.manifest.Pages, name)
	}
	return nil
}

// ending is how the writing of one page went.
type ending struct {
	written bool // false where the file held these bytes already
	size    int64
	err     error
}

// write renders a few pages at a time, each in memory, so that a template that fails leaves the old page.
func (s *Site) write(pages []render.Page) []ending {
	ends := make([]ending, len(pages))
	var next atomic.Int64
	var group errgroup.Group
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() error {
			var b bytes.Buffer // one for all that this goroutine makes: each anew would be most of the garbage
			for i := next.Add(1) - 1; i < int64(len(pages)); i = next.Add(1) - 1 {
				ends[i] = s.writePage(pages[i], &b)
			}
			return nil
		})
	}
	group.Wait()
	return ends
}

func (s *Site) writePage(p render.Page, b *bytes.Buffer) (end ending) {
	if end.err = s.draw(p, b); end.err == nil {
		end.size = int64(b.Len())
		end.written, end.err = s.putIfOther(p.Path, b.Bytes())
	}
	return end
}

// draw fills b with the page.
func (s *Site) draw(p render.Page, b *bytes.Buffer) error {
	b.Reset()
	if err := p.Render(b); err != nil {
		return fmt.Errorf("render %s: %w", s.at(p.Path), err)
	}
	return nil
}

// putIfOther leaves a file alone that already holds these bytes, and says whether it wrote.
func (s *Site) putIfOther(name string, b []byte) (bool, error) {
	same, err := s.holds(name, b)
	if err != nil || same {
		return false, err
	}
	return true, s.put(name, b, volatile)
}

func (s *Site) holds(name string, b []byte) (bool, error) {
	info, err := s.look(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(b)) {
		return false, nil // put says what is wrong with it
	}
	there, _, err := s.read(name)
	return bytes.Equal(there, b), err
}

// stale are the pages that do not stand on disk as they would be written.
func (s *Site) stale(pages []render.Page) []render.Page {
	parts := slices.Collect(slices.Chunk(pages, len(pages)/runtime.GOMAXPROCS(0)+1))
	var group errgroup.Group
	for i, part := range parts {
		group.Go(func() error {
			parts[i] = slices.DeleteFunc(slices.Clone(part), s.stands)
			return nil
		})
	}
	group.Wait()
	return slices.Concat(parts...)
}

// stands says whether the page on disk is the one that would be written.
func (s *Site) stands(p render.Page) bool {
	last := s.manifest.Pages[p.Path]
	if s.distrust || p.Input == "" || last.Input != p.Input {
		return false
	}
	info, err := s.look(p.Path)
	return err == nil && info.Mode().IsRegular() && info.Size() == last.Size
}

// collisions refuses pages that would replace what the manifest does not list. A file that already holds the page's
// bytes is ours whatever the manifest says: a fresh checkout may lack it.
func (s *Site) collisions(pages []render.Page) error {
	for _, p := range pages {
		if _, ours := s.manifest.Pages[p.Path]; ours {
			continue
		}
		if _, err := s.look(p.Path); errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return s.trouble("look at", p.Path, err)
		}
		if err := s.target(p.Path); err != nil {
			return err
		}
		var b bytes.Buffer
		if err := s.draw(p, &b); err != nil {
			return err
		}
		if same, err := s.holds(p.Path, b.Bytes()); err != nil || !same {
			return errors.Join(err, fmt.Errorf("%s is not Plimsoll's, and a page must stand there: move it away, or choose another folder with -o", s.at(p.Path)))
		}
	}
	return nil
}

// unlisted are the pages of ours that are not among those given.
func (s *Site) unlisted(pages []render.Page) []string {
	listed := make(map[string]bool, len(pages))
	for _, p := range pages {
		listed[p.Path] = true
	}
	var rest []string
	for _, name := range slices.Sorted(maps.Keys(s.manifest.Pages)) {
		if !listed[name] {
			rest = append(rest, name)
		}
	}
	return rest
}

// checkPages refuses paths that are no page's, and two that cannot both stand: the same where case does not count, or
// one where the other needs a directory.
func checkPages(pages []render.Page) error {
	files, dirs := map[string]string{}, map[string]string{}
	for _, p := range pages {
		if err := checkPage(p.Path); err != nil {
			return err
		}
		folded := strings.ToLower(p.Path)
		if other, taken := files[folded]; taken {
			return fmt.Errorf("pages %s and %s would share a file: rename a service, owner or cluster", other, p.Path)
		}
		files[folded] = p.Path
		for dir := path.Dir(folded); dir != "."; dir = path.Dir(dir) {
			dirs[dir] = p.Path
		}
	}
	for folded, name := range files {
		if other, taken := dirs[folded]; taken {
			return fmt.Errorf("page %s stands where page %s needs a directory: rename a service, owner or cluster", name, other)
		}
	}
	return nil
}
