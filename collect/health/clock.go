package health

// This file is how long things may take, and how times are held against the run's clock. A zero time is one that
// Kubernetes did not tell: it is never over and never within anything.

import "time"

const (
	patience     = 5 * time.Minute  // until which something that just happens not to be is no news
	blink        = time.Minute      // until which a pod that was ready may be unready
	stuckAfter   = 10 * time.Minute // until which a rollout or resize may make no progress
	recent       = 10 * time.Minute // events and runs this young speak of now
	restartNews  = time.Hour
	eventNews    = time.Hour      // as long as an API server keeps them
	endingNews   = 24 * time.Hour // OOM kills, evictions and failed pods
	failedJob    = 7 * 24 * time.Hour
	driftIsStale = 24 * time.Hour // from when a difference between clusters is no rollout any more
	goneNews     = 7 * 24 * time.Hour
	firstMinute  = time.Minute // within which a controller has set the first conditions of a new object
)

// over says that more than limit has passed since t.
func over(t, now time.Time, limit time.Duration) bool {
	return !t.IsZero() && now.Sub(t) > limit
}

// within says that t was no longer ago than limit. Clocks differ: a time in the future is within.
func within(t, now time.Time, limit time.Duration) bool {
	return !t.IsZero() && now.Sub(t) <= limit
}

// earlier is the earlier of two times, of which each may be unknown.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// later is the later of two times, of which each may be unknown.
func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// first is the first time that is known.
func first(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}
