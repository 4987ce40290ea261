package health

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

var anyDay = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// TestAnnotations is the grammar of plimsoll/ignore by example.
func TestAnnotations(t *testing.T) {
	tests := []struct {
		text string
		want []entry
	}{
		{"restarting: it leaks", []entry{{[]string{"restarting"}, "", "it leaks"}}},
		{"restarting, oom-killed until 2027-01-01: leaks until release 4",
			[]entry{{[]string{"restarting", "oom-killed"}, "2027-01-01", "leaks until release 4"}}},
		{"*: a playground", []entry{{[]string{"*"}, "", "a playground"}}},
		{"at-max: sized by hand; near-max: likewise", []entry{{[]string{"at-max"}, "", "sized by hand"}, {[]string{"near-max"}, "", "likewise"}}},
		{" At-Max  Near-Max Until 2027-01-01 :see https://example.com/12 ; ", []entry{{[]string{"at-max", "near-max"}, "2027-01-01", "see https://example.com/12"}}},
		{"", nil},
	}
	for _, test := range tests {
		good, wrong := annotation{text: test.text}.entries(familyOf())
		if diff := cmp.Diff(test.want, good, cmp.AllowUnexported(entry{})); diff != "" || len(wrong) > 0 {
			t.Errorf("%q: %v\n%s", test.text, wrong, diff)
		}
	}
}

// TestAnnotationsThatIgnoreNothing wants a sentence that names the object and what is wrong.
func TestAnnotationsThatIgnoreNothing(t *testing.T) {
	tests := []struct{ text, want string }{
		{"restarting", `"restarting" gives no reason: write it after a colon`},
		{"restarting:", `"restarting:" gives no reason: write it after a colon`},
		{"restartin: x", `"restartin: x" names no rule that there is: restartin; did you mean restarting?`},
		{"nonsense: x", `"nonsense: x" names no rule that there is: nonsense; plimsoll explain lists them`},
		{": x", `": x" names no rule: write a rule's id, or * for every rule`},
		{"until 2027-01-01: x", `"until 2027-01-01: x" names no rule: write a rule's id, or * for every rule`},
		{"restarting until 2026-02-30: x", `"restarting until 2026-02-30: x" names no day that there is after until: write one such as 2027-01-01`},
		{"restarting until Friday: x", `"restarting until Friday: x" names no day that there is after until: write one such as 2027-01-01`},
		{"restarting until: x", `"restarting until: x" names no day that there is after until: write one such as 2027-01-01`},
		{"absent: x", `"absent: x" names absent, which is judged across clusters: ignore it in the configuration, under rules.ignore`},
	}
	for _, test := range tests {
		share := workloadShare("Deployment", test.text)
		want := []string{"prod-eu: Deployment/shop/web: plimsoll/ignore: " + test.want + "; it ignores nothing"}
		if diff := cmp.Diff(want, IgnoreNotes(share, anyDay)); diff != "" {
			t.Errorf("%q: %s", test.text, diff)
		}
	}
}

func TestAnnotationsThatHaveEnded(t *testing.T) {
	share := workloadShare("Deployment", "restarting, oom-killed until 2026-11-23: x; at-max until 2026-11-24: x")
	want := []string{"prod-eu: Deployment/shop/web: plimsoll/ignore: restarting, oom-killed ended on 2026-11-23: delete it, or give it a new date"}
	if diff := cmp.Diff(want, IgnoreNotes(share, anyDay)); diff != "" {
		t.Error(diff)
	}
}

// TestAnnotationsInTheWrongPlace wants to be told where they belong.
func TestAnnotationsInTheWrongPlace(t *testing.T) {
	share := workloadShare("Deployment", "")
	w := share.Workloads[0]
	w.Autoscaler = &facts.Autoscaler{Meta: facts.Meta{Namespace: "shop", Name: "web", Ignore: "crash-loop: x"}}
	w.Pods = []*facts.Pod{
		{Meta: facts.Meta{Namespace: "shop", Name: "web-1", Ignore: "*: x"}},
		{Meta: facts.Meta{Namespace: "shop", Name: "web-2", Ignore: "*: x"}},
	}
	share.CronJobs = []*facts.CronJobShare{{
		CronJob: &facts.CronJob{Meta: facts.Meta{Namespace: "shop", Name: "report"}},
		Jobs:    []*facts.JobShare{{Job: &facts.Job{Meta: facts.Meta{Namespace: "shop", Name: "report-1", Ignore: "*: x"}}}},
	}}
	bare := workloadShare("Pod", "*: x")
	bare.Workloads[0].Pods = []*facts.Pod{{Meta: bare.Workloads[0].Meta}}
	want := []string{
		`prod-eu: HorizontalPodAutoscaler/shop/web: plimsoll/ignore: "crash-loop: x" names crash-loop, which is not about scaling: put it on Deployment/shop/web; it ignores nothing`,
		"prod-eu: Pod/shop/web-1: plimsoll/ignore: it does nothing on a pod: put it on Deployment/shop/web",
		"prod-eu: Job/shop/report-1: plimsoll/ignore: it does nothing on a CronJob's Job: put it on CronJob/shop/report",
	}
	if diff := cmp.Diff(want, IgnoreNotes(share, anyDay)); diff != "" {
		t.Error(diff)
	}
	if notes := IgnoreNotes(bare, anyDay); len(notes) > 0 {
		t.Errorf("a bare pod is its own: %v", notes)
	}
}

