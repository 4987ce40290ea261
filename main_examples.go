package main

// This file is what the help of a command tells beyond its flags: how it is used, and exit codes where they are its own.

import (
	"strings"
	"unicode/utf8"
)

// example is one command line and what it is for.
type example struct{ command, does string }

// lesson is what the help of one command ends with.
type lesson struct {
	examples []example
	codes    string // "": the usual ones
}

const (
	usualCodes  = "0 done · 1 failed, nothing lost · 2 wrong usage or configuration, nothing written"
	readsCodes  = usualCodes + " ·\n3 done, but some cluster or kind could not be read"
	verdictCode = "2 trouble: what was asked for cannot be told"
)

// examples are the lessons, by command.
func examples() map[string]lesson {
	return map[string]lesson{
		"run": {codes: readsCodes, examples: []example{
			{"plimsoll run", "by plimsoll.yaml, into public"},
			{"plimsoll run -c shop.yaml -o /srv/site --log-format json", "as a cron job may"},
			{"plimsoll run --cluster prod-eu --no-publish", "one cluster; the rest keeps its state"},
		}},
		"collect": {codes: readsCodes, examples: []example{
			{"plimsoll collect -o public", "data alone; plimsoll render makes its pages"},
			{"plimsoll collect --cluster prod-eu --part -o part-eu", "a part for plimsoll merge"},
		}},
		"validate": {codes: "0 valid · 1 not valid, a line for each fault · 2 wrong usage", examples: []example{
			{"plimsoll validate public", "a whole site, its index and its histories"},
			{"plimsoll validate plimsoll.yaml", "a configuration, by its lines"},
		}},
		"render": {codes: usualCodes, examples: []example{
			{"plimsoll render -o public", "the pages of public/data, without asking a cluster"},
		}},
		"diff": {codes: "0 · with --exit-code 1, if something differs · " + verdictCode, examples: []example{
			{"plimsoll diff yesterday public", "two folders"},
			{"plimsoll diff main HEAD --repo docs", "two revisions of a repository"},
			{"plimsoll diff main...HEAD --format markdown > comment.md", "for a pull request"},
			{"plimsoll diff old.json new.json --only status,image --exit-code", "two snapshots, narrowed"},
		}},
		"show": {codes: "0 · 2 there is no such file", examples: []example{
			{"plimsoll show public/data/services/checkout.json", "what it says, a fact a line"},
			{"git config diff.plimsoll.textconv 'plimsoll show'", "so that git diff says it so"},
		}},
		"publish": {codes: usualCodes, examples: []example{
			{"plimsoll publish --dry-run", "what would be committed"},
			{"plimsoll publish -o public", "commit and push to publish.repository"},
		}},
		"check": {codes: "0 the gate is open · 1 it is closed · " + verdictCode, examples: []example{
			{"plimsoll check public", "closed if a service is degraded or down"},
			{"plimsoll check public --service checkout --fail-on down,image-pull", "one service, by a status and a rule"},
			{"plimsoll check public --owner payments --fail-on critical,unread --max-age 1h", "a team's, and none of it unknown or old"},
			{"plimsoll check public --format junit > plimsoll.xml", "for a CI system; github makes annotations"},
		}},
		"merge": {codes: usualCodes + " ·\n3 done, but a part was left out, or some cluster or kind is not of its last run", examples: []example{
			{"plimsoll merge part-eu part-us -o public", "then plimsoll render -o public"},
			{"plimsoll merge -c plimsoll.yaml parts/* -o public", "a cluster that it does not name is dropped"},
		}},
		"explain": {codes: "0 · 2 there is no such rule", examples: []example{
			{"plimsoll explain", "all rules"},
			{"plimsoll explain crash-loop", "one: what it means, how to tune and to ignore it"},
		}},
		"demo": {codes: readsCodes, examples: []example{
			{"plimsoll demo --serve", "and look at http://127.0.0.1:8042/"},
			{"plimsoll demo -o /tmp/demo", "into another folder"},
		}},
		"init": {codes: usualCodes, examples: []example{
			{"plimsoll init", "asks which contexts"},
			{"plimsoll init --context prod-eu --context prod-us -c shop.yaml", "these two"},
		}},
		"doctor": {codes: readsCodes + ":\nthe code that a run would end with", examples: []example{
			{"plimsoll doctor", "every cluster of plimsoll.yaml"},
			{"plimsoll doctor --cluster prod-eu --format json", "one, for a program"},
		}},
		"rbac": {codes: usualCodes, examples: []example{
			{"plimsoll rbac | kubectl apply -f -", "for the ServiceAccount plimsoll/plimsoll, which it makes"},
			{"plimsoll rbac --cluster prod-eu --group readers", "for a group, in one cluster"},
		}},
		"serve": {codes: usualCodes, examples: []example{
			{"plimsoll serve public", "at http://127.0.0.1:8042/"},
			{"plimsoll serve public --address 127.0.0.1:9000", "elsewhere"},
		}},
		"completion": {codes: "0 · 2 there is no such shell", examples: []example{
			{"source <(plimsoll completion bash)", "in ~/.bashrc"},
			{"source <(plimsoll completion zsh)", "in ~/.zshrc, after compinit"},
			{"plimsoll completion fish > ~/.config/fish/completions/plimsoll.fish", "once"},
		}},
	}
}

// text is the end of a help page.
func (l lesson) text() string {
	width := 0
	for _, e := range l.examples {
		width = max(width, utf8.RuneCountInString(e.command))
	}
	var b strings.Builder
	b.WriteString("Examples:\n")
	for _, e := range l.examples {
		b.WriteString("  " + e.command + strings.Repeat(" ", width-utf8.RuneCountInString(e.command)) + "  # " + e.does + "\n")
	}
	b.WriteString("\nExit codes: " + strings.ReplaceAll(l.codes, "\n", "\n            ") + "\n")
	return b.String()
}
