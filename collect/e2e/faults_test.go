package e2e

// This file holds the scenarios in which a cluster cannot be read, or was never there.

import (
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/e2e/controlplane"
)

func testBadToken(t *testing.T, w world) {
	w.wantUnreadable(t, w.us.As("bad", controlplane.Token("expired-long-ago")), "unauthorized", "")
}

func testWrongAuthority(t *testing.T, w world) {
	stranger := w.us.As("bad", w.us.Admin().User)
	stranger.CA = w.eu.CA
	w.wantUnreadable(t, stranger, "", "certificate")
}

func testHTML(t *testing.T, w world) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Content-Type", "text/html")
		out.Write([]byte("<html><title>Log in</title></html>"))
	}))
	defer server.Close()
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	w.wantUnreadable(t, controlplane.Context{Name: "bad", Server: server.URL, CA: ca}, "", "")
}

func testSilentServer(t *testing.T, w world) {
	listener, err := net.Listen("tcp", "127.0.0.1:0") // the kernel accepts; nobody ever answers
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	silent := controlplane.Context{Name: "bad", Server: "https://" + listener.Addr().String()}
	if took := w.wantUnreadable(t, silent, "timeout", ""); took > 20*time.Second {
		t.Errorf("took %s with a timeout of 4 s", took)
	}
}

// wantUnreadable runs the program on a good cluster and a bad one, and demands that the bad one costs itself alone:
// its state (if one is named) and words of its message. It returns how long that took.
func (w world) wantUnreadable(t *testing.T, bad controlplane.Context, state, words string) time.Duration {
	t.Helper()
	out := t.TempDir()
	r := plimsoll(t, 3, "collect", "-o", out, "-c",
		config(t, w.healthy(t), "{name: us, context: bad, timeout: 4s, kubeconfig: "+contexts(t, bad)+"}"))
	plimsoll(t, 0, "validate", out)
	wantReady(t, out, "eu")
	got, message := clusterState(t, out, "us")
	if got == "ok" || message == "" || !strings.Contains(message, words) || (state != "" && got != state) {
		t.Errorf("state %q (%s), want %q and %q in the message", got, message, state, words)
	}
	if !strings.Contains(r.stderr, "us") {
		t.Errorf("stderr does not name the cluster:\n%s", r.stderr)
	}
	return r.took
}

func testNoReadableCluster(t *testing.T, w world) {
	out := t.TempDir()
	kubeconfig := contexts(t, w.us.As("bad", controlplane.Token("expired-long-ago")))
	plimsoll(t, 1, "collect", "-o", out, "-c", config(t, "{name: us, context: bad, kubeconfig: "+kubeconfig+"}"))
}

func testUnknownContext(t *testing.T, w world) {
	out := filepath.Join(t.TempDir(), "public")
	r := plimsoll(t, 2, "collect", "-o", out, "-c",
		config(t, w.healthy(t), "{name: us, context: nowhere, kubeconfig: "+contexts(t, w.us.Admin())+"}"))
	if !strings.Contains(r.stderr, "nowhere") {
		t.Errorf("stderr does not name the context:\n%s", r.stderr)
	}
	if _, err := os.Stat(filepath.Join(out, "data")); err == nil {
		t.Error("something was written")
	}
}

func testMissingKubeconfig(t *testing.T, w world) {
	out := filepath.Join(t.TempDir(), "public")
	r := plimsoll(t, 2, "collect", "-o", out, "-c",
		config(t, w.healthy(t), "{name: us, context: us, kubeconfig: not/there}"))
	if !strings.Contains(r.stderr, "not/there") {
		t.Errorf("stderr does not name the file:\n%s", r.stderr)
	}
}

func testDyingCluster(t *testing.T, w world) {
	out, config := t.TempDir(), w.both(t)
	path := filepath.Join(out, "data/services/checkout.json")
	plimsoll(t, 0, "run", "-c", config, "-o", out)
	alive, before := checkoutIn(t, out, "us"), mustRead(t, path)
	lastRead := readJSON[run](t, out, "data/run.json").Clusters[1].LastRead

	w.us.StopServer()
	plimsoll(t, 3, "run", "-c", config, "-o", out)
	plimsoll(t, 0, "validate", out)
	wantReady(t, out, "eu")
	dead := checkoutIn(t, out, "us")
	if !dead.Stale || !dead.AsOf.Equal(lastRead) || dead.AsOf.IsZero() {
		t.Errorf("stale %t as of %s, want true as of %s", dead.Stale, dead.AsOf, lastRead)
	}
	if !reflect.DeepEqual(dead.Workloads, alive.Workloads) {
		t.Errorf("the last known state was not kept: %+v", dead.Workloads)
	}

	if err := w.us.StartServer(t.Context()); err != nil {
		t.Fatal(err)
	}
	plimsoll(t, 0, "run", "-c", config, "-o", out)
	if after := mustRead(t, path); after != before {
		t.Errorf("the cluster came back unchanged, its snapshot did not:\n%s", after)
	}
}

func mustRead(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
