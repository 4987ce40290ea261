package render

// This file is how a time is told: absolute, in UTC, to the minute. The page's script makes it relative.

import (
	"html/template"
	"time"
)

// Moment is a time on a page; the zero Moment says nothing.
type Moment struct{ at time.Time }

const inFull = "2 Jan 2006 15:04 MST"

// String tells the moment in full: "23 Nov 2026 02:10 UTC".
func (m Moment) String() string {
	if m.at.IsZero() {
		return ""
	}
	return m.at.UTC().Format(inFull)
}

// Known tells whether there is a moment to tell.
func (m Moment) Known() bool { return !m.at.IsZero() }

// Since is the moment as the beginning of what lasts; the script turns it into "for 42 minutes".
func (m Moment) Since() template.HTML {
	if m.at.IsZero() {
		return ""
	}
	return template.HTML(`<time class="since" datetime="` + m.at.UTC().Format(time.RFC3339) + `">since ` + m.String() + `</time>`)
}

// Tag is the moment as an HTML element. Both texts are digits and letters, so nothing in it needs escaping.
func (m Moment) Tag() template.HTML {
	var d drawing
	d.moment(m)
	return d.html()
}

// Date is Tag where there is no room for the hour.
func (m Moment) Date() template.HTML {
	return template.HTML(`<time datetime="` + m.at.UTC().Format(time.RFC3339) + `">` + m.at.UTC().Format("2 Jan 2006") + `</time>`)
}

// Clock is the hour and minute, under the day that says the rest.
func (m Moment) Clock() string { return m.at.UTC().Format("15:04") }

// Day is the day alone: "Mon 23 Nov 2026".
func (m Moment) Day() string { return m.at.UTC().Format("Mon 2 Jan 2006") }

// DayTag is the day as an HTML element; the script turns the newest into "today" and "yesterday".
func (m Moment) DayTag() template.HTML {
	return template.HTML(`<time class="day" datetime="` + m.at.UTC().Format(time.DateOnly) + `">` + m.Day() + `</time>`)
}
