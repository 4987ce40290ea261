package main

// This file is the story's clock. The recording takes minutes, the story months: each step of the recording is given
// the time at which it happens in the story, and every timestamp that the clusters wrote during the step is moved with
// it. Order is kept, and so is the distance of any two times within a step.

import (
	"fmt"
	"time"
)

// timelapse maps the recording's times to the story's.
type timelapse struct {
	marks []mark
}

// mark is the beginning of a step: when it was recorded, and when it happens in the story.
type mark struct {
	recorded, told time.Time
}

// at begins the step that happens at that time of the story. It waits for the next full second, because Kubernetes'
// times have no fractions and must not fall back into the step before.
func (t *timelapse) at(told time.Time) {
	next := time.Now().Truncate(time.Second).Add(time.Second)
	time.Sleep(time.Until(next))
	t.marks = append(t.marks, mark{next, told})
}

// tell returns the story's time of a recorded one. What lies days ahead, no clock has written: it is the story's already.
func (t *timelapse) tell(recorded time.Time) time.Time {
	if recorded.After(t.marks[0].recorded.Add(24 * time.Hour)) {
		return recorded
	}
	for i := len(t.marks) - 1; i >= 0; i-- {
		if m := t.marks[i]; !recorded.Before(m.recorded) {
			return m.told.Add(recorded.Sub(m.recorded))
		}
	}
	// What the control plane made for itself before the story began is as old as the story.
	return t.marks[0].told
}

// check makes sure that no step was recorded for longer than it lasts in the story, which would change the order.
func (t *timelapse) check() error {
	for i := 1; i < len(t.marks); i++ {
		before, m := t.marks[i-1], t.marks[i]
		if m.recorded.Sub(before.recorded) > m.told.Sub(before.told) {
			return fmt.Errorf("the step of %s took longer to record than it lasts in the story", before.told)
		}
	}
	return nil
}
