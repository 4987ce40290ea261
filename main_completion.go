package main

// This file is completion: scripts for shells, which ask this program what may come next.

import (
	"fmt"
	"strings"

	"github.com/urfave/cli/v2"
)

func runCompletion(c *cli.Context) error {
	if c.Bool("words") {
		for _, s := range completed(c.App, c.Args().Slice()) {
			fmt.Fprintln(c.App.Writer, s.line())
		}
		return nil
	}
	for _, s := range shells() {
		if c.NArg() == 1 && c.Args().First() == s.name {
			fmt.Fprint(c.App.Writer, s.script)
			return nil
		}
	}
	return usage("completion: name a shell: %s", strings.Join(shellNames(), ", "))
}

func wordsFlag() cli.Flag {
	return &cli.BoolFlag{Name: "words", Hidden: true, Usage: "what scripts ask: the words so far, the last of them unfinished"}
}

// shell is one that a script can be had for.
type shell struct{ name, script string }

func shells() []shell {
	return []shell{{"bash", bashCompletion}, {"zsh", zshCompletion}, {"fish", fishCompletion}}
}

func shellNames() []string {
	var names []string
	for _, s := range shells() {
		names = append(names, s.name)
	}
	return names
}

const bashCompletion = `# Completion of plimsoll for bash. In ~/.bashrc: source <(plimsoll completion bash)
_plimsoll() {
  local line word
  COMPREPLY=()
  while IFS= read -r line; do
    printf -v word '%q' "${line%%$'\t'*}"
    COMPREPLY+=("$word")
  done < <("${COMP_WORDS[0]}" completion --words -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _plimsoll plimsoll
`

const zshCompletion = `#compdef plimsoll
# Completion of plimsoll for zsh. In ~/.zshrc, after compinit: source <(plimsoll completion zsh)
_plimsoll() {
  local line
  local -a described
  for line in "${(@f)$("${words[1]}" completion --words -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n "$line" ]] || continue
    described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  if (( ${#described} )); then
    _describe plimsoll described
  else
    _files
  fi
}
compdef _plimsoll plimsoll
`

const fishCompletion = `# Completion of plimsoll for fish. Once: plimsoll completion fish > ~/.config/fish/completions/plimsoll.fish
function __plimsoll_words
    set -l words (commandline -opc) (commandline -ct)
    $words[1] completion --words -- $words[2..-1] 2>/dev/null
end
complete -c plimsoll -f -n 'count (__plimsoll_words) >/dev/null' -a '(__plimsoll_words)'
`
