package main

// This file asks a person on a terminal which contexts to take. Nobody else is asked anything.

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
)

// choose asks, where both ends are a terminal; elsewhere all contexts are taken.
func choose(c *cli.Context, all []source.Context, where string) ([]source.Context, error) {
	if !isTerminal(c.App.Reader) || !isTerminal(c.App.ErrWriter) {
		return all, nil
	}
	out := c.App.ErrWriter
	fmt.Fprintf(out, "Contexts of %s\n", where)
	for i, name := range collect.Visible(all) {
		mark := ""
		if all[i].Current {
			mark = "  (current)"
		}
		fmt.Fprintf(out, "  %2d  %s%s\n", i+1, name, mark)
	}
	lines := readLines(c.App.Reader)
	for {
		fmt.Fprint(out, "Which of them? Numbers such as 1,3-5, or Enter for all: ")
		line, err := nextLine(c.Context, lines)
		if err != nil {
			fmt.Fprintln(out)
			return nil, err
		}
		numbers, err := picked(line, len(all))
		if err != nil {
			fmt.Fprintln(out, err)
			continue
		}
		var chosen []source.Context
		for _, n := range numbers {
			chosen = append(chosen, all[n-1])
		}
		return chosen, nil
	}
}

// readLines reads apart from whoever waits, who can then be interrupted.
func readLines(r io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(r); s.Scan(); {
			lines <- s.Text()
		}
	}()
	return lines
}

func nextLine(ctx context.Context, lines <-chan string) (string, error) {
	select {
	case line, ok := <-lines:
		if !ok {
			return "", usage("init: nothing was chosen; name contexts with --context, or take all with --yes")
		}
		return line, nil
	case <-ctx.Done():
		return "", fmt.Errorf("interrupted: nothing was written")
	}
}

// picked reads "1,3-5" or "1 3 4": numbers of a list of n, each once and in its order. Nothing is all.
func picked(line string, n int) ([]int, error) {
	var numbers []int
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		first, last, isRange := strings.Cut(word, "-")
		if !isRange {
			last = first
		}
		from, err := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err != nil || err2 != nil || from < 1 || to > n || from > to {
			return nil, fmt.Errorf("%q is no number from 1 to %d, nor two with a dash between", word, n)
		}
		for i := from; i <= to; i++ {
			numbers = append(numbers, i)
		}
	}
	if len(numbers) == 0 {
		for i := range n {
			numbers = append(numbers, i+1)
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers), nil
}
