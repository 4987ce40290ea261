package main

// This file is how doctor lists services: those that are missing somewhere first, and of the rest as many as a screen
// holds.

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/plimsoll-k8s/plimsoll/collect"
)

// servicesShown bounds the list on a screen. Services that are missing somewhere come first.
const servicesShown = 20

func (r *report) services(services []collect.ServiceDiagnosis) {
	if len(services) == 0 {
		return
	}
	var missing, there []collect.ServiceDiagnosis
	for _, s := range services {
		if everywhere(s) {
			there = append(there, s)
		} else {
			missing = append(missing, s)
		}
	}
	r.b.WriteString(count(len(services), "service") + "\n")
	width := 0
	shown := append(missing, there[:max(0, min(len(there), servicesShown-len(missing)))]...)
	for _, s := range shown {
		width = max(width, utf8.RuneCountInString(s.ID))
	}
	for _, s := range shown {
		mark := wellSign
		if !everywhere(s) {
			mark = illSign
		}
		r.columns(mark, fmt.Sprintf("%-*s", width, s.ID), whereText(s))
	}
	if more := len(services) - len(shown); more > 0 {
		fmt.Fprintf(&r.b, "    and %d more; --format json lists them all\n", more)
	}
	r.b.WriteByte('\n')
}

// everywhere says that a service is wherever it is expected.
func everywhere(s collect.ServiceDiagnosis) bool {
	for _, w := range s.Clusters {
		if w.State != collect.Found {
			return false
		}
	}
	return len(s.Clusters) > 0
}

func whereText(s collect.ServiceDiagnosis) string {
	var parts []string
	for _, w := range s.Clusters {
		switch w.State {
		case collect.Found:
			parts = append(parts, w.Name+": "+tallyText(w))
		case collect.Absent:
			parts = append(parts, w.Name+": absent, and expected there")
		default:
			parts = append(parts, w.Name+": not known, because it could not be read whole")
		}
	}
	if len(parts) == 0 {
		return "found nowhere"
	}
	return strings.Join(parts, "; ")
}

func tallyText(w collect.Whereabouts) string {
	var parts []string
	for _, n := range []struct {
		of   int
		what string
	}{{w.Workloads, "workload"}, {w.Jobs, "job"}, {w.Pods, "pod"}} {
		if n.of > 0 {
			parts = append(parts, count(n.of, n.what))
		}
	}
	if len(parts) == 0 {
		return "no workload"
	}
	return strings.Join(parts, ", ")
}