func workloadShare(kind, ignore string) *facts.Share {
	meta := facts.Meta{Namespace: "shop", Name: "web", Ignore: ignore}
	return &facts.Share{Cluster: "prod-eu", Workloads: []*facts.WorkloadShare{{Workload: &facts.Workload{Meta: meta, Kind: kind}}}}
}

// TestEachObjectSpeaksForItself goes over every kind that may carry the annotation.
func TestEachObjectSpeaksForItself(t *testing.T) {
	meta := func(name string) facts.Meta { return facts.Meta{Namespace: "shop", Name: name, Ignore: "*: known"} }
	share := workloadShare("Rollout", "*: known")
	share.Workloads[0].Scaler = &facts.Scaler{Meta: meta("scaler")}
	share.Orphans = []*facts.Autoscaler{{Meta: meta("orphan")}}
	share.Jobs = []*facts.JobShare{{Job: &facts.Job{Meta: meta("import")}}}
	share.CronJobs = []*facts.CronJobShare{{CronJob: &facts.CronJob{Meta: meta("report")}}}
	share.Services = []*facts.Service{{Meta: meta("web")}}
	share.Ingresses = []*facts.Ingress{{Meta: meta("web")}}
	share.Routes = []*facts.Route{{Meta: meta("web"), Kind: "HTTPRoute"}}
	share.Budgets = []*facts.Budget{{Meta: meta("web")}}
	share.Claims = []*facts.Claim{{Meta: meta("data")}}
	share.Quotas = []*facts.Quota{{Meta: meta("all")}}
	share.Resources = []*facts.Resource{{Meta: meta("web"), Kind: "Certificate"}}
	a := newAside(Input{Share: share, Now: anyDay})
	for _, object := range []string{
		"Rollout/shop/web", "HorizontalPodAutoscaler/shop/orphan", "Job/shop/import", "CronJob/shop/report", "Service/shop/web",
		"Ingress/shop/web", "HTTPRoute/shop/web", "PodDisruptionBudget/shop/web", "PersistentVolumeClaim/shop/data",
		"ResourceQuota/shop/all", "Certificate/shop/web",
	} {
		if got := a.of(schemas.Problem{Rule: "unavailable", Object: object}); got == nil || got.Reason != "known" || got.By != schemas.ByAnnotation {
			t.Errorf("%s: %+v", object, got)
		}
		if got := a.of(schemas.Problem{Rule: "unavailable", Object: object + "2"}); got != nil {
			t.Errorf("%s speaks for %s2", object, object)
		}
	}
}

// TestIgnoredCountsNowhere holds the statuses to what counts, and to what is a fact all the same.
func TestIgnoredCountsNowhere(t *testing.T) {
	ignored := &schemas.Ignored{By: schemas.ByConfiguration, Reason: "known"}
	web := "Deployment/shop/web"
	bad := schemas.Problem{Rule: "crash-loop", Severity: schemas.Critical, Object: web, Ignored: ignored}
	running := schemas.Workload{Kind: "Deployment", Namespace: "shop", Name: "web", Status: schemas.Healthy, Replicas: schemas.Replicas{Wanted: 2, Ready: 2}}
	cluster := schemas.Cluster{Name: "eu", Workloads: []schemas.Workload{running}, Problems: []schemas.Problem{bad}}
	if got := ClusterStatus(&cluster); got != schemas.Healthy {
		t.Errorf("a cluster whose only problem is ignored is %s", got)
	}
	cluster.Workloads[0].Replicas.Ready, cluster.Workloads[0].Status = 0, schemas.Down
	if got := ClusterStatus(&cluster); got != schemas.Down {
		t.Errorf("a cluster with nothing ready is %s", got)
	}
	cluster.Status = schemas.Healthy
	s := schemas.Snapshot{Clusters: []schemas.Cluster{cluster}, Findings: []schemas.Problem{{Rule: "image-drift", Severity: schemas.Warning, Ignored: ignored}}}
	if got := ServiceStatus(&s); got != schemas.Healthy {
		t.Errorf("a service whose only finding is ignored is %s", got)
	}
}

// TestStartingStaysDown wants a first rollout that only crashes to be down, whether or not the crashes are ignored.
func TestStartingStaysDown(t *testing.T) {
	w := &facts.WorkloadShare{Workload: &facts.Workload{
		Meta: facts.Meta{Namespace: "shop", Name: "web", Created: anyDay.Add(-time.Minute)}, Kind: "Deployment", Wanted: 1,
		Generation: 2, Observed: 1,
	}}
	crash := schemas.Problem{Rule: "crash-loop", Severity: schemas.Critical, Object: "Deployment/shop/web"}
	for _, ignored := range []*schemas.Ignored{nil, {By: schemas.ByConfiguration, Reason: "known"}} {
		crash.Ignored = ignored
		if got := WorkloadStatus(w, []schemas.Problem{crash}, anyDay); got != schemas.Down {
			t.Errorf("ignored %v: %s", ignored, got)
		}
	}
}

