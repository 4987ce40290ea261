package health

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// FuzzJudge judges what any object leaves behind, taken for what it says it is, or for each kind in turn. Nothing may panic, what is said must be
// fit for a snapshot, and saying it again must change nothing.
func FuzzJudge(f *testing.F) {
	for _, path := range files(f) {
		for _, fixture := range read(f, path) {
			for _, o := range fixture.Objects {
				f.Add([]byte(o))
			}
		}
	}
	for _, text := range []string{
		`{"metadata":{"name":"a"},"spec":{"schedule":"every day","timeZone":"Mars/Olympus"}}`,
		`{"metadata":{"name":"a"},"spec":{"schedule":"0 0 30 2 *","concurrencyPolicy":"Forbid"},"status":{"active":[{}],"lastScheduleTime":"9999-12-31T23:59:59Z"}}`,
		`{"metadata":{"name":"a"},"spec":{"schedule":"* * * * *"},"status":{"lastScheduleTime":"0001-01-01T00:00:01Z"}}`,
		`{"metadata":{"name":"a","generation":1},"spec":{"replicas":2147483647,"maxReplicas":1,"minReplicas":9}}`,
		`{"metadata":{"name":"a","generation":3},"status":{"observedGeneration":9,"replicas":1,"updatedReplicas":2147483647,"readyReplicas":5,"phase":"Dancing","conditions":[{"type":"Progressing","status":"Maybe"},{"type":"Available","status":"False"},{"type":"Available","status":"True"}]}}`,
		`{"metadata":{"name":"a","ownerReferences":[{"controller":true,"kind":"Pod","name":"a"}]},"status":{"phase":"","containerStatuses":[{"name":"x","restartCount":2147483647,"state":{"terminated":{"exitCode":-1}},"lastState":{"terminated":{"reason":"OOMKilled","finishedAt":"9999-01-01T00:00:00Z"}}}]}}`,
	} {
		f.Add([]byte(text))
	}
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, b []byte) {
		var of struct{ Kind string }
		_ = json.Unmarshal(b, &of)
		for _, k := range facts.Kinds() {
			c := &facts.Cluster{}
			if of.Kind != "" && of.Kind != k.Kind || k.JSON(c, b) != nil {
				continue
			}
			c.Sort()
			share := tie(c)
			problems := Judge(Input{Share: share, Now: now})
			for _, p := range problems {
				if len(p.Message) > 2*quoteBytes || strings.ContainsAny(p.Message+p.Hint+p.Object+p.Cause, "\n\x1b\u202e") {
					t.Errorf("%s: %+v", k.Kind, p)
				}
			}
			for what, status := range statuses(share, now) {
				if status == "" {
					t.Errorf("%s: %s has no status", k.Kind, what)
				}
			}
			if again := Judge(Input{Share: share, Now: now, Previous: &schemas.Cluster{Problems: problems}}); text(again) != text(problems) {
				t.Errorf("%s: a second run says %s after %s", k.Kind, text(again), text(problems))
			}
		}
	})
}
