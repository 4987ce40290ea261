package gate

// This file is what of a fleet a gate looks at: services by id, owner or system, and in which clusters.

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Scope narrows a gate; what is empty narrows nothing. With Clusters, a service is as it is there.
type Scope struct {
	Services, Owners, Systems, Clusters []string
}

func (s Scope) narrowed() bool { return len(s.Clusters) > 0 }

// services are the rows in scope. A name that nothing bears is an error: it would open the gate by a typing mistake.
func (s Scope) services(ix *schemas.Index) ([]schemas.ServiceEntry, error) {
	for _, one := range []struct {
		flag  string
		asked []string
		of    func(schemas.ServiceEntry) []string
	}{
		{"service", s.Services, func(r schemas.ServiceEntry) []string { return []string{r.ID} }},
		{"owner", s.Owners, func(r schemas.ServiceEntry) []string { return []string{r.Owner} }},
		{"system", s.Systems, func(r schemas.ServiceEntry) []string { return []string{r.System} }},
	} {
		if err := known(one.flag, one.asked, namesIn(ix.Services, one.of)); err != nil {
			return nil, vanished(err, ix, one.flag, one.asked)
		}
	}
	if err := known("cluster", s.Clusters, namesIn(ix.Clusters, func(c schemas.ClusterEntry) []string { return []string{c.Name} })); err != nil {
		return nil, err
	}
	var rows []schemas.ServiceEntry
	for _, r := range ix.Services {
		if wanted(s.Services, r.ID) && wanted(s.Owners, r.Owner) && wanted(s.Systems, r.System) && (!s.narrowed() || len(s.places(r)) > 0) {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 && len(s.Services)+len(s.Owners)+len(s.Systems) > 0 {
		return nil, fmt.Errorf("no service is all that is asked for: each is there, but no service is in all of them")
	}
	return rows, nil
}

func wanted(asked []string, name string) bool { return len(asked) == 0 || slices.Contains(asked, name) }

func namesIn[T any](rows []T, of func(T) []string) []string {
	var names []string
	for _, r := range rows {
		names = append(names, of(r)...)
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
}

// known refuses a name that is not among those that there are.
func known(flag string, asked, there []string) error {
	const most = 10
	for _, name := range asked {
		if slices.Contains(there, name) && name != "" {
			continue
		}
		if near := schemas.Nearest(name, there); near != "" {
			return fmt.Errorf("--%s %s: there is none; did you mean %s?", flag, name, near)
		}
		list := strings.Join(there[:min(len(there), most)], ", ")
		switch more := len(there) - most; {
		case len(there) == 0:
			return fmt.Errorf("--%s %s: no service has one", flag, name)
		case more > 0:
			list += fmt.Sprintf(" and %d more", more)
		}
		return fmt.Errorf("--%s %s: there is none; there are %s", flag, name, list)
	}
	return nil
}

// vanished says so of a service that was there.
func vanished(err error, ix *schemas.Index, flag string, asked []string) error {
	for _, g := range ix.Gone {
		if flag == "service" && slices.Contains(asked, g.ID) {
			return fmt.Errorf("--service %s: it is gone since %s", g.ID, moment(g.At))
		}
	}
	return err
}

// clusters are those that are looked at: where services are narrowed, only those that they are in.
func (s Scope) clusters(ix *schemas.Index, services []schemas.ServiceEntry) []schemas.ClusterEntry {
	holds := map[string]bool{}
	for _, r := range services {
		for _, p := range r.Clusters {
			holds[p.Name] = true
		}
	}
	some := len(s.Services)+len(s.Owners)+len(s.Systems) > 0
	return slices.DeleteFunc(slices.Clone(ix.Clusters), func(c schemas.ClusterEntry) bool {
		return !wanted(s.Clusters, c.Name) || some && !holds[c.Name]
	})
}

func (s Scope) places(r schemas.ServiceEntry) []schemas.Placement {
	return slices.DeleteFunc(slices.Clone(r.Clusters), func(p schemas.Placement) bool { return !wanted(s.Clusters, p.Name) })
}

// worst is the service's state: its own, or the worst that it is in within the clusters in scope.
func (s Scope) worst(r schemas.ServiceEntry) schemas.Status {
	if !s.narrowed() {
		return r.Status
	}
	places := s.places(r)
	return slices.MinFunc(places, func(a, b schemas.Placement) int { return a.Status.Rank() - b.Status.Rank() }).Status
}

// complaint is a problem that counts.
type complaint struct {
	schemas.Complaint
	explained bool // by another problem
	reading   bool // it says what is not known
}

// complaints are the problems in scope that nobody has set aside, the worst first.
func (s Scope) complaints(snapshot *schemas.Snapshot) []complaint {
	var all []complaint
	add := func(cluster string, asOf time.Time, problems []schemas.Problem) {
		for _, p := range problems {
			if p.Ignored != nil || cluster == "" && s.narrowed() && !slices.Contains(s.Clusters, strings.TrimPrefix(p.Object, "Cluster/")) {
				continue
			}
			all = append(all, complaint{
				Complaint: schemas.Complaint{
					Rule: p.Rule, Severity: p.Severity, Cluster: cluster, AsOf: asOf, Object: p.Object, Container: p.Container,
					Message: p.Message, Hint: p.Hint, Since: p.Since,
				},
				explained: p.CausedBy != "", reading: p.AboutReading(),
			})
		}
	}
	for _, c := range snapshot.Clusters {
		if wanted(s.Clusters, c.Name) {
			add(c.Name, c.AsOf, c.Problems)
		}
	}
	add("", time.Time{}, snapshot.Findings)
	slices.SortStableFunc(all, func(a, b complaint) int {
		rank := func(c complaint) int {
			if c.reading {
				return 2*c.Severity.Rank() + 1
			}
			return 2 * c.Severity.Rank()
		}
		return rank(a) - rank(b)
	})
	return all
}

// moment is a time as people read it.
func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }
