package main

// This file makes the same services into a site for Hugo, as somebody would who wants the same pages from it: what
// stands in tables is Markdown, which Hugo is quickest with, and what is drawn or linked is front matter, in JSON, that
// layouts without a theme range over. What Plimsoll has no like of is off, so that Hugo makes pages and nothing else.
//
// Hugo's pages are the smaller ones: its tables know no labels for phones, and no shape before a pod's name.

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// writeHugo makes the site that Hugo builds.
func (f fleet) writeHugo(dir string) error {
	for name, text := range layouts() {
		if err := writeFile(filepath.Join(dir, name), text); err != nil {
			return err
		}
	}
	for n := range f.services {
		text, err := f.markdown(n)
		if err != nil {
			return err
		}
		id := f.service(n).Service.ID
		if err := writeFile(filepath.Join(dir, "content", "services", id+".md"), text); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(name, text string) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o666)
}

// front is what a page's layout ranges over.
type front struct {
	Title       string     `json:"title"`
	Description string     `json:"description"`
	Status      string     `json:"status"`
	Owner       string     `json:"owner"`
	System      string     `json:"system"`
	Lifecycle   string     `json:"lifecycle"`
	Ways        []way      `json:"ways"`
	DependsOn   []relation `json:"depends"`
	NeededBy    []relation `json:"needed"`
	Lead        string     `json:"lead"`
	Fleet       string     `json:"fleet"`
	Lanes       []lane     `json:"lanes"`
	Changes     []change   `json:"changes"`
}

type way struct {
	Title string `json:"title"`
	URL   string `json:"url"`
}

type relation struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Status string `json:"status"`
}

type lane struct {
	Name    string `json:"name"`
	Region  string `json:"region"`
	Status  string `json:"status"`
	Version string `json:"version"`
	Ready   int    `json:"ready"`
	Wanted  int    `json:"wanted"`
	Min     int    `json:"min"`
	Now     int    `json:"now"`
	Max     int    `json:"max"`
	Pods    []dot  `json:"pods"`
}

type dot struct {
	Name  string `json:"name"`
	State string `json:"state"`
}

type change struct {
	Day  string `json:"day"`
	At   string `json:"at"`
	Text string `json:"text"`
}

// markdown is a service's page, with the rows that Plimsoll's has.
func (f fleet) markdown(n int) (string, error) {
	s := f.service(n)
	head, err := json.MarshalIndent(f.front(n, s), "", " ")
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n\n## What is wrong\n\n", head, s.Service.Description)
	for _, c := range s.Clusters {
		for _, p := range c.Problems {
			fmt.Fprintf(&b, "**%s** in %s: %s. %s\n\n", p.Object, c.Name, p.Message, p.Hint)
		}
	}
	for _, c := range s.Clusters {
		markdownCluster(&b, c)
	}
	return b.String(), nil
}

func (f fleet) front(n int, s *schemas.Snapshot) front {
	v := front{
		Title: s.Service.Name, Description: s.Service.Description, Status: string(s.Status), Owner: s.Service.Owner, System: s.Service.System, Lifecycle: s.Service.Lifecycle,
		Lead: fmt.Sprintf("In %d clusters it is %s, on %s.", len(s.Clusters), s.Status, s.Clusters[0].Workloads[0].Version), Fleet: "If any one cluster were lost, the others could carry all that runs now.",
		DependsOn: []relation{f.relation(n + 1), f.relation(n + 7)}, NeededBy: []relation{f.relation(n + f.services - 1), f.relation(n + f.services - 7)},
		Changes: []change{{noon.Format("Mon 2 Jan 2006"), noon.Format("15:04"), "the service appeared, " + string(s.Status)}},
	}
	for _, l := range s.Service.Links {
		v.Ways = append(v.Ways, way{l.Title, l.URL})
	}
	for _, c := range s.Clusters {
		w := c.Workloads[0]
		one := lane{Name: c.Name, Region: c.Region, Status: string(c.Status), Version: w.Version, Ready: w.Replicas.Ready, Wanted: w.Replicas.Wanted, Min: w.Autoscaler.Min, Now: w.Autoscaler.Current, Max: w.Autoscaler.Max}
		for _, p := range w.Pods {
			one.Pods = append(one.Pods, dot{p.Name, string(p.State)})
		}
		v.Lanes = append(v.Lanes, one)
	}
	return v
}

func (f fleet) relation(n int) relation {
	s := f.service(n % f.services)
	return relation{s.Service.ID, s.Service.Name, string(s.Status)}
}

func markdownCluster(b *strings.Builder, c schemas.Cluster) {
	w := c.Workloads[0]
	fmt.Fprintf(b, "\n## %s\n\n%s · %s · Kubernetes %s\n\n### %s %s\n\n", c.Name, c.Status, c.Region, c.Kubernetes, w.Kind, w.Name)
	for _, fact := range [][2]string{
		{"namespace", w.Namespace}, {"wanted", fmt.Sprint(w.Replicas.Wanted)}, {"current", fmt.Sprint(w.Replicas.Current)}, {"updated", fmt.Sprint(w.Replicas.Updated)}, {"ready", fmt.Sprint(w.Replicas.Ready)},
		{"available", fmt.Sprint(w.Replicas.Available)}, {"strategy", w.Strategy}, {"created", w.Created.Format("2 Jan 2006 15:04 UTC")}, {"autoscaler", w.Autoscaler.Kind + " " + w.Autoscaler.Name},
	} {
		fmt.Fprintf(b, "%s\n: %s\n\n", fact[0], fact[1])
	}
	table(b, "scales by", "type", "target", "now")
	for _, m := range w.Autoscaler.Metrics {
		row(b, "`"+m.Name+"`", m.Type, m.Target, string(m.Band))
	}
	table(b, "container", "kind", "image", "CPU", "memory")
	for _, k := range w.Containers {
		row(b, "`"+k.Name+"`", string(k.Kind), "`"+k.Image+"`", k.Requests.CPU+" → "+k.Limits.CPU, k.Requests.Memory+" → "+k.Limits.Memory)
	}
	table(b, "condition", "status", "reason", "message", "since")
	for _, k := range append(w.Conditions[:len(w.Conditions):len(w.Conditions)], w.Autoscaler.Conditions...) {
		row(b, k.Type, k.Status, k.Reason, k.Message, k.Since.Format("2 Jan 2006 15:04 UTC"))
	}
	table(b, "pod", "state", "containers", "restarts", "node", "created")
	for _, p := range w.Pods {
		row(b, "`"+p.Name+"`", string(p.State), fmt.Sprintf("%d running", len(p.Containers)), fmt.Sprint(p.Restarts), p.Node, p.Created.Format("2 Jan 2006 15:04 UTC"))
	}
	table(b, "name", "kind", "type", "ports", "addresses", "pods ready")
	for _, n := range c.Network {
		row(b, "`"+n.Name+"`", n.Kind, n.Type, n.Ports[0], n.Addresses[0], fmt.Sprintf("%d of %d", *n.Ready, *n.Pods))
	}
}

// table begins one.
func table(b *strings.Builder, heads ...string) {
	b.WriteString("\n")
	row(b, heads...)
	b.WriteString(strings.Repeat("| --- ", len(heads)) + "|\n")
}

func row(b *strings.Builder, cells ...string) {
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}
