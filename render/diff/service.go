package diff

// This file compares what people have said of a service and of its clusters: the catalog and the configuration.

import (
	"slices"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// service tells a description only as changed: it is read on the page, not in a line.
func service(old, new schemas.Service) []schemas.Entry {
	e := schemas.Entry{What: schemas.ServiceChanged}
	entries := slices.Concat(
		side(e, "name", old.Name, new.Name),
		side(e, "title", old.Title, new.Title),
		side(e, "origin", string(old.Origin), string(new.Origin)),
		side(e, "owner", old.Owner, new.Owner),
		side(e, "system", old.System, new.System),
		side(e, "lifecycle", old.Lifecycle, new.Lifecycle),
		lists(e, "links", links(old.Links), links(new.Links)),
		lists(e, "dependencies", old.DependsOn, new.DependsOn),
		lists(e, "APIs", old.ProvidesAPIs, new.ProvidesAPIs),
	)
	if old.Description != new.Description {
		e.Field = "description"
		entries = append(entries, e)
	}
	return entries
}

func links(all []schemas.Link) []string {
	said := make([]string, len(all))
	for i, l := range all {
		said[i] = l.Title + " " + l.URL
	}
	return said
}

// surroundings compares what the configuration says of a cluster. Its Kubernetes is not among it: an upgrade is the
// cluster's change, not one of each of its services.
func surroundings(e schemas.Entry, old, new *schemas.Cluster) []schemas.Entry {
	e.What = schemas.ClusterChanged
	return slices.Concat(
		side(e, "region", old.Region, new.Region),
		side(e, "environment", old.Environment, new.Environment),
		side(e, "expected", yes(old.Expected), yes(new.Expected)),
	)
}
