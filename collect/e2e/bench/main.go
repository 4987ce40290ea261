// Command bench measures plimsoll collect on one real API server against fetching the same lists raw, in protobuf, and
// throwing them away: the time nobody can beat. It prints times, ratios, memory and numbers of requests, for 2,000 pods
// in 100 Deployments and for 10,000 in 500, each Deployment with an autoscaler and a Service.
//
// Run it in the folder collect/e2e: go run ./bench
package main

// This file is the command itself: its flags, the cluster, and the order of measurements.

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

// podsEach is how many pods a Deployment has.
const podsEach = 20

func main() {
	small := flag.Int("small", 100, "Deployments of the smaller measurement")
	large := flag.Int("large", 500, "Deployments of the larger measurement")
	rounds := flag.Int("rounds", 7, "measurements of which the median counts")
	hold := flag.Bool("hold", false, "only fill the cluster, say where its kubeconfig is, and keep it until interrupted: for profiling")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := bench(ctx, *small, *large, *rounds, *hold); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

func bench(ctx context.Context, small, large, rounds int, hold bool) error {
	dir, err := os.MkdirTemp("", "plimsoll-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &measurement{dir: dir, rounds: rounds, binary: filepath.Join(dir, "plimsoll")}
	build := exec.CommandContext(ctx, "go", "build", "-o", b.binary, ".")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build plimsoll: %w\n%s", err, out)
	}
	tools, err := controlplane.Tools(ctx)
	if err != nil {
		return err
	}
	b.cluster, err = controlplane.Start(ctx, tools, dir, controlplane.Options{
		Name: "bench", Disabled: []string{"horizontal-pod-autoscaler-controller"}, // no metrics server feeds it: fill plays it
	})
	if err != nil {
		return err
	}
	defer b.cluster.Stop()
	if hold {
		return keep(ctx, b.cluster, dir, large)
	}
	var results []result
	filled := 0
	for _, deployments := range []int{small, large} {
		if err := fill(ctx, b.cluster, filled, deployments); err != nil {
			return fmt.Errorf("%w\n%s", err, b.cluster.Logs())
		}
		filled = deployments
		r, err := b.measure(ctx, deployments)
		if err != nil {
			return err
		}
		results = append(results, r)
		r.print()
	}
	fewer, err := b.fewServices(ctx, large/10)
	if err != nil {
		return err
	}
	compare(results[0], results[1], fewer)
	return nil
}

// keep fills the cluster and waits, so that a person can run what they like against it.
func keep(ctx context.Context, c *controlplane.Cluster, dir string, deployments int) error {
	if err := fill(ctx, c, 0, deployments); err != nil {
		return fmt.Errorf("%w\n%s", err, c.Logs())
	}
	path := filepath.Join(dir, "kubeconfig")
	if err := controlplane.WriteKubeconfig(path, c.Admin()); err != nil {
		return err
	}
	fmt.Println("kubeconfig:", path)
	<-ctx.Done()
	return nil
}
