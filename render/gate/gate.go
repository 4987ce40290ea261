// Package gate decides whether the state of a fleet closes the gate of a pipeline, and says so in the forms that
// pipelines read: lines, JUnit, GitHub's annotations and step summary.
//
// This file decides. The index is enough for services that close nothing; of the others the snapshot is opened, to say
// what is wrong.
package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// Ask is what a gate is asked to look at, and to close on.
type Ask struct {
	FailOn []string
	Rules  []string // that there are, which FailOn may name
	Scope  Scope
	MaxAge time.Duration // 0: any
	Now    time.Time
}

// Data is what a run left. Run may be nil, if the ask does not depend on it.
type Data struct {
	Index    *schemas.Index
	Run      *schemas.Run
	Snapshot func(id string) (*schemas.Snapshot, error)
}

// Judge comes to a verdict. Its errors are the asker's: a word or a name that there is not, or data that cannot be read.
func Judge(d Data, a Ask) (*schemas.Check, error) {
	conditions, err := conditionsOf(a.FailOn, a.Rules)
	if err != nil {
		return nil, err
	}
	services, err := a.Scope.services(d.Index)
	if err != nil {
		return nil, err
	}
	check := &schemas.Check{SchemaVersion: schemas.CheckVersion, Gate: schemas.GateOpen, FailOn: words(conditions)}
	if err := dated(check, d.Run, a); err != nil {
		return nil, err
	}
	clusters := a.Scope.clusters(d.Index, services)
	check.Clusters = checked(clusters, slices.ContainsFunc(conditions, func(c condition) bool { return c.unread }))
	j := &judge{data: d, scope: a.Scope, conditions: conditions, unread: notWhole(check.Clusters)}
	if err := j.judge(check, services); err != nil {
		return nil, err
	}
	closes := func(c schemas.CheckedCluster) bool { return c.Closes }
	if len(check.Closing) > 0 || check.TooOld || slices.ContainsFunc(check.Clusters, closes) {
		check.Gate = schemas.GateClosed
	}
	return check, nil
}

// dated says how old the data is.
func dated(check *schemas.Check, run *schemas.Run, a Ask) error {
	if a.MaxAge > 0 {
		check.MaxAge = a.MaxAge.String()
	}
	switch {
	case run != nil:
		age := max(0, a.Now.Sub(run.Finished))
		check.Finished, check.Every, check.Age = run.Finished, run.Every, int(age.Seconds())
		check.TooOld = a.MaxAge > 0 && age > a.MaxAge
	case a.MaxAge > 0:
		return fmt.Errorf("--max-age: there is no data/run.json to tell how old the data is")
	}
	return nil
}

// checked are the clusters as a check lists them.
func checked(entries []schemas.ClusterEntry, closing bool) []schemas.CheckedCluster {
	list := make([]schemas.CheckedCluster, 0, len(entries))
	for _, e := range entries {
		c := schemas.CheckedCluster{Name: e.Name, State: e.State, Message: e.Message, AsOf: e.AsOf}
		for _, r := range e.Reads {
			if r.Resource != "*" && !slices.Contains(c.Unread, r.Resource) {
				c.Unread = append(c.Unread, r.Resource)
			}
		}
		c.Closes = closing && !c.Whole()
		list = append(list, c)
	}
	return list
}

// notWhole tells which clusters could not be read whole.
func notWhole(clusters []schemas.CheckedCluster) map[string]bool {
	unread := map[string]bool{}
	for _, c := range clusters {
		if !c.Whole() {
			unread[c.Name] = true
		}
	}
	return unread
}

// judge goes through the services.
type judge struct {
	data       Data
	scope      Scope
	conditions []condition
	unread     map[string]bool
}

func (j *judge) judge(check *schemas.Check, services []schemas.ServiceEntry) error {
	check.Closing, check.Passing = []schemas.Closing{}, make([]schemas.Passing, 0, len(services))
	for _, row := range services {
		closing, err := j.service(row)
		if err != nil {
			return err
		}
		if closing != nil {
			check.Closing = append(check.Closing, *closing)
			continue
		}
		check.Passing = append(check.Passing, schemas.Passing{ID: row.ID, Owner: row.Owner, System: row.System, Status: j.scope.worst(row)})
	}
	slices.SortStableFunc(check.Closing, compareClosings)
	return nil
}

// compareClosings puts the worst first.
func compareClosings(a, b schemas.Closing) int {
	gravest := func(c schemas.Closing) int {
		if len(c.Problems) == 0 {
			return schemas.Info.Rank() + 1
		}
		return c.Problems[0].Severity.Rank()
	}
	return cmp.Or(cmp.Compare(a.Status.Rank(), b.Status.Rank()), cmp.Compare(gravest(a), gravest(b)), strings.Compare(a.ID, b.ID))
}

// service is nil where it closes nothing.
func (j *judge) service(row schemas.ServiceEntry) (*schemas.Closing, error) {
	v := view{ServiceEntry: row, status: j.scope.worst(row), places: j.scope.places(row), narrowed: j.scope.narrowed(), unread: j.unread}
	may := slices.DeleteFunc(slices.Clone(j.conditions), func(c condition) bool { return !c.may(v) })
	if len(may) == 0 {
		return nil, nil
	}
	snapshot, err := j.data.Snapshot(row.ID)
	if err == nil && snapshot == nil {
		err = fmt.Errorf("the snapshot of %s is missing, and the index lists it: collect again", row.ID)
	}
	if err != nil {
		return nil, err
	}
	all := j.scope.complaints(snapshot)
	holding := slices.DeleteFunc(may, func(c condition) bool { return !c.sure(v) && !slices.ContainsFunc(all, c.tells) })
	if len(holding) == 0 {
		return nil, nil
	}
	closing := &schemas.Closing{
		ID: row.ID, Owner: row.Owner, System: row.System, Status: v.status, Ignored: row.Ignored,
		Because: words(holding), Problems: []schemas.Complaint{},
	}
	for _, p := range all {
		if slices.ContainsFunc(holding, func(c condition) bool { return c.tells(p) }) {
			closing.Problems = append(closing.Problems, p.Complaint)
		}
	}
	return closing, nil
}
