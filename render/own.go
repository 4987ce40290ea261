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
	file   string // docs/guide/on-call.md
	dir    string // pages/guide/on-call/
	title  string
	weight float64
	body   []byte
	digest string
	before int // lines of front matter
}

// library is all that people have written: pages, pictures and notes by their files, which are named as links name them.
type library struct {
	files    fs.FS
	folder   string // that the files stand in
	pages    map[string]*ownPage
	order    []*ownPage
	pictures map[string]picture
	notes    map[string]*ownPage // by service
	noted    map[string]string   // the service that a file has notes on
	unused   map[string]string   // notes in the folder where the configuration names others, and which
	digest   string              // of what links can lead to
}

type picture struct{ file, path, digest string }

func pictureKinds() []string {
	return []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg"}
}

func openLibrary(own Own) (*library, error) {
	l := &library{files: own.Pages, folder: path.Clean(own.Folder), pages: map[string]*ownPage{}, pictures: map[string]picture{},
		notes: map[string]*ownPage{}, noted: map[string]string{}, unused: map[string]string{}}
	for _, id := range sortedKeys(own.Notes) { // before the walk: what the configuration calls notes is no page
		note := own.Notes[id]
		if len(note.Text) > mostPage || !utf8.Valid(note.Text) {
			return nil, &OwnError{note.File, errors.New("must be UTF-8, and at most 1 MiB")}
		}
		l.note(id, path.Clean(note.File), note.Text)
	}
	if own.Pages != nil {
		if err := l.walk(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(l.order, func(a, b *ownPage) int {
		return cmp.Or(cmp.Compare(path.Dir(a.file), path.Dir(b.file)), cmp.Compare(a.weight, b.weight), cmp.Compare(a.title, b.title), cmp.Compare(a.file, b.file))
	})
	parts := []string{l.folder}
	for _, p := range l.order {
		parts = append(parts, p.file, p.dir, p.title)
	}
	parts = append(parts, sortedKeys(l.pictures)...)
	l.digest = digest(append(parts, toJSON(l.noted))...)
	return l, nil
}

// note keeps what a file says of a service. Of two services with the same file, links to it lead to the first.
func (l *library) note(id, file string, text []byte) {
	_, body := frontMatter(text)
	l.notes[id] = &ownPage{file: file, body: body, before: linesBefore(text, body)}
	if l.noted[file] == "" {
		l.noted[file] = id
	}
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
	file, stem := path.Join(l.folder, name), strings.TrimSuffix(name, path.Ext(name))
	if ext != ".md" {
		at := ownDir(path.Dir(name)) + schemas.Slug(path.Base(name))
		l.pictures[file] = picture{name, at, sum}
		return at
	}
	if l.noted[file] != "" {
		return ""
	}
	if id, ok := strings.CutPrefix(stem, "services/"); ok && schemas.ValidID(id) {
		if other := l.notes[id]; other != nil {
			l.unused[file] = other.file
		} else {
			l.note(id, file, text)
		}
		return ""
	}
	head, body := frontMatter(text)
	p := &ownPage{file: file, body: body, digest: sum, weight: head.Weight, before: linesBefore(text, body)}
	if base := strings.ToLower(path.Base(stem)); base == "index" || base == "readme" {
		stem = path.Dir(name)
	}
	p.dir, p.title = ownDir(stem), cmp.Or(head.Title, firstHeading(body), titled(path.Base(stem)))
	l.pages[file] = p
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

// linesBefore counts the lines that a body lost with its front matter.
func linesBefore(text, body []byte) int {
	return bytes.Count(text, []byte("\n")) - bytes.Count(body, []byte("\n"))
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

// copies are the pictures.
func (l *library) copies() []Page {
	var pages []Page
	for _, name := range sortedKeys(l.pictures) {
		p := l.pictures[name]
		pages = append(pages, Page{Path: p.path, Input: digest(p.path, p.digest), Render: func(w io.Writer) error {
			f, err := l.files.Open(p.file)
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
