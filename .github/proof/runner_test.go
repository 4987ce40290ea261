package proof

// This file is a GitHub runner, as far as our steps can tell: it runs their scripts with bash, in the environment and
// with the files that GitHub documents. What GitHub's own Actions do stands in services_test.go.

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// runner runs the steps of one job, or of the Action within one.
type runner struct {
	workspace string
	shell     string            // of steps that name none
	contexts  map[string]string // what expressions may ask for: secrets.KUBECONFIG, matrix.cluster, inputs.out
	*machine
}

// machine is what all steps of a job share.
type machine struct {
	temp, home string
	env        map[string]string // from GITHUB_ENV
	path       []string          // from GITHUB_PATH, the newest first
	edge       map[string]string // what the stand-ins for gh and curl are told
	store      *store
	log        bytes.Buffer
	summary    bytes.Buffer
}

// newRunner is a fresh machine with a checkout of files.
func newRunner(t *testing.T, s *store) *runner {
	t.Helper()
	root := t.TempDir()
	r := &runner{
		workspace: filepath.Join(root, "work"),
		contexts:  map[string]string{"runner.temp": filepath.Join(root, "temp"), "github.token": "ghs_ours", "github.run_id": s.nextRun(), "github.run_attempt": "1"},
		machine:   &machine{temp: filepath.Join(root, "temp"), home: filepath.Join(root, "home"), env: map[string]string{}, edge: map[string]string{}, store: s},
	}
	for _, dir := range []string{r.workspace, r.temp, r.home} {
		must(t, os.Mkdir(dir, 0o755))
	}
	return r
}

// job runs the steps of a workflow's job in their order, and returns the exit code of the one that failed, or 0.
func (r *runner) job(t *testing.T, w workflow, name string) int {
	t.Helper()
	j, ok := w.Jobs[name]
	if !ok {
		t.Fatalf("the workflow has no job %s", name)
	}
	r.shell = w.Defaults.Run.Shell
	return r.steps(t, j.Steps)
}

func (r *runner) steps(t *testing.T, steps []step) int {
	t.Helper()
	for _, s := range steps {
		if !r.holds(t, s.If) {
			continue
		}
		if code := r.step(t, s); code != 0 {
			return code
		}
	}
	return 0
}

func (r *runner) step(t *testing.T, s step) int {
	t.Helper()
	if s.Uses == "" {
		return r.script(t, s)
	}
	with := r.values(t, s.With)
	name, _, _ := strings.Cut(s.Uses, "@")
	if name == ourAction || name == "./.github/actions/plimsoll" {
		return r.ours(t, s.ID, with)
	}
	outputs, err := r.service(name, with)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	r.keep(s.ID, outputs)
	return 0
}

// ours runs the Action: its steps on this machine, with its own inputs and outputs.
func (r *runner) ours(t *testing.T, id string, with map[string]string) int {
	t.Helper()
	a := readAction(t)
	inner := &runner{workspace: r.workspace, contexts: maps.Clone(r.contexts), machine: r.machine}
	inner.contexts["github.action_path"] = actionDir
	for name := range with {
		if _, ok := a.Inputs[name]; !ok {
			t.Errorf("the Action has no input %s", name)
		}
	}
	for name, input := range a.Inputs {
		value, given := with[name]
		if !given {
			value = input.Default
		}
		inner.contexts["inputs."+name] = value
	}
	code := inner.steps(t, a.Runs.Steps)
	outputs := map[string]string{}
	for name, o := range a.Outputs {
		outputs[name] = inner.value(t, o.Value)
	}
	r.keep(cmp.Or(id, "plimsoll"), outputs) // so that tests can ask for them
	return code
}

func (r *runner) keep(id string, outputs map[string]string) {
	for name, value := range outputs {
		r.contexts["steps."+id+".outputs."+name] = value
	}
}

// script runs a step's script, and takes in what it wrote into the runner's files.
func (r *runner) script(t *testing.T, s step) int {
	t.Helper()
	dir, err := os.MkdirTemp(r.temp, "step-")
	must(t, err)
	script := filepath.Join(dir, "script.sh")
	must(t, os.WriteFile(script, []byte(s.Run), 0o644))
	files := map[string]string{}
	for _, name := range []string{"GITHUB_ENV", "GITHUB_PATH", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"} {
		files[name] = filepath.Join(dir, name)
		must(t, os.WriteFile(files[name], nil, 0o644))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute) // the first build of everything takes minutes
	defer cancel()
	cmd := exec.CommandContext(ctx, "bash", "-e", script)
	if shell := cmp.Or(s.Shell, r.shell); shell == "bash" {
		cmd = exec.CommandContext(ctx, "bash", "--noprofile", "--norc", "-eo", "pipefail", script)
	}
	cmd.Dir = filepath.Join(r.workspace, r.value(t, s.WorkingDirectory))
	cmd.Env = r.environment(t, s, files)
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &r.log, &r.log, time.Second
	err = cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s: %v", s.Name, err)
	}
	r.takeIn(t, s.ID, files)
	return cmd.ProcessState.ExitCode()
}

