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
	slices.SortFunc(entries, Order)
	return entries
}

// Order is which of two entries comes first.
func Order(a, b schemas.Entry) int {
	return cmp.Or(
		cmp.Compare(weight(a), weight(b)),
		cmp.Compare(urgency(a), urgency(b)),
		cmp.Compare(a.Cluster, b.Cluster),
		cmp.Compare(a.Object, b.Object),
		cmp.Compare(a.Container, b.Container),
		cmp.Compare(a.Field, b.Field),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.From, b.From),
		cmp.Compare(a.To, b.To),
		cmp.Compare(a.Severity, b.Severity),
		cmp.Compare(a.Count, b.Count),
		cmp.Compare(a.What, b.What),
	)
}

// weight is the place of the entry's class, 0 the heaviest.
func weight(e schemas.Entry) int {
	return slices.Index([]schemas.What{
		schemas.ServiceVanished, schemas.ServiceAppeared, serviceStatus,
		schemas.ClusterVanished, schemas.StatusChanged,
		criticalBegan, schemas.SeverityChanged, schemas.ImageChanged, schemas.ProblemBegan, schemas.ProblemCounted,
		schemas.ReadChanged, schemas.ClusterAppeared, schemas.ProblemEnded, schemas.ProblemIgnored, schemas.ProblemExplained,
		objectStatus, schemas.ObjectVanished, schemas.ObjectAppeared,
		schemas.BoundsChanged, schemas.ReplicasChanged, schemas.AmountsChanged, schemas.ScalingChanged, schemas.ObjectChanged,
		schemas.Restarted, schemas.PodsReplaced, schemas.ClusterChanged, schemas.ServiceChanged,
	}, class(e))
}

// What weighs more, or less, than its kind.
const (
	serviceStatus schemas.What = "status of the service"
	criticalBegan schemas.What = "critical problem-began"
	objectStatus  schemas.What = "status of an object" // less than its kind
)

func class(e schemas.Entry) schemas.What {
	switch {
	case e.What == schemas.StatusChanged && e.Object != "":
		return objectStatus
	case e.What == schemas.StatusChanged && e.Cluster == "":
		return serviceStatus
	case e.What == schemas.ProblemBegan && e.Severity == schemas.Critical:
		return criticalBegan
	default:
		return e.What
	}
}

// urgency tells apart what weighs the same: the worse status first.
func urgency(e schemas.Entry) int {
	if e.What == schemas.StatusChanged {
		return schemas.Status(e.To).Rank()
	}
	return 0
}
