package main

// This file is the comparison: what is made, which processes are run in turn, and what must hold of their figures.

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// Targets of -check.
const (
	leastRatio  = 2.0       // pages a second, against Hugo in the same run
	mostMemory  = 300 << 20 // bytes resident
	mostOfAFull = 0.10      // what rendering one service in a hundred may take of rendering all
)

// bench is one comparison, in a folder of its own.
type bench struct {
	services, pods, rounds int
	formats, dir           string
	check, diff            bool

	plimsoll, self      string // programs
	rival               string // Hugo's
	full, again, around cost   // of all pages, of none, and of the fleet-wide ones
	missed              []string
}

func (b *bench) run() error {
	if b.dir == "" {
		dir, err := os.MkdirTemp("", "plimsoll-bench")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		b.dir = dir
	}
	stages := []func() error{b.build, b.prepare, b.contest, b.unchanged, b.fleetWide, b.changed}
	if b.diff {
		stages = []func() error{b.build, b.compare}
	}
	for _, stage := range stages {
		if err := stage(); err != nil {
			return err
		}
	}
	for _, m := range b.missed {
		fmt.Println("missed:", m)
	}
	if b.check && len(b.missed) > 0 {
		return fmt.Errorf("%d of the targets are missed", len(b.missed))
	}
	return nil
}

func (b *bench) at(name string) string { return filepath.Join(b.dir, name) }

func (b *bench) build() (err error) {
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	b.plimsoll = b.at("plimsoll")
	_, err = measure("", "go", "build", "-o", b.plimsoll, "github.com/plimsoll-k8s/plimsoll")
	return err
}

// prepare makes both sites' sources.
func (b *bench) prepare() error {
	config := fmt.Sprintf("apiVersion: plimsoll/v1\nclusters: [{name: prod-ap, dump: dumps}]\nsite: {title: Services, formats: [%s]}\n", b.formats)
	if err := writeFile(b.at("plimsoll.yaml"), config); err != nil {
		return err
	}
	if err := b.make("-data", b.at("public")); err != nil {
		return err
	}
	return b.make("-hugo", b.at("hugo"))
}

// make lets a process of its own make something up: see measure.
func (b *bench) make(args ...string) error {
	_, err := measure("", b.self, append([]string{"-services", strconv.Itoa(b.services), "-pods", strconv.Itoa(b.pods)}, args...)...)
	return err
}

func (b *bench) render() (cost, error) {
	return measure(b.dir, b.plimsoll, "render", "-c", "plimsoll.yaml", "-o", "public")
}

func (b *bench) hugo() (cost, error) {
	return measure(b.dir, b.rival, "--quiet", "--source", "hugo", "--destination", b.at("built"), "--cacheDir", b.at("cache"))
}

func (b *bench) copy() (cost, error) { return measure(b.dir, "cp", "-r", "public/services", "copy") }

// contest times the three in turn, each into an empty folder. What they made is moved aside and not removed: a file
// system that is still busy with what went is slow to make anything new.
func (b *bench) contest() error {
	var ours, theirs, copies costs
	for round := range b.rounds {
		for _, turn := range []struct {
			into string
			run  func() (cost, error)
			all  *costs
		}{{"public", b.render, &ours}, {"built", b.hugo, &theirs}, {"copy", b.copy, &copies}} {
			if err := aside(b.at(turn.into), b.at(filepath.Join("aside", strconv.Itoa(round), turn.into)), "data"); err != nil {
				return err
			}
			c, err := turn.run()
			if err != nil {
				return err
			}
			*turn.all = append(*turn.all, c)
		}
	}
	b.report("plimsoll render", ours.middle(), "public/services")
	b.report("hugo", theirs.middle(), "built/services")
	b.report("cp -r of the former", copies.middle(), "copy")
	ratio, effort := theirs.times(ours, cost.seconds), theirs.times(ours, cost.processor)
	fmt.Printf("Plimsoll makes %.2f times as many pages a second, and %.2f times as many for the same processor time, in %d MB where Hugo takes %d MB\n", ratio, effort, ours.middle().memory>>20, theirs.middle().memory>>20)
	b.hold(ratio >= leastRatio, "%.2f times Hugo's pages a second, at least %.1f", ratio, leastRatio)
	b.hold(ours.middle().memory <= mostMemory, "%d MB of memory, at most %d", ours.middle().memory>>20, mostMemory>>20)
	b.full = ours.middle()
	return os.RemoveAll(b.at("aside"))
}

// unchanged renders again. Without snapshots and histories nothing could be rendered, so nothing was if it succeeds.
func (b *bench) unchanged() error {
	if err := os.Rename(b.at("public/data/services"), b.at("services")); err != nil {
		return err
	}
	before, err := stamps(b.at("public"))
	if err != nil {
		return err
	}
	var all costs
	for range b.rounds {
		c, err := b.render()
		if err != nil {
			return err
		}
		all = append(all, c)
	}
	after, err := stamps(b.at("public"))
	if err != nil {
		return err
	}
	b.again = all.middle()
	fmt.Printf("%-34s %v\n", "with nothing changed", b.again)
	b.hold(before == after, "with nothing changed nothing is written")
	return os.Rename(b.at("services"), b.at("public/data/services"))
}

// fleetWide renders the pages that are about all services, or many, and no service's own.
func (b *bench) fleetWide() error {
	var all costs
	for range b.rounds {
		if err := empty(b.at("public"), "data", "services", ".plimsoll.json"); err != nil {
			return err
		}
		c, err := b.render()
		if err != nil {
			return err
		}
		all = append(all, c)
	}
	b.around = all.middle()
	fmt.Printf("%-34s %v  %.1f %% of all\n", "the fleet-wide pages alone", b.around, b.share(b.around))
	return nil
}

// changed renders after a rollout of one service in a hundred, from one end of the fleet to the other.
func (b *bench) changed() error {
	var all costs
	for round := range b.rounds {
		newer := 100 * ((round + 1) % 2) // there, and back
		if err := b.make("-data", b.at("public"), "-newer", strconv.Itoa(newer)); err != nil {
			return err
		}
		c, err := b.render()
		if err != nil {
			return err
		}
		all = append(all, c)
	}
	c := all.middle()
	services := c
	services.wall -= b.around.wall - b.again.wall
	fmt.Printf("%-34s %v  %.1f %% of all, %.1f %% without the fleet-wide pages\n", "with 1 in 100 services changed", c, b.share(c), b.share(services))
	b.hold(b.share(services) <= mostOfAFull*100, "%.1f %% of a full rendering with 1 in 100 services changed, at most %.0f %%", b.share(services), mostOfAFull*100)
	return nil
}

func (b *bench) share(c cost) float64 { return 100 * c.wall.Seconds() / b.full.wall.Seconds() }

func (b *bench) hold(held bool, format string, args ...any) {
	if !held {
		b.missed = append(b.missed, fmt.Sprintf(format, args...))
	}
}
