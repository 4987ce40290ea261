package site

// This file keeps two processes from writing one folder at once.

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
)

// acquire locks the folder through a file in it, which goes with the lock. The lock is the operating system's: it
// ends with the process, however that ends.
func (s *Site) acquire() (*os.File, error) {
	for {
		if err := s.ownDir(workings); err != nil {
			return nil, err
		}
		if err := s.target(lockFile); err != nil {
			return nil, err
		}
		f, err := s.root.OpenFile(lockFile, os.O_RDWR|os.O_CREATE, 0o666)
		if errors.Is(err, fs.ErrNotExist) {
			continue // the last holder removed the directory a moment ago
		}
		if err != nil {
			return nil, s.trouble("lock", lockFile, err)
		}
		held, err := tryLock(f)
		if err == nil && held && s.current(f) {
			writePID(f) // for the message alone: the lock holds without it
			return f, nil
		}
		holder := readPID(f)
		f.Close()
		switch {
		case err != nil:
			return nil, fmt.Errorf("lock %s: %w: choose a folder on a local file system with -o", s.dir, err)
		case !held:
			return nil, fmt.Errorf("%s is being written by another plimsoll%s: wait for it to end, or choose another folder with -o", s.dir, holder)
		} // held, but of a file that is gone: another process has come and left since it was opened
	}
}

// release removes the lock file while the lock is still held, so that nobody locks a file about to go.
func (s *Site) release() {
	s.root.Remove(lockFile)
	s.root.Remove(workings) // only if nothing is left in it
	s.lock.Close()
}

// ownDir makes one of the directories of a run's workings; a link in its place would lead them elsewhere.
func (s *Site) ownDir(name string) error {
	if err := s.root.Mkdir(name, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
		return s.trouble("make", name, err)
	}
	info, err := s.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // removed by the last holder; whoever needs it comes back here
	}
	if err != nil {
		return s.trouble("look at", name, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a directory, and Plimsoll needs one there: move it away", s.at(name))
	}
	return nil
}

// current says whether the lock file is still the one at its path.
func (s *Site) current(f *os.File) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := s.root.Stat(lockFile)
	return err == nil && os.SameFile(mine, there)
}

func writePID(f *os.File) {
	f.Truncate(0)
	f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
}

// readPID is " (process 4242)", or empty where it is not known.
func readPID(f *os.File) string {
	b := make([]byte, 32)
	n, _ := f.ReadAt(b, 0)
	pid, err := strconv.Atoi(strings.TrimSpace(string(b[:n])))
	if err != nil {
		return ""
	}
	return fmt.Sprintf(" (process %d)", pid)
}
