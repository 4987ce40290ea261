package collect

// This file writes a draft as a plimsoll.yaml that explains itself.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// YAML is the file.
func (d *Draft) YAML() string {
	var b strings.Builder
	b.WriteString(`# Written by plimsoll init from the contexts of a kubeconfig and what runs there. It is yours to change:
# plimsoll doctor tells what a run would find, plimsoll validate what is wrong with the file.
apiVersion: plimsoll/v1

# A region is shown beside its cluster; clusters of one environment are compared with each other.
clusters:
`)
	for _, c := range d.Clusters {
		b.WriteString(d.cluster(c))
	}
	b.WriteString(d.services())
	b.WriteString(`
# metrics: true  # read what pods use from metrics.k8s.io, and show it beside requests and limits

site:
  title: Services
  # every: 10m  # how often plimsoll run is scheduled: pages then tell when a run is overdue
`)
	return b.String()
}

// cluster is one entry, as a comment where it is not to be read.
func (d *Draft) cluster(c DraftCluster) string {
	var b strings.Builder
	fmt.Fprintf(&b, "  - name: %s\n", scalar(c.Name))
	if d.Kubeconfig != "" {
		fmt.Fprintf(&b, "    kubeconfig: %s\n", scalar(d.Kubeconfig))
	}
	fmt.Fprintf(&b, "    context: %s\n", scalar(c.Context))
	if c.Region != "" {
		fmt.Fprintf(&b, "    region: %s  # from the context's name\n", scalar(c.Region))
	} else if c.Read() {
		b.WriteString("    # region: europe-west1\n")
	}
	if c.Read() {
		b.WriteString("    # environment: prod\n")
	}
	if len(c.Namespaces) > 0 && c.State == schemas.ReadOK {
		fmt.Fprintf(&b, "    namespaces: [%s]  # not allowed to list in all of them; plimsoll rbac prints what to ask for\n", scalar(c.Namespaces[0]))
	}
	switch {
	case c.SameAs != "":
		return commented(fmt.Sprintf("  # Left out, because it is the same API server as %s:\n", c.SameAs), b.String())
	case !c.Read():
		return commented(fmt.Sprintf("  # Left out: %s: %s\n", c.State, c.Message), b.String())
	case c.Message != "":
		return fmt.Sprintf("  # Not all of it can be read: %s\n", c.Message) + b.String()
	}
	return b.String()
}

// commented turns lines of the list into comments that become lines again when "# " is taken away.
func commented(why, lines string) string {
	var b strings.Builder
	b.WriteString(why)
	for line := range strings.Lines(lines) {
		b.WriteString("  # " + strings.TrimPrefix(line, "  "))
	}
	return b.String()
}

// services lists the labels that name services, by use, and shows how one is defined.
func (d *Draft) services() string {
	var b strings.Builder
	fmt.Fprintf(&b, "\nservices:\n  # The first of these labels that a workload carries names its service; %s.\n  discover:\n", workloadsText(d.Workloads))
	usual, _ := naming()
	var later []LabelUse
	used := 0
	for _, l := range d.Labels {
		if !slices.Contains(usual, l.Key) {
			later = append(later, l)
			continue
		}
		used++
		fmt.Fprintf(&b, "    - %s  # on %d\n", l.Key, l.Workloads)
	}
	if used == 0 {
		for _, key := range usual {
			fmt.Fprintf(&b, "    - %s  # on none\n", key)
		}
	}
	for _, l := range later {
		fmt.Fprintf(&b, "    # - %s  # on %d\n", l.Key, l.Workloads)
	}
	b.WriteString("  # A service that is named is missed where it is expected and not found:\n  # define:\n")
	fmt.Fprintf(&b, "  #   - %s\n", d.example())
	return b.String()
}

func workloadsText(n int) string {
	if n == 1 {
		return "1 workload was found"
	}
	return fmt.Sprintf("%d workloads were found", n)
}

// example defines a service that is there, where there is one.
func (d *Draft) example() string {
	key, value, cluster := "app", "checkout", d.firstRead()
	if len(d.Labels) > 0 {
		key, value, cluster = d.Labels[0].Key, d.Labels[0].Example, d.Labels[0].Cluster
	}
	return fmt.Sprintf("{name: %s, owner: my-team, selector: %s=%s, clusters: [%s]}", scalar(schemas.Slug(value)), key, value, scalar(cluster))
}

func (d *Draft) firstRead() string {
	for _, c := range d.Clusters {
		if c.Read() {
			return c.Name
		}
	}
	return "prod-eu"
}
