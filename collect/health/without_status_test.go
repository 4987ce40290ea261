package health

import (
	"fmt"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// TestNothingIsHealthyWithoutStatus takes an object of every kind of which no controller has said anything: as it is
// right after it was made, and as a manifest that no API server has seen.
func TestNothingIsHealthyWithoutStatus(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	for _, made := range []string{`, "generation": 1, "creationTimestamp": "2026-11-23T01:59:50Z"`, `, "generation": 1, "creationTimestamp": "2026-09-01T00:00:00Z"`, ``} {
		for _, k := range facts.Kinds() {
			object := fmt.Sprintf(`{"apiVersion": %q, "kind": %q, "metadata": {"name": "a", "namespace": "shop"%s}, "spec": {"schedule": "every day"}}`, k.APIVersion(), k.Kind, made)
			c := &facts.Cluster{}
			if err := k.JSON(c, []byte(object)); err != nil {
				t.Fatal(err)
			}
			for _, r := range c.ReplicaSets { // of nobody
				c.Workloads = append(c.Workloads, &r.Workload)
			}
			share := tie(c)
			share.Resources = c.Resources
			for what, status := range statuses(share, now) {
				if status == schemas.Healthy || status == "" || status == schemas.Suspended {
					t.Errorf("%s without status is %q: %s", what, status, object)
				}
			}
		}
	}
}

// statuses sums up all that has a status of its own.
func statuses(share *facts.Share, now time.Time) map[string]schemas.Status {
	all := map[string]schemas.Status{}
	problems := Judge(Input{Share: share, Now: now})
	for _, w := range share.Workloads {
		all[w.Kind] = WorkloadStatus(w, problems, now)
		for _, p := range w.Pods {
			if state, _ := PodState(p, now); state == schemas.PodReady || state == schemas.PodSucceeded {
				all["the state of a "+w.Kind] = schemas.Healthy
			}
		}
	}
	for _, j := range share.Jobs {
		all["Job"] = JobStatus(j)
	}
	for _, c := range share.CronJobs {
		all["CronJob"] = CronJobStatus(c)
	}
	for _, r := range share.Resources {
		all[r.Kind+"."+r.Group] = ResourceStatus(r, now)
	}
	return all
}
