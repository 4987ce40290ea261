// Package servers starts real Git servers on loopback: git's own http-backend behind a web server with a password, and
// OpenSSH's sshd. Both can be told to fail in the ways that servers do.
//
// This file is git's own client, and the bare repositories that are served.
package servers

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Environment is all that a program started here knows: nothing of this machine's configuration, keys, agents or proxies.
func Environment(home string) []string {
	return []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir(), "LANG=C.UTF-8",
		"GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
	}
}

// Git is git's own client with a home folder of its own.
type Git struct {
	Home  string
	Env   []string // beside Environment
	Input string   // what git reads from its standard input
}

// Run runs git in a folder and returns what it prints, without the last line's end.
func (g Git) Run(dir string, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(g.Input)
	cmd.Env = append(Environment(g.Home),
		"GIT_AUTHOR_NAME=Someone", "GIT_AUTHOR_EMAIL=someone@example.com",
		"GIT_COMMITTER_NAME=Someone", "GIT_COMMITTER_EMAIL=someone@example.com")
	cmd.Env = append(cmd.Env, g.Env...)
	var out, talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &talk
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("git %s: %w\n%s", strings.Join(args, " "), err, out.String()+talk.String())
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// NewRepository makes an empty bare repository whose default branch is main.
func (g Git) NewRepository(path string) error {
	if _, err := g.Run(filepath.Dir(path), "init", "--quiet", "--bare", "--initial-branch=main", path); err != nil {
		return err
	}
	_, err := g.Run(path, "config", "core.fsync", "none") // the machine does not die with what we kill
	return err
}

// Hook makes a shell script the hook of a repository: pre-receive refuses pushes, post-receive sees what was pushed.
func Hook(repository, name, script string) error {
	return os.WriteFile(filepath.Join(repository, "hooks", name), []byte("#!/bin/sh\n"+script+"\n"), 0o755)
}
