package render

// This file is what a host wants around and between the words of a page: front matter, a title, folds.

import (
	"bytes"
	"encoding/json"
	"html"
	"strings"
)

// open is what stands before a page.
func (h host) open(title, description string) markdown {
	front := ""
	if h.front {
		front = "---\ntitle: " + scalar(h.heads.title, title, mostTitle) + "\n"
		if description != "" {
			front += "description: " + scalar(h.heads.description, description, mostDescription) + "\n"
		}
		front += "---\n"
	}
	return markdown(front + h.frame[0])
}

// close is what stands after a page.
func (h host) close() markdown { return markdown(h.frame[1]) }

// YAML takes no key longer than 1024 bytes, and nobody reads a title that long.
const (
	mostTitle       = 120
	mostDescription = 300
)

// scalar is text as YAML, which reads what JSON writes; its head where it is long.
func scalar(written func(string) string, s string, most int) string {
	s = beginning(oneLine(s), most)
	if written != nil {
		s = written(s)
	}
	return quoted(s)
}

// beginning is the beginning of a text.
func beginning(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}

func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // text cannot fail
	return strings.TrimSpace(b.String())
}

// title is the page's heading, where the host does not write one from the front matter.
func (h host) title(s string) markdown {
	if h.titles && h.front {
		return ""
	}
	return markdown("# " + string(escapeMarkdown(s)) + "\n")
}

// fold begins what is opened in place where the host can do that, else what stands under a heading. The notes say in a
// line what is inside; what is brief counts it, for those who do not see it.
func (h host) fold(level string, open bool, title, brief string, notes ...string) markdown {
	if !h.folds {
		text := level + " " + string(escapeMarkdown(title)) + "\n"
		if said := dropEmpty(notes); len(said) > 0 {
			text += "\n" + string(escapeMarkdown(strings.Join(said, " · "))) + "\n"
		}
		return markdown(text)
	}
	text := "<details>"
	if open {
		text = "<details open>"
	}
	text += "<summary><b>" + summaryText(title) + "</b>"
	for _, note := range dropEmpty(append([]string{brief}, notes...)) {
		text += " · " + summaryText(note)
	}
	return markdown(text + "</summary>\n")
}

func (h host) unfold() markdown {
	if !h.folds {
		return ""
	}
	return "</details>\n"
}

// summaryText is text inside an HTML element: Markdown is not read there, but mentions and icons are.
func summaryText(s string) string {
	words := strings.Fields(oneLine(s))
	for i, word := range words {
		if words[i] = html.EscapeString(word); means(word) {
			words[i] = "<code>" + words[i] + "</code>"
		}
	}
	return strings.Join(words, " ")
}

// dataLink leads to a page's facts as data, or names the file where the host does not serve it.
func (h host) dataLink(name, link string) markdown {
	if !h.data {
		return codeSpan(name)
	}
	return markdownLink(name, link)
}

func dropEmpty(all []string) []string {
	var kept []string
	for _, s := range all {
		if s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}
