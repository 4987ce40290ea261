package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func plain(_ schemas.Status, text string) string { return text }

// TestExplainShowsWhatIsTaken holds what explain shows of a configuration against the configuration's reader.
func TestExplainShowsWhatIsTaken(t *testing.T) {
	for _, r := range collect.Rules() {
		text := explain(r, plain, 0)
		if strings.Contains(text, "cluster:") == r.Several {
			t.Errorf("%s: a pattern for clusters reaches what is in one, and nothing that is in several:\n%s", r.ID, text)
		}
		for _, begin := range []string{"  rules:\n    " + r.ID, "  rules:\n    ignore"} {
			_, rest, ok := strings.Cut(text, begin)
			snippet, _, _ := strings.Cut(rest, "\n\n")
			config := "apiVersion: plimsoll/v1\nclusters: [{name: prod-eu, context: eu}]\n" + strings.ReplaceAll(begin+snippet, "\n  ", "\n")[2:] + "\n"
			if err := schemas.ValidateConfig([]byte(config)); err != nil || !ok {
				t.Errorf("%s: %v\n%s", r.ID, err, config)
			}
		}
	}
}

// TestExplainFitsTheTerminal wants sentences broken between words; what is to be copied stays whole.
func TestExplainFitsTheTerminal(t *testing.T) {
	const width = 60
	for _, r := range collect.Rules() {
		for line := range strings.Lines(explain(r, plain, width)) {
			line = strings.TrimSuffix(line, "\n")
			if utf8.RuneCountInString(line) > width && !strings.HasPrefix(line, "  ") {
				t.Errorf("%s: %q", r.ID, line)
			}
		}
	}
	for line := range strings.Lines(listRules(collect.Rules(), plain, 80)) {
		if utf8.RuneCountInString(strings.TrimSuffix(line, "\n")) > 80 {
			t.Errorf("%q", line)
		}
	}
}

func TestExplainIsColoured(t *testing.T) {
	loud := func(s schemas.Status, text string) string { return "<" + string(s) + ">" + text + "<>" }
	rules := collect.Rules()[:1]
	if text := explainEach(rules, loud, 80) + listRules(rules, loud, 80); strings.Count(text, "<down>critical") != 2 {
		t.Error(text)
	}
}
