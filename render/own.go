package render

// This file reads what people have written for their site: the Markdown pages, the pictures beside them, and the notes
// on services. It is read once a run, and bounded.

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const (
	mostOwn     = 5000      // pages and pictures
	mostPage    = 1 << 20   // bytes of a page
	mostPicture = 5 << 20   // bytes of a picture
	mostAllOwn  = 256 << 20 // bytes of all
)

// OwnError says which file of the pages' folder cannot be used.
type OwnError struct {
	File string // within the folder
	Err  error
}

func (e *OwnError) Error() string { return e.File + " " + e.Err.Error() }
func (e *OwnError) Unwrap() error { return e.Err }

// ownPage is a page that somebody wrote.
type ownPage struct {
	file   string // guide/on-call.md
	dir    string // pages/guide/on-call/
	title  string
	weight float64
	body   []byte
	digest string
}

// library is all that people have written: pages by their file, pictures with the place that they are copied to, notes.
type library struct {
	files    fs.FS
	pages    map[string]*ownPage
	order    []*ownPage
	pictures map[string]picture
	notes    map[string][]byte // by service
	noted    map[string]string // the service that a file has notes on
	digest   string            // of what links can lead to
}

type picture struct{ path, digest string }

func pictureKinds() []string {
	return []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}
}

func openLibrary(own Own) (*library, error) {
	l := &library{files: own.Pages, pages: map[string]*ownPage{}, pictures: map[string]picture{}, notes: map[string][]byte{}, noted: map[string]string{}}
	if own.Pages != nil {
		if err := l.walk(); err != nil {
			return nil, err
		}
	}
	for id, text := range own.Notes { // the configuration's own word comes before a file of the folder
		if len(text) > mostPage || !utf8.Valid(text) {
			return nil, &OwnError{"notes of " + id, errors.New("must be UTF-8, and at most 1 MiB")}
		}
		l.notes[id] = text
	}
	slices.SortFunc(l.order, func(a, b *ownPage) int {
		return cmp.Or(cmp.Compare(path.Dir(a.file), path.Dir(b.file)), cmp.Compare(a.weight, b.weight), cmp.Compare(a.title, b.title), cmp.Compare(a.file, b.file))
	})
	parts := []string{}
	for _, p := range l.order {
		parts = append(parts, p.file, p.dir, p.title)
	}
	parts = append(parts, sortedKeys(l.pictures)...)
	l.digest = digest(append(parts, sortedKeys(l.noted)...)...)
	return l, nil
}

func (l *library) walk() error {
	count, all := 0, int64(0)
	taken := map[string]string{}
	return fs.WalkDir(l.files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return &OwnError{name, fmt.Errorf("cannot be read: %w", bare(err))}
		}
		if name != "." && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		ext := strings.ToLower(path.Ext(name))
		if d.IsDir() || ext != ".md" && !slices.Contains(pictureKinds(), ext) {
			return nil
		}
		b, sum, err := l.read(name, ext)
		if err != nil {
			return &OwnError{name, err}
		}
		count, all = count+1, all+b.size
		if count > mostOwn || all > mostAllOwn {
			return &OwnError{name, fmt.Errorf("is one too many: at most %d pages and pictures, of %d MiB together", mostOwn, mostAllOwn>>20)}
		}
		place := l.keep(name, ext, b.text, sum)
		if other := taken[place]; place != "" && other != "" {
			return &OwnError{name, fmt.Errorf("would stand where %s does: rename one of them", other)}
		}
		taken[place] = name
		return nil
	})
}

type content struct {
	text []byte
	size int64
}

