package e2e

// This file reads what the binary wrote, as a stranger to the program would: the few fields that scenarios ask for.

import (
	"crypto/sha256"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

type snapshot struct {
	Service  struct{ Origin, Owner, Title string }
	Status   string
	Clusters []cluster
	Findings []problem
}

type problem struct {
	Rule, Severity, Object, Container, Cause, Message, CausedBy string
	Since                                                       time.Time
	Count                                                       int
	Ignored                                                     *struct{ By, Reason, Until string }
}

type cluster struct {
	Name       string
	Region     string
	Kubernetes string
	Status     string
	Stale      bool
	AsOf       time.Time
	Reads      []read
	Workloads  []workload
	Problems   []problem
}

type workload struct {
	Kind, Namespace, Name string
	Replicas              struct{ Wanted, Ready int }
	Autoscaler            *struct{ Min, Max int }
	Pods                  []struct{ Name, State string }
}

type read struct {
	Resource, Namespace, State, Message string
	AsOf                                time.Time
}

type run struct {
	Clusters []struct {
		Name, State, Message string
		LastRead             time.Time
		Requests, Objects    int
		Reads                []read
	}
}

func readJSON[T any](t *testing.T, path ...string) T {
	t.Helper()
	var v T
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatalf("%s: %v", filepath.Join(path...), err)
	}
	return v
}

// readSnapshot reads a service's snapshot, and remembers which rules were seen.
func readSnapshot(t *testing.T, path ...string) snapshot {
	t.Helper()
	s := readJSON[snapshot](t, path...)
	for _, p := range s.Findings {
		seen.Store(p.Rule, true)
	}
	for _, c := range s.Clusters {
		for _, p := range c.Problems {
			seen.Store(p.Rule, true)
		}
	}
	return s
}

// seen are the rules that fired in any scenario; TestEveryRuleWasSeen, the last test of all, asks for all of them.
var seen sync.Map

// checkoutIn returns the service checkout in one cluster, as its snapshot holds it.
func checkoutIn(t *testing.T, out, name string) cluster {
	t.Helper()
	s := readSnapshot(t, out, "data/services/checkout.json")
	i := slices.IndexFunc(s.Clusters, func(c cluster) bool { return c.Name == name })
	if i < 0 {
		t.Fatalf("the snapshot of checkout lacks the cluster %s: %+v", name, s)
	}
	return s.Clusters[i]
}

// wantReady demands that checkout runs in a cluster, all of it.
func wantReady(t *testing.T, out, name string) {
	t.Helper()
	c := checkoutIn(t, out, name)
	if len(c.Workloads) != 1 || c.Workloads[0].Replicas.Ready != 3 || len(c.Workloads[0].Pods) != 3 {
		t.Errorf("checkout in %s: %+v, want one workload with 3 ready pods", name, c)
	}
}

// clusterState returns how run.json says that a cluster answered.
func clusterState(t *testing.T, out, name string) (state, message string) {
	t.Helper()
	for _, c := range readJSON[run](t, out, "data/run.json").Clusters {
		if c.Name == name {
			return c.State, c.Message
		}
	}
	t.Fatalf("run.json lacks the cluster %s", name)
	return "", ""
}

// file is what a run may or may not have touched.
type file struct {
	digest   [sha256.Size]byte
	modified time.Time
}

// tree returns every file of a folder, less those that change at every run.
func tree(t *testing.T, dir string) map[string]file {
	t.Helper()
	files := map[string]file{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || entry.Name() == "run.json" || entry.Name() == "run.js" {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		files[path] = file{sha256.Sum256(b), info.ModTime()}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
