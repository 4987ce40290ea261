package proof

// This file reads what is proved: workflows, the Action, and the examples' configurations.

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

const (
	ourAction  = "plimsoll-k8s/plimsoll/.github/actions/plimsoll"
	releaseTag = "v1.0.0" // that the examples name
)

// top is the project's folder, actionDir the Action's; TestMain alone sets them.
var top, actionDir string

type workflow struct {
	Permissions map[string]string
	Concurrency struct {
		Group  string
		Cancel bool `yaml:"cancel-in-progress"`
	}
	Defaults struct{ Run struct{ Shell string } }
	Jobs     map[string]job
}

type job struct {
	Timeout     int `yaml:"timeout-minutes"`
	Permissions map[string]string
	Strategy    struct{ Matrix map[string][]string }
	Steps       []step
}

type step struct {
	ID, Name, If, Uses, Run, Shell string
	With, Env                      map[string]string
	WorkingDirectory               string `yaml:"working-directory"`
}

type action struct {
	Inputs  map[string]struct{ Description, Default string }
	Outputs map[string]struct{ Description, Value string }
	Runs    struct{ Steps []step }
}

func readWorkflow(t *testing.T, file string) workflow {
	t.Helper()
	var w workflow
	readYAML(t, file, &w)
	return w
}

func readAction(t *testing.T) action {
	t.Helper()
	var a action
	readYAML(t, filepath.Join(actionDir, "action.yml"), &a)
	return a
}

func readYAML(t *testing.T, file string, into any) {
	t.Helper()
	if err := yaml.Unmarshal([]byte(read(t, file)), into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}

// example is a file of an example.
func example(parts ...string) string {
	return filepath.Join(append([]string{top, ".github", "examples"}, parts...)...)
}

// workflowFiles are all workflows, the project's own and the examples'.
func workflowFiles(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{filepath.Join(top, ".github/workflows/*.yml"), example("*/workflow.yml"), example("*/*/workflow.yml")} {
		found, err := filepath.Glob(pattern)
		must(t, err)
		files = append(files, found...)
	}
	if len(files) < 7 {
		t.Fatalf("too few workflows: %v", files)
	}
	return files
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	must(t, err)
	return string(b)
}

func write(t *testing.T, file, text string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(file), 0o755))
	must(t, os.WriteFile(file, []byte(text), 0o644))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	return command(t, top, "go", "env", name)
}

// command runs a program that must succeed, and returns what it printed.
func command(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}
