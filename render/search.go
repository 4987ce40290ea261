package render

// This file is search.js: what the search on every page looks through. It is a script and not JSON, because pages may
// be opened from a file system, where a script may not read a file beside it.

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// search lists id, name and what is said beside it: a few dozen bytes a service, loaded when somebody searches.
func (r *Renderer) search(ix *schemas.Index) []Page {
	if !slices.ContainsFunc(r.formats, func(f *format) bool { return f.assets }) {
		return nil
	}
	text := searchText(ix)
	return []Page{{Path: "search.js", Input: digest("search.js", text), Render: func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}}}
}

func searchText(ix *schemas.Index) string {
	var b strings.Builder
	b.WriteString("window.plimsollSearch = [")
	for i, s := range ix.Services {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n" + toJSON([]string{s.ID, cmp.Or(s.Title, s.Name), aboutService(s)}))
	}
	b.WriteString("\n];\n")
	return b.String()
}

// aboutService is "shop · Payments · storefront · ◆ degraded".
func aboutService(s schemas.ServiceEntry) string {
	namespace, _, two := strings.Cut(s.ID, "/")
	if !two {
		namespace = ""
	}
	badge := badgeOf(s.Status)
	said := []string{namespace, cmp.Or(s.OwnerTitle, s.Owner), s.System, badge.Glyph + " " + badge.Word}
	return strings.Join(slices.DeleteFunc(said, func(part string) bool { return part == "" }), " · ")
}
