package proof

// This file holds every workflow, and the Action, to what keeps them safe: pinned Actions, least rights, and nothing
// that somebody else may have written in a script.

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestPinned wants each Action of others named by its commit, with the version beside it, and ours by one release.
func TestPinned(t *testing.T) {
	pinned := regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	versions := map[string]string{}
	for _, file := range append(workflowFiles(t), filepath.Join(actionDir, "action.yml")) {
		for line := range strings.Lines(read(t, file)) {
			_, uses, ok := strings.Cut(strings.TrimSpace(line), "uses: ")
			if !ok {
				continue
			}
			if uses == ourAction+"@"+releaseTag || uses == "./.github/actions/plimsoll" {
				continue
			}
			if !pinned.MatchString(uses) {
				t.Errorf("%s uses %s: name its commit, and its version after #", file, uses)
			}
			name, version, _ := strings.Cut(uses, "@")
			if before, seen := versions[name]; seen && before != version {
				t.Errorf("%s uses %s at %s, another file at %s", file, name, version, before)
			}
			versions[name] = version
		}
	}
}

// TestScriptsHoldNoExpression: what an expression puts into a script is run by it, whoever has written it.
func TestScriptsHoldNoExpression(t *testing.T) {
	check := func(file string, steps []step) {
		for _, s := range steps {
			if strings.Contains(s.Run, "${{") {
				t.Errorf("%s: the step %q has an expression in its script: hand it over in env", file, s.Name)
			}
		}
	}
	check("action.yml", readAction(t).Runs.Steps)
	for _, file := range workflowFiles(t) {
		for _, j := range readWorkflow(t, file).Jobs {
			check(file, j.Steps)
		}
	}
}

// TestWorkflowsAreBounded wants an end to each job, no right to write for a whole workflow, and one run at a time.
func TestWorkflowsAreBounded(t *testing.T) {
	for _, file := range workflowFiles(t) {
		w := readWorkflow(t, file)
		for name, right := range w.Permissions {
			if right != "read" {
				t.Errorf("%s gives all its jobs %s: %s", file, name, right)
			}
		}
		if len(w.Permissions) == 0 {
			t.Errorf("%s does not say what it may do", file)
		}
		for name, j := range w.Jobs {
			if j.Timeout == 0 {
				t.Errorf("%s: the job %s has no timeout-minutes", file, name)
			}
		}
		if strings.Contains(file, "examples") && (w.Concurrency.Group != "plimsoll" || w.Concurrency.Cancel) {
			t.Errorf("%s: two runs may go at once, or one may end another", file)
		}
	}
}

// TestActionSays wants each input declared and used, and each output written by the step that it names.
func TestActionSays(t *testing.T) {
	a, text := readAction(t), read(t, filepath.Join(actionDir, "action.yml"))
	var used []string
	for _, m := range regexp.MustCompile(`\binputs\.([\w-]+)`).FindAllStringSubmatch(text, -1) {
		used = append(used, m[1])
		if _, ok := a.Inputs[m[1]]; !ok {
			t.Errorf("the Action uses inputs.%s, which it does not declare", m[1])
		}
	}
	for name, input := range a.Inputs {
		if !slices.Contains(used, name) {
			t.Errorf("the Action declares the input %s, and does not use it", name)
		}
		if input.Description == "" {
			t.Errorf("the input %s has no description", name)
		}
	}
	for name, output := range a.Outputs {
		_, from, ok := strings.Cut(output.Value, "steps.")
		id, key, _ := strings.Cut(strings.TrimSuffix(from, " }}"), ".outputs.")
		at := slices.IndexFunc(a.Runs.Steps, func(s step) bool { return s.ID == id })
		if !ok || at < 0 || !strings.Contains(a.Runs.Steps[at].Run, key+"=") {
			t.Errorf("the output %s is %s, which no step writes", name, output.Value)
		}
	}
	for _, s := range a.Runs.Steps {
		if s.Run != "" && s.Shell != "bash" {
			t.Errorf("the step %q of the Action names no shell", s.Name)
		}
	}
}
