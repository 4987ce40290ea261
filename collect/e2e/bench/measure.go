package main

// This file measures: raw fetches and runs of plimsoll by turns, so that whatever else the machine does meets both.

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

type measurement struct {
	cluster *controlplane.Cluster
	dir     string
	binary  string
	rounds  int
}

// result is one size of cluster. Times are medians.
type result struct {
	deployments, requests, objects int
	bytes                          int64
	raw                            time.Duration // the same lists, fetched and thrown away
	reading                        time.Duration // of the cluster, as run.json has it
	first, second                  time.Duration // the whole command: into an empty folder, and again with nothing changed
	memory                         int64         // the highest peak of all runs, bytes
}

// account is what is read of data/run.json.
type account struct {
	Clusters []struct {
		State                           string
		Requests, Objects, Milliseconds int
		Reads                           []struct{ Resource, State string }
	}
}

func (m *measurement) measure(ctx context.Context, deployments int) (result, error) {
	config, err := m.config("all", "{discover: [app]}")
	if err != nil {
		return result{}, err
	}
	r := result{deployments: deployments}
	var raws, readings, firsts, seconds []time.Duration
	for round := range m.rounds {
		out := filepath.Join(m.dir, fmt.Sprintf("out-%d-%d", deployments, round))
		first, a, err := m.collect(ctx, config, out, &r)
		if err != nil {
			return r, err
		}
		fetched, bytes, err := raw(ctx, m.cluster, resources(a))
		if err != nil {
			return r, err
		}
		second, _, err := m.collect(ctx, config, out, &r)
		if err != nil {
			return r, err
		}
		r.requests, r.objects, r.bytes = a.Clusters[0].Requests, a.Clusters[0].Objects, bytes
		raws, firsts, seconds = append(raws, fetched), append(firsts, first), append(seconds, second)
		readings = append(readings, time.Duration(a.Clusters[0].Milliseconds)*time.Millisecond)
	}
	r.raw, r.reading, r.first, r.second = median(raws), median(readings), median(firsts), median(seconds)
	return r, nil
}

// collect runs the command once, and keeps the peak of its memory.
func (m *measurement) collect(ctx context.Context, config, out string, r *result) (time.Duration, account, error) {
	cmd := exec.CommandContext(ctx, m.binary, "collect", "-c", config, "-o", out)
	started := time.Now()
	said, err := cmd.CombinedOutput()
	took := time.Since(started)
	if err != nil {
		return 0, account{}, fmt.Errorf("plimsoll collect: %w\n%s", err, said)
	}
	r.memory = max(r.memory, peak(cmd.ProcessState))
	b, err := os.ReadFile(filepath.Join(out, "data", "run.json"))
	if err != nil {
		return 0, account{}, err
	}
	var a account
	if err := json.Unmarshal(b, &a); err != nil || len(a.Clusters) != 1 || a.Clusters[0].State != "ok" {
		return 0, a, fmt.Errorf("the cluster was not read: %v %s", err, b)
	}
	return took, a, nil
}

// fewServices returns the requests of a run that defines only that many services of the same cluster.
func (m *measurement) fewServices(ctx context.Context, services int) (int, error) {
	var define []string
	for n := range services {
		define = append(define, fmt.Sprintf("{name: service-%[1]d, selector: app=service-%[1]d}", n))
	}
	config, err := m.config("few", "{define: ["+strings.Join(define, ", ")+"]}")
	if err != nil {
		return 0, err
	}
	_, a, err := m.collect(ctx, config, filepath.Join(m.dir, "out-few"), &result{})
	if err != nil {
		return 0, err
	}
	return a.Clusters[0].Requests, nil
}

func (m *measurement) config(name, services string) (string, error) {
	kubeconfig := filepath.Join(m.dir, name+".kubeconfig")
	if err := controlplane.WriteKubeconfig(kubeconfig, m.cluster.Admin()); err != nil {
		return "", err
	}
	path := filepath.Join(m.dir, name+".yaml")
	text := fmt.Sprintf("apiVersion: plimsoll/v1\nclusters: [{name: bench, context: bench, timeout: 2m, kubeconfig: %s}]\nservices: %s\n",
		kubeconfig, services)
	return path, os.WriteFile(path, []byte(text), 0o644)
}

// resources are the lists that a run read.
func resources(a account) []string {
	var names []string
	for _, read := range a.Clusters[0].Reads {
		names = append(names, read.Resource)
	}
	return names
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
