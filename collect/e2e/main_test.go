package e2e

// This file builds the binary under test, once, and runs it.

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// commandTimeout bounds one run of the binary. Every scenario's own deadlines are far below it.
const commandTimeout = 60 * time.Second

// binary is the path of the built program; TestMain alone sets it.
var binary string

func TestMain(m *testing.M) {
	code, err := buildAndRun(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func buildAndRun(m *testing.M) (int, error) {
	dir, err := os.MkdirTemp("", "plimsoll-e2e-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "plimsoll")
	args := []string{"build", "-o", binary}
	if os.Getenv("PLIMSOLL_E2E_RACE") != "" {
		args = append(args, "-race")
	}
	build := exec.Command("go", append(args, ".")...)
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("build the binary under test: %w\n%s", err, out)
	}
	return m.Run(), nil
}

// result is how one run of the binary ended.
type result struct {
	code           int
	stdout, stderr string
	took           time.Duration
}

// plimsoll runs the binary and demands its exit code.
func plimsoll(t *testing.T, code int, args ...string) result {
	t.Helper()
	return plimsollAt(t, time.Time{}, code, args...)
}

// plimsollAt runs the binary with its clock set, so that no test waits for minutes to pass; zero is now.
func plimsollAt(t *testing.T, clock time.Time, code int, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), commandTimeout)
	defer cancel()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = t.TempDir(), &stdout, &stderr
	if !clock.IsZero() {
		cmd.Env = append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(clock.Unix(), 10))
	}
	started := time.Now()
	err := cmd.Run()
	r := result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String(), time.Since(started)}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatalf("plimsoll %v: %v", args, err)
	}
	if r.code != code {
		t.Fatalf("plimsoll %v: exit code %d, want %d\nstdout: %s\nstderr: %s", args, r.code, code, r.stdout, r.stderr)
	}
	return r
}
