package render

// This file is how text stays text in Markdown, whoever shows it. Hosts agree neither on what a backslash escapes nor on
// what they make links, mentions, icons, formulas and expressions of; they agree on code. So a word that some host would
// make something of is set in code, which reads well in the source too, and characters that mean something are
// escaped in the one way that all understand: some by a backslash, most as an entity.

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// EscapeMarkdown is text that stays text wherever it stands in Markdown, for what is written outside of the site's pages.
func EscapeMarkdown(text string) string { return string(escapeMarkdown(text)) }

// escapeMarkdown makes any value safe wherever it stands in a page: in a heading, a cell, a list or at the start of a line.
func escapeMarkdown(v any) markdown {
	if safe, ok := v.(markdown); ok {
		return safe
	}
	return markdown(escapeStart(inline(oneLine(fmt.Sprint(v)))))
}

// oneLine drops what would end a line, a cell or the order of reading.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// notInCode is what can end a span of code, or a cell with one in it, or is looked at by hosts even there.
const notInCode = "`|<>\\"

// inline escapes what stands within a line, word by word.
func inline(s string) string {
	if !strings.ContainsFunc(s, notPlain) {
		return s
	}
	var b bytes.Buffer
	for i, word := range strings.Split(s, " ") {
		if i > 0 {
			b.WriteByte(' ')
		}
		writeWord(&b, word)
	}
	return b.String()
}

// notPlain lets through quickly what most texts are made of.
func notPlain(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == ' ' || r == ',' || r == '(' || r == ')')
}

// writeWord sets those stretches of a word in code that a host would make something of. Stretches are parted by what
// cannot stand in code; punctuation around one stays outside.
func writeWord(b *bytes.Buffer, word string) {
	apart := notInCode
	if opensExpression(word) {
		apart += "{}"
	}
	for word != "" {
		end := strings.IndexAny(word, apart)
		if end < 0 {
			end = len(word)
		}
		writeStretch(b, word[:end])
		for word = word[end:]; word != "" && strings.IndexByte(apart, word[0]) >= 0; word = word[1:] {
			b.WriteString(entity(word[0]))
		}
	}
}

// opensExpression finds what template languages look for even in code: Liquid, Jinja, Hugo's shortcodes.
func opensExpression(s string) bool {
	return strings.Contains(s, "{{") || strings.Contains(s, "{%") || strings.Contains(s, "{#")
}

func writeStretch(b *bytes.Buffer, s string) {
	if !means(s) {
		escapeChars(b, s)
		return
	}
	core := strings.TrimLeft(s, `("'`)
	before := s[:len(s)-len(core)]
	if trimmed := strings.TrimRight(core, `.,;:!?)"'`); means(trimmed) {
		core = trimmed
	}
	if before == "" && bytes.HasSuffix(b.Bytes(), []byte("` ")) { // one span for words beside each other
		b.Truncate(b.Len() - 2)
		b.WriteByte(' ')
	} else {
		b.WriteString(before + "`")
	}
	b.WriteString(core + "`" + s[len(before)+len(core):])
}

// means tells whether some host makes something of a word, wherever it stands: a link, a mention, a reference, an icon,
// a formula, emphasis or a longer dash. Here "some" are GitHub, GitLab, MkDocs with the extensions that TechDocs
// brings, Hugo, Docusaurus and VitePress.
func means(s string) bool {
	if strings.ContainsAny(s, "@$~^{}*") {
		return true
	}
	for _, mark := range []string{"//", "--", "++", "==", "\\"} {
		if strings.Contains(s, mark) {
			return true
		}
	}
	return strings.Contains(strings.ToLower(s), "www.") || refers(s) || emoji(s) || domain(s) || commit(s)
}

// refers finds "#12", "!12", "&12", "%12", "%v1" and "[issue:12]".
func refers(s string) bool {
	for i := range len(s) {
		next := byte(0)
		if i+1 < len(s) {
			next = s[i+1]
		}
		switch {
		case strings.IndexByte("#!&", s[i]) >= 0 && isDigit(next):
			return true
		case s[i] == '%' && (isLetter(next) || isDigit(next) || next == '"') && !(i > 0 && isDigit(s[i-1])):
			return true
		case s[i] == '[' && strings.IndexByte(s[i:], ':') > 1:
			return true
		}
	}
	return false
}

