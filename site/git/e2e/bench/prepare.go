package main

// This file makes the site, the server and what both repositories begin with.

import (
	"bytes"
	"encoding/base64"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/site/git/e2e/servers"
)

// begin starts the server. Git sends the token with its first request, as CI systems set it up.
func (b *bench) begin() error {
	if err := os.MkdirAll(b.at("served"), 0o755); err != nil {
		return err
	}
	var err error
	if b.web, err = servers.NewWeb(b.at("served"), b.at()); err != nil {
		return err
	}
	b.web.Set(servers.Faults{Token: token})
	b.git = servers.Git{Home: b.at(), Env: []string{
		"GIT_SSL_CAINFO=" + b.web.Authority, "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=http.extraHeader",
		"GIT_CONFIG_VALUE_0=Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte("git:"+token)),
		"GIT_AUTHOR_NAME=Someone", "GIT_AUTHOR_EMAIL=someone@example.com",
		"GIT_COMMITTER_NAME=Someone", "GIT_COMMITTER_EMAIL=someone@example.com",
	}}
	return nil
}

// prepare has the first site in both repositories and says how many files it has.
func (b *bench) prepare() (int, error) {
	config := "apiVersion: plimsoll/v1\nclusters:\n  - {name: prod-eu, dump: dump}\npublish: {repository: " + b.web.URL + "/ours.git, path: services}\n"
	if err := os.MkdirAll(b.at("dump"), 0o755); err != nil {
		return 0, err
	}
	if err := os.WriteFile(b.at("plimsoll.yaml"), []byte(config), 0o644); err != nil {
		return 0, err
	}
	for _, name := range []string{"ours.git", "theirs.git"} {
		if err := b.git.NewRepository(b.at("served", name)); err != nil {
			return 0, err
		}
	}
	if err := b.render(0); err != nil {
		return 0, err
	}
	for _, step := range [][]string{{"init", "-q", "-b", "main", "checkout"}, {"-C", "checkout", "remote", "add", "origin", b.web.URL + "/theirs.git"}} {
		if _, err := b.git.Run(b.at(), step...); err != nil {
			return 0, err
		}
	}
	files, err := b.copyChanged()
	if err != nil {
		return 0, err
	}
	for _, step := range [][]string{{"add", "-A"}, {"commit", "-q", "-m", "First"}, {"push", "-q", "origin", "main"}} {
		if _, err := b.git.Run(b.at("checkout"), step...); err != nil {
			return 0, err
		}
	}
	b.first, err = b.publish(b.at("site"))
	return files, err
}

// change makes some services newer, so that with the pages around them 1 % of the files change, or takes that back, and says how many files that is.
func (b *bench) change(round int) (int, error) {
	newer := 0
	if round%2 == 0 {
		newer = 170 + round // others each time: the repositories hold no such state yet
	}
	if err := b.render(newer); err != nil {
		return 0, err
	}
	return b.copyChanged()
}

func (b *bench) render(newer int) error {
	var c cost
	env := servers.Environment(b.at())
	if err := c.measure(b.at(), env, b.fleet, "-data", b.at("site"), "-services", strconv.Itoa(b.services), "-pods", "4", "-newer", strconv.Itoa(newer)); err != nil {
		return err
	}
	return c.measure(b.at(), env, b.binary, "render", "-o", b.at("site"))
}

// copyChanged brings git's checkout to the site's state, and touches no file that is the same.
func (b *bench) copyChanged() (int, error) {
	changed := 0
	err := eachFile(b.at("site"), func(name string, content []byte) error {
		target := b.at("checkout", "services", name)
		if old, err := os.ReadFile(target); err == nil && bytes.Equal(old, content) {
			return nil
		}
		changed++
		return writeFile(target, content)
	})
	return changed, err
}

// copySite copies a site's files, and nothing of its workings.
func copySite(from, to string) error {
	return eachFile(from, func(name string, content []byte) error { return writeFile(filepath.Join(to, name), content) })
}

func eachFile(dir string, do func(name string, content []byte) error) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(dir, path)
		if err != nil || d.IsDir() || strings.HasPrefix(filepath.ToSlash(name), ".plimsoll/") {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return do(name, content)
	})
}

func writeFile(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, content, 0o644)
}
