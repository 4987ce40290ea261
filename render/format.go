package render

// This file is the table of output formats: one row here, one folder under templates.

import (
	"bytes"
	"fmt"
	htmltemplate "html/template"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"
	texttemplate "text/template"
)

// format is one way to write a page. Its parse function gives a template for each page kind, with the frame and the
// shared pieces bound in.
type format struct {
	name    string // of the configuration, and of the folder under templates
	file    string // of a page inside its folder
	link    string // what a link to a page ends with
	suffix  string // of the template files
	frame   string // the template file that every page stands in
	parse   func(texts map[string]string) (executor, error)
	assets  bool // the site needs the style sheet, the script and the icon
	finish  func([]byte) []byte
	has     func(page string) bool
	execute func(w io.Writer, page string, view any) error
}

// executor is what html/template and text/template have in common.
type executor interface {
	ExecuteTemplate(w io.Writer, name string, data any) error
}

func formats(h host) []format {
	return []format{
		{name: "html", file: "index.html", link: "index.html", suffix: ".html", frame: "base", parse: parseHTML, assets: true},
		{name: "markdown", file: h.file, link: h.link(), suffix: ".md", frame: "base", parse: h.parseMarkdown, finish: tidy},
		{name: "atom", file: "changes.atom", link: "changes.atom", suffix: ".atom", frame: "base", parse: parseXML},
		{name: "badge", file: "badge.svg", link: "badge.svg", suffix: ".svg", frame: "base", parse: parseXML},
	}
}

// openFormat reads and parses the templates of one format, for the host that shows its Markdown.
func openFormat(name string, h host, theme *theme) (*format, error) {
	all := formats(h)
	i := slices.IndexFunc(all, func(f format) bool { return f.name == name })
	if i < 0 {
		var names []string
		for _, f := range all {
			names = append(names, f.name)
		}
		return nil, fmt.Errorf("no such format: use one of %s", strings.Join(names, ", "))
	}
	f := all[i]
	shared, kinds, err := readTemplates(theme, f)
	if err != nil {
		return nil, err
	}
	pages := map[string]executor{}
	for _, kind := range sortedKeys(kinds) {
		texts := map[string]string{f.frame: shared[f.frame], "pieces": shared["pieces"], "page": kinds[kind]}
		if pages[kind], err = f.parse(texts); err != nil {
			return nil, theme.explain(err, f, kind)
		}
		if err := theme.checkPolicy(f, kind, pages[kind]); err != nil {
			return nil, err
		}
	}
	f.has = func(page string) bool { return pages[page] != nil }
	f.execute = func(w io.Writer, page string, view any) error {
		if err := f.write(w, pages[page], view); err != nil {
			return theme.explain(err, f, page)
		}
		return nil
	}
	return &f, nil
}

// readTemplates tells the shared files (frame and pieces) from those that are a page kind each.
func readTemplates(files fs.FS, f format) (shared, kinds map[string]string, err error) {
	shared, kinds = map[string]string{}, map[string]string{}
	paths, err := fs.Glob(files, f.name+"/*"+f.suffix)
	if err != nil {
		return nil, nil, err
	}
	for _, path := range paths {
		b, err := fs.ReadFile(files, path)
		if err != nil {
			return nil, nil, err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(path, f.name+"/"), f.suffix)
		if name == f.frame || name == "pieces" {
			shared[name] = string(b)
		} else {
			kinds[name] = string(b)
		}
	}
	return shared, kinds, nil
}

func parseHTML(texts map[string]string) (executor, error) {
	t := htmltemplate.New("").Option("missingkey=error")
	for _, name := range sortedKeys(texts) {
		if _, err := t.New(name).Parse(texts[name]); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (h host) parseMarkdown(texts map[string]string) (executor, error) {
	return parseText(texts, h.markdownFuncs())
}

// parseText parses templates of a format that html/template does not know: whatever they print goes through the escape
// among the functions.
func parseText(texts map[string]string, funcs texttemplate.FuncMap) (executor, error) {
	t := texttemplate.New("").Option("missingkey=error").Funcs(funcs)
	for _, name := range sortedKeys(texts) {
		if _, err := t.New(name).Parse(texts[name]); err != nil {
			return nil, err
		}
	}
	for _, each := range t.Templates() {
		escapeTree(each.Tree)
	}
	return t, nil
}

// buffers keeps what a page was written into for the next page: rendering thousands of them makes no garbage of that size.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// write writes a page only when all of it could be made.
func (f *format) write(w io.Writer, t executor, view any) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := t.ExecuteTemplate(b, f.frame, view); err != nil {
		return err
	}
	page := b.Bytes()
	if f.finish != nil {
		page = f.finish(page)
	}
	neutralize(page)
	_, err := w.Write(page)
	return err
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
