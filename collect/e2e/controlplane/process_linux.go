package controlplane

// This file is what the Linux kernel helps with: programs that live no longer than we do, and builds that wait for each
// other.

import (
	"os"
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

// exclusive waits until nobody else holds the file. The lock ends with the process, however that ends.
func exclusive(path string) (unlock func() error, err error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, err
	}
	return f.Close, nil
}
