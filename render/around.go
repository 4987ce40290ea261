package render

// This file is what stands around a service's workloads in a cluster: network, storage, budgets, quotas and custom
// resources, each with what is wrong with it.

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Part is a titled table. One with trouble in it opens by itself.
type Part struct {
	Badge // of the worst problem in it
	Title string
	Count string
	Table *Table
	Wrong bool
}

// partsOf lists the parts that hold anything, those with trouble first.
func (r *Renderer) partsOf(at place, c schemas.Cluster) []Part {
	on := r.complaintsOf(at, c.Problems)
	all := []Part{
		part("Network", "", networkTable(c.Network, on), on, names(c.Network, schemas.Network.Object)),
		part("Storage", "volume claim", storageTable(c.Storage, on), on, names(c.Storage, schemas.Claim.Object)),
		part("Disruption budgets", "budget", budgetTable(c.Budgets, on), on, names(c.Budgets, schemas.Budget.Object)),
		part("Quotas of its namespaces", "limit", quotaTable(c.Quotas, on), on, names(c.Quotas, schemas.Quota.Object)),
		part("Custom resources", "resource", resourceTable(c.Resources, on), on, names(c.Resources, schemas.Resource.Object)),
	}
	parts := slices.DeleteFunc(all, func(p Part) bool { return !p.Table.Any() })
	slices.SortStableFunc(parts, func(a, b Part) int {
		switch {
		case a.Wrong == b.Wrong:
			return 0
		case a.Wrong:
			return -1
		}
		return 1
	})
	return parts
}

// part says what is in it where that is worth a word, and takes the worst of what is wrong with it.
func part(title, one string, t *Table, on complaints, objects []string) Part {
	p := Part{Title: title, Table: t, Count: kindCounts(objects)}
	if one != "" {
		p.Count = plural(len(t.Rows), one)
	}
	worst := schemas.Info
	for _, object := range objects {
		for _, c := range on[object] {
			if c.problem.Ignored == nil && c.problem.Severity.Rank() < worst.Rank() {
				worst, p.Wrong = c.problem.Severity, true
			}
		}
	}
	if p.Wrong {
		p.Badge = severityBadge(worst)
	}
	return p
}

// kindCounts is "1 Ingress, 2 Services".
func kindCounts(objects []string) string {
	counts := map[string]int{}
	for _, object := range objects {
		counts[kindOf(object)]++
	}
	var said []string
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		said = append(said, plural(counts[kind], kind))
	}
	return strings.Join(said, ", ")
}

func names[T any](all []T, object func(T) string) []string {
	named := make([]string, len(all))
	for i, t := range all {
		named[i] = object(t)
	}
	return named
}

func networkTable(all []schemas.Network, on complaints) *Table {
	t := &Table{Head: []string{"name", "kind", "type", "ports", "hosts", "leads to", "addresses", "pods ready", "problem"}}
	for _, n := range all {
		t.Rows = append(t.Rows, []Cell{code(n.Name), word(n.Kind), word(n.Type), words(n.Ports), words(n.Hosts), words(backends(n.Backends)), words(n.Addresses), word(readyOf(n)), on.cell(n.Object(), "")})
	}
	return t
}

func backends(all []string) []string {
	short := make([]string, len(all))
	for i, b := range all {
		short[i] = lastName(b)
	}
	return short
}

func readyOf(n schemas.Network) string {
	if n.Pods == nil || n.Ready == nil {
		return ""
	}
	return number(*n.Ready) + " of " + number(*n.Pods)
}

func storageTable(all []schemas.Claim, on complaints) *Table {
	t := &Table{Head: []string{"claim", "phase", "size", "class", "access", "used by", "problem"}}
	for _, c := range all {
		t.Rows = append(t.Rows, []Cell{code(c.Name), word(c.Phase), word(c.Size), word(c.Class), word(accessWords(c.Access)), words(backends(c.UsedBy)), on.cell(c.Object(), "")})
	}
	return t
}

// accessModes are kubectl's short forms.
var accessModes = map[string]string{"ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP"}

func accessWords(modes []string) string {
	short := make([]string, len(modes))
	for i, mode := range modes {
		short[i] = cmp.Or(accessModes[mode], mode)
	}
	return strings.Join(short, ", ")
}

func budgetTable(all []schemas.Budget, on complaints) *Table {
	t := &Table{Head: []string{"budget", "keeps at least", "loses at most", "pods", "healthy", "may be disrupted now", "problem"}}
	for _, b := range all {
		t.Rows = append(t.Rows, []Cell{code(b.Name), text(b.MinAvailable), text(b.MaxUnavailable), amount(b.Expected), text(number(b.Healthy) + " of " + number(b.Desired) + " needed"), amount(b.Allowed), on.cell(b.Object(), "")})
	}
	return t
}

// quotaWords: a quota's band is against its hard limit, not against a target.
var quotaWords = map[schemas.Band]string{
	schemas.BandBelow: "room left", schemas.BandNear: "nearly used up", schemas.BandAbove: "used up", schemas.BandUnknown: "not known",
}

func quotaTable(all []schemas.Quota, on complaints) *Table {
	t := &Table{Head: []string{"quota", "namespace", "resource", "limit", "use", "problem"}}
	for _, q := range all {
		t.Rows = append(t.Rows, []Cell{code(q.Name), text(q.Namespace), code(q.Resource), text(q.Hard), text(cmp.Or(quotaWords[q.Band], string(q.Band))), on.cell(q.Object(), q.Resource)})
	}
	return t
}

// resourceTable leaves a resource's own message away where its problem says it.
func resourceTable(all []schemas.Resource, on complaints) *Table {
	t := &Table{Head: []string{"name", "kind", "state", "revision", "expires", "says", "problem"}}
	for _, r := range all {
		says, wrong := text(r.Message), on.cell(r.Object(), "")
		if !wrong.empty() {
			says = Cell{}
		}
		badge := badgeOf(r.Status)
		t.Rows = append(t.Rows, []Cell{code(r.Name), words([]string{r.Kind, r.Group}), {Badge: badge, Text: badge.Word, Whole: true}, code(r.Revision), moment(Moment{r.Expires}), says, wrong})
	}
	return t
}

// countTable counts objects by kind and namespace.
func countTable(all []schemas.Unclaimed) *Table {
	t := &Table{Head: []string{"kind", "namespace", "count"}}
	for _, u := range all {
		t.Rows = append(t.Rows, []Cell{text(u.Kind), text(u.Namespace), text(strconv.Itoa(u.Count))})
	}
	return t
}
