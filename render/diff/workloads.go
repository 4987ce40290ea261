package diff

// This file compares workloads: which there are, what their templates say, and how many are wanted.

import (
	"cmp"
	"strconv"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func workloads(k knowledge) []schemas.Entry {
	return objects(k, k.old.Workloads, k.new.Workloads, kindOf[schemas.Workload]{
		object: schemas.Workload.Object,
		said:   func(w schemas.Workload) string { return w.Version },
		changed: func(e schemas.Entry, old, new *schemas.Workload) []schemas.Entry {
			return workload(k, e, old, new)
		},
	})
}

func workload(k knowledge, e schemas.Entry, old, new *schemas.Workload) []schemas.Entry {
	entries := status(e, old.Status, new.Status)
	entries = append(entries, template(e, old.Containers, new.Containers)...)
	if len(images(e, old.Containers, new.Containers)) == 0 {
		entries = append(entries, field(e, "version", old.Version, new.Version)...) // else the image has said it
	}
	entries = append(entries, field(e, "strategy", old.Strategy, new.Strategy)...)
	entries = append(entries, field(e, "paused", yes(old.Paused), yes(new.Paused))...)
	entries = append(entries, field(e, "created", day(old.Created), day(new.Created))...)
	if k.comparable("horizontalpodautoscalers.autoscaling", new.Namespace) {
		entries = append(entries, replicas(e, old, new)...)
		if k.comparable("scaledobjects.keda.sh", new.Namespace) {
			entries = append(entries, scaling(e, old.Autoscaler, new.Autoscaler)...)
		}
	}
	if k.comparable("pods", new.Namespace) {
		entries = append(entries, replaced(e, old, new)...)
		entries = append(entries, restarted(e, old, new, k)...)
	}
	return entries
}

// replicas says how many are wanted where no autoscaler decides it: what an autoscaler does between its bounds is its
// ordinary work. A DaemonSet wants one pod a node: its number is the cluster's size, not a decision about the service.
func replicas(e schemas.Entry, old, new *schemas.Workload) []schemas.Entry {
	autoscaled := old.Autoscaler != nil && new.Autoscaler != nil
	if old.Replicas.Wanted == new.Replicas.Wanted || autoscaled || new.Kind == "DaemonSet" {
		return nil
	}
	e.What = schemas.ReplicasChanged
	e.From, e.To = strconv.Itoa(old.Replicas.Wanted), strconv.Itoa(new.Replicas.Wanted)
	return []schemas.Entry{e}
}

// template compares what should run: images, and what the containers ask for.
func template(e schemas.Entry, old, new []schemas.ContainerSpec) []schemas.Entry {
	entries := images(e, old, new)
	before := index(old, func(c schemas.ContainerSpec) string { return c.Name })
	for _, c := range new {
		was := before[c.Name]
		if was == nil {
			continue
		}
		e := e
		e.Container = c.Name
		entries = append(entries, field(e, "kind", string(was.Kind), string(c.Kind))...)
		e.What = schemas.AmountsChanged
		entries = append(entries, amounts(e, "request", was.Requests, c.Requests)...)
		entries = append(entries, amounts(e, "limit", was.Limits, c.Limits)...)
	}
	return entries
}

func amounts(e schemas.Entry, of string, old, new *schemas.Amounts) []schemas.Entry {
	from, to := cmp.Or(old, &schemas.Amounts{}), cmp.Or(new, &schemas.Amounts{})
	return append(side(e, "CPU "+of, from.CPU, to.CPU), side(e, "memory "+of, from.Memory, to.Memory)...)
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
