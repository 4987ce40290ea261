package gate

// This file is a verdict as GitHub's workflow commands, which become annotations of the run and of the snapshots.

import (
	"fmt"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// mostAnnotations is how many errors of one step GitHub shows; the last of more is the count of the rest.
const mostAnnotations = 10

// mostTold bounds the problems in one annotation.
const mostTold = 10

type annotation struct{ title, file, text string }

// GitHub writes annotations, the most important first, and the verdict. file is the path of a service's snapshot in
// the repository.
func GitHub(c *schemas.Check, file func(id string) string) string {
	var b strings.Builder
	errors := annotations(c, file)
	shown := errors
	if len(errors) > mostAnnotations {
		shown = errors[:mostAnnotations-1]
		shown = append(shown, others(errors[mostAnnotations-1:]))
	}
	for _, a := range shown {
		b.WriteString(a.command("error"))
	}
	for _, k := range c.Clusters {
		if !k.Whole() && !k.Closes {
			b.WriteString(annotation{title: "cluster " + clean(k.Name), text: unreadLine(k)}.command("warning"))
		}
	}
	fmt.Fprintf(&b, "%s %s\n", verdict(c), freshness(c))
	return b.String()
}

// annotations are all that closes the gate.
func annotations(c *schemas.Check, file func(id string) string) []annotation {
	var all []annotation
	if c.TooOld {
		all = append(all, annotation{title: "the data is too old", text: freshness(c)})
	}
	for _, k := range closingClusters(c) {
		all = append(all, annotation{title: "cluster " + clean(k.Name), text: unreadLine(k)})
	}
	for _, s := range c.Closing {
		all = append(all, annotation{title: s.ID + " is " + string(s.Status), file: file(s.ID), text: annotationText(s)})
	}
	return all
}

func annotationText(s schemas.Closing) string {
	all := together(s.Problems)
	var lines []string
	for _, t := range all[:min(len(all), mostTold)] {
		lines = append(lines, string(t.Severity)+": "+t.text())
		if t.Hint != "" {
			lines = append(lines, "→ "+clean(t.Hint))
		}
	}
	if more := len(all) - mostTold; more > 0 {
		lines = append(lines, "and "+count(more, "more problem"))
	}
	if len(lines) == 0 {
		lines = append(lines, quiet(s))
	}
	return strings.Join(lines, "\n")
}

// others is one annotation for all that there is no room for.
func others(rest []annotation) annotation {
	lines := make([]string, 0, len(rest))
	for _, a := range rest {
		lines = append(lines, a.title)
	}
	return annotation{title: fmt.Sprintf("and %d more", len(rest)), text: strings.Join(lines, "\n")}
}

// command is a workflow command on a line of its own. Text and properties are escaped as GitHub's own toolkit does it.
func (a annotation) command(level string) string {
	text := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	properties := "title=" + property.Replace("plimsoll: "+a.title)
	if a.file != "" {
		properties = "file=" + property.Replace(a.file) + "," + properties
	}
	return "::" + level + " " + properties + "::" + text.Replace(a.text) + "\n"
}
