package controlplane

// This file ties a program's life to ours, where the kernel helps with it.

import (
	"os/exec"
	"syscall"
)

// bindToParent gives the program a process group of its own, and has the kernel kill it when we die, however we die:
// a test that times out or is killed runs no cleanup.
func bindToParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func killGroup(cmd *exec.Cmd) {
	syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
}
