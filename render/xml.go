package render

// This file is how text stays text in XML: every action of a feed's or a badge's template is escaped when the template is
// parsed.

import (
	"encoding/xml"
	"fmt"
	"strings"
	texttemplate "text/template"
)

func parseXML(texts map[string]string) (executor, error) {
	return parseText(texts, texttemplate.FuncMap{"escape": escapeXML})
}

// escapeXML makes any value safe in an element and in an attribute; what XML cannot hold becomes U+FFFD.
func escapeXML(v any) (string, error) {
	var b strings.Builder
	err := xml.EscapeText(&b, []byte(oneLine(fmt.Sprint(v))))
	return b.String(), err
}
