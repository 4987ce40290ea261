package e2e

// This file holds the scenarios in which a program of the user's hands out the credentials.

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

func testPlugin(t *testing.T, w world) {
	plugin := script(t, `echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
  "status": {"token": "`+w.us.Admin().User.Token+`"}}'`)
	out := t.TempDir()
	plimsoll(t, 0, "collect", "-o", out, "-c", w.withPlugin(t, plugin))
	wantReady(t, out, "us")
}

func testFailingPlugin(t *testing.T, w world) {
	out := t.TempDir()
	plugin := script(t, `echo "please log in" >&2; for i in $(seq 2000); do echo "noise noise noise" >&2; done; exit 1`)
	r := plimsoll(t, 3, "collect", "-o", out, "-c", w.withPlugin(t, plugin))
	wantReady(t, out, "eu")
	state, message := clusterState(t, out, "us")
	if state == "ok" || len(message) > 1000 {
		t.Errorf("state %s, message of %d bytes: %.1000s", state, len(message), message)
	}
	if len(r.stderr) > 5000 {
		t.Errorf("%d bytes on stderr, most of them the plugin's", len(r.stderr))
	}
}

func testHangingPlugin(t *testing.T, w world) {
	out := t.TempDir()
	r := plimsoll(t, 3, "collect", "-o", out, "-c", w.withPlugin(t, script(t, `exec sleep 50`)))
	wantReady(t, out, "eu")
	if state, message := clusterState(t, out, "us"); state != "timeout" {
		t.Errorf("state %s (%s), want timeout", state, message)
	}
	if r.took > 20*time.Second {
		t.Errorf("took %s with a timeout of 4 s", r.took)
	}
}

func (w world) withPlugin(t *testing.T, plugin string) string {
	t.Helper()
	kubeconfig := contexts(t, w.us.As("plugin", controlplane.Plugin(plugin)))
	return config(t, w.healthy(t), "{name: us, context: plugin, timeout: 4s, kubeconfig: "+kubeconfig+"}")
}

// script writes an executable shell script and returns its path.
func script(t *testing.T, lines string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plugin")
	text := strings.Join([]string{"#!/bin/sh", lines, ""}, "\n")
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}