// emoji finds ":ship:", but not the minutes of "10:45:30".
func emoji(s string) bool {
	open := -1
	for i := range len(s) {
		switch c := s[i]; {
		case c == ':' && open >= 0 && i > open+1 && named(s[open+1:i]):
			return true
		case c == ':':
			open = i
		case !isLetter(c) && !isDigit(c) && strings.IndexByte("_+-", c) < 0:
			open = -1
		}
	}
	return false
}

// named tells whether an icon may be called so: those of figures alone are few.
func named(s string) bool {
	return s == "100" || s == "1234" || strings.Trim(s, "0123456789") != ""
}

// domain finds "shop.example", which some make a link without being asked: a dot with a letter or digit before it, and
// letters alone behind it.
func domain(s string) bool {
	for i := range len(s) {
		if s[i] != '.' || i == 0 || !(isLetter(s[i-1]) || isDigit(s[i-1]) || s[i-1] >= utf8.RuneSelf) {
			continue
		}
		letters := 0
		for _, r := range s[i+1:] {
			if !unicode.IsLetter(r) {
				if unicode.IsDigit(r) || r == '-' || r == '_' {
					letters = 0
				}
				break
			}
			letters++
		}
		if letters > 1 {
			return true
		}
	}
	return false
}

// commit finds what GitLab takes for the beginning of a commit's name.
func commit(s string) bool {
	s = strings.Trim(s, `.,;:!?()"'`)
	return len(s) >= 7 && len(s) <= 40 && strings.Trim(s, "0123456789abcdef") == "" &&
		strings.ContainsAny(s, "0123456789") && strings.ContainsAny(s, "abcdef")
}

// escapeChars escapes what is no word of its own: marks of Markdown, HTML's and those of tables.
func escapeChars(b *bytes.Buffer, s string) {
	for i := range len(s) {
		switch c := s[i]; c {
		case '*', '[', ']':
			b.WriteString("\\" + string(c))
		case '`', '|', '<', '>', '\\', '{', '}', '~', '^', '$':
			b.WriteString(entity(c))
		case '_':
			if !(i > 0 && isWord(s[i-1]) && i+1 < len(s) && isWord(s[i+1])) {
				b.WriteByte('\\') // inside a word it means nothing, and names stay readable
			}
			b.WriteByte(c)
		case '#':
			if strings.Trim(s[i:], "#") == "" {
				b.WriteByte('\\') // at the end of a heading it would close it
			}
			b.WriteByte(c)
		case '&':
			b.WriteString(ampersand(s[i:]))
		default:
			b.WriteByte(c)
		}
	}
}

// ampersand stays one where it could not begin an entity: "Payments & refunds".
func ampersand(s string) string {
	if len(s) > 1 && (s[1] == '#' || isWord(s[1])) {
		return "&amp;"
	}
	return "&"
}

var entities = map[byte]string{'<': "&lt;", '>': "&gt;", '&': "&amp;"}

// entity spells a character by its number, where it has no name that all know.
func entity(c byte) string {
	if name := entities[c]; name != "" {
		return name
	}
	return fmt.Sprintf("&#%d;", c)
}

// escapeStart keeps text at the start of a line from being a heading, a list, a rule, a definition, an admonition or
// a program.
func escapeStart(s string) string {
	if s == "" {
		return s
	}
	alone := len(s) == 1 || s[1] == ' '
	switch {
	case s[0] == '#', s[0] == '!', alone && (s[0] == '-' || s[0] == '+'):
		return "\\" + s
	case s[0] == ':', s[0] == '=', strings.HasPrefix(s, "???"):
		return entity(s[0]) + s[1:]
	case strings.HasPrefix(s, "import "), strings.HasPrefix(s, "export "):
		return entity(s[0]) + s[1:]
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if digits > 0 && digits < len(s) && strings.IndexByte(".)", s[digits]) >= 0 && (digits+1 == len(s) || s[digits+1] == ' ') {
		return s[:digits] + "\\" + s[digits:]
	}
	return s
}

// bordered tells whether text begins and ends with a letter or a digit.
func bordered(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return (unicode.IsLetter(first) || unicode.IsDigit(first)) && (unicode.IsLetter(last) || unicode.IsDigit(last))
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) }
