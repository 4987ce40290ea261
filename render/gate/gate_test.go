package gate

// These tests ask a gate about a small fleet: what closes it, what does not, and what it says.

import (
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// rules are those that the tests name.
var rules = []string{"crash-loop", "near-max", "cluster-unreachable", "restarting", "unavailable"}

func problem(rule string, severity schemas.Severity, object, message string) schemas.Problem {
	return schemas.Problem{Rule: rule, Severity: severity, Object: object, Message: message, Hint: "Look: kubectl describe", Since: noon.Add(-time.Hour)}
}

func in(name string, status schemas.Status, problems ...schemas.Problem) schemas.Cluster {
	return schemas.Cluster{Name: name, Status: status, Problems: problems}
}

// fleet is five services in two clusters, of which staging could not be read since yesterday.
func fleet() []*schemas.Snapshot {
	crash := problem("crash-loop", schemas.Critical, "Deployment/shop/checkout", "container app crash-loops")
	crash.Container = "app"
	follows := problem("restarting", schemas.Warning, "Deployment/shop/checkout", "restarted")
	follows.CausedBy = crash.Key()
	aside := problem("unavailable", schemas.Critical, "Deployment/shop/fixed", "nothing is there")
	aside.Ignored = &schemas.Ignored{By: schemas.ByConfiguration, Reason: "moving"}
	stale := in("staging", schemas.Degraded, problem("near-max", schemas.Warning, "Deployment/shop/cart", "runs near its maximum"))
	stale.Stale, stale.AsOf = true, noon.Add(-24*time.Hour)
	unread := problem("cluster-unreachable", schemas.Warning, "Cluster/staging", "cluster staging could not be read")
	return []*schemas.Snapshot{
		{Service: schemas.Service{ID: "cart", Owner: "buying", System: "shop"}, Status: schemas.Degraded, Clusters: []schemas.Cluster{in("prod", schemas.Healthy), stale}, Findings: []schemas.Problem{unread}},
		{Service: schemas.Service{ID: "checkout", Owner: "buying", System: "shop"}, Status: schemas.Degraded, Clusters: []schemas.Cluster{in("prod", schemas.Degraded, crash, follows)}},
		{Service: schemas.Service{ID: "fixed", Owner: "buying"}, Status: schemas.Down, Clusters: []schemas.Cluster{in("prod", schemas.Down, aside)}},
		{Service: schemas.Service{ID: "search", Owner: "finding"}, Status: schemas.Healthy, Clusters: []schemas.Cluster{in("prod", schemas.Healthy)}},
		{Service: schemas.Service{ID: "shop/api"}, Status: schemas.Progressing, Clusters: []schemas.Cluster{in("prod", schemas.Progressing)}},
	}
}

// dataOf is what a run over the fleet would have left; opened counts the snapshots that are asked for.
func dataOf(fleet []*schemas.Snapshot, opened map[string]int) Data {
	d := Data{
		Index: &schemas.Index{Clusters: []schemas.ClusterEntry{
			{Name: "prod", State: schemas.ReadOK},
			{Name: "staging", State: schemas.ReadUnreachable, Message: "connection refused", AsOf: noon.Add(-24 * time.Hour)},
		}, Gone: []schemas.GoneEntry{{ID: "old", At: noon.Add(-48 * time.Hour)}}},
		Run: &schemas.Run{Finished: noon.Add(-30 * time.Minute), Every: "10m0s"},
	}
	byID := map[string]*schemas.Snapshot{}
	for _, s := range fleet {
		byID[s.Service.ID] = s
		d.Index.Services = append(d.Index.Services, schemas.Summarize(s, ""))
	}
	d.Snapshot = func(id string) (*schemas.Snapshot, error) {
		if opened != nil {
			opened[id]++
		}
		return byID[id], nil
	}
	return d
}

func TestWhatClosesTheGate(t *testing.T) {
	for _, test := range []struct {
		failOn string
		scope  Scope
		want   string // the services that close it, the worst first, and the clusters
	}{
		{"down", Scope{}, "fixed"},
		{"degraded", Scope{}, "fixed checkout cart"},
		{"missing", Scope{}, ""},
		{"progressing", Scope{}, "shop/api"},
		{"critical", Scope{}, "checkout"}, // what is ignored is of no account
		{"warning", Scope{}, "checkout cart"},
		{"info", Scope{}, "checkout cart"},
		{"crash-loop", Scope{}, "checkout"},
		{"restarting", Scope{}, "checkout"}, // though another problem explains it
		{"unavailable", Scope{}, ""},        // ignored
		{"near-max,crash-loop", Scope{}, "checkout cart"},
		{"unread", Scope{}, "cart staging"},
		{"Unread", Scope{Services: []string{"search"}}, ""},
		{"degraded", Scope{Owners: []string{"finding"}}, ""},
		{"degraded", Scope{Systems: []string{"shop"}}, "checkout cart"},
		{"degraded", Scope{Services: []string{"cart", "search"}}, "cart"},
		{"degraded", Scope{Clusters: []string{"staging"}}, "cart"},
		{"degraded", Scope{Services: []string{"cart"}, Clusters: []string{"prod"}}, ""}, // it is well there
		{"warning", Scope{Services: []string{"cart"}, Clusters: []string{"prod"}}, ""},
		{"warning", Scope{Clusters: []string{"staging"}}, "cart"},
		{"unread", Scope{Clusters: []string{"prod"}}, ""},
	} {
		c, err := Judge(dataOf(fleet(), nil), Ask{FailOn: strings.Split(test.failOn, ","), Rules: rules, Scope: test.scope, Now: noon})
		if err != nil {
			t.Errorf("%s %+v: %v", test.failOn, test.scope, err)
			continue
		}
		var got []string
		for _, s := range c.Closing {
			got = append(got, s.ID)
		}
		for _, k := range closingClusters(c) {
			got = append(got, k.Name)
		}
		if text := strings.Join(got, " "); text != test.want || (c.Gate == schemas.GateClosed) != (test.want != "") {
			t.Errorf("%s %+v: %s by %q, want %q", test.failOn, test.scope, c.Gate, text, test.want)
		}
	}
}

func TestAnAskThatCannotBe(t *testing.T) {
	for _, test := range []struct {
		ask  Ask
		want string
	}{
		{Ask{FailOn: []string{"crashloop"}}, `--fail-on "crashloop": did you mean crash-loop? it is one of down, degraded,`},
		{Ask{FailOn: []string{"everything"}}, `--fail-on "everything": it is one of`},
		{Ask{}, "--fail-on is empty"},
		{Ask{FailOn: []string{"down"}, Scope: Scope{Services: []string{"chekout"}}}, "--service chekout: there is none; did you mean checkout?"},
		{Ask{FailOn: []string{"down"}, Scope: Scope{Services: []string{"old"}}}, "--service old: it is gone since 2026-11-21 12:00 UTC"},
		{Ask{FailOn: []string{"down"}, Scope: Scope{Owners: []string{"nobody-else"}}}, "--owner nobody-else: there is none; there are buying, finding"},
		{Ask{FailOn: []string{"down"}, Scope: Scope{Owners: []string{""}}}, "--owner : there is none"},
		{Ask{FailOn: []string{"down"}, Scope: Scope{Clusters: []string{"stagin"}}}, "--cluster stagin: there is none; did you mean staging?"},
		{Ask{FailOn: []string{"down"}, Scope: Scope{Services: []string{"search"}, Owners: []string{"buying"}}}, "no service is in all"},
	} {
		test.ask.Rules = rules
		_, err := Judge(dataOf(fleet(), nil), test.ask)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v, want %s", test.ask, err, test.want)
		}
	}
}

