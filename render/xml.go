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
	t := texttemplate.New("").Option("missingkey=error").Funcs(texttemplate.FuncMap{"escape": escapeXML})
	for _, name := range sortedKeys(texts) {
		if _, err := t.New(name).Parse(texts[name]); err != nil {
			return nil, err
		}
	}
	for _, each := range t.Templates() {
		escapeTree(each.Tree)
	}
	return t, nil
}

// escapeXML makes any value safe in an element and in an attribute; what XML cannot hold becomes U+FFFD.
func escapeXML(v any) (string, error) {
	var b strings.Builder
	err := xml.EscapeText(&b, []byte(oneLine(fmt.Sprint(v))))
	return b.String(), err
}
