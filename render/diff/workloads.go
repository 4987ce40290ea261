package diff

// This file compares workloads and jobs: which there are, which images they run, and how they are scaled.

import (
	"fmt"
	"strconv"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func workloads(k knowledge) []schemas.Entry {
	before := index(k.old.Workloads, schemas.Workload.Object)
	after := index(k.new.Workloads, schemas.Workload.Object)
	var entries []schemas.Entry
	for _, w := range k.new.Workloads {
		if was := before[w.Object()]; was != nil {
			entries = append(entries, workload(k, was, &w)...)
		} else if k.canAppear(resourceOf(w.Kind), w.Namespace) {
			entries = append(entries, appeared(k, w.Object(), w.Version))
		}
	}
	for _, w := range k.old.Workloads {
		if after[w.Object()] == nil && k.canVanish(resourceOf(w.Kind), w.Namespace) {
			entries = append(entries, vanished(k, w.Object(), w.Version))
		}
	}
	return entries
}

func workload(k knowledge, old, new *schemas.Workload) []schemas.Entry {
	e := schemas.Entry{Cluster: k.new.Name, Object: new.Object()}
	entries := images(e, old.Containers, new.Containers)
	if k.comparable("horizontalpodautoscalers.autoscaling", new.Namespace) {
		entries = append(entries, scale(e, old, new)...)
	}
	if k.comparable("pods", new.Namespace) {
		entries = append(entries, replaced(e, old, new)...)
		entries = append(entries, restarted(e, old, new, k)...)
	}
	return entries
}

// scale says what people decided: the number of replicas where no autoscaler sets it, and an autoscaler's bounds.
// What an autoscaler does between its bounds is its ordinary work.
func scale(e schemas.Entry, old, new *schemas.Workload) []schemas.Entry {
	var entries []schemas.Entry
	from, to := bounds(old.Autoscaler), bounds(new.Autoscaler)
	if from != to {
		e := e
		e.What, e.From, e.To = schemas.BoundsChanged, from, to
		entries = append(entries, e)
	}
	autoscaled := old.Autoscaler != nil && new.Autoscaler != nil
	// A DaemonSet wants one pod a node: its number is the cluster's size, not a decision about the service.
	if old.Replicas.Wanted != new.Replicas.Wanted && !autoscaled && new.Kind != "DaemonSet" {
		e.What = schemas.ReplicasChanged
		e.From, e.To = strconv.Itoa(old.Replicas.Wanted), strconv.Itoa(new.Replicas.Wanted)
		entries = append(entries, e)
	}
	return entries
}

func bounds(a *schemas.Autoscaler) string {
	if a == nil {
		return ""
	}
	return fmt.Sprintf("%d–%d", a.Min, a.Max)
}

// images gives one entry for each container of the template whose image changed, came or went.
func images(e schemas.Entry, old, new []schemas.ContainerSpec) []schemas.Entry {
	name := func(c schemas.ContainerSpec) string { return c.Name }
	before, after := index(old, name), index(new, name)
	var entries []schemas.Entry
	add := func(container, from, to string) {
		e.What, e.Container, e.From, e.To = schemas.ImageChanged, container, from, to
		entries = append(entries, e)
	}
	for _, c := range new {
		if was := before[c.Name]; was == nil {
			add(c.Name, "", c.Image)
		} else if was.Image != c.Image {
			add(c.Name, was.Image, c.Image)
		}
	}
	for _, c := range old {
		if after[c.Name] == nil {
			add(c.Name, c.Image, "")
		}
	}
	return entries
}

// jobs compares CronJobs, and Jobs that stand alone. A CronJob's own Jobs come and go with its schedule; when one
// fails, that is a problem and told as one.
func jobs(k knowledge) []schemas.Entry {
	before := index(k.old.Jobs, schemas.Job.Object)
	after := index(k.new.Jobs, schemas.Job.Object)
	var entries []schemas.Entry
	for _, j := range k.new.Jobs {
		if was := before[j.Object()]; j.Owner != "" {
			continue
		} else if was != nil {
			entries = append(entries, images(schemas.Entry{Cluster: k.new.Name, Object: j.Object()}, was.Containers, j.Containers)...)
		} else if k.canAppear(resourceOf(j.Kind), j.Namespace) {
			entries = append(entries, appeared(k, j.Object(), ""))
		}
	}
	for _, j := range k.old.Jobs {
		if after[j.Object()] == nil && j.Owner == "" && k.canVanish(resourceOf(j.Kind), j.Namespace) {
			entries = append(entries, vanished(k, j.Object(), ""))
		}
	}
	return entries
}

func appeared(k knowledge, object, version string) schemas.Entry {
	return schemas.Entry{What: schemas.ObjectAppeared, Cluster: k.new.Name, Object: object, To: version}
}

func vanished(k knowledge, object, version string) schemas.Entry {
	return schemas.Entry{What: schemas.ObjectVanished, Cluster: k.new.Name, Object: object, From: version}
}

func index[T any](list []T, key func(T) string) map[string]*T {
	m := make(map[string]*T, len(list))
	for i := range list {
		m[key(list[i])] = &list[i]
	}
	return m
}
