package main

// This file is what people write for their site: pages and notes, in every piece of Markdown that there is, and hostile
// ones where the texts are attacks.

import (
	"fmt"
	"io/fs"
	"testing/fstest"

	"github.com/plimsoll-k8s/plimsoll/render"
)

// written is a page of one's own and notes on a service that use all of Markdown.
func written() render.Own {
	const text = `# On call

Who is called, **when**, and what they _do_ first. ~~Nobody~~ Everybody reads [the runbook](https://docs.example/runbook)
and <https://example.com/>.

## Who is called

| hour | who | since |
| ---: | :-- | :---: |
| 8 | payments | 2024 |
| 20 | whoever carries the phone | |

- [x] pager
- [ ] laptop
  1. charger
  2. key

> Stay calm.[^1]

[^1]: It is only software.

### A command

` + "```sh\nkubectl logs -n shop deploy/checkout --previous --a-flag-with-a-very-long-name=and-a-value-that-is-just-as-long-and-does-not-break\n```" + `

Term ` + "`code`" + `, a line  
break, and a rule:

---

The end.
`
	return render.Own{
		Pages: fstest.MapFS{
			"on-call.md":       {Data: []byte(text)},
			"handbook/more.md": {Data: []byte("# More\n\nBack to [on call](../on-call.md).\n")},
		},
		Notes: map[string]render.Note{"checkout": {File: "notes/checkout.md", Text: []byte(text)}},
	}
}

// hostilePages has a page for each attack, which stands there as every piece of Markdown.
func hostilePages(attacks []string) fs.FS {
	pages := fstest.MapFS{}
	for i, attack := range attacks {
		text := fmt.Sprintf("# %[1]s\n\n%[1]s\n\n[%[1]s](<%[1]s>) ![%[1]s](<%[1]s> \"%[1]s\") <%[1]s>\n\n| %[1]s |\n| --- |\n| %[1]s |\n\n```%[1]s\n%[1]s\n```\n\n- [ ] %[1]s\n\n[^%[1]s]: %[1]s\n\n&#x202e;&lt;script&gt; [x](&#106;avascript:alert(1)) [y](java&Tab;script:alert(1)) [z](//evil.example/)\n", attack)
		pages[fmt.Sprintf("attack-%02d.md", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	return pages
}
