package schemas

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Each case changes the example in one place, and the error names that place, what was expected and what was found.
func TestWhatAnInvalidSnapshotIsTold(t *testing.T) {
	for _, row := range []struct{ old, new, want string }{
		{`"restarts": 7, "containers"`, `"restarts":"many","containers"`,
			`clusters[0].workloads[0].pods[1].restarts: must be a whole number, not "many"`},
		{`"restarts": 7, "containers"`, `"restarts":-7,"containers"`,
			`clusters[0].workloads[0].pods[1].restarts: must be at least 0, not -7`},
		{`"restarts": 7, "containers"`, `"restarts":7.0,"containers"`,
			`clusters.workloads.pods.restarts: must be a whole number without a point, not 7.0`},
		{`"restarts": 7, "containers"`, `"restarts":1e999999,"containers"`,
			`clusters[0].workloads[0].pods[1].restarts: must be at most 9007199254740991, not 1e999999`},
		{`"state": "failing"`, `"state":"sad"`,
			`clusters[0].workloads[0].pods[1].state: must be "ready", "starting", "unready", "failing", "pending", "terminating", "succeeded", "failed" or "lost", not "sad"`},
		{`"status": "degraded",`, `"status": null,`, `status: must be text, not nothing`},
		{`"findings": []`, `"findings": {}`, `findings: must be a list, not a mapping`},
		{`"findings": []`, `"findigs": []`, `findigs: unknown key, did you mean "findings"?`},
		{`"name": "prod-eu",`, ``, `clusters[0].name: is missing`},
		{`"findings": []`, `"findings": [], "colour": 1`,
			`colour: unknown key (allowed: $schema, clusters, findings, schemaVersion, service, status)`},
		{`"owner": "payments"`, `"ownr": "payments"`,
			`service.ownr: unknown key, did you mean "owner"? (allowed: dependsOn, description, id, lifecycle, links, name, origin, owner, ownerTitle, providesApis, system, title)`},
		{`"created": "2026-09-01T08:00:00Z"`, `"created": "yesterday"`,
			`clusters[0].workloads[0].created: must be a UTC time in whole seconds such as 2026-11-23T02:10:00Z, not "yesterday"`},
		{`"created": "2026-09-01T08:00:00Z"`, `"created": "2026-02-31T08:00:00Z"`,
			`clusters[0].workloads[0].created: must be a time that exists, not "2026-02-31T08:00:00Z"`},
		{`"id": "checkout"`, `"id": "../checkout"`,
			`service.id: must be a service id of one or two segments such as checkout or shop/api, not "../checkout"`},
		{`"id": "checkout"`, `"id": "shop/con"`,
			`service.id: must be an id that is safe as a path (no reserved name, no segment over 100 bytes), not "shop/con"`},
		{`https://example.com/runbook?a=1&b=<2>`, `javascript:alert(1)`,
			`service.links[0].url: must be an https, http or mailto address, not "javascript:alert(1)"`},
		{`"schemaVersion": 1`, `"schemaVersion": "1"`, `schemaVersion: must be 1, not "1"`},
		{`"schemaVersion": 1`, `"schemaVersion": -1`, `schemaVersion: must be 1, not -1`},
		{`"status": "degraded",` + "\n  \"clusters\"", `"status": "degraded", "status": "healthy",` + "\n  \"clusters\"",
			`holds a key twice in one object`},
	} {
		b := changed(t, row.old, row.new)
		if err := ValidateSnapshot(b); err == nil || !strings.Contains(err.Error()+"\n", "not a valid snapshot: "+row.want) {
			t.Errorf("%s → %s:\n got %v\nwant %s", row.old, row.new, err, row.want)
		}
	}
}

func TestTwoClustersOfOneName(t *testing.T) {
	s, err := DecodeSnapshot(exampleSnapshot(t))
	if err != nil {
		t.Fatal(err)
	}
	s.Clusters = append(s.Clusters, s.Clusters[0])
	const want = `not a valid snapshot: clusters[1].name: must differ from clusters[0].name, not "prod-eu"`
	if err := ValidateSnapshot(encoded(t, s)); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestWhatIsNotJSONIsTold(t *testing.T) {
	whole := string(exampleSnapshot(t))
	for content, want := range map[string]string{
		"":                     "the file is empty",
		whole[:len(whole)/2]:   "the JSON is cut off",
		whole + "{}":           "something follows the end",
		"{\n  \"a\": 1,\n  b}": "line 3: invalid character 'b'",
		"<html>":               "line 1: invalid character '<'",
		"[]":                   "must be a mapping of keys to values, not a list",
	} {
		if err := ValidateSnapshot([]byte(content)); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// A file of another kind breaks the contract everywhere: the list is bounded, in the order of the document, and the
// rest is counted.
func TestViolationsAreBoundedAndOrdered(t *testing.T) {
	b := strings.ReplaceAll(string(exampleSnapshot(t)), `"name":`, `"nom":`)
	var invalid *InvalidError
	if err := ValidateSnapshot([]byte(b)); !errors.As(err, &invalid) {
		t.Fatalf("got %v", err)
	}
	if len(invalid.Violations) != MaxViolations || invalid.More == 0 {
		t.Errorf("%d violations and %d more", len(invalid.Violations), invalid.More)
	}
	if !slices.IsSortedFunc(invalid.Violations, func(a, b Violation) int { return comparePaths(a.Path, b.Path) }) {
		t.Errorf("not in order: %v", invalid.Violations)
	}
	if want := fmt.Sprintf("(and %d more)", MaxViolations-1+invalid.More); !strings.HasSuffix(invalid.Error(), want) {
		t.Errorf("%s\nwant it to end with %s", invalid, want)
	}
}

func TestIndexRunAndChange(t *testing.T) {
	s, err := DecodeSnapshot(exampleSnapshot(t))
	if err != nil {
		t.Fatal(err)
	}
	row := Summarize(s, Digest(exampleSnapshot(t)))
	index := Index{Schema: IndexSchema, SchemaVersion: IndexVersion, Services: []ServiceEntry{row}}
	run := Run{
		Schema: RunSchema, SchemaVersion: RunVersion, Version: "v0.1.0", Started: moment, Finished: moment,
		Clusters: []RunCluster{{Name: "prod-eu", State: ReadOK, LastRead: moment, Reads: []RunRead{{Resource: "pods", State: ReadOK}}}},
		Metrics:  []Figure{{Service: "checkout", Cluster: "prod-eu", Workload: "checkout", Metric: "cpu", Current: "64%"}},
	}
	for noun, err := range map[string]error{"index": ValidateIndex(encoded(t, index)), "run": ValidateRun(encoded(t, run))} {
		if err != nil {
			t.Errorf("%s: %v", noun, err)
		}
	}
	index.Services = append(index.Services, row)
	const want = `not a valid index: services[1].id: must differ from services[0].id, not "checkout"`
	if err := ValidateIndex(encoded(t, index)); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	run.SchemaVersion = 3
	if err := ValidateRun(encoded(t, run)); err == nil || err.Error() != "run written by a newer plimsoll: schemaVersion 3, this program knows 1; update plimsoll" {
		t.Errorf("got %v", err)
	}
}

// changed is the example with one thing replaced, once.
func changed(t *testing.T, old, new string) []byte {
	t.Helper()
	b := string(exampleSnapshot(t))
	if !strings.Contains(b, old) {
		t.Fatalf("the example does not hold %s", old)
	}
	return []byte(strings.Replace(b, old, new, 1))
}
