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
func DateMissing(share *facts.Share, previous *schemas.Cluster, now time.Time) {
	if previous == nil {
		return
	}
	before := map[string]schemas.Replicas{}
	for _, w := range previous.Workloads {
		before[w.Object()] = w.Replicas
	}
	for _, w := range share.Workloads {
		past, known := before[objectName(w.Kind, &w.Meta)]
		switch {
		case !known || !lacksPods(w):
		case !past.MissingSince.IsZero():
			w.MissingSince = past.MissingSince
		case past.Ready >= past.Wanted:
			w.MissingSince = now.UTC().Truncate(time.Second)
		}
	}
}

// lacksPods says that fewer pods are there than wanted, ready or not. What a controller is refused, it says.
func lacksPods(w *facts.WorkloadShare) bool {
	return judged(w) && unmade(w) > 0 && facts.Find(w.Conditions, "ReplicaFailure").Status != "True"
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
