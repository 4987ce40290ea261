//go:build unix

package main

// This file interrupts runs: by signals, by a second run, and by readers who leave. It starts the real program.

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// slow is a cluster that has been read once and now holds a run up while it lists pods, until the test lets go.
type slow struct {
	dir     string
	before  map[string][]byte
	waiting chan bool // one for each list of pods that has begun
	letGo   chan bool
}

func newSlow(t *testing.T) *slow {
	t.Helper()
	a := newAPI(t)
	s := &slow{dir: workplace(t, a.URL, a.authority()), waiting: make(chan bool, 10), letGo: make(chan bool)}
	writeFile(t, s.dir, "plimsoll.yaml", "apiVersion: plimsoll/v1\nclusters: [{name: here, kubeconfig: kubeconfig, timeout: 60s}]\n")
	if code, _, talk := plimsoll(t, s.dir); code != exitDone {
		t.Fatalf("the good run ends with %d: %s", code, talk)
	}
	s.before = tree(t, filepath.Join(s.dir, "public"))
	a.be(only(pods, func(_ http.ResponseWriter, r *http.Request) bool {
		s.waiting <- true
		select {
		case <-s.letGo:
		case <-r.Context().Done():
		}
		return false
	}))
	return s
}

func TestSignals(t *testing.T) {
	tests := []struct {
		signal syscall.Signal
		code   int
		says   string
	}{
		{syscall.SIGINT, exitFailed, "plimsoll: read the clusters: interrupt signal received: nothing was written\n"},
		{syscall.SIGTERM, exitFailed, "plimsoll: read the clusters: terminated signal received: nothing was written\n"},
		{syscall.SIGKILL, -1, ""},
	}
	for _, test := range tests {
		t.Run(test.signal.String(), func(t *testing.T) {
			t.Parallel()
			s := newSlow(t)
			cmd, stderr := program(t, s.dir, "run")
			start(t, cmd)
			<-s.waiting
			cmd.Process.Signal(test.signal)
			if code := wait(t, cmd); code != test.code || stderr.String() != test.says {
				t.Errorf("exit code %d, want %d; stderr %q, want %q", code, test.code, stderr, test.says)
			}
			nothingLost(t, s.dir, s.before, exitFailed)
			close(s.letGo)
			if code, _, talk := plimsoll(t, s.dir); code != exitDone {
				t.Errorf("the run after it ends with %d: %s", code, talk)
			}
			nothingLost(t, s.dir, s.before, exitFailed)
		})
	}
}

func TestTwoRunsAtOnce(t *testing.T) {
	s := newSlow(t)
	first, _ := program(t, s.dir, "run")
	start(t, first)
	<-s.waiting
	code, _, talk := plimsoll(t, s.dir)
	if code != exitFailed || !strings.Contains(talk, "is being written by another plimsoll (process ") || strings.Count(talk, "\n") != 1 {
		t.Errorf("the second run ends with %d: %s", code, talk)
	}
	close(s.letGo)
	if code := wait(t, first); code != exitDone {
		t.Errorf("the first run ends with %d", code)
	}
	nothingLost(t, s.dir, s.before, exitFailed)
}

// TestReadersWhoLeave is plimsoll run | head -0, and the same with 2>&1: the work is done all the same.
func TestReadersWhoLeave(t *testing.T) {
	a := newAPI(t)
	dir := workplace(t, a.URL, a.authority())
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	read.Close()
	cmd, _ := program(t, dir, "run")
	cmd.Stdout, cmd.Stderr = write, write
	start(t, cmd)
	write.Close()
	if code := wait(t, cmd); code != exitDone {
		t.Errorf("ends with %v", cmd.ProcessState)
	}
	if _, err := os.Stat(filepath.Join(dir, "public", "data", "run.json")); err != nil {
		t.Error(err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, "public", ".plimsoll", "*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %q, %v", left, err)
	}
}

// TestLibrariesAreHushed provokes what net/http would log: an answer that nobody asked for.
func TestLibrariesAreHushed(t *testing.T) {
	a := newAPI(t)
	dir := workplace(t, a.URL, a.authority())
	a.be(func(w http.ResponseWriter, r *http.Request) bool {
		connection, out, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return false
		}
		defer connection.Close()
		out.WriteString("HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n")
		out.Flush()
		time.Sleep(50 * time.Millisecond)
		out.WriteString("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
		out.Flush()
		return true
	})
	cmd, stderr := program(t, dir, "run", "--log-format", "json")
	start(t, cmd)
	if code := wait(t, cmd); code != exitFailed {
		t.Errorf("exit code %d: %s", code, stderr)
	}
	jsonLines(t, stderr.String())
}
