package health

// This file runs testdata/<rule>/<case>.yaml: objects as `kubectl get -o yaml` prints them, the time, and the
// problems that they are. Several documents in one file are runs after each other, each with the one before it as
// its previous snapshot.

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

type fixture struct {
	Now        time.Time                   `json:"now"`
	Objects    []json.RawMessage           `json:"objects"`
	Previous   *schemas.Cluster            `json:"previous"`
	Rules      schemas.RulesConfig         `json:"rules"`
	Untold     []string                    `json:"untold"`
	Unreadable facts.Unreadable            `json:"unreadable"`
	Expect     []expectation               `json:"expect"`
	Status     schemas.Status              `json:"status"`   // of the first workload
	Pods       map[string]schemas.PodState `json:"podState"` // by name
	Jobs       map[string]schemas.Status   `json:"jobState"` // by name

	// Findings are judged on snapshots; where before is not set, it is the snapshot of the document before.
	Snapshot *schemas.Snapshot `json:"snapshot"`
	Before   *schemas.Snapshot `json:"before"`
}

// expectation is a problem as far as the case is about it: what is left out may be anything, save CausedBy and
// Ignored.
type expectation struct {
	schemas.Problem
	Says []string `json:"says"` // what the message holds
}

func TestFixtures(t *testing.T) {
	for _, path := range files(t) {
		t.Run(strings.TrimSuffix(strings.TrimPrefix(path, "testdata/"), ".yaml"), func(t *testing.T) {
			var previous *schemas.Cluster
			var before *schemas.Snapshot
			for _, f := range read(t, path) {
				if f.Snapshot != nil {
					before = runAcross(t, f, before)
					continue
				}
				previous = run(t, f, previous)
			}
		})
	}
}

func run(t *testing.T, f fixture, previous *schemas.Cluster) *schemas.Cluster {
	t.Helper()
	share, err := shareOf(f.Objects)
	if err != nil {
		t.Fatal(err)
	}
	share.Unreadable, share.Untold = f.Unreadable, f.Untold
	if f.Previous != nil {
		previous = f.Previous
	}
	DateMissing(share, previous, f.Now)
	problems := Judge(Input{Share: share, Now: f.Now, Rules: f.Rules, Service: "checkout", Previous: previous})
	expect(t, f.Expect, problems)
	expectStates(t, f, share, problems)

	next := clusterOf(share, problems)
	LostMetrics(next, previous, f.Now)
	DateMissing(share, next, f.Now)
	again := Judge(Input{Share: share, Now: f.Now, Rules: f.Rules, Service: "checkout", Previous: next})
	if got, want := text(again), text(problems); got != want {
		t.Errorf("a second run on the same state says\n%s\nafter\n%s", got, want)
	}
	return next
}

// runAcross judges a snapshot's findings, with those of the document before as the past.
func runAcross(t *testing.T, f fixture, before *schemas.Snapshot) *schemas.Snapshot {
	t.Helper()
	if f.Before != nil {
		before = f.Before
	}
	findings := findingsOf(f, before)
	expect(t, f.Expect, findings)

	next := *f.Snapshot
	next.Findings = findings
	if got, want := text(findingsOf(f, &next)), text(findings); got != want {
		t.Errorf("a second run on the same state says\n%s\nafter\n%s", got, want)
	}
	return &next
}

func findingsOf(f fixture, before *schemas.Snapshot) []schemas.Problem {
	findings := Override(Findings(f.Snapshot, before, f.Now), f.Rules)
	IgnoreFindings(findings, f.Rules, f.Snapshot.Service.ID, f.Now)
	return findings
}

func expect(t *testing.T, want []expectation, got []schemas.Problem) {
	t.Helper()
	rest := slices.Clone(got)
	for _, w := range want {
		n := slices.IndexFunc(rest, w.matches)
		if n < 0 {
			t.Errorf("missing: %s\ngot:\n%s", text([]schemas.Problem{w.Problem}), text(got))
			continue
		}
		rest = slices.Delete(rest, n, n+1)
	}
	if len(rest) > 0 {
		t.Errorf("unexpected:\n%s", text(rest))
	}
}

