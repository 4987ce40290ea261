package gate

// This file is a verdict as Markdown, for the summary of a pipeline's step.

import (
	"fmt"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/render"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Summary writes Markdown of at most room bytes, the most important first and the rest counted. It is empty where not
// even the verdict finds room.
func Summary(c *schemas.Check, room int) string {
	const tail = 100 // for the count of the rest
	head := fmt.Sprintf("## Plimsoll: the gate is %s\n\n%s %s\n\n", c.Gate, render.EscapeMarkdown(verdict(c)), render.EscapeMarkdown(freshness(c)))
	if len(head)+tail > room {
		return ""
	}
	var b strings.Builder
	b.WriteString(head)
	sections := summarySections(c)
	for i, section := range sections {
		if b.Len()+len(section)+tail > room {
			fmt.Fprintf(&b, "And %d more, for which there is no room here.\n", len(sections)-i)
			break
		}
		b.WriteString(section)
	}
	return b.String()
}

// summarySections are a line for each cluster that could not be read, and a section for each service that closes the gate.
func summarySections(c *schemas.Check) []string {
	var sections []string
	for _, k := range c.Clusters {
		if !k.Whole() {
			sections = append(sections, "- cluster "+render.EscapeMarkdown(k.Name)+": "+render.EscapeMarkdown(unreadLine(k))+"\n\n")
		}
	}
	for _, s := range c.Closing {
		sections = append(sections, summarySection(s))
	}
	return sections
}

func summarySection(s schemas.Closing) string {
	var b strings.Builder
	fmt.Fprintf(&b, "### %s: %s\n\n", render.EscapeMarkdown(ownedBy(s)), s.Status)
	if len(s.Problems) == 0 {
		fmt.Fprintf(&b, "- %s\n", render.EscapeMarkdown(quiet(s)))
	}
	all := together(s.Problems)
	for _, t := range all[:min(len(all), mostTold)] {
		fmt.Fprintf(&b, "- **%s** %s\n", t.Severity, render.EscapeMarkdown(t.text()))
		if t.Hint != "" {
			fmt.Fprintf(&b, "  - %s\n", render.EscapeMarkdown(clean(t.Hint)))
		}
	}
	if more := len(all) - mostTold; more > 0 {
		fmt.Fprintf(&b, "- and %s\n", count(more, "more problem"))
	}
	b.WriteByte('\n')
	return b.String()
}
