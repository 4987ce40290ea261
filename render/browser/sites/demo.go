package main

// This file is the demo: the recorded shop, read by the program itself at the times of the recording.

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// plimsoll is where the program is built for the time of this one.
func plimsoll() string {
	return filepath.Join(os.TempDir(), fmt.Sprintf("plimsoll-sites-%d", os.Getpid()), "plimsoll")
}

func buildPlimsoll() error { return command(nil, "go", "build", "-o", plimsoll(), ".") }

// playMoments plays the first moments of the recording, at their own times, so that no page or account of them ages.
func playMoments(dir string, moments int) error {
	configs, err := filepath.Glob(filepath.Join("collect", "demo", "*", "plimsoll.yaml"))
	if err != nil || len(configs) < moments {
		return fmt.Errorf("%d recorded moments are here (%v): run this from the top of the repository", len(configs), err)
	}
	for _, config := range configs[:moments] {
		at, err := recordedAt(filepath.Dir(config))
		if err != nil {
			return err
		}
		clock := "SOURCE_DATE_EPOCH=" + strconv.FormatInt(at.Unix(), 10)
		if err := command([]string{clock}, plimsoll(), "run", "-c", config, "-o", dir); err != nil {
			return err
		}
	}
	return nil
}

// recordedAt is the newest of the times at which a moment's clusters were recorded.
func recordedAt(moment string) (newest time.Time, err error) {
	files, err := filepath.Glob(filepath.Join(moment, "*", "asOf.txt"))
	if err != nil {
		return newest, err
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return newest, err
		}
		at, err := time.Parse(time.RFC3339, strings.TrimSpace(string(b)))
		if err != nil {
			return newest, fmt.Errorf("read %s: %w", file, err)
		}
		if at.After(newest) {
			newest = at
		}
	}
	return newest, nil
}

// command runs a program; that some cluster could not be read (exit 3) is part of the story.
func command(env []string, name string, args ...string) error {
	c := exec.Command(name, args...)
	c.Env = append(os.Environ(), env...)
	var talk bytes.Buffer
	c.Stdout, c.Stderr = &talk, &talk
	if err := c.Run(); err != nil && c.ProcessState.ExitCode() != 3 {
		return fmt.Errorf("%s: %w: %s", c, err, talk.Bytes())
	}
	return nil
}
