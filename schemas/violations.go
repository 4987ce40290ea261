package schemas

// This file is what a document that breaks its contract is told.

import (
	"cmp"
	"fmt"
	"slices"
)

// Violation is one place of a document that breaks its contract.
type Violation struct {
	Path  string // clusters[1].workloads[0].pods[0].restarts; empty for the document as a whole
	Want  string // "must be a whole number"
	Found string // `"many"`; empty where Want says it all
}

func (v Violation) String() string {
	if v.Path == "" {
		return v.text()
	}
	return v.Path + ": " + v.text()
}

func (v Violation) text() string {
	if v.Found == "" {
		return v.Want
	}
	return v.Want + ", not " + v.Found
}

// InvalidError says that a document breaks its contract, and where. Its text is one line with the first place;
// Violations has up to MaxViolations of them, in the order of their paths, and More counts the rest.
type InvalidError struct {
	Noun       string // "snapshot"
	Violations []Violation
	More       int
}

// MaxViolations bounds how many places an InvalidError names: a file of another kind breaks the contract everywhere.
const MaxViolations = 20

func (e *InvalidError) Error() string {
	text := fmt.Sprintf("not a valid %s: %s", e.Noun, e.Violations[0])
	if others := len(e.Violations) - 1 + e.More; others > 0 {
		text += fmt.Sprintf(" (and %d more)", others)
	}
	return text
}

// invalid makes the error of some violations, or nil of none. One place is named once.
func invalid(noun string, all []Violation) error {
	if len(all) == 0 {
		return nil
	}
	slices.SortFunc(all, func(a, b Violation) int {
		return cmp.Or(comparePaths(a.Path, b.Path), cmp.Compare(a.Want, b.Want))
	})
	all = slices.CompactFunc(all, func(a, b Violation) bool { return a.Path == b.Path })
	kept := all[:min(len(all), MaxViolations)]
	return &InvalidError{Noun: noun, Violations: kept, More: len(all) - len(kept)}
}
