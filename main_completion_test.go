package main

// This file completes command lines, in this program and in the shells that are installed here.

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

func TestCompletion(t *testing.T) {
	dir := t.TempDir()
	writeFiles(t, filepath.Join(dir, "public", "data"), map[string]string{"index.json": `{"clusters": [{"name": "prod-eu"}, {"name": "prod-us"}],
		"services": [{"id": "checkout", "owner": "buying team"}, {"id": "shop/api", "owner": "shop", "system": "shop"}, {"id": "search\u001b[31m", "owner": "shop"}]}`})
	writeFiles(t, dir, map[string]string{"plimsoll.yaml": "apiVersion: plimsoll/v1\nclusters: [{name: eu, dump: x}, {name: us, dump: y}]\n"})
	t.Chdir(dir)
	for line, want := range map[string]string{ // words, the last one unfinished: what may come in its place
		"c":                                   "collect check completion",
		"--":                                  "--help --version",
		"nonsense ":                           "",
		"check --fo":                          "--format",
		"check public --format ":              "text json junit github",
		"check --format = j":                  "json junit", // as bash parts --format=j
		"check --format =":                    "text json junit github",
		"diff --format ":                      "json markdown text",
		"doctor --format j":                   "json",
		"check public --fail-on deg":          "degraded",
		"check public --fail-on down,unr":     "down,unread down,unreadable",
		"check public --fail-on down,down":    "",
		"check public --service ":             "checkout search[31m shop/api", // without what a terminal would obey
		"check public/data --service sh":      "shop/api",
		"check --owner ":                      "buying team shop",
		"check --cluster ":                    "prod-eu prod-us",
		"run --cluster ":                      "eu us",
		"run --cluster eu --clu":              "--cluster", // which may be given again
		"run --no-publish --no":               "",
		"run -c nowhere.yaml --log-format js": "json",
		"explain crash":                       "crash-loop",
		"completion ":                         "bash zsh fish",
		"validate pu":                         "", // the shell offers files
		"diff --only st":                      "status",
	} {
		var got []string
		for _, s := range completed(newApp(io.Discard, io.Discard), strings.Split(line, " ")) {
			word, _, _ := strings.Cut(s.line(), "\t")
			got = append(got, word)
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%q: %q, want %q", line, text, want)
		}
	}
}

// TestShells loads each script into its shell, as far as that is installed, and lets it complete.
func TestShells(t *testing.T) {
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(dir, "plimsoll")); err != nil { // by that name it is the program: see TestMain
		t.Fatal(err)
	}
	for _, test := range []struct{ shell, script, want string }{
		{"bash", `source <(plimsoll completion bash)
COMP_WORDS=(plimsoll check public --format ju) COMP_CWORD=4
_plimsoll; printf '%s\n' "${COMPREPLY[@]}"
COMP_WORDS=(plimsoll che) COMP_CWORD=1
_plimsoll; printf '%s\n' "${COMPREPLY[@]}"
COMP_WORDS=(plimsoll validate x) COMP_CWORD=2
_plimsoll; echo "${#COMPREPLY[@]}"
complete -p plimsoll`, "junit\ncheck\n0\ncomplete -o default -F _plimsoll plimsoll\n"},
		{"zsh", `autoload -U compinit && compinit -u -D
source <(plimsoll completion zsh)
_describe() { print -l -- ${(P)2} }
_files() { print files }
words=(plimsoll check public --format ju) CURRENT=5; _plimsoll
words=(plimsoll validate x) CURRENT=3; _plimsoll`, "junit:junit\nfiles\n"},
		{"fish", `plimsoll completion fish | source
complete -C 'plimsoll check public --format ju'
complete -C 'plimsoll completion z'`, "junit\nzsh\n"},
	} {
		shell, err := exec.LookPath(test.shell)
		if err != nil {
			t.Logf("%s is not installed here", test.shell)
			continue
		}
		cmd := exec.Command(shell, "-c", test.script)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"), "HOME="+dir)
		out, err := cmd.CombinedOutput()
		if err != nil || string(out) != test.want {
			t.Errorf("%s: %v: %q, want %q", test.shell, err, out, test.want)
		}
	}
}

// TestHelpSuffices: every command has examples that are command lines of its own, and tells its exit codes; every flag
// says what it is for.
func TestHelpSuffices(t *testing.T) {
	app := newApp(io.Discard, io.Discard)
	for _, c := range app.Commands {
		lesson := examples()[c.Name]
		if len(lesson.examples) == 0 || lesson.codes == "" || !strings.Contains(c.Description, "Exit codes: 0") {
			t.Errorf("%s: no fixture: give it a row of examples() in main_examples.go", c.Name)
		}
		for _, e := range lesson.examples {
			checkExample(t, app, c, e)
		}
		for _, f := range c.Flags {
			if about, ok := f.(cli.DocGenerationFlag); !ok || about.GetUsage() == "" {
				t.Errorf("%s --%s: it has no usage", c.Name, f.Names()[0])
			}
		}
	}
	if len(examples()) != len(app.Commands) {
		t.Errorf("%d commands have examples, and there are %d", len(examples()), len(app.Commands))
	}
}

// checkExample holds an example against the flags that the command has.
func checkExample(t *testing.T, app *cli.App, c *cli.Command, e example) {
	t.Helper()
	_, line, ok := strings.Cut(e.command, "plimsoll "+c.Name)
	if !ok || e.does == "" {
		t.Errorf("%s: %q is no example of it", c.Name, e.command)
	}
	line, _, _ = strings.Cut(line, " | ") // what follows is another program's
	for _, word := range strings.Fields(line) {
		known := slices.ContainsFunc(c.Flags, func(f cli.Flag) bool { return slices.Contains(f.Names(), strings.TrimLeft(word, "-")) })
		if strings.HasPrefix(word, "-") && !known {
			t.Errorf("%s: its example %q has %s, which is no flag of it", c.Name, e.command, word)
		}
	}
}
