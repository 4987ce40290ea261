package source

// This file reads a dump: a folder of JSON and YAML as kubectl or a support bundle writes it. What it holds is
// known only when all of it was read.

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/validate/content"

	"github.com/plimsoll-k8s/plimsoll/collect/facts"
	"github.com/plimsoll-k8s/plimsoll/schemas"
)

// dump is the state of reading one.
type dump struct {
	root       *os.Root
	into       *Reading
	namespaces []string
	progress   func(Progress)

	rows    []facts.Kind
	kinds   map[typeMeta]facts.Kind
	named   map[string]facts.Kind // by kind, whatever the version
	held    map[string]int        // objects by plural; 0 for a list that is there and empty
	other   map[string]string     // by plural, a version that is not read
	skipped schemas.Tally
	trouble []schemas.RunRead
}

// readDumpInto reads the dump of a cluster. Of an object that stands there twice, the one that is read last counts:
// files are read in the order of their names, so that a newer one may be laid over an older.
func readDumpInto(ctx context.Context, c schemas.ClusterConfig, kinds []facts.Kind, into *Reading, progress func(Progress)) {
	root, err := os.OpenRoot(c.Dump)
	if err != nil {
		into.failed(failWhole(schemas.ReadFailed, "open the dump: %v", err))
		return
	}
	defer root.Close()
	d := newDump(root, c.Namespaces, kinds, into, progress)
	if err := d.walk(ctx); err != nil {
		into.failed(dumpStopped(ctx, err))
		return
	}
	d.finish()
}

func newDump(root *os.Root, namespaces []string, kinds []facts.Kind, into *Reading, progress func(Progress)) *dump {
	d := &dump{
		root: root, into: into, namespaces: namespaces, progress: progress, rows: kinds,
		kinds: map[typeMeta]facts.Kind{}, named: map[string]facts.Kind{},
		held: map[string]int{}, other: map[string]string{}, skipped: schemas.Tally{},
	}
	for _, k := range kinds {
		d.kinds[typeMeta{k.APIVersion(), k.Kind}] = k
		if !k.Custom {
			d.named[k.Kind] = k
		}
	}
	return d
}

func dumpStopped(ctx context.Context, err error) *readError {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return failWhole(schemas.ReadTimeout, "the dump could not be read in time: raise the cluster's timeout")
	}
	return failWhole(schemas.ReadFailed, "read the dump: %v", err)
}

// finish says how reading each kind went. The dump itself is fine as long as it holds anything of a cluster: a
// broken file costs what was in it.
func (d *dump) finish() {
	if len(d.held)+len(d.other) == 0 {
		d.into.failed(d.nothing())
		return
	}
	d.into.Facts.Sort()
	d.into.State = schemas.ReadOK
	for _, k := range d.rows {
		d.into.Reads = append(d.into.Reads, d.readOf(k))
		d.into.Objects += d.held[k.Plural()]
	}
	d.into.Reads = append(d.into.Reads, d.trouble...)
	d.into.Skipped = d.skipped.List()
	for _, r := range d.into.Reads {
		d.progress(Progress{Cluster: d.into.Name, Resource: r.Resource, State: r.State, Objects: r.Objects, Done: true})
	}
}

// readOf tells three things apart: a kind of which the dump says something, one that it holds in a version whose
// fields are other fields, and one that whoever made the dump did not ask for, which is no trouble.
func (d *dump) readOf(k facts.Kind) schemas.RunRead {
	n, held := d.held[k.Plural()]
	r := schemas.RunRead{Resource: k.Plural(), State: schemas.ReadOK, Objects: n}
	version, other := d.other[k.Plural()]
	switch {
	case other && n == 0:
		r.State = schemas.ReadFailed
		r.Message = fmt.Sprintf("this dump holds them as %s only: dump them with kubectl get %s -o json", version, asKubectl(k))
	case held:
	default:
		r.State, r.Message = schemas.ReadNotServed, "not in this dump"
	}
	return r
}

