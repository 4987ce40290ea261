package render

// This file is what drawings and layout say on HTML pages, in words and signs for pages of text.

import (
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Who is the line of what people have said of a service.
func (v *servicePage) Who() markdown {
	var parts []string
	add := func(said string) { parts = append(parts, said) }
	if v.Name != "" {
		add(string(codeSpan(v.Name)))
	}
	if v.Owner != "" {
		add("owned by " + string(markdownLink(v.OwnerName, v.Owner)))
	}
	if v.Service.System != "" {
		add("part of " + string(markdownLink(v.Service.System, v.System)))
	}
	if v.Service.Lifecycle != "" {
		add(inline(oneLine(v.Service.Lifecycle)))
	}
	for _, way := range v.Ways {
		add(string(outLink(way.Title, way.URL)))
	}
	if len(v.Service.ProvidesAPIs) > 0 {
		add("provides " + inline(oneLine(strings.Join(v.Service.ProvidesAPIs, ", "))))
	}
	return markdown(escapeStart(strings.Join(parts, " · ")))
}

// Below is the link to a lane's details. Hosts make a heading's anchor by rules of their own, which agree on plain names.
func (l Lane) Below() string {
	if !plainAnchor(l.Name) {
		return ""
	}
	return "#" + l.Name
}

// plainAnchor tells whether a heading's text is its anchor on every host: small letters, figures and single dashes, a
// letter first.
func plainAnchor(s string) bool {
	if s == "" || s[0] < 'a' || s[0] > 'z' || strings.Contains(s, "--") || strings.HasSuffix(s, "-") {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// Troubled tells whether a workload is worth opening at once.
func (w Workload) Troubled() bool { return w.Tone == "bad" || w.Tone == "warn" }

// Load is the mark on the hull in words.
func (w Workload) Load() string {
	if w.Hull == nil {
		return ""
	}
	return w.Hull.Text()
}

// Course is the states after the last changes, as signs in their order; nothing where they were all alike.
func (t Timeline) Course() string {
	var signs []string
	varied := false
	for i, c := range t.statuses {
		signs = append(signs, badgeOf(c.Status).Glyph)
		varied = varied || i > 0 && c.Status != t.statuses[i-1].Status
	}
	if !varied {
		return ""
	}
	return "The state after each change, the newest last: " + strings.Join(signs, " ")
}

// Mostly names where a service runs while a cell has room for it; beyond, only where it is not as it is in most places.
func (r Row) Mostly() []Place {
	const most = 4
	if len(r.Places) <= most {
		return r.Places
	}
	var odd []Place
	for _, p := range r.Places {
		if p.Stale || p.Shape != statusTable[schemas.Healthy].Shape {
			odd = append(odd, p)
		}
	}
	return odd[:min(len(odd), most)]
}

// Others counts the places that Mostly leaves out.
func (r Row) Others() string {
	named := len(r.Mostly())
	switch rest := len(r.Places) - named; {
	case rest == 0:
		return ""
	case named == 0:
		return plural(rest, "cluster")
	default:
		return "and " + number(rest) + " more"
	}
}
