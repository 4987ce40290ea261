package main

// This file prints what was measured.

import (
	"fmt"
	"time"
)

func (r result) print() {
	fmt.Printf("%d pods in %d Deployments, %d objects, %.1f MB in protobuf, %d requests\n",
		r.deployments*podsEach, r.deployments, r.objects, float64(r.bytes)/1e6, r.requests)
	fmt.Printf("  %-52s %8s\n", "the lists fetched raw and thrown away", milliseconds(r.plain))
	fmt.Printf("  %-52s %8s\n", "the same, packed by the server", milliseconds(r.packed))
	fmt.Printf("  %-52s %8s  %.2f x raw, %.2f x packed\n", "collect: reading the cluster", milliseconds(r.reading), ratio(r.reading, r.plain), ratio(r.reading, r.packed))
	fmt.Printf("  %-52s %8s  %.2f x raw, %.2f x packed\n", "collect: the whole command, nothing changed", milliseconds(r.second), ratio(r.second, r.plain), ratio(r.second, r.packed))
	fmt.Printf("  %-52s %8s  %.2f x raw, %.2f x packed\n", "collect: the whole command, into an empty folder", milliseconds(r.first), ratio(r.first, r.plain), ratio(r.first, r.packed))
	fmt.Printf("  %-52s %8s\n", "collect: its own processor time, nothing changed", milliseconds(r.cpu))
	fmt.Printf("  %-52s %5d MB\n", "collect: peak memory", r.memory/1e6)
}

// raw is the faster of the two ways to fetch the lists.
func (r result) raw() time.Duration { return min(r.plain, r.packed) }

func compare(small, large result, fewServicesRequests int) {
	fmt.Printf("from %d to %d pods: pods %.1f x, raw %.1f x, reading %.1f x, command %.1f x, memory %.1f x\n",
		small.deployments*podsEach, large.deployments*podsEach,
		float64(large.deployments)/float64(small.deployments),
		ratio(large.raw(), small.raw()), ratio(large.reading, small.reading), ratio(large.second, small.second),
		float64(large.memory)/float64(small.memory))
	fmt.Printf("requests: %d for %d services, %d for %d of them\n",
		large.requests, large.deployments, fewServicesRequests, large.deployments/10)
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }
