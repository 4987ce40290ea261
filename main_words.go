package main

// This file is how commands say things: in colours and in lines as wide as a terminal where there is one, counted, or as
// JSON.

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v2"
	"golang.org/x/term"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// wantsJSON reads --format.
func wantsJSON(c *cli.Context) (bool, error) {
	switch format := c.String("format"); format {
	case "json":
		return true, nil
	case "text":
		return false, nil
	default:
		return false, usage("--format %s: it is text or json", format)
	}
}

func writeJSON(w io.Writer, what any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(what)
}

// painter colours a text by a status, or leaves it as it is.
type painter func(s schemas.Status, text string) string

// painterFor colours what goes to a terminal that can, unless NO_COLOR is set. The word says it too: colour is never alone.
func painterFor(w io.Writer) painter {
	if !isTerminal(w) || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return func(_ schemas.Status, text string) string { return text }
	}
	return func(s schemas.Status, text string) string {
		colour := map[schemas.Status]string{schemas.Healthy: "32", schemas.Down: "31", schemas.Degraded: "33", schemas.Missing: "33"}[s]
		if colour == "" {
			return text
		}
		return "\x1b[1;" + colour + "m" + text + "\x1b[0m"
	}
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// widthOf is how wide a terminal is; 0 for what is none, where lines stay whole.
func widthOf(w io.Writer) int {
	f, ok := w.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// wrapped breaks a text between words.
func wrapped(text string, width int) string {
	if width <= 0 {
		return text
	}
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return strings.Join(append(lines, line), "\n")
}

// shortened cuts a text to a width; one that leaves no room for words leaves the text whole.
func shortened(text string, width int) string {
	const least = 20
	runes := []rune(text)
	if width < least || len(runes) <= width {
		return text
	}
	return strings.TrimRight(string(runes[:width-1]), " ") + "…"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