// TestIgnoredAbsence leaves a cluster aside where somebody has said that the service need not be there.
func TestIgnoredAbsence(t *testing.T) {
	gone := func(cluster string, ignored *schemas.Ignored) schemas.Problem {
		return schemas.Problem{Rule: "absent", Severity: schemas.Warning, Object: "Cluster/" + cluster, Ignored: ignored}
	}
	known := &schemas.Ignored{By: schemas.ByConfiguration, Reason: "not yet"}
	two := func(other schemas.Status, findings ...schemas.Problem) *schemas.Snapshot {
		return &schemas.Snapshot{Clusters: []schemas.Cluster{{Name: "eu", Status: schemas.Missing}, {Name: "us", Status: other}}, Findings: findings}
	}
	tests := []struct {
		s    *schemas.Snapshot
		want schemas.Status
	}{
		{two(schemas.Healthy, gone("eu", nil)), schemas.Degraded},
		{two(schemas.Healthy, gone("eu", known)), schemas.Healthy},
		{two(schemas.Down, gone("eu", known)), schemas.Down},
		{two(schemas.Suspended, gone("eu", known)), schemas.Suspended},
		{two(schemas.Missing, gone("eu", known), gone("us", known)), schemas.Missing},
		{two(schemas.Missing, gone("eu", known), gone("us", nil)), schemas.Missing},
	}
	for i, test := range tests {
		if got := ServiceStatus(test.s); got != test.want {
			t.Errorf("%d: %s, want %s", i, got, test.want)
		}
	}
}

// TestWhatCountsExplainsFirst wants an effect of two causes to go with the one that is not ignored.
func TestWhatCountsExplainsFirst(t *testing.T) {
	crash := &verdict{Problem: schemas.Problem{Rule: "crash-loop", Object: "o", Ignored: &schemas.Ignored{Reason: "known"}}, hurts: true}
	slow := &verdict{Problem: schemas.Problem{Rule: "not-ready", Object: "o"}, hurts: true}
	short := &verdict{Problem: schemas.Problem{Rule: "under-replicated", Object: "o"}}
	all := []*verdict{crash, slow, short}
	explain(all)
	follow(all)
	if short.CausedBy != slow.Key() || short.Ignored != nil {
		t.Errorf("caused by %q, ignored %v", short.CausedBy, short.Ignored)
	}
}

// TestFindingsFollow wants what an ignored finding explains to be ignored with it.
func TestFindingsFollow(t *testing.T) {
	findings := []schemas.Problem{
		{Rule: "b", Object: "o", CausedBy: "a o"}, {Rule: "a", Object: "o"}, {Rule: "c", Object: "o"},
	}
	IgnoreFindings(findings, schemas.RulesConfig{Ignore: []schemas.IgnoreConfig{{Rule: "a", Reason: "known"}}}, "web", anyDay)
	if findings[0].Ignored == nil || findings[1].Ignored == nil || findings[2].Ignored != nil {
		t.Errorf("%+v", findings)
	}
}

// FuzzAnnotation wants every part of an annotation to hold or to be spoken of, whatever somebody writes.
func FuzzAnnotation(f *testing.F) {
	for _, text := range []string{
		"restarting, oom-killed until 2027-01-01: leaks until release 4", "*:x;;at-max:y;", ":", ";", "until until until: x",
		"at-max until 9999-99-99: x", "restarting: \xff\x00", "日本: x", "*,*:\u202e", "a:b:c;d",
	} {
		f.Add(text)
	}
	families := familyOf()
	f.Fuzz(func(t *testing.T, text string) {
		good, wrong := annotation{text: text}.entries(families)
		parts := 0
		for part := range strings.SplitSeq(text, ";") {
			if strings.TrimSpace(part) != "" {
				parts++
			}
		}
		if len(good)+len(wrong) != parts {
			t.Errorf("%q: %d entries and %d complaints of %d parts", text, len(good), len(wrong), parts)
		}
		for _, e := range good {
			if len(e.rules) == 0 || e.reason == "" || strings.ContainsAny(e.reason, "\n\x00") {
				t.Errorf("%q: %+v", text, e)
			}
		}
	})
}

func TestPatterns(t *testing.T) {
	yes := [][2]string{{"", "a/b"}, {"*", "a/b"}, {"a/*", "a/b"}, {"a/?", "a/b"}, {"a/[bc]", "a/b"}, {"a/b", "a/b"}}
	no := [][2]string{{"a*", "a/b"}, {"A/b", "a/b"}, {"a/[", "a/b"}, {"b", "a/b"}}
	fit := func(p [2]string) bool { return fits(p[0], p[1]) }
	if i := slices.IndexFunc(yes, func(p [2]string) bool { return !fit(p) }); i >= 0 {
		t.Errorf("%q does not fit", yes[i])
	}
	if i := slices.IndexFunc(no, fit); i >= 0 {
		t.Errorf("%q fits", no[i])
	}
}
