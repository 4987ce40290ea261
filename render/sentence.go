package render

// This file is a sentence in stretches, so that a page can set some apart: a name, a mark, a version, a moment.

import (
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Sentence is what a person could have written, from facts.
type Sentence []Stretch

// Stretch is plain text, or text of one kind.
type Stretch struct {
	Text   string
	Strong bool   // a name
	Mark   string // a tone: what matters
	Code   bool
	At     Moment
	Since  bool // At is when something began that lasts
}

func (s *Sentence) plain(text string)  { *s = append(*s, Stretch{Text: text}) }
func (s *Sentence) code(text string)   { *s = append(*s, Stretch{Text: text, Code: true}) }
func (s *Sentence) moment(at Moment)   { *s = append(*s, Stretch{At: at}) }
func (s *Sentence) since(at Moment)    { *s = append(*s, Stretch{At: at, Since: true}) }
func (s *Sentence) strong(text string) { *s = append(*s, Stretch{Text: text, Strong: true}) }

func (s *Sentence) mark(tone, text string) { *s = append(*s, Stretch{Text: text, Mark: tone}) }

// names sets names apart, joined as a sentence does; beyond four the rest is counted.
func (s *Sentence) names(names []string) {
	const most = 4
	rest := 0
	if len(names) > most+1 {
		rest = len(names) - most
		names = names[:most]
	}
	for i, name := range names {
		switch {
		case i > 0 && i == len(names)-1 && rest == 0:
			s.plain(" and ")
		case i > 0:
			s.plain(", ")
		}
		s.strong(name)
	}
	if rest > 0 {
		s.plain(" and " + number(rest) + " more")
	}
}

// String is the sentence as plain text.
func (s Sentence) String() string {
	var b strings.Builder
	for _, each := range s {
		b.WriteString(each.Text)
		b.WriteString(each.when())
	}
	return b.String()
}

// Markdown is the sentence with its marks.
func (s Sentence) Markdown() markdown {
	var b strings.Builder
	for _, each := range s {
		switch {
		case each.At.Known():
			b.WriteString(each.when())
		case each.Code:
			b.WriteString(string(codeSpan(each.Text)))
		case each.Strong || each.Mark != "":
			b.WriteString(strong(each.Text))
		default:
			b.WriteString(escapeWithin(each.Text))
		}
	}
	return markdown(escapeStart(b.String()))
}

func (s Stretch) when() string {
	if s.Since && s.At.Known() {
		return "since " + s.At.String()
	}
	return s.At.String()
}

// escapeWithin keeps a space at either end, which parts one stretch from the next.
func escapeWithin(s string) string {
	said := inline(oneLine(s))
	if said == "" {
		return strings.Repeat(" ", min(len(s), 1))
	}
	if strings.HasPrefix(s, " ") {
		said = " " + said
	}
	if strings.HasSuffix(s, " ") {
		said += " "
	}
	return said
}

// severityTone is the tone of a problem's mark.
func severityTone(s schemas.Severity) string { return severityBadge(s).Tone }
