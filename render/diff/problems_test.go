package diff_test

import (
	"slices"
	"testing"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	. "github.com/plimsoll-k8s/plimsoll/schemas"
)

var (
	ignored  = &Ignored{By: ByConfiguration, Reason: "known, see OPS-12", Until: "2027-01-01"}
	nearMax  = Problem{Rule: "near-max", Severity: Warning, Object: "Deployment/shop/checkout"}
	noAnswer = Problem{Rule: "no-endpoints", Severity: Critical, Object: "Service/shop/checkout"}
)

// with has these problems in prod-eu.
func with(problems ...Problem) func(*Snapshot) {
	return func(s *Snapshot) { eu(s).Problems = problems }
}

func but(p Problem, change func(*Problem)) Problem {
	change(&p)
	return p
}

func TestProblemsThatGoOn(t *testing.T) {
	setAside := but(nearMax, func(p *Problem) { p.Ignored = ignored })
	explained := but(noAnswer, func(p *Problem) { p.CausedBy = crashLoops.Key() })
	try(t, []example{
		{
			name: "somebody sets it aside: it did not end",
			old:  with(nearMax), new: with(setAside),
			want: []string{"prod-eu: near-max on checkout is ignored now: known, see OPS-12"},
		},
		{
			name: "the day has come from which it counts again",
			old:  with(setAside), new: with(nearMax),
			want: []string{"prod-eu: near-max on checkout counts again"},
		},
		{
			name: "it comes, goes and is reworded while nobody wants to hear of it",
			old:  with(setAside), new: with(but(setAside, func(p *Problem) { p.Ignored = &Ignored{By: ByAnnotation, Reason: "other words"} })),
		},
		{name: "set aside from the start", new: with(setAside)},
		{name: "gone while set aside", old: with(setAside)},
		{
			name: "it gets worse",
			old:  with(nearMax), new: with(but(nearMax, func(p *Problem) { p.Severity = Critical })),
			want: []string{"prod-eu: near-max on checkout: warning → critical"},
		},
		{
			name: "what was worth knowing is a warning now",
			old:  with(but(nearMax, func(p *Problem) { p.Severity = Info })), new: with(nearMax),
			want: []string{"prod-eu: near-max on checkout: info → warning"},
		},
		{
			name: "its cause shows: it has not ended, it is explained",
			old:  with(noAnswer), new: with(crashLoops, explained),
			want: []string{"prod-eu: crash-loop began on checkout: exit 1", "prod-eu: no-endpoints on checkout follows from crash-loop"},
		},
		{
			name: "its cause ends, and it stands alone",
			old:  with(crashLoops, explained), new: with(noAnswer),
			want: []string{"prod-eu: no-endpoints began on checkout", "prod-eu: crash-loop ended on checkout: exit 1"},
		},
		{
			name: "a workload's state is not said beside the problem that it is in",
			new: func(s *Snapshot) {
				s.Status, eu(s).Status, app(s).Status = Degraded, Degraded, Down
				eu(s).Problems = []Problem{crashLoops}
			},
			want: []string{"healthy → degraded", "prod-eu: healthy → degraded", "prod-eu: crash-loop began on checkout: exit 1"},
		},
	})
}

