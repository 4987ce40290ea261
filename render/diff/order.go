package diff

// This file puts what changed into the order in which it matters.

import (
	"cmp"
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// ordered sorts the most important first. The order is total, so that equal snapshots give equal bytes. Image changes
// stand right below what they may have caused.
func ordered(entries []schemas.Entry) []schemas.Entry {
	slices.SortFunc(entries, func(a, b schemas.Entry) int {
		return cmp.Or(
			cmp.Compare(weight(a), weight(b)),
			cmp.Compare(urgency(a), urgency(b)),
			cmp.Compare(a.Cluster, b.Cluster),
			cmp.Compare(a.Object, b.Object),
			cmp.Compare(a.Container, b.Container),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.From, b.From),
			cmp.Compare(a.To, b.To),
		)
	})
	return entries
}

func weight(e schemas.Entry) int {
	switch {
	case e.What == schemas.StatusChanged && e.Cluster == "":
		return 0
	case e.What == schemas.ProblemBegan && e.Severity == schemas.Critical:
		return 4
	}
	order := []schemas.What{
		schemas.ServiceVanished, schemas.ServiceAppeared,
		schemas.ClusterVanished, schemas.StatusChanged, // 2, 3; then critical problems
		"", schemas.ImageChanged, schemas.ProblemBegan, schemas.ReadChanged, schemas.ClusterAppeared,
		schemas.ProblemEnded, schemas.ObjectVanished, schemas.ObjectAppeared,
		schemas.BoundsChanged, schemas.ReplicasChanged, schemas.Restarted, schemas.PodsReplaced,
	}
	return slices.Index(order, e.What)
}

// urgency tells apart what weighs the same: the worse status first.
func urgency(e schemas.Entry) int {
	if e.What == schemas.StatusChanged {
		return schemas.Status(e.To).Rank()
	}
	return 0
}