func (w expectation) matches(p schemas.Problem) bool {
	for _, pair := range [][2]string{
		{w.Rule, p.Rule}, {string(w.Severity), string(p.Severity)}, {w.Object, p.Object}, {w.Container, p.Container},
		{w.Cause, p.Cause}, {w.Message, p.Message}, {w.Hint, p.Hint},
	} {
		if pair[0] != "" && pair[0] != pair[1] {
			return false
		}
	}
	for _, says := range w.Says {
		if !strings.Contains(p.Message, says) {
			return false
		}
	}
	return w.CausedBy == p.CausedBy && reflect.DeepEqual(w.Ignored, p.Ignored) && (w.Count == 0 || w.Count == p.Count) &&
		(w.Since.IsZero() || w.Since.Equal(p.Since)) && (w.Objects == nil || slices.Equal(w.Objects, p.Objects))
}

func expectStates(t *testing.T, f fixture, share *facts.Share, problems []schemas.Problem) {
	t.Helper()
	if f.Status != "" {
		if got := WorkloadStatus(share.Workloads[0], problems, f.Now); got != f.Status {
			t.Errorf("the workload is %s, want %s", got, f.Status)
		}
	}
	for _, u := range units(share) {
		for _, p := range u.pods {
			if want := f.Pods[p.Name]; want != "" {
				if got, _ := PodState(p, f.Now); got != want {
					t.Errorf("pod %s is %s, want %s", p.Name, got, want)
				}
			}
		}
		if want := f.Jobs[u.name]; want != "" && u.kind == "Job" {
			if got := JobStatus(u.job); got != want {
				t.Errorf("job %s is %s, want %s", u.name, got, want)
			}
		}
	}
	for _, c := range share.CronJobs {
		if want := f.Jobs[c.Name]; want != "" {
			if got := CronJobStatus(c); got != want {
				t.Errorf("cron job %s is %s, want %s", c.Name, got, want)
			}
		}
	}
}

// TestEveryRuleHasFixtures wants a case in which a rule holds and one in which it nearly does.
func TestEveryRuleHasFixtures(t *testing.T) {
	for _, r := range Rules() {
		fires, quiet := false, false
		for _, path := range files(t) {
			if filepath.Base(filepath.Dir(path)) != r.ID {
				continue
			}
			for _, f := range read(t, path) {
				holds := slices.ContainsFunc(f.Expect, func(e expectation) bool { return e.Rule == r.ID })
				fires, quiet = fires || holds, quiet || !holds
			}
		}
		if !fires {
			t.Errorf("no fixture: create collect/health/testdata/%s/… with a case that fires", r.ID)
		}
		if !quiet {
			t.Errorf("no fixture: create collect/health/testdata/%s/… with a near miss that stays quiet", r.ID)
		}
	}
}

// TestRulesAreDocumented holds what the pages show of a rule to its form.
func TestRulesAreDocumented(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] {
			t.Errorf("%s stands twice in the table", r.ID)
		}
		seen[r.ID] = true
		if r.Family == "" || r.When == "" || strings.HasSuffix(r.When, ".") || !strings.HasSuffix(r.Means, ".") || !strings.HasSuffix(r.Next, ".") {
			t.Errorf("%s: When is a clause without a full stop, Means and Next are sentences: %+v", r.ID, r)
		}
	}
}

func files(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal("no fixtures", err)
	}
	return paths
}

func read(t testing.TB, path string) []fixture {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(b), "# ") {
		t.Errorf("%s: the first line says in a comment what the case is", path)
	}
	var all []fixture
	for _, document := range strings.Split(string(b), "\n---\n") {
		var f fixture
		if err := yaml.UnmarshalStrict([]byte(document), &f); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if f.Now.IsZero() {
			t.Fatalf("%s: no now", path)
		}
		all = append(all, f)
	}
	return all
}

func text(problems []schemas.Problem) string {
	b, err := json.Marshal(problems)
	if err != nil {
		return err.Error()
	}
	return strings.ReplaceAll(string(b), "},{", "},\n {")
}
