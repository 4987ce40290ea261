package main

// This file asks how much memory a process took.

import (
	"os"
	"syscall"
)

// peak is the greatest resident memory of an ended process, in bytes; Linux counts it in kilobytes.
func peak(state *os.ProcessState) int64 {
	return state.SysUsage().(*syscall.Rusage).Maxrss * 1024
}
