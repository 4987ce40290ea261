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
	plain, packed                  time.Duration // the same lists, fetched and thrown away
	reading                        time.Duration // of the cluster, as run.json has it
	first, second                  time.Duration // the whole command: into an empty folder, and again with nothing changed
	cpu                            time.Duration // of the second: what a busy machine does not distort
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
	var plains, packeds, readings, firsts, seconds, cpus []time.Duration
	for round := range m.rounds {
		out := filepath.Join(m.dir, fmt.Sprintf("out-%d-%d", deployments, round))
		first, err := m.collect(ctx, config, out)
		if err != nil {
			return r, err
		}
		plain, bytes, err := raw(ctx, m.cluster, first.resources(), "identity")
		if err != nil {
			return r, err
		}
		packed, _, err := raw(ctx, m.cluster, first.resources(), "gzip")
		if err != nil {
			return r, err
		}
		second, err := m.collect(ctx, config, out)
		if err != nil {
			return r, err
		}
		c := first.account.Clusters[0]
		r.requests, r.objects, r.bytes = c.Requests, c.Objects, bytes
		r.memory = max(r.memory, first.memory, second.memory)
		plains, packeds = append(plains, plain), append(packeds, packed)
		firsts, seconds = append(firsts, first.took), append(seconds, second.took)
		readings = append(readings, time.Duration(c.Milliseconds)*time.Millisecond)
		cpus = append(cpus, second.cpu)
	}
	r.plain, r.packed, r.reading = median(plains), median(packeds), median(readings)
	r.first, r.second, r.cpu = median(firsts), median(seconds), median(cpus)
	return r, nil
}

// command is one run of collect.
type command struct {
	took, cpu time.Duration
	memory    int64 // its peak, bytes
	account   account
}

func (m *measurement) collect(ctx context.Context, config, out string) (command, error) {
	cmd := exec.CommandContext(ctx, m.binary, "collect", "-c", config, "-o", out)
	started := time.Now()
	said, err := cmd.CombinedOutput()
	run := command{took: time.Since(started)}
	if err != nil {
		return run, fmt.Errorf("plimsoll collect: %w\n%s", err, said)
	}
	run.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	run.memory = peak(cmd.ProcessState)
	b, err := os.ReadFile(filepath.Join(out, "data", "run.json"))
	if err != nil {
		return run, err
	}
	if err := json.Unmarshal(b, &run.account); err != nil {
		return run, fmt.Errorf("read run.json: %w", err)
	}
	if all := run.account.Clusters; len(all) != 1 || all[0].State != "ok" {
		return run, fmt.Errorf("the cluster was not read: %s", b)
	}
	return run, nil
}

// resources are the lists that the run read.
func (c command) resources() []string {
	var names []string
	for _, read := range c.account.Clusters[0].Reads {
		names = append(names, read.Resource)
	}
	return names
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
	run, err := m.collect(ctx, config, filepath.Join(m.dir, "out-few"))
	if err != nil {
		return 0, err
	}
	return run.account.Clusters[0].Requests, nil
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

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
