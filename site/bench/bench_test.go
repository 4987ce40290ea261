package main

// This file holds what is compared to being alike: as many rows on both sides, and data that Plimsoll takes.

import (
	"strings"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func TestBothPagesHaveSixtyRows(t *testing.T) {
	s := fleet{services: 200, pods: 13}.service(17)
	rows := 0
	for _, c := range s.Clusters {
		w := c.Workloads[0]
		rows += 1 + len(w.Autoscaler.Metrics) + len(w.Containers) + len(w.Conditions) + len(w.Autoscaler.Conditions) + len(w.Pods) + len(c.Network)
	}
	if rows != 60 {
		t.Errorf("the snapshot has %d rows", rows)
	}
	lines, heads := 0, 0
	for line := range strings.Lines(markdownOf(s)) {
		switch {
		case strings.HasPrefix(line, "| ---"):
			heads++
		case strings.HasPrefix(line, "|"):
			lines++
		}
	}
	if lines-heads != 60 {
		t.Errorf("the Markdown page has %d rows", lines-heads)
	}
}

func TestFleetIsValidData(t *testing.T) {
	dir := t.TempDir()
	made := fleet{services: 120, pods: 13}
	if err := made.write(dir); err != nil {
		t.Fatal(err)
	}
	status := map[schemas.Status]int{}
	for n := range made.services {
		status[made.service(n).Status]++
	}
	if status[schemas.Healthy] < 100 || status[schemas.Degraded] < 10 {
		t.Errorf("the fleet is %v", status)
	}
}
