package render

// This file is sitemap.xml, which search engines want with whole addresses: there is one where the site knows its own.

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// mostURLs is what one sitemap may list (sitemaps.org); more of them stand in several, listed by the first.
const mostURLs = 50_000

const sitemapSpace = `xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"`

func (r *Renderer) sitemaps(pages []Page) []Page {
	if r.site.BaseURL == "" {
		return nil
	}
	var urls []string
	for _, p := range pages {
		if strings.HasSuffix(p.Path, "index.html") {
			urls = append(urls, r.address(place{}, p.Path))
		}
	}
	if len(urls) == 0 {
		return nil
	}
	if len(urls) <= mostURLs {
		return []Page{sitemap("sitemap.xml", "urlset", "url", urls)}
	}
	var maps []Page
	var parts []string
	for some := range slices.Chunk(urls, mostURLs) {
		name := "sitemap-" + strconv.Itoa(len(maps)+1) + ".xml"
		maps, parts = append(maps, sitemap(name, "urlset", "url", some)), append(parts, r.address(place{}, name))
	}
	return append(maps, sitemap("sitemap.xml", "sitemapindex", "sitemap", parts))
}

func sitemap(name, root, element string, urls []string) Page {
	return Page{Path: name, Input: digest(append([]string{name}, urls...)...), Render: func(w io.Writer) error {
		var b strings.Builder
		fmt.Fprintf(&b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<%s %s>\n", root, sitemapSpace)
		for _, url := range urls {
			loc, err := escapeXML(url)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, "<%s><loc>%s</loc></%s>\n", element, loc, element)
		}
		fmt.Fprintf(&b, "</%s>\n", root)
		_, err := io.WriteString(w, b.String())
		return err
	}}
}
