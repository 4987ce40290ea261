package render

// This file is the badge: a service's state in a picture of a line's height, for a README.

import (
	"unicode/utf8"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

const mostLabel = 40 // runes of a name in a badge

// badge is what the drawing needs. All but Full, Label and Word are numbers and constants of ours.
type badge struct {
	Full, Label, Word        string
	Colour, Path             string
	Line, Dashes             bool // the shape is drawn by its outline
	Width, Left, Split, Rest int
	Mark, WordAt             int
	LabelLength, WordLength  int
}

// badgeShape is a state's shape on 12 by 12, as the pages draw it, and a colour on which white can be read.
type badgeShape struct {
	path, colour string
	line, dashes bool
}

var badgeShapes = map[schemas.Status]badgeShape{
	schemas.Healthy:     {"M6 1.4a4.6 4.6 0 1 1 0 9.2 4.6 4.6 0 0 1 0-9.2z", "#1a7a56", false, false},
	schemas.Progressing: {"M6 1.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4v8.4", "#1c62b0", true, false},
	schemas.Degraded:    {"M6 .6 11.4 6 6 11.4.6 6z", "#9a5200", false, false},
	schemas.Down:        {"M.6 1.8h10.8L6 11.2z", "#b3202c", false, false},
	schemas.Suspended:   {"M2.4 1.6h2.4v8.8H2.4zM7.2 1.6h2.4v8.8H7.2z", "#5b626d", false, false},
	schemas.Missing:     {"M6 1.600a4.4 4.4 0 1 1 0 8.8 4.4 4.4 0 0 1 0-8.8z", "#9a5200", true, true},
	schemas.Unknown:     {"M3.4 4.1C3.4 2.4 4.5 1.5 6 1.500s2.7.9 2.700 2.300C8.7 5.5 6.1 5.5 6.1 7.700M6.100 9.600v1.200", "#5b626d", true, false},
}

func badgeOfService(s schemas.ServiceEntry) *badge {
	shape, known := badgeShapes[s.Status]
	if !known {
		shape = badgeShapes[schemas.Unknown]
	}
	b := &badge{Full: titleOf(s), Label: cut(titleOf(s), mostLabel), Word: badgeOf(s.Status).Word, Colour: shape.colour, Path: shape.path, Line: shape.line, Dashes: shape.dashes}
	b.LabelLength, b.WordLength = textLength(b.Label), textLength(b.Word)
	b.Left = 7 + b.LabelLength + 7
	b.Mark = b.Left + 6
	b.WordAt = b.Mark + 12 + 5
	b.Width = b.WordAt + b.WordLength + 7
	b.Split, b.Rest = b.Left-4, b.Width-b.Left-4
	return b
}

// textLength estimates the length of text in 11 px; the drawing makes it fit whatever font there is.
func textLength(s string) int {
	tenths := 0
	for _, c := range s {
		switch {
		case c == 'i' || c == 'l' || c == 'j' || c == 'I' || c == '.' || c == ',' || c == '\'' || c == '|' || c == ':':
			tenths += 30
		case c == 'f' || c == 't' || c == 'r' || c == '-' || c == ' ' || c == '/' || c == '(' || c == ')':
			tenths += 42
		case c == 'm' || c == 'w' || c == 'M' || c == 'W' || c == '@':
			tenths += 98
		case c >= 'A' && c <= 'Z':
			tenths += 74
		case c < utf8.RuneSelf:
			tenths += 64
		default:
			tenths += 110
		}
	}
	return max(1, (tenths+5)/10)
}

// cut shortens text to so many runes.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most-1]) + "…"
}
