package render

// This file is hints with their command set apart.

import "strings"

// hintOf sets a command apart: hints end with it.
func hintOf(hint string) Sentence {
	var say Sentence
	if hint == "" {
		return nil
	}
	before, _, found := strings.Cut(hint, "kubectl ")
	if !found {
		say.plain(hint)
		return say
	}
	command, after, more := strings.Cut(hint[len(before):], ". ")
	say.plain(before)
	say.code(command)
	if more {
		say.plain(". " + after)
	}
	return say
}
