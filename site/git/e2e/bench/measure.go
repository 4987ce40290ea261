package main

// This file runs programs and says what they took.

import (
	"bytes"
	"fmt"
	"os/exec"
	"syscall"
	"time"

	"github.com/plimsoll-k8s/plimsoll/site/git/e2e/servers"
)

// cost is what one or several programs took, one after the other.
type cost struct {
	wall   time.Duration
	memory int64 // bytes resident at most
}

func (c cost) String() string {
	return fmt.Sprintf("%5.0f ms %4d MB", float64(c.wall.Microseconds())/1000, c.memory>>20)
}

// measure runs a program and adds what it took. On Linux a process begins with its parent's peak memory, so whoever
// measures must stay small.
func (c *cost) measure(dir string, env []string, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Env = dir, env
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	begun := time.Now()
	err := cmd.Run()
	c.wall += time.Since(begun)
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", cmd, err, said.Bytes())
	}
	if used, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.memory = max(c.memory, used.Maxrss<<10)
	}
	return nil
}

// publish is plimsoll's way.
func (b *bench) publish(out string) (cost, error) {
	var c cost
	env := append(servers.Environment(b.at()), "SSL_CERT_FILE="+b.web.Authority, "PLIMSOLL_GIT_TOKEN="+token)
	return c, c.measure(b.at(), env, b.binary, "publish", "-o", out)
}

// pushByGit is git's way, in a checkout that the site's files have been copied into.
func (b *bench) pushByGit() (cost, error) {
	var c cost
	return c, b.gits(&c, b.at("checkout"), [][]string{
		{"fetch", "--quiet", "--depth=1", "origin", "main"}, {"add", "--all"},
		{"commit", "--quiet", "--message=Update"}, {"push", "--quiet", "origin", "main"},
	})
}

func (b *bench) gits(c *cost, dir string, steps [][]string) error {
	for _, step := range steps {
		if err := c.measure(dir, append(servers.Environment(b.at()), b.git.Env...), "git", step...); err != nil {
			return err
		}
	}
	return nil
}

// both is what publish took, and what git did.
type both struct{ ours, theirs cost }

// cold is the first time in a fresh folder, as most of CI is: publish has nothing but the site, git clones first.
func (b *bench) cold() (both, error) {
	var c both
	if _, err := b.change(b.rounds); err != nil {
		return c, err
	}
	if err := copySite(b.at("site"), b.at("fresh")); err != nil {
		return c, err
	}
	var err error
	if c.ours, err = b.publish(b.at("fresh")); err != nil {
		return c, err
	}
	if err := b.gits(&c.theirs, b.at(), [][]string{{"clone", "--quiet", "--depth=1", b.web.URL + "/theirs.git", "clone"}}); err != nil {
		return c, err
	}
	if err := copySite(b.at("site"), b.at("clone", "services")); err != nil {
		return c, err
	}
	return c, b.gits(&c.theirs, b.at("clone"), [][]string{
		{"add", "--all"}, {"commit", "--quiet", "--message=Update"}, {"push", "--quiet", "origin", "main"},
	})
}
