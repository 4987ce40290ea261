package source

// This file is how a kind is to be read of a cluster that has told what it serves. What every Kubernetes has is read in
// the version that the reducers know; custom kinds in whichever version is there.

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// settle says as what a kind is to be listed, or why it is not to be.
func (s *served) settle(k facts.Kind) (facts.Kind, *readError) {
	if k.Custom {
		return s.settleCustom(k)
	}
	why := s.lacks(k)
	switch {
	case why == "":
		return k, nil
	case k.Group == "" || k.Group == "apps":
		return k, fail(schemas.ReadFailed, "%s, as every Kubernetes does: is a proxy in between?", why)
	default:
		return k, fail(schemas.ReadNotServed, "%s", why)
	}
}

// lacks says why a kind is not served, "" if it is or may be.
func (s *served) lacks(k facts.Kind) string {
	asked := s.groups
	if k.Group == "" {
		asked = s.core
	}
	versions := s.versions[k.Group]
	gv := k.Group + "/" + k.Version
	_, found := s.kinds[gv+"/"+k.Resource]
	switch {
	case !asked:
		return ""
	case len(versions) == 0, s.known[gv] && !found:
		return "the cluster does not serve " + k.Plural()
	case !slices.Contains(versions, k.Version):
		return fmt.Sprintf("the cluster serves %s in %s, not in %s", cmp.Or(k.Group, "core"), strings.Join(versions, ", "), k.Version)
	}
	return ""
}

// settleCustom finds the version in which a custom kind is served. A group whose server did not say what is in it is
// tried: what does not answer is not what is not there. Where nothing at all was told, only what somebody asked for is:
// most clusters have hardly any of these kinds, and a right that is missing would look like one.
func (s *served) settleCustom(k facts.Kind) (facts.Kind, *readError) {
	untold := ""
	for _, version := range s.candidates(k) {
		gv := k.Group + "/" + version
		if t, found := s.kinds[gv+"/"+k.Resource]; found {
			k = k.Served(version, t.kind)
			k.Namespaced = t.namespaced
			return k, nil
		}
		if !s.known[gv] {
			untold = cmp.Or(untold, version)
		}
	}
	switch {
	case s.untold(k):
		return k, fail(schemas.ReadNotServed, "the cluster does not say what it serves, so %s were not looked for: list them under resources to have them tried", k.Plural())
	case untold != "":
		return k.Served(untold, ""), nil
	case !s.groups:
		return k, nil
	default:
		return k, fail(schemas.ReadNotServed, "the cluster does not serve %s", k.Plural())
	}
}

// untold says that nobody knows whether a kind is served, nor asked for it.
func (s *served) untold(k facts.Kind) bool { return k.Custom && !k.Asked && !s.groups }

// candidates are the versions in which a kind may be read, its own first; of a kind that is not custom there is no
// other.
func (s *served) candidates(k facts.Kind) []string {
	var own, others []string
	for _, v := range s.versions[k.Group] {
		switch {
		case v == k.Version:
			own = append(own, v)
		case k.Custom:
			others = append(others, v)
		}
	}
	return append(own, others...)
}
