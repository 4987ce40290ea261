package proof

// This file holds the examples' configurations, and the few steps that the project's README shows, against the program.

import (
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

func testConfigurations(t *testing.T, w world) {
	r := w.runner(t, &store{})
	if code := r.act(t, map[string]string{"version": releaseTag, "command": "none"}); code != 0 {
		t.Fatal(r.log.String())
	}
	files, err := filepath.Glob(example("*", "plimsoll.yaml"))
	must(t, err)
	var held struct{ Data map[string]string }
	readYAML(t, example("kubernetes", "cluster", "configmap.yaml"), &held)
	inside := filepath.Join(r.workspace, "plimsoll.yaml")
	write(t, inside, held.Data["plimsoll.yaml"])
	files = append(files, example("kubernetes", "central", "plimsoll.yaml"), inside)
	if len(files) < 7 {
		t.Fatalf("too few configurations: %v", files)
	}
	for _, file := range files {
		if code := r.step(t, step{Shell: "bash", Run: `plimsoll validate "$FILE"`, Env: map[string]string{"FILE": file}}); code != 0 {
			t.Errorf("%s:\n%s", file, r.log.String())
		}
	}
}

// testReadmeSteps runs what the project's README shows under "Run it on a schedule".
func testReadmeSteps(t *testing.T, w world) {
	_, section, _ := strings.Cut(read(t, filepath.Join(top, "README.md")), "\n### Run it on a schedule\n")
	_, text, _ := strings.Cut(section, "```yaml\n")
	text, rest, _ := strings.Cut(text, "```")
	var steps []step
	must(t, yaml.Unmarshal([]byte(text), &steps))
	_, config, _ := strings.Cut(rest, "```yaml\n")
	config, _, ok := strings.Cut(config, "```")
	if !ok || len(steps) != 3 {
		t.Fatalf("the README shows other steps:\n%s", section)
	}
	docs := remote(t)
	r := w.runner(t, &store{})
	r.demo(t, "1-before")
	clusters, _, _ := strings.Cut(read(t, filepath.Join(r.workspace, "plimsoll.yaml")), "site:")
	write(t, filepath.Join(r.workspace, "plimsoll.yaml"), clusters+strings.ReplaceAll(config, "https://github.com/acme/docs.git", "file://"+docs))
	if code := r.steps(t, steps); code != 0 {
		t.Fatalf("ends with %d:\n%s", code, r.log.String())
	}
	wantCommits(t, docs, "main", 2)
}
