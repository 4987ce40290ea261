package collect

// This file is which kinds are read of a cluster: what the configuration leaves out, what it adds, and what it may not
// say of either.

import (
	"fmt"
	"slices"
	"strings"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/collect/source"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// indispensable are the kinds that a service is made of. Left out, it would look as if nothing ran.
var indispensable = []string{
	"pods", "deployments.apps", "statefulsets.apps", "daemonsets.apps", "replicasets.apps", "jobs.batch", "cronjobs.batch",
}

// checkKinds refuses to leave out what a service is made of, or what there is not.
func checkKinds(c *schemas.Config) error {
	known := plurals(facts.KindsFor(c.Resources, nil))
	for i, skip := range c.Skip {
		at := fmt.Sprintf("skip[%d]", i)
		switch {
		case slices.Contains(indispensable, skip):
			return c.Errorf(at, "%s cannot be left out: without them nothing can be said of a service", skip)
		case !slices.Contains(known, skip):
			text := fmt.Sprintf("%s is no kind that is read", skip)
			if near := nearestKind(skip, known); near != "" {
				text += fmt.Sprintf(", did you mean %q?", near)
			}
			return c.Errorf(at, "%s", text)
		}
	}
	for i, resource := range c.Resources {
		if plural := pluralOf(resource); slices.Contains(c.Skip, plural) {
			return c.Errorf(fmt.Sprintf("resources[%d]", i), "%s is left out by skip: take it out of one of them", plural)
		}
	}
	return nil
}

// nearestKind is what a name that is not known may have been meant for. A kind's group is easily forgotten.
func nearestKind(name string, known []string) string {
	bare, _, _ := strings.Cut(name, ".")
	for _, k := range known {
		if resource, _, _ := strings.Cut(k, "."); resource == bare {
			return k
		}
	}
	return schemas.Nearest(name, known)
}

// pluralOf is a kind as roles name it: kafkas.kafka.strimzi.io of kafka.strimzi.io/v1beta2/kafkas.
func pluralOf(resource string) string {
	parts := strings.Split(resource, "/")
	return parts[len(parts)-1] + "." + parts[0]
}

func plurals(kinds []facts.Kind) []string {
	names := make([]string, 0, len(kinds))
	for _, k := range kinds {
		names = append(names, k.Plural())
	}
	return names
}

// kindsOf are the kinds to read of one cluster. A custom kind that it has had is asked for even where it does not tell
// what it serves: what is merely not told is not gone.
func kindsOf(o Options, cluster string) []facts.Kind {
	kinds := facts.KindsFor(o.Config.Resources, o.Config.Skip)
	had := o.Past.reads(cluster)
	for i := range kinds {
		if kinds[i].Custom && had[kinds[i].Plural()] {
			kinds[i].Asked = true
		}
	}
	return append(kinds, besideOf(o.Config)...)
}

// besideOf are the kinds that a configuration asks for beside those that services are made of and judged by.
func besideOf(c *schemas.Config) []facts.Kind {
	if !c.Metrics {
		return nil
	}
	return []facts.Kind{facts.PodMetrics()}
}

// reads are the kinds that the newest run found a cluster to have, readable or not.
func (p Past) reads(cluster string) map[string]bool {
	had := map[string]bool{}
	if p.Run == nil {
		return had
	}
	for _, c := range p.Run.Clusters {
		if c.Name != cluster {
			continue
		}
		for _, r := range c.Reads {
			had[r.Resource] = had[r.Resource] || r.State != schemas.ReadNotServed
		}
	}
	return had
}

// unreadable lists the kinds of which nothing may be said that is not there: those that were not read ok, that the
// configuration leaves out, or of which the cluster does not say whether it has them. A kind that is not served has no
// objects: that was read.
func (c *Collected) unreadable(r *source.Reading) facts.Unreadable {
	u := unread(r.Reads)
	for _, plural := range append(slices.Clone(c.options.Config.Skip), r.Untold...) {
		u[plural] = []string{""}
	}
	return u
}

// unread lists the kinds that were not read ok.
func unread(reads []schemas.RunRead) facts.Unreadable {
	u := facts.Unreadable{}
	for _, r := range reads {
		if r.State != schemas.ReadOK && r.State != schemas.ReadNotServed {
			u[r.Resource] = append(u[r.Resource], r.Namespace)
		}
	}
	return u
}

// notServed lists the kinds that a cluster does not have. A dump of which a file is broken may have them after all.
func notServed(r *source.Reading) []string {
	var names []string
	missed := unread(r.Reads)
	for _, k := range r.Reads {
		if k.State == schemas.ReadNotServed && missed[k.Resource] == nil {
			names = append(names, k.Resource)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// wereRead are the kinds that were read wherever they were asked for. What is read on demand is left out: whether it was
// says nothing of the cluster.
func wereRead(r *source.Reading) []string {
	var names, failed []string
	for _, k := range facts.Kinds() {
		if k.OnDemand {
			failed = append(failed, k.Plural())
		}
	}
	for _, k := range r.Reads {
		if k.State == schemas.ReadOK {
			names = append(names, k.Resource)
		} else {
			failed = append(failed, k.Resource)
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(name string) bool { return slices.Contains(failed, name) })
}
