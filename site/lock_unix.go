//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package site

// This file locks a file where the system has flock.

import (
	"errors"
	"os"
	"syscall"
)

// tryLock says whether the lock is now held; it does not wait.
func tryLock(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}
