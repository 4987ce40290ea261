//go:build unix

package source

// This file is how a credential plugin is kept apart on Unix.

import (
	"os/exec"
	"syscall"
)

// alone starts the command in a session of its own. It has no terminal then to ask anything on, and it is ended
// with all that it started.
func alone(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
