package main

// This file is the contest of diff: two data folders, one service in a hundred rolled out between them, beside what
// nobody can do without, reading what changed and looking at the rest.

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// mostOfLooking is what diff may take of the time that reading the changed files and a stat of each of the others take.
const mostOfLooking = 1.5

const rolledOut = 100 // one service in so many

// compare times diff, and in turn with it two processes that only read: one is told which files changed, one finds out.
func (b *bench) compare() error {
	for _, dir := range []string{"before", "after"} {
		args := []string{"-data", b.at(dir)}
		if dir == "after" {
			args = append(args, "-newer", strconv.Itoa(rolledOut))
		}
		if err := b.make(args...); err != nil {
			return err
		}
	}
	var ours, looking, reading costs
	for range b.rounds {
		for _, turn := range []struct {
			run func() (cost, error)
			all *costs
		}{
			{func() (cost, error) {
				return measure(b.dir, b.plimsoll, "diff", "before", "after", "--format", "json")
			}, &ours},
			{func() (cost, error) {
				return measure(b.dir, b.self, "-services", strconv.Itoa(b.services), "-look", "before", "after")
			}, &looking},
			{func() (cost, error) { return measure(b.dir, b.self, "-read", "before", "after") }, &reading},
		} {
			c, err := turn.run()
			if err != nil {
				return err
			}
			*turn.all = append(*turn.all, c)
		}
	}
	fmt.Printf("%-34s %v\n", "plimsoll diff", ours.middle())
	fmt.Printf("%-34s %v\n", "reading what changed, a stat of the rest", looking.middle())
	fmt.Printf("%-34s %v\n", "reading all, comparing bytes", reading.middle())
	ratio := ours.middle().wall.Seconds() / looking.middle().wall.Seconds()
	fmt.Printf("diff takes %.2f times what looking takes, and %.2f times what reading takes\n", ratio, ours.middle().wall.Seconds()/reading.middle().wall.Seconds())
	b.hold(ratio <= mostOfLooking, "%.2f times what reading the changed files and a stat of the rest take, at most %.1f", ratio, mostOfLooking)
	return nil
}

// look is told which services changed, and reads them and the indexes of both folders; of every other file it asks the
// size and time.
func (f fleet) look(old, new string) error {
	changed := map[string]bool{"index.json": true}
	for n := 0; n < f.services; n += rolledOut {
		namespace, name := names(n)
		changed[filepath.Join("services", namespace, name+".json")] = true
	}
	read := 0
	for _, dir := range []string{old, new} {
		data := filepath.Join(dir, "data")
		err := filepath.WalkDir(data, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			rest, err := filepath.Rel(data, name)
			if err != nil {
				return err
			}
			if !changed[rest] {
				_, err = d.Info()
				return err
			}
			read++
			_, err = os.ReadFile(name)
			return err
		})
		if err != nil {
			return err
		}
	}
	if read != 2*len(changed) {
		return fmt.Errorf("%d files were read, and %d changed", read, 2*len(changed))
	}
	return nil
}

// read finds out which files changed, by their bytes.
func read(old, new string) error {
	return filepath.WalkDir(filepath.Join(old, "data"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rest, err := filepath.Rel(old, name)
		if err != nil {
			return err
		}
		a, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		b, err := os.ReadFile(filepath.Join(new, rest))
		if err == nil && !bytes.Equal(a, b) {
			fmt.Println(rest)
		}
		return err
	})
}
