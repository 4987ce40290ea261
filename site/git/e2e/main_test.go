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
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/site/git/e2e/servers"
)

// commandTimeout bounds one run of the binary, far above the bounds that it has itself.
const commandTimeout = 2 * time.Minute

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
	build.Dir = filepath.Join("..", "..", "..")
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

// command is the binary, ready to run in a folder, knowing nothing but what env says.
func command(ctx context.Context, t *testing.T, dir string, env []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir = dir
	cmd.Env = append(servers.Environment(dir), env...)
	return cmd
}

// plimsoll runs the binary in a folder and demands its exit code.
func plimsoll(t *testing.T, code int, dir string, env []string, args ...string) result {
	t.Helper()
	r := attempt(t, dir, env, args...)
	if r.code != code {
		t.Fatalf("plimsoll %v: exit code %d, want %d\nstdout: %s\nstderr: %s", args, r.code, code, r.stdout, r.stderr)
	}
	return r
}

// attempt runs the binary in a folder, however it ends.
func attempt(t *testing.T, dir string, env []string, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), commandTimeout)
	defer cancel()
	var stdout, stderr bytes.Buffer
	cmd := command(ctx, t, dir, env, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	started := time.Now()
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Errorf("plimsoll %v: %v", args, err)
	}
	r := result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String(), time.Since(started)}
	if secret := leaked(r.stdout + r.stderr); secret != "" {
		t.Errorf("plimsoll %v prints %s:\n%s%s", args, secret, r.stdout, r.stderr)
	}
	return r
}

// says demands that each of the texts is in what was printed.
func (r result) says(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(r.stdout+r.stderr, text) {
			t.Errorf("nothing says %q\nstdout: %s\nstderr: %s", text, r.stdout, r.stderr)
		}
	}
}

// oneError demands that stderr ends with a single line that is plimsoll's error, and returns it.
func (r result) oneError(t *testing.T) string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(r.stderr) {
		if strings.HasPrefix(line, "plimsoll: ") {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	if len(lines) != 1 || !strings.HasSuffix(strings.TrimSpace(r.stderr), lines[0]) {
		t.Fatalf("want one line that says what is wrong, and last:\n%s", r.stderr)
	}
	return lines[0]
}