// asKubectl names a kind with its version, which kubectl otherwise chooses.
func asKubectl(k facts.Kind) string {
	if k.Group == "" {
		return k.Resource
	}
	return k.Resource + "." + k.Version + "." + k.Group
}

func (d *dump) nothing() *readError {
	if len(d.trouble) > 0 {
		return failWhole(schemas.ReadFailed, "the dump holds nothing that can be read: %s", d.trouble[0].Message)
	}
	return failWhole(schemas.ReadFailed, "the dump holds no object of a kind that Plimsoll reads: write some with kubectl get -o json into it")
}

// object takes one object in, or counts it. An error says what is wrong with it.
func (d *dump) object(h objectHead, raw []byte) error {
	k, known := d.kinds[h.typeMeta]
	namespace := cmp.Or(h.Metadata.Namespace, "default")
	if !known {
		d.skip(h.typeMeta, h.Metadata.Namespace)
		return nil
	}
	d.hold(k, 0)
	if len(d.namespaces) > 0 && !slices.Contains(d.namespaces, namespace) {
		return nil
	}
	for _, name := range []string{h.Metadata.Name, namespace} {
		if wrong := content.IsPathSegmentName(name); name == "" || len(wrong) > 0 || facts.Clean(name, 0) != name {
			return fmt.Errorf("%s: %q is no name that an API server takes", k.Kind, name)
		}
	}
	if err := k.JSON(d.into.Facts, raw); err != nil {
		return fmt.Errorf("%s/%s: %w", namespace, h.Metadata.Name, err)
	}
	d.hold(k, 1)
	return nil
}

// hold counts objects of a kind. A thousand of them are worth a word to somebody who waits.
func (d *dump) hold(k facts.Kind, objects int) {
	n := d.held[k.Plural()] + objects
	d.held[k.Plural()] = n
	if objects > 0 && n%1000 == 0 {
		d.progress(Progress{Cluster: d.into.Name, Resource: k.Plural(), Objects: n})
	}
}

// skip counts an object of a kind that is not read, Secrets among them: nothing but what it is was looked at.
func (d *dump) skip(t typeMeta, namespace string) {
	d.skipped.Count(d.otherName(t), facts.Clean(namespace, 0))
}

// otherName names a kind that is not read: "ConfigMap", "Rollout.argoproj.io", or with its version where another
// version is read.
func (d *dump) otherName(t typeMeta) string {
	name := t.Kind
	if k, ok := d.version(t); ok {
		d.other[k.Plural()] = facts.Clean(t.APIVersion, 0)
		name += " (" + t.APIVersion + ")"
	} else if group, _, ok := strings.Cut(t.APIVersion, "/"); ok {
		name += "." + group
	}
	return facts.Clean(cmp.Or(name, "without kind"), 0)
}

// version finds the kind of ours that this is some version of. Two groups once held kinds of ours or hold a second
// form of one; in any other group a Service or an Ingress means something of its own.
func (d *dump) version(t typeMeta) (facts.Kind, bool) {
	group, _, grouped := strings.Cut(t.APIVersion, "/")
	if !grouped {
		group = ""
	}
	k, known := d.named[t.Kind]
	return k, known && (group == k.Group || group == "extensions" || group == "events.k8s.io")
}

// kindOfPath is the kind that a file is named after, "pods.json" or "cluster-resources/pods/shop.json".
func (d *dump) kindOfPath(file string) (facts.Kind, bool) {
	parts := strings.Split(file, "/")
	last := len(parts) - 1
	parts[last] = strings.TrimSuffix(parts[last], suffix(parts[last]))
	for _, part := range parts[max(0, last-1):] {
		for _, k := range d.rows {
			if part == k.Resource || part == k.Plural() {
				return k, true
			}
		}
	}
	return facts.Kind{}, false
}
