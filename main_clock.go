package main

// This file is the clock that facts are judged by.

import (
	"strconv"
	"time"
)

// clockTime is a time, and whether it was fixed from outside.
type clockTime struct {
	now   time.Time
	fixed bool
}

// lastSecond is the last one of the year 9999; what comes after cannot be written as JSON.
const lastSecond = 253402300799

func readClock(epoch string) (clockTime, error) {
	if epoch == "" {
		return clockTime{now: time.Now().UTC().Truncate(time.Second)}, nil
	}
	seconds, err := strconv.ParseInt(epoch, 10, 64)
	if err != nil || seconds < 0 || seconds > lastSecond {
		return clockTime{}, usage("SOURCE_DATE_EPOCH is %q, not a whole number of seconds since 1970", epoch)
	}
	return clockTime{now: time.Unix(seconds, 0).UTC(), fixed: true}, nil
}
