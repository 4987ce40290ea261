package render

// This file shows what a data file holds as text, a fact a line, so that Git can compare the text in place of the JSON.

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Show is the text of a snapshot, an index, the account of a run or a history, known by their content. What is none of
// them (half a file, one with the marks of a conflict, another version's) is not ok, and to be shown as it is.
func Show(b []byte) (text string, ok bool) {
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(b, &keys); err != nil {
		return showHistory(b)
	}
	switch {
	case keys["service"] != nil && keys["clusters"] != nil:
		s, err := schemas.DecodeSnapshot(b)
		if err != nil {
			return "", false
		}
		return showSnapshot(s), true
	case keys["services"] != nil && keys["schemaVersion"] != nil:
		return showTree(b)
	default:
		return showHistory(b)
	}
}

// showHistory is a heading for each change, and what changed below it.
func showHistory(b []byte) (string, bool) {
	s := &sheet{}
	for line := range bytes.Lines(b) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		c, err := schemas.DecodeChange(line)
		if err != nil {
			return "", false
		}
		s.heading(c.At.Format(time.RFC3339), string(c.Status))
		s.fact("snapshot", c.Digest)
		for _, l := range diff.Across(c.Entries) {
			s.fact(l.Text())
		}
	}
	return s.b.String(), s.b.Len() > 0
}

// sheet is text in the making: headings at the start of a line, where Git takes them for the title of what follows, and
// facts below them.
type sheet struct{ b strings.Builder }

func (s *sheet) heading(words ...string) {
	if s.b.Len() > 0 {
		s.b.WriteByte('\n')
	}
	s.b.WriteString(spoken(words) + "\n")
}

// fact is left out where its last word is empty: there is nothing to say.
func (s *sheet) fact(words ...string) {
	if words[len(words)-1] != "" {
		s.b.WriteString("  " + spoken(words) + "\n")
	}
}

// facts are a line for each of a list.
func (s *sheet) facts(name string, list []string) {
	for _, each := range list {
		s.fact(name, each)
	}
}

// spoken joins words that say something, in one line of what can be seen.
func spoken(words []string) string { return oneLine(strings.Join(words, " ")) }

// phrased joins what there is to say with commas.
func phrased(said ...string) string {
	var parts []string
	for _, each := range said {
		if each != "" {
			parts = append(parts, each)
		}
	}
	return strings.Join(parts, ", ")
}

func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// told is a word where something holds.
func told(holds bool, word string) string {
	if holds {
		return word
	}
	return ""
}
