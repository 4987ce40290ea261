package render

import (
	"strings"
	"testing"
	texttemplate "text/template"
	"text/template/parse"

	"github.com/plimsoll-k8s/plimsoll/templates"
)

// Every action of every Markdown template ends in escape: what is printed is escaped or was made safe by this package.
func TestEveryMarkdownActionIsEscaped(t *testing.T) {
	f := formats(host{})[1]
	shared, kinds, err := readTemplates(templates.Files(), f)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for kind, text := range kinds {
		parsed, err := f.parse(map[string]string{"base": shared["base"], "pieces": shared["pieces"], "page": text})
		if err != nil {
			t.Fatal(err)
		}
		for _, each := range parsed.(*texttemplate.Template).Templates() {
			if each.Tree == nil {
				continue
			}
			walkActions(each.Root, func(a *parse.ActionNode) {
				seen++
				last := a.Pipe.Cmds[len(a.Pipe.Cmds)-1]
				if len(a.Pipe.Decl) == 0 && last.String() != "escape" {
					t.Errorf("%s: {{%s}} is printed as it is", kind, a.Pipe)
				}
			})
		}
	}
	if seen < 100 {
		t.Errorf("only %d actions were looked at", seen)
	}
}

func TestEscapeMarkdown(t *testing.T) {
	for in, want := range map[string]string{
		"checkout_worker":                  "checkout_worker",
		"_private_":                        `\_private\_`,
		"a|b":                              "a&#124;b",
		"`code`":                           "&#96;code&#96;",
		`{"code":400}`:                     "`{\"code\":400}`",
		"{{.Title}}":                       "&#123;&#123;.Title&#125;&#125;",
		"see https://x.example/a?b=1, now": "see `https://x.example/a?b=1`, now",
		"(@team)":                          "(`@team`)",
		"a :ship: at 10:45:30":             "a `:ship:` at 10:45:30",
		"exit 1 of #12":                    "exit 1 of `#12`",
		"<b>&c;":                           "&lt;b&gt;&amp;c;",
		"runs */30 * * * * now":            "runs `*/30 * * * *` now",
		"90 % of 12":                       "90 % of 12",
		"$HOME <a@b.example>":              "`$HOME` &lt;`a@b.example`&gt;",
		"kubectl --previous":               "kubectl `--previous`",
		"import x":                         "&#105;mport x",
		"::: tip":                          "&#58;:: tip",
		"[x](y)":                           `\[x\](y)`,
		"# not a heading":                  `\# not a heading`,
		"- not a list":                     `\- not a list`,
		"1. not a list":                    `1\. not a list`,
		"2.7.4":                            "2.7.4",
		"two\nlines":                       "two lines",
		"\u202eright to left":              "right to left",
		"🚢 passes":                         "🚢 passes",
		`a\b`:                              "a&#92;b",
		"registry/x@sha256:00":             "`registry/x@sha256:00`",
	} {
		if got := string(escapeMarkdown(in)); got != want {
			t.Errorf("escape %q: got %q, want %q", in, got, want)
		}
	}
}

func TestCodeSpan(t *testing.T) {
	for in, want := range map[string]string{
		"2.8.0": "`2.8.0`", "a`b": "a&#96;b", "a|b": "a&#124;b", "": "",
	} {
		if got := string(codeSpan(in)); got != want {
			t.Errorf("code %q: got %q, want %q", in, got, want)
		}
	}
}

func TestSafeURL(t *testing.T) {
	for _, good := range []string{"https://git.example/x", "http://a.example", "mailto:team@shop.example", "docs/runbook.md", "../x"} {
		if safeURL(good) == "" {
			t.Errorf("%s was dropped", good)
		}
	}
	for _, bad := range []string{"javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x", "https:", "", "/\\evil.example", "file:///etc/passwd"} {
		if got := safeURL(bad); got != "" {
			t.Errorf("%q passes as %q", bad, got)
		}
	}
	if got := string(markdownLink("a]b", "https://x.example/(y)")); got != `[a\]b](https://x.example/%28y%29)` || strings.Contains(got, "(y)") {
		t.Errorf("link: %s", got)
	}
}
