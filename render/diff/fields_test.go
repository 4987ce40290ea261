package diff_test

// This file walks every field of a snapshot by reflection: what changes is told, or stands on the list of what
// deliberately is not. A field that nobody decided on fails here.

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plimsoll-k8s/plimsoll/render/diff"
	. "github.com/plimsoll-k8s/plimsoll/schemas"
)

const (
	format     = "the form of the file, not the service's state"
	identity   = "what the file is about: another id is another file"
	wording    = "how a problem is told; what it is, is its key"
	motion     = "moves by itself; what is wrong with it is told as a problem"
	follows    = "follows from another change, which is told"
	noEnd      = "what a read's message says changes from try to try; its state is told"
	podDetails = "one pod's matter: pods replaced, restarts and problems are told by workload"
)

// untold lists the fields whose change says nothing, and why. "[]" is that a list becomes empty, "nil" that a pointer does.
var untold = map[string]string{
	"Schema": format, "SchemaVersion": format, "Service.ID": identity,
	"Service.OwnerTitle": "how the owner is called; who owns the service is told",

	"Clusters.Kubernetes":    "the cluster's own change, alike for every service that it runs",
	"Clusters.AsOf":          "ages with every run of a stale cluster, whose being stale is told",
	"Clusters.Reads.Message": noEnd, "Clusters.Reads.AsOf": noEnd,

	"Clusters.Workloads.Replicas.Current": motion, "Clusters.Workloads.Replicas.Updated": motion,
	"Clusters.Workloads.Replicas.Ready": motion, "Clusters.Workloads.Replicas.Available": motion,
	"Clusters.Workloads.Replicas.MissingSince": motion, "Clusters.Workloads.Replicas.BehindSince": motion,
	"Clusters.Workloads.Autoscaler.Current": motion, "Clusters.Workloads.Autoscaler.Desired": motion,
	"Clusters.Workloads.Autoscaler.Metrics.Band":  motion,
	"Clusters.Workloads.Autoscaler.Metrics.Since": motion,

	"Clusters.Workloads.Pods[]": follows, "Clusters.Workloads.Pods.Containers[]": podDetails,
	"Clusters.Workloads.Pods.Reason": podDetails, "Clusters.Workloads.Pods.Revision": podDetails,
	"Clusters.Workloads.Pods.State": podDetails,
	"Clusters.Workloads.Pods.Node":  podDetails, "Clusters.Workloads.Pods.Restarts": "their sum; each container's are told",
	"Clusters.Workloads.Pods.Containers.Kind":  podDetails,
	"Clusters.Workloads.Pods.Containers.Image": podDetails, "Clusters.Workloads.Pods.Containers.State": podDetails,
	"Clusters.Workloads.Pods.Containers.Ready": podDetails, "Clusters.Workloads.Pods.Containers.Reason": podDetails,

	"Clusters.Jobs.Outcome": motion, "Clusters.Jobs.Active": motion, "Clusters.Jobs.Failed": motion, "Clusters.Jobs.Started": motion,
	"Clusters.Jobs.Finished": motion, "Clusters.Jobs.LastSuccess": motion, "Clusters.Jobs.Pods[]": podDetails,

	"Clusters.Network.Pods": motion, "Clusters.Network.Pods nil": motion, "Clusters.Network.Ready": motion, "Clusters.Network.Ready nil": motion,
	"Clusters.Storage.UsedBy": follows, "Clusters.Storage.UsedBy[]": follows,
	"Clusters.Budgets.Expected": motion, "Clusters.Budgets.Healthy": motion, "Clusters.Budgets.Desired": motion, "Clusters.Budgets.Allowed": motion,
	"Clusters.Quotas.Band":       "usage",
	"Clusters.Resources.Message": wording,
}

// untoldBelow lists branches of which nothing is told.
var untoldBelow = map[string]string{
	"Clusters.Workloads.Conditions":            motion,
	"Clusters.Workloads.Autoscaler.Conditions": motion,
	"Clusters.Workloads.Pods.Containers.Last":  podDetails,
	"Clusters.Jobs.Pods":                       podDetails,
}

// notTold adds to the list what problems and findings have in common.
func notTold() map[string]string {
	all := maps.Clone(untold)
	for _, of := range []string{"Findings", "Clusters.Problems"} {
		for _, f := range []string{"Message", "Hint", "Since", "Count", "Objects", "Objects[]", "Ignored.By", "Ignored.Reason", "Ignored.Until"} {
			all[of+"."+f] = wording
		}
	}
	return all
}

// full is a snapshot with something in every field, and of every list what its fields make a difference to: a
// workload with an autoscaler and one without, a problem that is told, one that is folded and one that is ignored.
func full() *Snapshot {
	s := &Snapshot{}
	fill(reflect.ValueOf(s).Elem())
	c := &s.Clusters[0]
	c.Name, c.Stale = "prod-eu", false
	c.Reads[0].Resource = "events"
	for i := range c.Workloads {
		c.Workloads[i].Kind, c.Workloads[i].Pods[0].State = "Deployment", PodReady
	}
	c.Workloads[1].Name, c.Workloads[1].Autoscaler = "plain", nil
	for i := range c.Jobs {
		c.Jobs[i].Owner = ""
	}
	for _, problems := range [][]Problem{c.Problems, s.Findings} {
		problems[0].Rule, problems[0].CausedBy, problems[0].Ignored = "told", "", nil
		problems[1].Rule, problems[1].CausedBy = "ignored", ""
	}
	return s
}

