package main

// This file is how doctor's result looks: marks that words repeat, columns, and lines that end where the terminal does.

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// report writes lines of marks, words and text.
type report struct {
	b     strings.Builder
	paint painter
	width int // of the terminal, 0 where there is none: lines are not broken then
}

func newReport(w io.Writer) *report { return &report{paint: painterFor(w), width: widthOf(w)} }

const (
	wellSign = "✓"
	illSign  = "✗"
	noSign   = "–"
)

// mark is a sign in its colour. The word beside it says the same.
func (r *report) mark(sign string) string {
	switch sign {
	case wellSign:
		return r.paint(schemas.Healthy, sign)
	case illSign:
		return r.paint(schemas.Down, sign)
	}
	return sign
}

func (r *report) text(d *collect.Diagnosis) string {
	for _, c := range d.Clusters {
		r.cluster(c)
		r.b.WriteByte('\n')
	}
	r.services(d.Services)
	if len(d.Notes) > 0 {
		r.b.WriteString("To know\n")
		for _, n := range d.Notes {
			r.line("  - ", n)
		}
		r.b.WriteByte('\n')
	}
	r.steps(d)
	return r.b.String()
}

func (r *report) cluster(c collect.ClusterDiagnosis) {
	r.b.WriteString(c.Name + "\n")
	switch {
	case c.State != schemas.ReadOK:
		r.row(illSign, string(c.State), c.Message)
	case c.Source == "dump":
		r.row(wellSign, "dump", c.Place)
	default:
		r.row(wellSign, "reachable", reachedText(c))
	}
	if c.User == source.Anonymous {
		r.row(illSign, "logged in", "as nobody: no credentials reached the cluster")
	} else if c.User != "" {
		r.row(wellSign, "logged in", "as "+c.User)
	} else if c.Source != "dump" && len(c.Kinds) > 0 {
		r.row(noSign, "logged in", "the cluster does not say as whom")
	}
	if c.Reviews != "" {
		r.row(noSign, "rights", "could not be asked: "+c.Reviews)
	}
	r.kinds(c)
	if c.State == schemas.ReadOK {
		text := count(c.Services, "service")
		if c.Unclaimed > 0 {
			text += "; " + count(c.Unclaimed, "object") + " of no service"
		}
		r.row(sign(c.Services > 0), "found", text)
	}
}

func reachedText(c collect.ClusterDiagnosis) string {
	text := "a Kubernetes that does not tell its version"
	if c.Kubernetes != "" {
		text = "Kubernetes " + c.Kubernetes
	}
	if c.Place != "" {
		text += ", context " + c.Place
	}
	return text
}

func sign(well bool) string {
	if well {
		return wellSign
	}
	return noSign
}

// kinds tells what can be listed, what is withheld, and what is not there to be listed.
func (r *report) kinds(c collect.ClusterDiagnosis) {
	served, gone := "may list", "not served"
	if c.Source == "dump" {
		served, gone = "holds", "not in it"
	}
	readable, custom := kindsIn(c, schemas.ReadOK)
	if n := len(readable); n > 0 {
		text := count(n, "kind")
		if len(custom) > 0 {
			text += ", " + strings.Join(custom, ", ") + " among them"
		}
		r.row(wellSign, served, text)
	}
	if forbidden, _ := kindsIn(c, schemas.ReadForbidden); len(forbidden) > 0 {
		r.row(illSign, "forbidden", strings.Join(forbidden, ", "))
	}
	for _, k := range c.Kinds {
		switch k.State {
		case schemas.ReadOK, schemas.ReadNotServed, schemas.ReadForbidden:
		default:
			r.row(illSign, string(k.State), k.Resource+": "+k.Message)
		}
	}
	if notServed, _ := kindsIn(c, schemas.ReadNotServed); len(notServed) > 0 {
		r.row(noSign, gone, strings.Join(notServed, ", "))
	}
}

// kindsIn are the kinds in a state, each once; with the namespace where that makes a difference. custom are those among
// them that not every cluster has.
func kindsIn(c collect.ClusterDiagnosis, state schemas.ReadState) (all, custom []string) {
	for _, k := range c.Kinds {
		name := k.Resource
		if k.Namespace != "" && state == schemas.ReadForbidden {
			name += " in " + k.Namespace
		}
		if k.State != state || slices.Contains(all, name) {
			continue
		}
		all = append(all, name)
		if k.Custom {
			custom = append(custom, name)
		}
	}
	return all, custom
}

func (r *report) steps(d *collect.Diagnosis) {
	if len(d.Steps) == 0 {
		r.b.WriteString("Nothing to do: plimsoll run will read all of it.\n")
		return
	}
	r.b.WriteString("What to do\n")
	for i, s := range d.Steps {
		text := s.Why
		if len(s.Clusters) > 0 {
			text = strings.Join(s.Clusters, ", ") + ": " + text
		}
		r.line(fmt.Sprintf("  %d. ", i+1), text)
		if s.Run != "" {
			fmt.Fprintf(&r.b, "       %s\n", s.Run) // never broken: it is to be copied
		}
	}
}

// row is one line about a cluster.
func (r *report) row(mark, word, text string) { r.columns(mark, fmt.Sprintf("%-13s", word), text) }

func (r *report) columns(mark, word, text string) {
	r.line("  "+r.mark(mark)+" "+word+" ", text, 5+utf8.RuneCountInString(word))
}

// line breaks a text between words where the terminal ends, and begins each line below the text's first word. indent is
// how wide the front looks; left out, as wide as it is.
func (r *report) line(front, text string, indent ...int) {
	at := utf8.RuneCountInString(front)
	if len(indent) > 0 {
		at = indent[0]
	}
	const narrowest = 24 // of the text: on a screen that leaves less, breaking helps nobody
	room := r.width - at
	if r.width == 0 || room < narrowest {
		r.b.WriteString(strings.TrimRight(front+text, " ") + "\n")
		return
	}
	below := "\n" + strings.Repeat(" ", at)
	r.b.WriteString(front + strings.ReplaceAll(wrapped(text, room), "\n", below) + "\n")
}
