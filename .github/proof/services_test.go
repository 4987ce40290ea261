package proof

// This file is what GitHub's own Actions do, and what outlives a job: the cache, artifacts, the deployed Pages.

import (
	"cmp"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// store outlives jobs.
type store struct {
	dir  string
	runs int
}

func (s *store) nextRun() string {
	s.runs++
	return strconv.Itoa(s.runs)
}

func (s *store) at(parts ...string) string {
	return filepath.Join(append([]string{s.dir}, parts...)...)
}

// clear removes what lasts no longer than one run of a workflow.
func (s *store) clear() error { return os.RemoveAll(s.at("artifacts")) }

// newest is the cache that was saved last under a key that begins so.
func (s *store) newest(prefix string) (string, error) {
	found, err := filepath.Glob(s.at("cache", prefix+"*"))
	if err != nil || len(found) == 0 {
		return "", err
	}
	return slices.MaxFunc(found, func(a, b string) int { return cmp.Compare(runOf(a), runOf(b)) }), nil
}

// runOf is the number of the run in a key: …-RUN-ATTEMPT.
func runOf(key string) int {
	parts := strings.Split(key, "-")
	run, _ := strconv.Atoi(parts[len(parts)-2])
	return run
}

// service does what an Action of GitHub's would do for these inputs.
func (r *runner) service(name string, with map[string]string) (map[string]string, error) {
	local := func(p string) string { return filepath.Join(r.workspace, p) }
	switch name {
	case "actions/checkout", "actions/setup-go", "actions/setup-node": // the test laid the files down, and Go is here
		return nil, nil
	case "actions/cache/save":
		return nil, copyAll(local(with["path"]), r.store.at("cache", with["key"]))
	case "actions/cache/restore":
		newest, err := r.store.newest(with["restore-keys"])
		if err != nil || newest == "" {
			return nil, err
		}
		return nil, copyAll(newest, local(with["path"]))
	case "actions/upload-artifact":
		return nil, copyAll(local(with["path"]), r.store.at("artifacts", with["name"]))
	case "actions/download-artifact":
		found, err := filepath.Glob(r.store.at("artifacts", with["pattern"]))
		for _, artifact := range found {
			if err == nil {
				err = copyAll(artifact, local(path.Join(with["path"], filepath.Base(artifact))))
			}
		}
		return nil, err
	case "actions/upload-pages-artifact":
		return nil, copyAll(local(with["path"]), r.store.at("pages"))
	case "actions/deploy-pages":
		return map[string]string{"page_url": "https://acme.github.io/services/"}, nil
	}
	return nil, fmt.Errorf("no test says what it does")
}

// copyAll makes to what from is.
func copyAll(from, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.CopyFS(to, os.DirFS(from))
}
