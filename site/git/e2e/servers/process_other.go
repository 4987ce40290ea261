//go:build !linux

package servers

// This file is for where the kernel cannot tie a server's life to ours.

import "os/exec"

func bindToParent(*exec.Cmd) {}
