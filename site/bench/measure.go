package main

// This file runs whole processes and says what each took.

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// cost is what a process took, from its start to its end.
type cost struct {
	wall   time.Duration
	cpu    time.Duration
	memory int64 // bytes resident at most
}

// measure runs a command in dir. On Linux a process begins with its parent's peak memory, so whoever measures must
// stay small: data is made by another process.
func measure(dir, name string, args ...string) (cost, error) {
	command := exec.Command(name, args...)
	command.Dir = dir
	var said bytes.Buffer
	command.Stdout, command.Stderr = &said, &said
	begun := time.Now()
	err := command.Run()
	took := cost{wall: time.Since(begun)}
	if err != nil {
		return took, fmt.Errorf("%s: %w\n%s", command, err, said.Bytes())
	}
	took.cpu = command.ProcessState.UserTime() + command.ProcessState.SystemTime()
	if used, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		took.memory = used.Maxrss << 10
	}
	return took, nil
}

// costs are those of several rounds.
type costs []cost

// middle is the median time, and the most memory.
func (all costs) middle() cost {
	median := func(of func(cost) time.Duration) time.Duration {
		sorted := slices.SortedFunc(slices.Values(all), func(a, b cost) int { return cmp.Compare(of(a), of(b)) })
		return of(sorted[len(sorted)/2])
	}
	c := cost{wall: median(func(c cost) time.Duration { return c.wall }), cpu: median(func(c cost) time.Duration { return c.cpu })}
	for _, one := range all {
		c.memory = max(c.memory, one.memory)
	}
	return c
}

func (c cost) seconds() float64   { return c.wall.Seconds() }
func (c cost) processor() float64 { return c.cpu.Seconds() }

// times is the median, round by round, of how many times as much all took as others: what a busy machine does to one
// it does to its neighbour.
func (all costs) times(others costs, of func(cost) float64) float64 {
	ratios := make([]float64, len(all))
	for i := range all {
		ratios[i] = of(all[i]) / of(others[i])
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}

func (c cost) String() string {
	return fmt.Sprintf("%6.2f s  %6.2f s of processor  %5d MB", c.wall.Seconds(), c.cpu.Seconds(), c.memory>>20)
}

// report is a line for making all the pages.
func (b *bench) report(what string, c cost, in string) {
	files, bytes := weigh(b.at(in))
	fmt.Printf("%-34s %v  %5.0f pages/s of %d KB\n", what, c, float64(b.services)/c.wall.Seconds(), bytes/max(1, files)>>10)
}

// weigh counts the files in a folder, and their bytes.
func weigh(dir string) (files, bytes int64) {
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if info, err := d.Info(); err == nil {
				files, bytes = files+1, bytes+info.Size()
			}
		}
		return nil
	})
	return files, bytes
}

// stamps names every file of a folder with its size and when it was last written.
func stamps(dir string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			fmt.Fprintln(&b, name, info.Size(), info.ModTime())
		}
		return err
	})
	return b.String(), err
}

// empty removes what is in a folder, save what is named.
func empty(dir string, save ...string) error {
	return each(dir, save, os.RemoveAll)
}

// aside moves it to another folder.
func aside(dir, to string, save ...string) error {
	if err := os.MkdirAll(to, 0o777); err != nil {
		return err
	}
	return each(dir, save, func(name string) error { return os.Rename(name, filepath.Join(to, filepath.Base(name))) })
}

func each(dir string, save []string, do func(name string) error) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	for _, e := range entries {
		if slices.Contains(save, e.Name()) {
			continue
		}
		if err := do(filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