// fill gives every field a value: two elements to every list, so that one can differ from the other.
func fill(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(noon))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case v.Kind() == reflect.Slice:
		n := 1
		if name := v.Type().Elem().Name(); name == "Workload" || name == "Problem" {
			n = 2
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(v.Index(i))
		}
	case v.Kind() == reflect.String:
		v.SetString("a")
	case v.Kind() == reflect.Int:
		v.SetInt(3)
	}
}

// change is one field, of any element of the lists on the way to it, and how it is changed.
type change struct {
	path string
	make func(s *Snapshot)
}

// changes lists every change of one field of a snapshot.
func changes(at reflect.Value, path string, reach func(*Snapshot) reflect.Value) []change {
	here := func(name string, set func(v reflect.Value)) change {
		return change{name, func(s *Snapshot) { set(reach(s)) }}
	}
	switch {
	case at.Type() == reflect.TypeFor[time.Time]():
		return []change{here(path, func(v reflect.Value) { v.Set(reflect.ValueOf(noon.Add(48 * time.Hour))) })}
	case at.Kind() == reflect.Struct:
		var all []change
		for i := range at.NumField() {
			name := at.Type().Field(i).Name
			if path != "" {
				name = path + "." + name
			}
			all = append(all, changes(at.Field(i), name, func(s *Snapshot) reflect.Value { return reach(s).Field(i) })...)
		}
		return all
	case at.Kind() == reflect.Pointer && at.IsNil():
		return nil
	case at.Kind() == reflect.Pointer:
		gone := here(path+" nil", func(v reflect.Value) { v.SetZero() })
		return append(changes(at.Elem(), path, func(s *Snapshot) reflect.Value { return reach(s).Elem() }), gone)
	case at.Kind() == reflect.Slice:
		all := []change{here(path+"[]", func(v reflect.Value) { v.SetLen(0) })}
		for i := range at.Len() {
			all = append(all, changes(at.Index(i), path, func(s *Snapshot) reflect.Value { return reach(s).Index(i) })...)
		}
		return all
	case at.Kind() == reflect.String:
		return []change{here(path, func(v reflect.Value) { v.SetString(v.String() + "b") })}
	case at.Kind() == reflect.Int:
		return []change{here(path, func(v reflect.Value) { v.SetInt(v.Int() + 1) })}
	case at.Kind() == reflect.Bool:
		return []change{here(path, func(v reflect.Value) { v.SetBool(!v.Bool()) })}
	}
	panic(fmt.Sprintf("%s: a %s is not walked", path, at.Kind()))
}

func TestEveryFieldIsToldOrDecidedNotTo(t *testing.T) {
	told := map[string]bool{}
	base := full()
	root := func(s *Snapshot) reflect.Value { return reflect.ValueOf(s).Elem() }
	for _, c := range changes(root(base), "", root) {
		changed := full()
		c.make(changed)
		told[c.path] = told[c.path] || len(diff.Snapshots(base, changed)) > 0
	}
	silent := notTold()
	for _, path := range slices.Sorted(maps.Keys(told)) {
		reason, listed := silent[path]
		for branch, why := range untoldBelow {
			if path == branch || path == branch+"[]" || path == branch+" nil" || len(path) > len(branch) && path[:len(branch)+1] == branch+"." {
				reason, listed = why, true
			}
		}
		switch {
		case !told[path] && !listed:
			t.Errorf("%s changes, and nothing says so: tell it, or write down here why not", path)
		case told[path] && listed:
			t.Errorf("%s is told, though the list says that it is not: %s", path, reason)
		}
	}
	for path := range silent {
		if _, there := told[path]; !there {
			t.Errorf("%s is on the list, and no such field is there", path)
		}
	}
}

func TestAFullSnapshotDoesNotDifferFromItself(t *testing.T) {
	check(t, full(), full(), nil)
}

// What changed does not depend on the order in which a snapshot holds things, nor on the run.
func TestTheDiffIsDeterministic(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	root := func(s *Snapshot) reflect.Value { return reflect.ValueOf(s).Elem() }
	all := changes(root(full()), "", root)
	for range 300 {
		changed := full()
		for range 6 {
			func() {
				defer func() { _ = recover() }() // an earlier change has emptied the way to this one
				all[random.IntN(len(all))].make(changed)
			}()
		}
		want := diff.Snapshots(full(), changed)
		shuffled := clone(t, changed)
		for _, c := range shuffled.Clusters {
			shuffle(random, c.Workloads)
			shuffle(random, c.Problems)
			shuffle(random, c.Network)
			shuffle(random, c.Reads)
		}
		shuffle(random, shuffled.Findings)
		if got := diff.Snapshots(full(), shuffled); !reflect.DeepEqual(got, want) {
			t.Fatalf("got  %+v\nwant %+v", got, want)
		}
		for _, e := range want {
			if text := diff.Text(e); text == "" || strings.Contains(text, "  ") || strings.Contains(text, "%!") {
				t.Errorf("%+v has no words", e)
			}
		}
	}
}

func shuffle[T any](random *rand.Rand, list []T) {
	random.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

func clone(t *testing.T, s *Snapshot) *Snapshot {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var again Snapshot
	if err := json.Unmarshal(b, &again); err != nil {
		t.Fatal(err)
	}
	return &again
}
