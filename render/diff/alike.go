package diff

// This file says a change without the name of whom it happened to, so that what happened alike to many can be said once.

import (
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Alike is the line without its object: two services to which the same happened in the same clusters have the same.
// How many pods were replaced, or containers restarted, is left out as well.
func (l Line) Alike() []Part {
	e := l.Entry
	kind, _, _ := strings.Cut(e.Object, "/")
	if e.What != schemas.ReadChanged { // there it names a kind, which is nobody's own
		e.Object, e.Container = "", ""
	}
	said := Line{Clusters: l.Clusters, Entry: e}
	switch e.What {
	case schemas.PodsReplaced:
		return said.saying(newer("pods"), plain(" replaced"))
	case schemas.Restarted:
		return said.saying(newer("restarts"))
	case schemas.ObjectAppeared:
		return said.saying(plain("%s appeared", kind))
	case schemas.ObjectVanished:
		return said.saying(plain("%s is gone", kind))
	default:
		return said.Parts()
	}
}
