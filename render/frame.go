package render

// This file is what every page has around it: the title, the way back, and what the script needs to tell how fresh it is.

import "github.com/plimsoll-k8s/plimsoll/schemas"

// Frame is embedded in every page's view.
type Frame struct {
	Title       string
	Description string
	Site        string
	Root        string // "../../"
	Home        string
	Rules       string
	Own         Crumb // the pages that people wrote
	Changes     string
	Clusters    string // names whose freshness the page shows, as JSON; empty for all
	Crumbs      []Crumb
	Links       []schemas.Link // of the site, made safe
	Data        string         // where the page's facts stand as data
	DataName    string
	Other       string // this page in Markdown
	Feed        string // of the changes that the page shows
	Legend      Legend
}

// Crumb is a step of the way back; the last has no link.
type Crumb struct{ Title, Link string }

// Legend is the shapes that a page draws.
type Legend []Badge

// frame begins a page's view.
func (r *Renderer) frame(at place, dir, title string, crumbs ...Crumb) Frame {
	f := Frame{
		Title: title, Site: r.site.Title, Root: at.root, Home: at.page("", ""), Rules: at.page("rules/", ""), Changes: at.page(changesDir(), ""),
		Crumbs: crumbs, Links: safeLinks(r.site.Links), Data: at.root + "data/index.json", DataName: "data/index.json",
	}
	if len(r.library.order) > 0 {
		f.Own = Crumb{r.library.title(), at.page("pages/", "")}
	}
	if r.writes("atom") {
		f.Feed = at.root + changesDir() + "changes.atom"
	}
	for _, other := range r.formats {
		if other.name == "markdown" {
			f.Other = at.root + dir + other.file
		}
	}
	return f
}

// legend explains the shapes of pods at the foot of pages that draw them.
func legend() Legend {
	var all Legend
	for _, p := range podTable {
		all = append(all, p.Badge)
	}
	return all
}

func safeLinks(links []schemas.Link) []schemas.Link {
	var safe []schemas.Link
	for _, l := range links {
		if url := safeURL(l.URL); url != "" && l.Title != "" {
			safe = append(safe, schemas.Link{Title: l.Title, URL: url})
		}
	}
	return safe
}