// A release goes wrong and is rolled back, run by run: what is said is what a person would tell, and a run in which
// nothing happens says nothing.
func TestARolloutThatIsRolledBack(t *testing.T) {
	released := func(s *Snapshot) {
		app(s).Containers[0].Image, app(s).Version = "registry.example:5000/checkout:2.8.0", "2.8.0"
		app(s).Pods = []Pod{pod("8c4", "x"), pod("7d9", "b"), pod("7d9", "c")}
	}
	looping := func(restarts int) func(*Snapshot) {
		return func(s *Snapshot) {
			released(s)
			s.Status, eu(s).Status, app(s).Status = Degraded, Degraded, Degraded
			app(s).Pods[0].State, app(s).Pods[0].Containers[0].Restarts = PodFailing, restarts
			eu(s).Problems = []Problem{crashLoops, but(noAnswer, func(p *Problem) { p.CausedBy = crashLoops.Key() })}
		}
	}
	sequence(t, []step{
		{"as it was", nil, nil},
		{"the rollout begins", func(s *Snapshot) {
			released(s)
			s.Status, eu(s).Status, app(s).Status = Progressing, Progressing, Progressing
		}, []string{"healthy → progressing", "prod-eu: healthy → progressing", "prod-eu: checkout image 2.7.4 → 2.8.0", "prod-eu: 1 pod of checkout replaced"}},
		{"the new pod crashes", looping(3), []string{"progressing → degraded", "prod-eu: progressing → degraded", "prod-eu: crash-loop began on checkout: exit 1"}},
		{"and crashes", looping(9), nil},
		{"between two crashes", func(s *Snapshot) {
			looping(10)(s)
			app(s).Pods[0].State = PodReady
		}, nil},
		{"the cluster is out of reach", func(s *Snapshot) {
			looping(10)(s)
			eu(s).Stale, eu(s).Reads = true, []Read{{Resource: "*", State: ReadTimeout}}
		}, []string{"prod-eu: the cluster could not be read: timeout"}},
		{"still", func(s *Snapshot) {
			looping(10)(s)
			eu(s).Stale, eu(s).AsOf, eu(s).Reads = true, noon, []Read{{Resource: "*", State: ReadTimeout, Message: "another try"}}
		}, nil},
		{"it is back, rolled back", nil, []string{
			"degraded → healthy", "prod-eu: degraded → healthy", "prod-eu: checkout image 2.8.0 → 2.7.4",
			"prod-eu: the cluster can be read again, was timeout", "prod-eu: crash-loop ended on checkout: exit 1", "prod-eu: 1 pod of checkout replaced",
		}},
	})
}

// A day of ordinary work changes much and says nothing.
func TestADayOfOrdinaryWork(t *testing.T) {
	scaled := func(current, ready int, pods ...Pod) func(*Snapshot) {
		return func(s *Snapshot) {
			app(s).Autoscaler = &Autoscaler{Min: 2, Current: current, Desired: current, Max: 10, Metrics: []Metric{{Type: "Resource", Name: "cpu", Target: "70%", Band: BandAbove}}}
			app(s).Replicas = Replicas{Wanted: current, Current: current, Updated: current, Ready: ready, Available: ready}
			app(s).Pods = pods
			eu(s).Jobs[0].Status = Healthy
		}
	}
	sequence(t, []step{
		{"morning", scaled(3, 3, pod("7d9", "a"), pod("7d9", "b"), pod("7d9", "c")), nil},
		{"load comes", scaled(5, 3, pod("7d9", "a"), pod("7d9", "b"), pod("7d9", "c"), pod("7d9", "d"), pod("7d9", "e")), nil},
		{"and goes", scaled(2, 2, pod("7d9", "d"), pod("7d9", "e")), nil},
		{"the job runs", func(s *Snapshot) {
			scaled(2, 2, pod("7d9", "d"), pod("7d9", "e"))(s)
			eu(s).Jobs[0].Outcome, eu(s).Jobs[0].Status = "active", Progressing
			eu(s).Jobs = append(eu(s).Jobs, Job{Kind: "Job", Namespace: "shop", Name: "sweep-1", Owner: "sweep"})
		}, nil},
	})
}

// step is a run of a sequence: what was found, and what is said of it after the step before.
type step struct {
	name  string
	found func(*Snapshot)
	want  []string
}

func sequence(t *testing.T, steps []step) {
	t.Helper()
	var before *Snapshot
	for i, s := range steps {
		now := changed(s.found)
		if i > 0 {
			var got []string
			for _, e := range diff.Snapshots(before, now) {
				got = append(got, diff.Text(e))
			}
			if !slices.Equal(got, s.want) {
				t.Errorf("%s:\ngot  %q\nwant %q", s.name, got, s.want)
			}
		}
		before = now
	}
}