func TestAge(t *testing.T) {
	d := dataOf(fleet(), nil)
	for maxAge, want := range map[time.Duration]schemas.GateState{0: schemas.GateOpen, time.Hour: schemas.GateOpen, 29 * time.Minute: schemas.GateClosed} {
		c, err := Judge(d, Ask{FailOn: []string{"missing"}, MaxAge: maxAge, Now: noon})
		if err != nil || c.Gate != want || c.Age != 1800 {
			t.Errorf("--max-age %s: %+v, %v, want it %s", maxAge, c, err, want)
		}
	}
	d.Run = nil
	if c, err := Judge(d, Ask{FailOn: []string{"missing"}, Now: noon}); err != nil || c.Gate != schemas.GateOpen {
		t.Errorf("nobody asked how old it is: %v", err)
	}
	if _, err := Judge(d, Ask{FailOn: []string{"missing"}, MaxAge: time.Hour, Now: noon}); err == nil {
		t.Error("how old the data is, nothing tells, and the gate is open")
	}
}

// TestOpensFewSnapshots: of a service that closes nothing, the index is enough.
func TestOpensFewSnapshots(t *testing.T) {
	opened := map[string]int{}
	if _, err := Judge(dataOf(fleet(), opened), Ask{FailOn: []string{"degraded"}, Now: noon}); err != nil {
		t.Fatal(err)
	}
	if want := map[string]int{"cart": 1, "checkout": 1, "fixed": 1}; !cmp.Equal(opened, want) {
		t.Errorf("opened %v, want %v", opened, want)
	}
}

