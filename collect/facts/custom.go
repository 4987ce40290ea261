package facts

// This file reduces custom resources, of which only metadata, spec and status are known to be there.

// customKind completes the row of a custom kind. What is special about it, add takes from the object; nil where
// there is nothing but kstatus and conditions.
func customKind(row Kind, add func(*Cluster, *custom, *Resource)) Kind {
	row.Namespaced, row.Custom = true, true
	row.JSON = func(*Cluster, []byte) error { return nil }
	return row
}

// custom is a custom resource while it is being reduced.
type custom struct{}
