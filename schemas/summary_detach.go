package schemas

// This file takes a row out of the snapshot that it was made of. A snapshot that was read is parts of one text, which
// would live as long as the row does: of a fleet of 5,000 services that is a hundred megabytes.

import "strings"

// detach gives the row texts of its own.
func (row *ServiceEntry) detach() {
	own(&row.ID, &row.Name, &row.Digest, &row.Title, &row.Owner, &row.OwnerTitle, &row.System)
	row.Status = row.Status.own()
	needs := row.DependsOn
	row.DependsOn = nil
	for _, id := range needs {
		row.DependsOn = append(row.DependsOn, strings.Clone(id))
	}
	if l := row.Lead; l != nil {
		own(&l.Rule, &l.Cluster, &l.Object, &l.Message)
		l.Severity = Severity(strings.Clone(string(l.Severity)))
	}
	for i := range row.Clusters {
		p := &row.Clusters[i]
		own(&p.Name, &p.Version)
		p.Status = p.Status.own()
		if p.Headroom != nil {
			headroom := *p.Headroom
			own(&headroom.Workload)
			p.Headroom = &headroom
		}
	}
}

func own(texts ...*string) {
	for _, t := range texts {
		*t = strings.Clone(*t)
	}
}

func (s Status) own() Status { return Status(strings.Clone(string(s))) }