// TestForms holds every form of one verdict against its golden file. The fleet's text attacks each of them.
func TestForms(t *testing.T) {
	hostile := fleet()
	p := &hostile[1].Clusters[0].Problems[0]
	p.Message = "::error::x\n::stop-commands::y ##[add-mask]z \x1b[31m\x00\ufffe\u202e]]> <b>&\"' | `code` @all https://evil.example %0A"
	p.Object = "Deployment/shop/a:b,c%d"
	second := in("prod-us", schemas.Degraded, *p)
	second.Problems[0].Since = noon.Add(-2 * time.Hour)
	hostile[1].Clusters = append(hostile[1].Clusters, second)
	c, err := Judge(dataOf(hostile, nil), Ask{FailOn: []string{"degraded", "unread"}, Rules: rules, MaxAge: time.Minute, Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	json, err := schemas.Encode(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := schemas.ValidateCheck(json); err != nil {
		t.Error(err)
	}
	junit, err := JUnit(c)
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, junit)
	plain := func(_ schemas.Status, text string) string { return text }
	golden(t, "verdict.json", string(json))
	golden(t, "verdict.xml", string(junit))
	golden(t, "verdict.txt", Text(c, plain))
	golden(t, "verdict.github", GitHub(c, func(id string) string { return "public/data/services/" + id + ".json" }))
	golden(t, "verdict.md", Summary(c, 1<<20))
	for _, line := range strings.Split(Text(c, plain), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") {
			t.Errorf("a pipeline's host would obey this: %s", line)
		}
	}
}

func wellFormed(t *testing.T, document []byte) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(string(document))); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-golden +got):\n%s", file, diff)
	}
}

// TestManyServices: GitHub shows ten annotations, and a summary has room for a mebibyte.
func TestManyServices(t *testing.T) {
	var many []*schemas.Snapshot
	for i := range 5000 {
		message := strings.Repeat("it is broken ", 30)
		many = append(many, &schemas.Snapshot{
			Service: schemas.Service{ID: fmt.Sprintf("s%04d", i)}, Status: schemas.Degraded,
			Clusters: []schemas.Cluster{in("prod", schemas.Degraded, problem("crash-loop", schemas.Critical, "Deployment/shop/a", message))},
		})
	}
	c, err := Judge(dataOf(many, nil), Ask{FailOn: []string{"degraded"}, Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	text := GitHub(c, func(string) string { return "" })
	if n := strings.Count(text, "::error "); n != mostAnnotations || !strings.Contains(text, "title=plimsoll%3A and 4991 more::") {
		t.Errorf("%d annotations: %.300s", n, text)
	}
	for _, room := range []int{1 << 20, 2000, 100} {
		summary := Summary(c, room)
		if len(summary) > room {
			t.Errorf("%d bytes in room for %d", len(summary), room)
		}
		told := strings.Count(summary, "\n### ")
		if room > 100 && !strings.Contains(summary, fmt.Sprintf("And %d more, ", 5000-told)) {
			t.Errorf("with room for %d, %d services are told and the rest is not counted: %s", room, told, summary[len(summary)-100:])
		}
	}
}
