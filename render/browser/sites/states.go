package main

// This file is the sites of what the demo does not show: a page for each status, clusters that could not be read,
// services of many clusters and many workloads, a site where all is well, and one where nothing is yet.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// fixtures is where the renderer's own tests keep a snapshot of each status.
const fixtures = "render/testdata/data"

// allFormats are those that a configuration can name.
func allFormats() []string { return []string{"html", "markdown", "atom", "badge"} }

// stateConfig has the address at which the tests serve the site: the page for lost visitors climbs by it.
func stateConfig(dir string) schemas.SiteConfig {
	return schemas.SiteConfig{
		Title: "Shop", Formats: allFormats(), Every: schemas.Duration(10 * time.Minute),
		BaseURL: "https://shop.example/teams/some%20team/" + filepath.Base(dir) + "/",
		Links:   []schemas.Link{{Title: "handbook", URL: "https://docs.example/handbook"}},
	}
}

func writeStates(dir string) error {
	snapshots, histories, err := readFixtures()
	if err != nil {
		return err
	}
	var checkout *schemas.Snapshot
	for _, s := range snapshots {
		if s.Service.ID == "checkout" {
			checkout = s
		}
	}
	for _, remake := range []func(*schemas.Snapshot){wide(12), wide(30), deep(60), nowhere, lone, stale, unread} {
		one := clone(checkout)
		remake(one)
		snapshots = append(snapshots, one)
	}
	c := content{config: stateConfig(dir), own: written(), snapshots: snapshots, clusters: clustersOf(snapshots, unreadClusters()), histories: histories}
	c.run = runOf(c.clusters)
	return c.write(dir)
}

// writeCalm is a site where nothing needs attention.
func writeCalm(dir string) error {
	all, histories, err := readFixtures()
	if err != nil {
		return err
	}
	c := content{config: stateConfig(dir), histories: map[string][]schemas.Change{}}
	for _, s := range all {
		if s.Status == schemas.Healthy {
			c.snapshots = append(c.snapshots, s)
			c.histories[s.Service.ID] = histories[s.Service.ID]
		}
	}
	c.clusters = clustersOf(c.snapshots, nil)
	c.run = runOf(c.clusters)
	return c.write(dir)
}

// writeEmpty is a site on its first day: a cluster was read, and no service found.
func writeEmpty(dir string) error {
	clusters := []schemas.ClusterEntry{{
		Name: "prod-eu", State: schemas.ReadOK, Listed: []string{"deployments.apps", "pods"},
		Unclaimed: []schemas.Unclaimed{{Kind: "Deployment", Namespace: "shop", Count: 12}},
	}}
	return content{config: stateConfig(dir), clusters: clusters, run: runOf(clusters)}.write(dir)
}

// readFixtures reads the snapshots of the renderer's tests, and their histories.
func readFixtures() (snapshots []*schemas.Snapshot, histories map[string][]schemas.Change, err error) {
	files := os.DirFS(fixtures)
	histories = map[string][]schemas.Change{}
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		if path.Ext(name) == ".jsonl" {
			id := strings.TrimSuffix(strings.TrimPrefix(name, "history/"), ".jsonl")
			histories[id], err = decodeChanges(b)
			return err
		}
		s, err := schemas.DecodeSnapshot(b)
		snapshots = append(snapshots, s)
		return err
	})
	return snapshots, histories, err
}

func decodeChanges(b []byte) (changes []schemas.Change, err error) {
	for line := range bytes.Lines(b) {
		change, err := schemas.DecodeChange(line)
		if err != nil {
			return nil, err
		}
		changes = append(changes, *change)
	}
	return changes, nil
}

// unreadClusters are clusters of every way in which reading can end.
func unreadClusters() []schemas.ClusterEntry {
	asOf := now().Add(-9 * time.Hour)
	forbidden := schemas.Read{Resource: "ingresses.networking.k8s.io", Namespace: "shop", State: schemas.ReadForbidden, Message: `User "plimsoll" cannot list resource "ingresses"`}
	rows := []schemas.ClusterEntry{{Name: "prod-us", Region: "us-east1", Environment: "prod", Kubernetes: "v1.37.2", State: schemas.ReadOK, Reads: []schemas.Read{forbidden}}}
	for _, state := range []schemas.ReadState{schemas.ReadFailed, schemas.ReadTimeout, schemas.ReadUnauthorized, schemas.ReadUnreachable, schemas.ReadStale} {
		rows = append(rows, schemas.ClusterEntry{
			Name: "dark-" + string(state), Environment: "prod", State: state, Message: "as its server put it", AsOf: asOf,
			Reads: []schemas.Read{{Resource: "*", State: state, AsOf: asOf}},
		})
	}
	return rows
}

