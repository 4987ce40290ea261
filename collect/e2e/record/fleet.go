package main

// This file is the shop's clusters: three that serve customers and one for staging.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	corev1 "k8s.io/api/core/v1"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

// The places of the clusters in the fleet and in the columns of the shop's table.
const (
	eu = iota
	us
	ap
	staging
)

// cluster is one control plane and its part in the story.
type cluster struct {
	*controlplane.Cluster
	place int
}

type fleet []*cluster

// places says where the clusters are, and which images the recorder plays the kubelet for in each.
func places() []struct {
	name, zone string
	gpus       int
	held       []string
} {
	return []struct {
		name, zone string
		gpus       int
		held       []string
	}{
		{"prod-eu", "europe-west1", 2, []string{image("checkout", "2.8.0")}},
		{"prod-us", "us-east1", 2, []string{image("inventory", "5.2.0"), image("reports", "2026.46.1")}},
		{"prod-ap", "asia-east1", 1, nil},
		{"staging-eu", "europe-west1", 0, []string{image("notifications", "3.1.0-rc.2")}},
	}
}

func image(name, version string) string { return "registry.shop.example/" + name + ":" + version }

// startFleet starts every cluster. What it returns has to be stopped even if it failed.
func startFleet(ctx context.Context, dir string) (fleet, error) {
	tools, err := controlplane.Tools(ctx)
	if err != nil {
		return nil, err
	}
	var f fleet
	for i, place := range places() {
		home := filepath.Join(dir, place.name)
		if err := os.Mkdir(home, 0o755); err != nil {
			return f, err
		}
		c, err := controlplane.Start(ctx, tools, home, controlplane.Options{
			Name:      place.name,
			Nodes:     nodes(place.zone, place.gpus),
			Scheduler: true,
			// Played here: nothing measures usage, and schedules would fire by the recording's clock, not the story's.
			Disabled: []string{"horizontal-pod-autoscaler-controller", "cronjob-controller"},
			Held:     place.held,
		})
		if err != nil {
			return f, err
		}
		f = append(f, &cluster{c, i})
	}
	return f, nil
}

// nodes are four of a common size, one of which carries what graphics cards the cluster has.
func nodes(region string, gpus int) []controlplane.Node {
	var all []controlplane.Node
	for i := range 4 {
		capacity := map[corev1.ResourceName]string{"cpu": "16", "memory": "64Gi", "pods": "110"}
		if i == 0 && gpus > 0 {
			capacity["nvidia.com/gpu"] = fmt.Sprint(gpus)
		}
		all = append(all, controlplane.Node{
			Name:     fmt.Sprintf("%s-node-%d", region, i+1),
			Labels:   map[string]string{"topology.kubernetes.io/zone": region + "-" + string(rune('b'+i%3))},
			Capacity: capacity,
		})
	}
	return all
}

func (f fleet) stop() {
	for _, c := range f {
		c.Stop()
	}
}

// prod are the clusters that serve customers.
func (f fleet) prod() []*cluster { return f[:staging] }

// logs joins an error with what the clusters' programs said last.
func (f fleet) logs(err error) error {
	for _, c := range f {
		err = errors.Join(err, errors.New(c.Logs()))
	}
	return err
}
