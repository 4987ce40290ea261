// Command bench measures plimsoll publish beside git's own fetch (depth 1), add, commit and push from a checkout: a site
// of 10,000 files of which 1 % has changed, over https, at the same server and in turn.
//
//	go run ./bench            in the folder site/git/e2e; -check ends with 1 where a target is missed
//
// This file is its flags, and the order of what is done.
package main

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/plimsoll-k8s/plimsoll/site/git/e2e/servers"
)

// Targets: a share of git's time, and how much memory at most.
const (
	mostTime   = 0.7
	mostMemory = 200 << 20
)

// token is what the server asks for.
const token = "loopback-token"

// bench is one measurement.
type bench struct {
	services, rounds int
	check            bool

	dir, binary, fleet string
	web                *servers.Web
	git                servers.Git
	first              cost // of publishing everything, into a repository that has nothing
}

func main() {
	var b bench
	flag.IntVar(&b.services, "services", 1660, "how many `services`; each has six files")
	flag.IntVar(&b.rounds, "rounds", 9, "how many `rounds` are timed")
	flag.StringVar(&b.dir, "dir", "", "work in this `folder` and leave it; without it, in one that is removed")
	flag.BoolVar(&b.check, "check", false, "end with 1 where a target is missed")
	flag.Parse()
	if err := b.run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b *bench) run() error {
	if b.dir == "" {
		dir, err := os.MkdirTemp("", "plimsoll-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		b.dir = dir
	}
	if err := b.build(); err != nil {
		return err
	}
	if err := b.begin(); err != nil {
		return err
	}
	defer b.web.Close()
	files, err := b.prepare()
	if err != nil {
		return err
	}
	var ours, theirs []cost
	for round := range b.rounds {
		changed, err := b.change(round)
		if err != nil {
			return err
		}
		our, their, err := b.inTurn(round)
		if err != nil {
			return err
		}
		fmt.Printf("round %d: %d of %d files changed   publish %v   git %v   %.2f\n", round+1, changed, files, our, their, share(our, their))
		ours, theirs = append(ours, our), append(theirs, their)
	}
	return b.judge(ours, theirs)
}

// inTurn has publish go first in one round and git in the next.
func (b *bench) inTurn(round int) (ours, theirs cost, err error) {
	if round%2 == 1 {
		if theirs, err = b.pushByGit(); err != nil {
			return ours, theirs, err
		}
	}
	if ours, err = b.publish(b.at("site")); err != nil {
		return ours, theirs, err
	}
	if round%2 == 0 {
		theirs, err = b.pushByGit()
	}
	return ours, theirs, err
}

// judge says what came out, and whether both repositories hold the same.
func (b *bench) judge(ours, theirs []cost) error {
	var trees []string
	for _, name := range []string{"ours.git", "theirs.git"} {
		tree, err := b.git.Run(b.at("served", name), "rev-parse", "main:services")
		if err != nil {
			return err
		}
		trees = append(trees, tree)
	}
	if trees[0] != trees[1] {
		return fmt.Errorf("publish and git did not push the same tree: %s and %s", trees[0], trees[1])
	}
	cold, err := b.cold()
	if err != nil {
		return err
	}
	var shares []float64
	var memory = max(cold.ours.memory, b.first.memory)
	for i := range ours {
		shares, memory = append(shares, share(ours[i], theirs[i])), max(memory, ours[i].memory)
	}
	fmt.Printf("\npublish, median                       %v\n", middle(ours))
	fmt.Printf("git fetch, add, commit, push, median  %v\n", middle(theirs))
	fmt.Printf("share of git's time, median of rounds %.2f (at most %.2f)\n", median(shares), mostTime)
	fmt.Printf("memory of publish                     %d MB (at most %d)\n", memory>>20, mostMemory>>20)
	fmt.Printf("the first publish, of everything      %v\n", b.first)
	fmt.Printf("in a fresh folder: publish            %v\n", cold.ours)
	fmt.Printf("git clone (depth 1), add, commit, push %v   %.2f\n", cold.theirs, share(cold.ours, cold.theirs))
	if b.check && (median(shares) > mostTime || memory > mostMemory) {
		return errors.New("a target is missed")
	}
	return nil
}

// build makes the binary under test, and the program that makes fleets.
func (b *bench) build() error {
	b.binary, b.fleet = b.at("plimsoll"), b.at("fleet")
	for out, from := range map[string]string{b.binary: ".", b.fleet: "./site/bench"} {
		build := exec.Command("go", "build", "-o", out, from)
		build.Dir = filepath.Join("..", "..", "..")
		if said, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("build %s: %w\n%s", from, err, said)
		}
	}
	return nil
}

func (b *bench) at(elements ...string) string {
	return filepath.Join(append([]string{b.dir}, elements...)...)
}

func share(ours, theirs cost) float64 { return ours.wall.Seconds() / theirs.wall.Seconds() }

func median[T cmp.Ordered](all []T) T { return slices.Sorted(slices.Values(all))[len(all)/2] }

// middle is the median time and the most memory.
func middle(all []cost) cost {
	var walls []time.Duration
	var c cost
	for _, one := range all {
		walls, c.memory = append(walls, one.wall), max(c.memory, one.memory)
	}
	c.wall = median(walls)
	return c
}
