package servers

// This file has the kernel end a server when we die, however we die: a test that times out runs no cleanup.

import (
	"os/exec"
	"syscall"
)

func bindToParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
