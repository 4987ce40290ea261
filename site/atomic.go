package site

// This file changes single files: replaced as a whole or not at all, and never through a link.

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"strings"
	"syscall"
)

// durability says whether a file is on the disk before it takes its place. A page or a snapshot need not be: waiting
// for the disk ten thousand times costs minutes, and a kill loses nothing that was written. A power cut may; within a
// run the marker then makes the next one compare everything by content, and what was finished is in Git. The few
// files that vouch for others are durable: index, manifest, run and marker.
type durability bool

const (
	durable  durability = true
	volatile durability = false
)

// put replaces the file at name by b, or leaves what was there.
func (s *Site) put(name string, b []byte, d durability) error {
	if s.lock == nil {
		return fmt.Errorf("write %s: %w", s.at(name), errReading)
	}
	if err := s.target(name); err != nil {
		return err
	}
	if err := s.makeDir(name); err != nil {
		return s.trouble("make the directory of", name, err)
	}
	temp := path.Join(tempDir, strconv.FormatInt(s.temps.Add(1), 10))
	if err := s.writeTemp(temp, b, d); err != nil {
		s.root.Remove(temp)
		return s.trouble("write", name, err)
	}
	if err := s.root.Rename(temp, name); err != nil {
		s.root.Remove(temp)
		return s.trouble("write", name, err)
	}
	return nil
}

func (s *Site) writeTemp(temp string, b []byte, d durability) error {
	var f *os.File
	err := s.folders.in(s.root, tempDir, func(at *os.Root) (err error) {
		f, err = at.OpenFile(path.Base(temp), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		return err
	})
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err == nil && d == durable {
		err = f.Sync()
	}
	return cmp.Or(err, f.Close())
}

// target refuses to replace what is not a plain file.
func (s *Site) target(name string) error {
	info, err := s.look(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return s.trouble("look at", name, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return s.trouble("write", name, errLink)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a plain file, and Plimsoll needs one there: move it away", s.at(name))
	}
	return nil
}

// remove deletes a file of ours, and the directories that this leaves empty.
func (s *Site) remove(name string) error {
	if s.lock == nil {
		return fmt.Errorf("remove %s: %w", s.at(name), errReading)
	}
	if err := s.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s.trouble("remove", name, err)
	}
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		if s.root.Remove(dir) != nil { // it is not empty
			break
		}
		s.folders.close() // this one may have been among them
	}
	return nil
}

// read is the whole file, and whether there is one.
func (s *Site) read(name string) (b []byte, ok bool, err error) {
	b, err = s.readFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, s.trouble("read", name, err)
	}
	return b, true, nil
}

var (
	errLink    = errors.New("symbolic link")
	errReading = errors.New("the folder was opened for reading alone")
)

// trouble names the file and the next step in one line. A link that leads out is named itself, because os.Root, whose
// refusal is the one error here that is none of the system's, only says that the path does.
func (s *Site) trouble(doing, name string, err error) error {
	var system syscall.Errno
	if link := s.link(name); link != "" && !errors.As(err, &system) {
		return fmt.Errorf("%s %s: %s is a symbolic link, and Plimsoll follows none that may lead out of %s: replace it by what it points to",
			doing, s.at(name), s.at(link), s.dir)
	}
	return fmt.Errorf("%s %s: %w", doing, s.at(name), advise(err))
}

// link is the first component of name that is a symbolic link.
func (s *Site) link(name string) string {
	parts := strings.Split(name, "/")
	for i := range parts {
		prefix := path.Join(parts[:i+1]...)
		info, err := s.root.Lstat(prefix)
		if err != nil {
			return ""
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return prefix
		}
	}
	return ""
}

// advise adds the next step to what the system says, and drops the system's own name of the file.
func advise(err error) error {
	var file *fs.PathError
	var link *os.LinkError
	if errors.As(err, &file) {
		err = file.Err
	} else if errors.As(err, &link) {
		err = link.Err
	}
	steps := []struct {
		is   error
		step string
	}{
		{syscall.ENOSPC, "free some space and run again; what stood there is intact"},
		{syscall.EDQUOT, "free some space or raise the quota and run again; what stood there is intact"},
		{syscall.EFBIG, "raise the limit on file sizes (ulimit -f) and run again; what stood there is intact"},
		{syscall.EROFS, "choose a folder that can be written with -o"},
		{fs.ErrPermission, "choose a folder that you may write with -o, or ask for the right to"},
		{syscall.ENOTDIR, "a file stands where a directory is needed: move it away"},
		{syscall.EISDIR, "a directory stands where a file is needed: move it away"},
		{fs.ErrExist, "something that is no directory stands there: move it away"},
	}
	for _, s := range steps {
		if errors.Is(err, s.is) {
			return fmt.Errorf("%w: %s", err, s.step)
		}
	}
	return err
}
