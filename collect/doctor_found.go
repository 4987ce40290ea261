package collect

// This file is what doctor found: of a cluster's kinds, and of where services are.

import (
	"slices"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// kindsFound puts together what reading showed and what the cluster says that it allows. Reading is believed where the
// two differ; for what was not read, because nothing asked for it this time, there is only the word of the cluster.
func kindsFound(kinds []facts.Kind, reads []schemas.RunRead, rights []source.Right) []KindDiagnosis {
	var found []KindDiagnosis
	for _, k := range kinds {
		before := len(found)
		for _, r := range reads {
			if r.Resource == k.Plural() {
				found = append(found, KindDiagnosis{
					Resource: r.Resource, Namespace: r.Namespace, State: r.State, Message: r.Message,
					Custom: k.Custom, Beside: k.Beside, Allowed: allowed(rights, r.Resource, r.Namespace),
				})
			}
		}
		if len(found) > before {
			continue
		}
		for _, r := range rights {
			if r.Resource != k.Plural() {
				continue
			}
			one := KindDiagnosis{Resource: r.Resource, Namespace: r.Namespace, State: schemas.ReadOK, Custom: k.Custom, Beside: k.Beside, Allowed: &r.Allowed}
			if !r.Allowed {
				one.State, one.Message = schemas.ReadForbidden, "was not needed this time, and would not be allowed"
			}
			found = append(found, one)
		}
	}
	return found
}

func allowed(rights []source.Right, resource, namespace string) *bool {
	for _, r := range rights {
		if r.Resource == resource && (r.Namespace == namespace || namespace == "") {
			return &r.Allowed
		}
	}
	return nil
}

// unmeasured says of clusters without what the configuration asks for what they would need.
func (d *Diagnosis) unmeasured() []string {
	var live, dumps []string
	for _, c := range d.Clusters {
		if !slices.ContainsFunc(c.Kinds, func(k KindDiagnosis) bool { return k.Beside && k.State == schemas.ReadNotServed }) {
			continue
		}
		if c.Source == "dump" {
			dumps = append(dumps, c.Name)
		} else {
			live = append(live, c.Name)
		}
	}
	var notes []string
	if len(live) > 0 {
		notes = append(notes, "metrics: true asks for what pods use, and nothing serves metrics.k8s.io in "+listed(live)+": it needs metrics-server, or another that does")
	}
	if len(dumps) > 0 {
		notes = append(notes, "metrics: true asks for what pods use, and no file of "+listed(dumps)+" holds it: kubectl get podmetrics -A -o json > podmetrics.json, into that folder")
	}
	return notes
}

// whereabouts are the services that are named or were found.
func (c *Collected) whereabouts() []ServiceDiagnosis {
	services := []ServiceDiagnosis{}
	for _, s := range c.services {
		d := ServiceDiagnosis{ID: s.service.ID, Origin: s.service.Origin, Clusters: []Whereabouts{}}
		for _, r := range c.readings {
			share := s.shares[r.Name]
			switch expected := slices.Contains(c.roster.expected(d.ID), r.Name); {
			case share != nil:
				d.Clusters = append(d.Clusters, tallyShare(r.Name, share))
			case expected && readWhole(r):
				d.Clusters = append(d.Clusters, Whereabouts{Name: r.Name, State: Absent})
			case expected:
				d.Clusters = append(d.Clusters, Whereabouts{Name: r.Name, State: Unclear})
			}
		}
		services = append(services, d)
	}
	return services
}

func tallyShare(cluster string, s *facts.Share) Whereabouts {
	w := Whereabouts{Name: cluster, State: Found, Workloads: len(s.Workloads), Jobs: len(s.CronJobs) + len(s.Jobs)}
	for _, workload := range s.Workloads {
		w.Pods += len(workload.Pods)
	}
	for _, j := range s.Jobs {
		w.Pods += len(j.Pods)
	}
	for _, c := range s.CronJobs {
		for _, j := range c.Jobs {
			w.Pods += len(j.Pods)
		}
	}
	return w
}
