package diff

// This file compares the clusters themselves, as an index has them: what happened to all their services at once is said
// of the cluster, once.

import (
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Fleet lists what became of the clusters. To is how a new one was read, From how one that is gone was.
func Fleet(old, new []schemas.ClusterEntry) []schemas.Entry {
	name := func(c schemas.ClusterEntry) string { return c.Name }
	before, after := index(old, name), index(new, name)
	var entries []schemas.Entry
	for _, c := range new {
		was := before[c.Name]
		if was == nil {
			entries = append(entries, schemas.Entry{What: schemas.ClusterAppeared, Cluster: c.Name, To: string(c.State)})
			continue
		}
		e := schemas.Entry{What: schemas.ClusterChanged, Cluster: c.Name}
		entries = slices.Concat(entries,
			reads(asRead(was), asRead(&c)),
			known(e, "Kubernetes", was.Kubernetes, c.Kubernetes),
			side(e, "region", was.Region, c.Region),
			side(e, "environment", was.Environment, c.Environment),
		)
	}
	for _, c := range old {
		if after[c.Name] == nil {
			entries = append(entries, schemas.Entry{What: schemas.ClusterVanished, Cluster: c.Name, From: string(c.State)})
		}
	}
	return ordered(entries)
}

// known says a change of what only a cluster that answers can tell.
func known(e schemas.Entry, name, from, to string) []schemas.Entry {
	if from == "" || to == "" {
		return nil
	}
	return side(e, name, from, to)
}

// asRead is a cluster of which only the reading counts.
func asRead(c *schemas.ClusterEntry) *schemas.Cluster {
	whole := schemas.Read{Resource: wholeCluster, State: c.State}
	return &schemas.Cluster{Name: c.Name, Reads: append([]schemas.Read{whole}, c.Reads...)}
}

// Unread lists what the new clusters have not told, whole clusters first, and how that was before.
func Unread(old, new []schemas.ClusterEntry) []schemas.Unread {
	before := index(old, func(c schemas.ClusterEntry) string { return c.Name })
	var all []schemas.Unread
	for _, c := range new {
		was := func(schemas.Read) schemas.ReadState { return "" }
		if b := before[c.Name]; b != nil {
			known := states(asRead(b))
			was = func(r schemas.Read) schemas.ReadState { return known.of(readKey{r.Resource, r.Namespace}) }
		}
		reads := c.Reads
		if failed(c.State) {
			reads = []schemas.Read{{Resource: wholeCluster, State: c.State, Message: c.Message, AsOf: c.AsOf}}
		}
		for _, r := range reads {
			if failed(r.State) {
				all = append(all, schemas.Unread{Cluster: c.Name, Resource: r.Resource, Namespace: r.Namespace, State: r.State, Was: was(r), Message: r.Message, AsOf: r.AsOf})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b schemas.Unread) int { return partial(a) - partial(b) })
	return all
}

func partial(u schemas.Unread) int {
	if u.Resource == wholeCluster {
		return 0
	}
	return 1
}

func failed(s schemas.ReadState) bool { return s != schemas.ReadOK && s != schemas.ReadNotServed }
