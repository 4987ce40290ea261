package render

// This file is hints with their command set apart.

import "strings"

// commands begin what a hint ends with.
var commands = []string{"kubectl ", "plimsoll rbac "}

// hintOf sets a command apart: hints end with it.
func hintOf(hint string) Sentence {
	var say Sentence
	if hint == "" {
		return nil
	}
	start := len(hint)
	for _, command := range commands {
		if i := strings.Index(hint, command); i >= 0 {
			start = min(start, i)
		}
	}
	say.plain(hint[:start])
	if start == len(hint) {
		return say
	}
	command, after, more := strings.Cut(hint[start:], ". ")
	if whole, ends := strings.CutSuffix(command, "."); ends {
		say.code(whole)
		say.plain(".")
		return say
	}
	say.code(command)
	if more {
		say.plain(". " + after)
	}
	return say
}