func runOf(clusters []schemas.ClusterEntry) schemas.Run {
	run := schemas.Run{Version: "0.0.0", Every: "10m"}
	for _, c := range clusters {
		run.Clusters = append(run.Clusters, schemas.RunCluster{Name: c.Name, State: c.State, LastRead: now(), Milliseconds: 310, Requests: 21, Bytes: 90_000, Objects: 140})
	}
	return run
}

func rename(s *schemas.Snapshot, id string) {
	s.Service.ID, s.Service.Name, s.Service.Title = id, id, ""
}

// wide runs the service in so many clusters.
func wide(clusters int) func(*schemas.Snapshot) {
	return func(s *schemas.Snapshot) {
		rename(s, fmt.Sprintf("clusters-%d", clusters))
		few := s.Clusters
		s.Clusters = nil
		for i := range clusters {
			c := clone(&few[i%len(few)])
			c.Name = fmt.Sprintf("prod-%02d", i)
			s.Clusters = append(s.Clusters, *c)
		}
	}
}

// deep gives the service so many workloads in its first cluster.
func deep(workloads int) func(*schemas.Snapshot) {
	return func(s *schemas.Snapshot) {
		rename(s, fmt.Sprintf("workloads-%d", workloads))
		few := s.Clusters[0].Workloads
		for i := len(few); i < workloads; i++ {
			w := clone(&few[i%len(few)])
			w.Name = fmt.Sprintf("%s-%02d", w.Name, i)
			s.Clusters[0].Workloads = append(s.Clusters[0].Workloads, *w)
		}
	}
}

// nowhere is a service that no cluster is known to run.
func nowhere(s *schemas.Snapshot) {
	rename(s, "nowhere")
	s.Status, s.Clusters, s.Findings = schemas.Missing, nil, nil
}

// lone has one bare workload and nothing that anyone has said of it.
func lone(s *schemas.Snapshot) {
	first := s.Clusters[0]
	w := schemas.Workload{Kind: "Deployment", Namespace: "shop", Name: "lone", Status: schemas.Healthy, Replicas: schemas.Replicas{Wanted: 1, Current: 1, Updated: 1, Ready: 1, Available: 1}}
	*s = schemas.Snapshot{
		Service: schemas.Service{ID: "shop/lone", Name: "lone", Origin: schemas.OriginDiscover}, Status: schemas.Healthy,
		Clusters: []schemas.Cluster{{Name: first.Name, Status: schemas.Healthy, Workloads: []schemas.Workload{w}}},
	}
}

// stale shows every cluster as it was when it was last read.
func stale(s *schemas.Snapshot) {
	rename(s, "all-stale")
	for i := range s.Clusters {
		c := &s.Clusters[i]
		c.Stale, c.AsOf = true, now().Add(-9*time.Hour)
		c.Reads = []schemas.Read{{Resource: "*", State: schemas.ReadUnreachable, Message: "connection refused", AsOf: c.AsOf}}
	}
}

// unread runs in clusters of which no kind could be read.
func unread(s *schemas.Snapshot) {
	rename(s, "unread")
	s.Status, s.Findings, s.Clusters = schemas.Unknown, nil, nil
	for _, row := range unreadClusters()[1:] {
		s.Clusters = append(s.Clusters, schemas.Cluster{Name: row.Name, Status: schemas.Unknown, Expected: true, Reads: []schemas.Read{{Resource: "*", State: row.State, Message: row.Message}}})
	}
}

// clone copies a value with all that it refers to.
func clone[T any](v *T) *T {
	b, err := json.Marshal(v)
	if err == nil {
		made := new(T)
		if err = json.Unmarshal(b, made); err == nil {
			return made
		}
	}
	panic(err) // plain data, which was read from JSON
}