// read opens a regular file. Of a picture nothing is kept but its digest.
func (l *library) read(name, ext string) (content, string, error) {
	info, err := fs.Stat(l.files, name)
	if err != nil {
		return content{}, "", fmt.Errorf("cannot be read: %w", bare(err))
	}
	if !info.Mode().IsRegular() {
		return content{}, "", errors.New("is no ordinary file")
	}
	most := int64(mostPicture)
	if ext == ".md" {
		most = mostPage
	}
	if info.Size() > most {
		return content{}, "", fmt.Errorf("is larger than %d MiB", most>>20)
	}
	b, err := fs.ReadFile(l.files, name)
	if err != nil {
		return content{}, "", fmt.Errorf("cannot be read: %w", bare(err))
	}
	sum := sha256.Sum256(b)
	c := content{size: int64(len(b))}
	if ext == ".md" {
		if c.text = b; !utf8.Valid(b) {
			return c, "", errors.New("is not UTF-8")
		}
	}
	return c, hex.EncodeToString(sum[:]), nil
}

// keep takes a file for what it is, and says where it stands in the site.
func (l *library) keep(name, ext string, text []byte, sum string) string {
	if ext != ".md" {
		at := ownDir(path.Dir(name)) + schemas.Slug(path.Base(name))
		l.pictures[name] = picture{at, sum}
		return at
	}
	if id, ok := strings.CutPrefix(strings.TrimSuffix(name, path.Ext(name)), "services/"); ok && schemas.ValidID(id) {
		_, body := frontMatter(text)
		l.notes[id], l.noted[name] = body, id
		return ""
	}
	head, body := frontMatter(text)
	p := &ownPage{file: name, body: body, digest: sum, weight: head.Weight}
	stem := strings.TrimSuffix(name, path.Ext(name))
	if base := strings.ToLower(path.Base(stem)); base == "index" || base == "readme" {
		stem = path.Dir(name)
	}
	p.dir, p.title = ownDir(stem), cmp.Or(head.Title, firstHeading(body), titled(path.Base(stem)))
	l.pages[name] = p
	l.order = append(l.order, p)
	return p.dir
}

func titled(stem string) string {
	if stem == "." {
		return "Docs"
	}
	return upperFirst(strings.NewReplacer("-", " ", "_", " ").Replace(stem))
}

// ownDir is where a page of that path stands.
func ownDir(stem string) string {
	dir := "pages/"
	if stem == "." {
		return dir
	}
	for segment := range strings.SplitSeq(stem, "/") {
		dir += schemas.Slug(segment) + "/"
	}
	return dir
}

type head struct {
	Title  string  `yaml:"title"`
	Weight float64 `yaml:"weight"`
}

// frontMatter takes off what other generators are told about a page. What cannot be read of it says nothing.
func frontMatter(text []byte) (head, []byte) {
	var h head
	text = bytes.ReplaceAll(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\r\n"), []byte("\n"))
	rest, ok := bytes.CutPrefix(text, []byte("---\n"))
	if !ok {
		return h, text
	}
	front, body, ok := bytes.Cut(rest, []byte("\n---\n"))
	if !ok || len(front) > 64<<10 || yaml.Unmarshal(front, &h) != nil {
		return head{}, text
	}
	return h, body
}

// firstHeading is the title that a page gives itself.
func firstHeading(body []byte) string {
	for line := range bytes.Lines(body) {
		line = bytes.TrimSpace(line)
		if len(line) == 0 {
			continue
		}
		if said, ok := bytes.CutPrefix(line, []byte("# ")); ok {
			w := writing{source: clean(said)}
			if len(said) < 1000 && !tangled(said) {
				return w.plain(markdownOf(&w).Parser().Parse(newReader(w.source)))
			}
		}
		break
	}
	return ""
}

// pages copies the pictures.
func (l *library) copies() []Page {
	var pages []Page
	for _, name := range sortedKeys(l.pictures) {
		p := l.pictures[name]
		pages = append(pages, Page{Path: p.path, Input: digest(p.path, p.digest), Render: func(w io.Writer) error {
			f, err := l.files.Open(name)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = io.Copy(w, f)
			return err
		}})
	}
	return pages
}
