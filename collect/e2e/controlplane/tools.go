package controlplane

// This file builds the programs of a control plane from this module's tool block, once for each set of versions.

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// tools names every program and the package it is built from.
var tools = []struct{ name, pkg string }{
	{"etcd", "go.etcd.io/etcd/server/v3"},
	{"kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver"},
	{"kube-controller-manager", "k8s.io/kubernetes/cmd/kube-controller-manager"},
	{"kube-scheduler", "k8s.io/kubernetes/cmd/kube-scheduler"},
	{"kwok", "sigs.k8s.io/kwok/cmd/kwok"},
	{"metrics-server", "sigs.k8s.io/metrics-server/cmd/metrics-server"},
}

// stampFlags give the programs the version that a release build would: without them they know none.
const stampFlags = "-s -w -X %[1]sgitVersion=%[2]s -X %[1]sgitMajor=%[3]s -X %[1]sgitMinor=%[4]s -X %[1]sgitCommit="

// Tools returns the folder that holds the programs, and builds them first where it does not: minutes on a machine
// that has never compiled Kubernetes, nothing afterwards. It must be called inside this module.
func Tools(ctx context.Context) (string, error) {
	dir, err := toolsDir(ctx)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return "", fmt.Errorf("make room for the control plane's programs: %w", err)
	}
	// Test processes run side by side, and Kubernetes need not be compiled by each.
	unlock, err := exclusive(dir + ".lock")
	if err != nil {
		return "", fmt.Errorf("wait for whoever builds the control plane's programs: %w", err)
	}
	defer unlock()
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	building, err := os.MkdirTemp(filepath.Dir(dir), "building-")
	if err != nil {
		return "", fmt.Errorf("make room for the control plane's programs: %w", err)
	}
	defer os.RemoveAll(building)
	if err := buildTools(ctx, building); err != nil {
		return "", err
	}
	// Where there is no lock two may have built at once; the folder that is there first serves both.
	if err := os.Rename(building, dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("keep the control plane's programs: %w", err)
	}
	return dir, nil
}

// toolsDir names the cache folder after everything that decides the programs' content.
func toolsDir(ctx context.Context) (string, error) {
	gomod, err := output(ctx, "go", "env", "GOMOD")
	if err != nil {
		return "", err
	}
	sum, err := os.ReadFile(strings.TrimSuffix(gomod, ".mod") + ".sum")
	if err != nil {
		return "", fmt.Errorf("read the e2e module's checksums: %w", err)
	}
	digest := sha256.Sum256(append(sum, runtime.Version()+stampFlags...))
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	return filepath.Join(cache, "plimsoll-e2e", hex.EncodeToString(digest[:6])), nil
}

func buildTools(ctx context.Context, dir string) error {
	version, err := output(ctx, "go", "list", "-m", "-f", "{{.Version}}", "k8s.io/kubernetes")
	if err != nil {
		return err
	}
	parts := strings.SplitN(strings.TrimPrefix(version, "v"), ".", 3)
	flags := fmt.Sprintf(stampFlags, "k8s.io/component-base/version.", version, parts[0], parts[1])
	for _, tool := range tools {
		if _, err := output(ctx, "go", "build", "-ldflags", flags, "-o", filepath.Join(dir, tool.name), tool.pkg); err != nil {
			return err
		}
	}
	return nil
}

// output runs a command to its end and returns what it said, trimmed.
func output(ctx context.Context, name string, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, name, args...).Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, exit.Stderr)
	}
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}