// environment is what a step sees. Nothing of this process's own leaks into it but where Go keeps what it has built.
func (r *runner) environment(t *testing.T, s step, files map[string]string) []string {
	t.Helper()
	env := map[string]string{
		"HOME": r.home, "LANG": "C.UTF-8", "CI": "true", "GITHUB_ACTIONS": "true",
		"GITHUB_WORKSPACE": r.workspace, "GITHUB_REPOSITORY": "acme/services", "GITHUB_ACTOR": "someone", "GITHUB_REF_NAME": releaseTag,
		"GITHUB_ACTION_PATH": r.contexts["github.action_path"],
		"RUNNER_TEMP":        r.temp, "RUNNER_OS": "Linux", "RUNNER_ARCH": "X64",
		"GOCACHE": goEnv(t, "GOCACHE"), "GOMODCACHE": goEnv(t, "GOMODCACHE"), "GOPROXY": goEnv(t, "GOPROXY"),
	}
	maps.Copy(env, r.edge)
	maps.Copy(env, r.env)
	maps.Copy(env, files)
	maps.Copy(env, r.values(t, s.Env))
	edge, err := filepath.Abs("edge")
	must(t, err)
	env["PATH"] = strings.Join(slices.Concat([]string{edge}, r.path, []string{os.Getenv("PATH")}), string(os.PathListSeparator))
	var list []string
	for name, value := range env {
		list = append(list, name+"="+value)
	}
	return list
}

func (r *runner) takeIn(t *testing.T, id string, files map[string]string) {
	t.Helper()
	maps.Copy(r.env, assignments(t, files["GITHUB_ENV"]))
	r.keep(id, assignments(t, files["GITHUB_OUTPUT"]))
	for line := range strings.Lines(read(t, files["GITHUB_PATH"])) {
		r.path = slices.Insert(r.path, 0, strings.TrimSpace(line))
	}
	r.summary.WriteString(read(t, files["GITHUB_STEP_SUMMARY"]))
}

func assignments(t *testing.T, file string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for line := range strings.Lines(read(t, file)) {
		name, value, ok := strings.Cut(strings.TrimRight(line, "\n"), "=")
		if !ok {
			t.Errorf("the runner cannot read the line %q of %s", line, filepath.Base(file))
		}
		found[name] = value
	}
	return found
}

var expression = regexp.MustCompile(`\$\{\{\s*(.*?)\s*\}\}`)

func (r *runner) values(t *testing.T, raw map[string]string) map[string]string {
	t.Helper()
	values := map[string]string{}
	for name, text := range raw {
		values[name] = r.value(t, text)
	}
	return values
}

// value is a text with its expressions filled in. Each is one name; what has none on a runner is empty there.
func (r *runner) value(t *testing.T, text string) string {
	t.Helper()
	return expression.ReplaceAllStringFunc(text, func(e string) string {
		name := expression.FindStringSubmatch(e)[1]
		value, ok := r.contexts[name]
		if !ok && !strings.HasPrefix(name, "steps.") {
			t.Fatalf("no test says what %s is", name)
		}
		return value
	})
}

// holds decides an if: names compared with texts, joined by &&.
func (r *runner) holds(t *testing.T, condition string) bool {
	t.Helper()
	condition = expression.ReplaceAllString(condition, "$1")
	for term := range strings.SplitSeq(condition, "&&") {
		term = strings.TrimSpace(term)
		name, text, compares := strings.Cut(term, " == ")
		switch {
		case term == "", term == "!cancelled()":
		case compares:
			if r.value(t, fmt.Sprintf("${{ %s }}", name)) != strings.Trim(text, "'") {
				return false
			}
		default:
			t.Fatalf("no test can decide %q", term)
		}
	}
	return true
}

// commands are what the runner would have taken for commands, in the order of the log.
func (r *runner) commands() []string {
	var found []string
	stopped := ""
	for line := range strings.Lines(r.log.String()) {
		line = strings.TrimSpace(line)
		switch {
		case stopped != "":
			if line == "::"+stopped+"::" {
				stopped = ""
			}
		case strings.HasPrefix(line, "::stop-commands::"):
			stopped = strings.TrimPrefix(line, "::stop-commands::")
		case strings.HasPrefix(line, "::"):
			found = append(found, line)
		}
	}
	return found
}
