package site

// This file locks a file on Windows.

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// tryLock says whether the lock is now held; it does not wait. The byte it locks lies far behind the process id, so
// that others can read that.
func tryLock(f *os.File) (bool, error) {
	at := &windows.Overlapped{OffsetHigh: 1}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, at)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) {
		return false, nil
	}
	return err == nil, err
}
