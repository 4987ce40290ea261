// Command bench renders thousands of services and, in turn with it, lets Hugo build as many pages of like content.
//
//	go run ./site/bench              5,000 services of 60 rows each; -check ends with 1 where a target is missed
//	go run ./site/bench -diff        two data folders of 5,000 services, one in a hundred changed: diff beside reading them
//	go run ./site/bench -data DIR    makes the data folder, and no more
//
// This file is its flags.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	b := bench{rival: "hugo"}
	var only struct {
		data, hugo string
		newer      int
		look, read bool
	}
	flag.IntVar(&b.services, "services", 5000, "how many `services`")
	flag.IntVar(&b.pods, "pods", 13, "how many `pods` a service has in each of three clusters; 13 of them make 60 rows of tables")
	flag.IntVar(&b.rounds, "rounds", 5, "how many `rounds` are timed")
	flag.StringVar(&b.formats, "formats", "html", "what Plimsoll renders, a `list` with commas")
	flag.StringVar(&b.dir, "dir", "", "work in this `folder` and leave it; without it, in one that is removed")
	flag.BoolVar(&b.check, "check", false, "end with 1 where a target is missed")
	flag.BoolVar(&b.diff, "diff", false, "time diff, and not rendering")
	flag.BoolVar(&only.look, "look", false, "of two folders read what differs and look at the rest, and nothing else")
	flag.BoolVar(&only.read, "read", false, "compare two folders by their bytes, and nothing else")
	flag.StringVar(&only.data, "data", "", "make the data in this `folder`, and nothing else")
	flag.StringVar(&only.hugo, "hugo", "", "make the site that Hugo builds in this `folder`, and nothing else")
	flag.IntVar(&only.newer, "newer", 0, "with -data: one in so many services has been rolled out anew")
	flag.Parse()

	made := fleet{services: b.services, pods: b.pods, newer: only.newer}
	var err error
	switch {
	case only.data != "":
		err = made.write(only.data)
	case only.hugo != "":
		err = made.writeHugo(only.hugo)
	case only.look:
		err = made.look(flag.Arg(0), flag.Arg(1))
	case only.read:
		err = read(flag.Arg(0), flag.Arg(1))
	default:
		err = b.run()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
