package render

// This file shows what stands around the workloads.

import (
	"strconv"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func (t *sheet) around(c schemas.Cluster) {
	for _, n := range c.Network {
		t.heading(c.Name, n.Kind, n.Namespace+"/"+n.Name)
		t.fact("type", n.Type)
		t.facts("port", n.Ports)
		t.facts("host", n.Hosts)
		t.facts("backend", n.Backends)
		t.facts("address", n.Addresses)
		t.counted("pods", n.Pods)
		t.counted("pods ready", n.Ready)
	}
	for _, s := range c.Storage {
		t.heading(c.Name, "PersistentVolumeClaim", s.Namespace+"/"+s.Name)
		t.fact("phase", s.Phase)
		t.fact("class", s.Class)
		t.fact("size", s.Size)
		t.facts("access", s.Access)
		t.facts("used by", s.UsedBy)
	}
	for _, b := range c.Budgets {
		t.heading(c.Name, "PodDisruptionBudget", b.Namespace+"/"+b.Name)
		t.fact("least available", b.MinAvailable)
		t.fact("most unavailable", b.MaxUnavailable)
		t.fact("pods expected", strconv.Itoa(b.Expected))
		t.fact("pods healthy", strconv.Itoa(b.Healthy))
		t.fact("pods desired", strconv.Itoa(b.Desired))
		t.fact("disruptions allowed", strconv.Itoa(b.Allowed))
	}
	for _, q := range c.Quotas {
		t.heading(c.Name, "ResourceQuota", q.Namespace+"/"+q.Name, q.Resource)
		t.fact("hard limit", q.Hard)
		t.fact("used", string(q.Band))
	}
	for _, r := range c.Resources {
		t.heading(c.Name, r.Kind+"."+r.Group, r.Namespace+"/"+r.Name)
		t.fact("status", string(r.Status))
		t.fact("revision", r.Revision)
		t.fact("expires", instant(r.Expires))
		t.fact("message", r.Message)
	}
}

// counted is a number that may be none at all.
func (t *sheet) counted(name string, n *int) {
	if n != nil {
		t.fact(name, strconv.Itoa(*n))
	}
}
