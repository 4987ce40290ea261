package main

// This file is the hostile site: for each attack a service and a cluster of its own, in which every text that the
// schemas leave open is that attack, and a configuration whose every text is one too.

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/collect"
	"github.com/plimsoll-k8s/plimsoll/render"
	"github.com/plimsoll-k8s/plimsoll/render/browser/hostile"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

func writeHostile(dir string) error {
	attacks := hostile.Attacks()
	all := strings.Join(short(attacks), " ")
	c := content{
		config: schemas.SiteConfig{
			Title: all, BaseURL: "https://shop.example/teams/some%20team/hostile/", Formats: allFormats(), Every: schemas.Duration(10 * time.Minute),
			Links: []schemas.Link{{Title: all, URL: "javascript:alert(1)"}, {Title: all, URL: "https://example.com/?" + strings.Join(strings.Fields(all), "+")}},
		},
		own:       render.Own{Pages: hostilePages(attacks), Notes: map[string]render.Note{}},
		histories: map[string][]schemas.Change{},
	}
	for i, attack := range attacks {
		if err := c.attack(fmt.Sprintf("attack-%02d", i), attack); err != nil {
			return err
		}
	}
	if err := fill(&c.run, "run.v1.json", attacks[0], 2); err != nil {
		return err
	}
	for i, row := range c.clusters { // the account speaks of the clusters that there are
		c.run.Clusters = append(c.run.Clusters[:min(i, len(c.run.Clusters))], schemas.RunCluster{Name: row.Name, State: row.State, Message: row.Message})
	}
	return c.write(dir)
}

// attack adds the service of one attack, its history and its clusters.
func (c *content) attack(id, attack string) error {
	breadth, changes := 2, 24
	if len(attack) > 1000 {
		breadth, changes = 1, 3 // once is enough
	}
	s, change, index := &schemas.Snapshot{}, schemas.Change{}, &schemas.Index{}
	err := errors.Join(
		fill(s, "snapshot.v1.json", attack, breadth),
		fill(&change, "change.v1.json", attack, changes),
		fill(index, "index.v1.json", attack, breadth),
	)
	if err != nil {
		return err
	}
	s.Service.ID, s.Service.DependsOn = id, []string{"attack-00", attack}
	for i := range s.Clusters {
		aim(&s.Clusters[i])
	}
	c.snapshots = append(c.snapshots, s)
	c.own.Notes[id] = render.Note{File: "notes/" + id + ".md", Text: []byte(attack)}
	for i, entry := range change.Entries { // each on a line of its own, so that each is drawn as the reason of one
		c.histories[id] = append(c.histories[id], schemas.Change{At: now().Add(time.Duration(i-100) * time.Hour), Digest: change.Digest, Status: change.Status, Entries: []schemas.Entry{entry}})
	}
	for i, row := range index.Clusters {
		row.Name = s.Clusters[i].Name
		c.clusters = append(c.clusters, row)
	}
	return nil
}

// aim spreads the problems over the objects of the cluster: one that names no object stands by itself.
func aim(c *schemas.Cluster) {
	objects := []string{c.Workloads[0].Object(), c.Network[0].Object(), c.Storage[0].Object(), c.Budgets[0].Object(), c.Quotas[0].Object(), c.Resources[0].Object()}
	open := c.Problems[0]
	for i, object := range objects {
		open.Object, open.Severity = object, []schemas.Severity{schemas.Critical, schemas.Warning, schemas.Info}[i%3]
		c.Problems = append(c.Problems, open)
	}
}

// short leaves out what is longer than a title can be read.
func short(attacks []string) []string {
	var all []string
	for _, a := range attacks {
		if len(a) < 1000 {
			all = append(all, a)
		}
	}
	return all
}

// fill makes a document that keeps its schema and whose texts are the attack.
func fill(v any, schema, attack string, breadth int) error {
	m := hostile.Maker{Attack: attack, Breadth: breadth}
	for _, r := range collect.Rules() {
		m.Rules = append(m.Rules, r.ID)
	}
	opened, err := m.Open(schemas.Files(), schema)
	if err != nil {
		return err
	}
	return opened.Into(v)
}
