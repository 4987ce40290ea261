package health

// This file is since when pods that a workload wants have not even been made. No object tells: a controller that is
// about to make them, because somebody has just asked for more, leaves the same mark as one that does not. Nor are lists
// of one moment. So the snapshot remembers when a run first found them missing.

import (
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// DateMissing dates the pods of a share that are missing, from what the previous snapshot knows of their workloads. It
// comes before Judge.
//
// It also dates since when a controller has not seen what is wanted now. Kubernetes does not tell when a specification
// changed: it counts from the first run that found it so. A manifest that no API server has seen has no controller.
func DateMissing(share *facts.Share, previous *schemas.Cluster, now time.Time) {
	before := map[string]schemas.Replicas{}
	if previous != nil {
		for _, w := range previous.Workloads {
			before[w.Object()] = w.Replicas
		}
	}
	for _, w := range share.Workloads {
		past, known := before[facts.ObjectName(w.Kind, &w.Meta)]
		if !assumed(w) && !w.Created.IsZero() && w.Observed < w.Generation {
			w.BehindSince = first(past.BehindSince, now.UTC().Truncate(time.Second))
		}
		switch {
		case !known || !lacksPods(w, now):
		case !past.MissingSince.IsZero():
			w.MissingSince = past.MissingSince
		case past.Ready >= past.Wanted:
			w.MissingSince = now.UTC().Truncate(time.Second)
		}
	}
}

// lacksPods says that fewer pods are there than wanted, ready or not. What a controller is refused, it says. One that
// counts all of them ready lacks none, whatever a list left out.
func lacksPods(w *facts.WorkloadShare, now time.Time) bool {
	return judged(w, now) && w.Ready < w.Wanted && unmade(w) > 0 && facts.Find(w.Conditions, "ReplicaFailure").Status != "True"
}

// unmade is how many of the wanted pods are not there.
func unmade(w *facts.WorkloadShare) int {
	n := w.Wanted
	for _, p := range w.Pods {
		if p.Deleted.IsZero() && !ended(p) {
			n--
		}
	}
	return max(n, 0)
}
