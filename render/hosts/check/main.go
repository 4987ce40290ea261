// Command check looks at what a generator of sites made of Plimsoll's Markdown:
//
//	go run ./render/hosts/check [-data] FOLDER...
//
// Every link inside the site must lead to a file, and to a part of it that is there; nothing of a text may have become
// a program, a frame or a link. With -data, links to files under data/ must lead somewhere too.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

func main() {
	data := flag.Bool("data", false, "links to data files must lead somewhere too")
	flag.Parse()
	failed := flag.NArg() == 0
	for _, dir := range flag.Args() {
		s, err := open(os.DirFS(dir), *data)
		if err != nil {
			fmt.Fprintf(os.Stderr, "check: read %s: %v\n", dir, err)
			os.Exit(1)
		}
		for _, wrong := range s.wrong {
			fmt.Fprintf(os.Stderr, "%s: %s\n", dir, wrong)
		}
		fmt.Printf("%s: %d pages, %d links inside, %d wrong\n", dir, len(s.pages), s.links, len(s.wrong))
		failed = failed || len(s.wrong) > 0 || len(s.pages) < 10 || s.links < 100
	}
	if failed {
		os.Exit(1)
	}
}

// site is a folder of pages.
type site struct {
	files map[string]bool
	pages map[string]*page
	data  bool
	links int
	wrong []string
}

// page is what others may lead to, and where it leads.
type page struct {
	parts map[string]bool
	links []string
}

func open(files fs.FS, data bool) (*site, error) {
	s := &site{files: map[string]bool{}, pages: map[string]*page{}, data: data}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		s.files[name] = true
		if path.Ext(name) != ".html" {
			return nil
		}
		f, err := files.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		root, err := html.Parse(f)
		if err != nil {
			return err
		}
		s.read(name, root)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(s.pages)) {
		for _, link := range s.pages[name].links {
			s.follow(name, link)
		}
	}
	return s, nil
}

func (s *site) read(name string, root *html.Node) {
	p := &page{parts: map[string]bool{"": true}}
	s.pages[name] = p
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "iframe" || n.Data == "object" || n.Data == "embed" {
			s.say("%s has a <%s>", name, n.Data)
		}
		if n.Data == "script" && n.FirstChild != nil && strings.Contains(n.FirstChild.Data, "alert(1)") && !strings.Contains(n.FirstChild.Data, `JSON.parse("`) {
			s.say("%s has a text as a program: %.80q", name, n.FirstChild.Data)
		}
		for _, a := range n.Attr {
			s.attribute(name, p, n, a)
		}
	}
}

func (s *site) attribute(name string, p *page, n *html.Node, a html.Attribute) {
	tag := n.Data
	value := strings.ToLower(strings.TrimSpace(a.Val))
	switch {
	case strings.HasPrefix(a.Key, "on"):
		s.say("%s has <%s %s=%.60q>", name, tag, a.Key, a.Val)
	case a.Key == "id" || a.Key == "name":
		p.parts[a.Val] = true
	case a.Key != "href" && a.Key != "src":
	case strings.HasPrefix(value, "javascript:"), strings.HasPrefix(value, "data:text"), strings.HasPrefix(value, "vbscript:"), leadsOut(value) && !said(n):
		s.say("%s has <%s %s=%.60q>", name, tag, a.Key, a.Val)
	default:
		p.links = append(p.links, a.Val)
	}
}

// leadsOut finds links to where only a hostile text would lead.
func leadsOut(link string) bool {
	u, err := url.Parse(link)
	return err == nil && u.Host == "evil.example"
}

// said tells whether a link has words of its own: a description is Markdown, in which people may set one. One that shows
// its address was made by the generator, of text.
func said(n *html.Node) bool {
	return n.Data == "a" && n.FirstChild != nil && n.FirstChild.Type == html.TextNode && !strings.Contains(n.FirstChild.Data, "evil")
}

// follow holds a link against the files and the parts that are there.
func (s *site) follow(name, link string) {
	u, err := url.Parse(link)
	if err != nil {
		s.say("%s links to %q: %v", name, link, err)
		return
	}
	if u.IsAbs() || u.Host != "" {
		return
	}
	s.links++
	target := name
	if u.Path != "" {
		target = path.Join("/", path.Dir(name), u.Path)[1:]
		if strings.HasPrefix(u.Path, "/") {
			target = path.Join("/", u.Path)[1:]
		}
		if !s.files[target] {
			target = path.Join(target, "index.html")
		}
	}
	switch {
	case strings.Contains(u.Path, "data/") && !s.data:
	case !s.files[target]:
		s.say("%s links to %q, where nothing is", name, link)
	case s.pages[target] != nil && !s.pages[target].parts[u.Fragment]:
		s.say("%s links to %q, where no such part is", name, link)
	}
}

func (s *site) say(format string, args ...any) {
	s.wrong = append(s.wrong, fmt.Sprintf(format, args...))
}
