package facts_test

import (
	"slices"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
)

func named(namespace, name, phase string) *facts.Pod {
	return &facts.Pod{Meta: facts.Meta{Namespace: namespace, Name: name}, Phase: phase}
}

func TestMergeAndSort(t *testing.T) {
	at := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	warning := func(message string, after time.Duration) *facts.Event {
		return &facts.Event{Namespace: "shop", Object: facts.Ref{Kind: "Pod", Name: "a"}, Reason: "BackOff", Message: message, Time: at.Add(after)}
	}
	workload := func(kind, name string) *facts.Workload {
		return &facts.Workload{Meta: facts.Meta{Namespace: "shop", Name: name}, Kind: kind}
	}
	c := &facts.Cluster{
		Pods:      []*facts.Pod{named("shop", "b", "Running"), named("shop", "a", "Pending")},
		Events:    []*facts.Event{warning("newest", time.Hour), warning("older", 0)},
		Workloads: []*facts.Workload{workload("StatefulSet", "web")},
	}
	c.Merge(&facts.Cluster{
		Pods:      []*facts.Pod{named("shop", "a", "Running"), named("infra", "z", "Running")},
		Events:    []*facts.Event{warning("middle", time.Minute)},
		Workloads: []*facts.Workload{workload("Deployment", "web"), workload("Deployment", "api")},
	})
	c.Merge(nil)
	c.Sort()

	var got []string
	for _, p := range c.Pods {
		got = append(got, p.Namespace+"/"+p.Name+" "+p.Phase)
	}
	for _, w := range c.Workloads {
		got = append(got, w.Kind+" "+w.Name)
	}
	for _, e := range c.Events {
		got = append(got, e.Message)
	}
	want := []string{
		"infra/z Running", "shop/a Running", "shop/b Running", // the Pending one was older news of shop/a
		"Deployment api", "Deployment web", "StatefulSet web", // one name, two kinds
		"newest",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestSelectorMatches(t *testing.T) {
	expression := func(operator string, values ...string) facts.Selector {
		return facts.Selector{Requirements: []facts.Requirement{{Key: "tier", Operator: operator, Values: values}}}
	}
	web, bare := map[string]string{"app": "web", "tier": "front"}, map[string]string(nil)
	for _, test := range []struct {
		name      string
		selector  facts.Selector
		web, bare bool
	}{
		{"absent", facts.Selector{}, false, false},
		{"empty", facts.Selector{All: true}, true, true},
		{"labels", facts.Selector{Labels: map[string]string{"app": "web"}}, true, false},
		{"other value", facts.Selector{Labels: map[string]string{"app": "api"}}, false, false},
		{"empty value is not absence", facts.Selector{Labels: map[string]string{"none": ""}}, false, false},
		{"In", expression("In", "back", "front"), true, false},
		{"NotIn", expression("NotIn", "front"), false, true},
		{"Exists", expression("Exists"), true, false},
		{"DoesNotExist", expression("DoesNotExist"), false, true},
		{"unknown operator", expression("Resembles", "front"), false, false},
		{"both must hold", facts.Selector{Labels: map[string]string{"app": "web"}, Requirements: expression("DoesNotExist").Requirements}, false, false},
	} {
		if got := test.selector.Matches(web); got != test.web {
			t.Errorf("%s: matches web: %t", test.name, got)
		}
		if got := test.selector.Matches(bare); got != test.bare {
			t.Errorf("%s: matches no labels: %t", test.name, got)
		}
	}
}

func TestServiceSelects(t *testing.T) {
	labels := map[string]string{"app": "web"}
	for want, s := range map[bool]*facts.Service{
		true:  {Selector: map[string]string{"app": "web"}},
		false: {},
	} {
		if got := s.Selects(labels); got != want {
			t.Errorf("selector %v selects: %t", s.Selector, got)
		}
	}
	if (&facts.Service{Selector: map[string]string{"app": "web", "tier": "front"}}).Selects(labels) {
		t.Error("a pod must have all labels of the selector")
	}
}
