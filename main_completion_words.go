package main

// This file is what may come next on a command line: commands, flags, and values as far as they are known without asking
// a cluster.

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/render/diff"
	"github.com/plimsoll-k8s/plimsoll/render/gate"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// suggestion is a word that may come next, and what it is.
type suggestion struct{ word, about string }

// line is what scripts read: the word, a tab, and what it is. What it quotes from a data folder is text of a cluster.
func (s suggestion) line() string {
	seen := func(text string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
				return -1
			}
			return r
		}, text)
	}
	if s.about == "" {
		return seen(s.word)
	}
	return seen(s.word) + "\t" + seen(s.about)
}

func wordsAlone(words []string) []suggestion {
	list := make([]suggestion, 0, len(words))
	for _, w := range words {
		list = append(list, suggestion{word: w})
	}
	return list
}

// line is a command line of which the last word is being written.
type line struct {
	command *cli.Command
	words   []string // between the command and the last word
	last    string
}

// completed is what may come in the place of the last word. Nothing lets the shell offer files.
func completed(app *cli.App, words []string) []suggestion {
	if len(words) == 0 {
		words = []string{""}
	}
	if at := len(words) - 1; words[at] == "=" { // bash parts words there
		words = append(words, "")
	}
	last := words[len(words)-1]
	if len(words) == 1 {
		return beginning(commandWords(app), last)
	}
	command := app.Command(words[0])
	if command == nil {
		return nil
	}
	l := line{command, slices.DeleteFunc(slices.Clone(words[1:len(words)-1]), func(w string) bool { return w == "=" }), last}
	if flag := l.open(); flag != "" {
		return l.values(flag)
	}
	if strings.HasPrefix(last, "-") {
		return beginning(l.flags(), last)
	}
	return beginning(l.arguments(), last)
}

func beginning(all []suggestion, with string) []suggestion {
	return slices.DeleteFunc(all, func(s suggestion) bool { return !strings.HasPrefix(s.word, with) })
}

func commandWords(app *cli.App) []suggestion {
	var list []suggestion
	for _, c := range app.Commands {
		list = append(list, suggestion{c.Name, c.Usage})
	}
	return append(list, suggestion{"--help", "show help"}, suggestion{"--version", "print the version"})
}

// open is the flag whose value the last word is.
func (l line) open() string {
	if len(l.words) == 0 {
		return ""
	}
	before := l.words[len(l.words)-1]
	if !strings.HasPrefix(before, "-") || !takesValue(l.command, before) {
		return ""
	}
	for _, f := range l.command.Flags {
		if slices.Contains(f.Names(), strings.TrimLeft(before, "-")) {
			return f.Names()[0]
		}
	}
	return ""
}

// flags are those that can still be given.
func (l line) flags() []suggestion {
	list := []suggestion{}
	for _, f := range l.command.VisibleFlags() {
		name := "--" + f.Names()[0]
		_, repeatable := f.(*cli.StringSliceFlag)
		if about, ok := f.(cli.DocGenerationFlag); ok && (repeatable || !slices.Contains(l.words, name)) {
			list = append(list, suggestion{name, strings.ReplaceAll(about.GetUsage(), "`", "")})
		}
	}
	return append(list, suggestion{"--help", "show help"})
}

func (l line) arguments() []suggestion {
	switch l.command.Name {
	case "explain":
		var list []suggestion
		for _, r := range collect.Rules() {
			list = append(list, suggestion{r.ID, r.When})
		}
		return list
	case "completion":
		return wordsAlone(shellNames())
	default:
		return nil
	}
}

// values are what a flag may be set to, as far as that is known without asking anybody.
func (l line) values(flag string) []suggestion {
	switch flag {
	case "format":
		return beginning(wordsAlone(formatsOf(l.command.Name)), l.last)
	case "log-format":
		return beginning(wordsAlone([]string{"text", "json"}), l.last)
	case "fail-on":
		return l.among(slices.Concat(gate.Words(), ruleIDs()))
	case "only":
		return l.among(diff.GroupNames())
	case "service", "owner", "system":
		return beginning(wordsAlone(l.inData(flag)), l.last)
	case "cluster":
		if config := l.value("config"); config != "" {
			if read, err := schemas.LoadConfig(config); err == nil {
				return beginning(wordsAlone(read.ClusterNames()), l.last)
			}
		}
		return beginning(wordsAlone(l.inData(flag)), l.last)
	default:
		return nil
	}
}

func formatsOf(command string) []string {
	switch command {
	case "check":
		return verdictFormNames()
	case "diff":
		return slices.Sorted(maps.Keys(diffFormats))
	default:
		return []string{"text", "json"}
	}
}

// among completes the last word of several with commas between.
func (l line) among(words []string) []suggestion {
	before := l.last[:strings.LastIndexByte(l.last, ',')+1]
	var list []suggestion
	for _, w := range words {
		if !slices.Contains(strings.Split(before, ","), w) {
			list = append(list, suggestion{word: before + w})
		}
	}
	return beginning(list, l.last)
}

// value is what a flag is set to, or is without being set; "" where the command has no such flag.
func (l line) value(flag string) string {
	for _, f := range l.command.Flags {
		text, ok := f.(*cli.StringFlag)
		if !ok || text.Name != flag {
			continue
		}
		for i, w := range l.words {
			if strings.HasPrefix(w, "-") && slices.Contains(f.Names(), strings.TrimLeft(w, "-")) && i+1 < len(l.words) {
				return l.words[i+1]
			}
		}
		return text.Value
	}
	return ""
}

// inData are the names that a data folder knows: the one that the line names, else that of --out.
func (l line) inData(what string) []string {
	for _, dir := range append(slices.Clone(l.words), l.value("out"), "public") {
		for _, file := range []string{filepath.Join(dir, "data", "index.json"), filepath.Join(dir, "index.json")} {
			if b, err := os.ReadFile(file); dir != "" && err == nil {
				return namesOf(b, what)
			}
		}
	}
	return nil
}

// namesOf reads an index without holding it against its schema: who presses Tab waits for it.
func namesOf(index []byte, what string) []string {
	var ix struct {
		Clusters []struct{ Name string }
		Services []struct{ ID, Owner, System string }
	}
	if json.Unmarshal(index, &ix) != nil {
		return nil
	}
	names := []string{}
	if what == "cluster" {
		for _, k := range ix.Clusters {
			names = append(names, k.Name)
		}
		return names
	}
	for _, s := range ix.Services {
		names = append(names, map[string]string{"service": s.ID, "owner": s.Owner, "system": s.System}[what])
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(n string) bool { return n == "" })
}
