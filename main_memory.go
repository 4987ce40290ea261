package main

// This file is how much memory is given for speed.

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
)

// spendMemory lets the heap grow to three times what is in use before it is collected, not twice: reading a cluster
// makes many small objects that die at once. With 10,000 pods that is some 15 MB for a fifth of the processor time.
func spendMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}

// spendMemoryOnPages lets it grow to five times while that is no more than pageMemory: what a page is made of dies with
// it, and what lives is the index.
func spendMemoryOnPages() {
	if os.Getenv("GOGC") != "" {
		return
	}
	const pageMemory = 120 << 20
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	debug.SetGCPercent(int(min(400, max(200, pageMemory*100/max(1, live[0].Value.Uint64())))))
}
