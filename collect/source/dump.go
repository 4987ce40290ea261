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
	defined map[typeMeta]string   // by group and kind, the plural that a definition in the dump gives
	current facts.Kind            // what the file at hand is named after
	held    map[string]int        // objects by plural; 0 for a list that is there and empty
	other   map[string]string     // by plural, a version that is not read
	skipped schemas.Tally
	trouble []schemas.RunRead
	beside  []schemas.RunRead // trouble with kinds that nothing depends on
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
		kinds: map[typeMeta]facts.Kind{}, named: map[string]facts.Kind{}, defined: map[typeMeta]string{},
		held: map[string]int{}, other: map[string]string{}, skipped: schemas.Tally{},
	}
	for _, k := range kinds {
		if !k.Custom {
			d.kinds[typeMeta{k.APIVersion(), k.Kind}] = k
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
	if !d.holdsAny() {
		d.into.failed(d.nothing())
		return
	}
	d.into.Facts.Sort()
	d.into.State = schemas.ReadOK
	for _, k := range d.rows {
		read := d.readOf(k)
		if k.Beside {
			d.into.Beside = append(d.into.Beside, read)
			continue
		}
		if read.State == schemas.ReadNotServed {
			d.into.Untold = append(d.into.Untold, k.Plural())
		}
		d.into.Reads = append(d.into.Reads, read)
		d.into.Objects += d.held[k.Plural()]
	}
	d.into.Reads, d.into.Beside = append(d.into.Reads, d.trouble...), append(d.into.Beside, d.beside...)
	d.into.Skipped = d.skipped.List()
	for _, r := range d.into.Reads {
		d.progress(Progress{Cluster: d.into.Name, Resource: r.Resource, State: r.State, Objects: r.Objects, Done: true})
	}
}

// holdsAny says whether the dump has anything of a cluster in it.
func (d *dump) holdsAny() bool {
	for _, k := range d.rows {
		_, held := d.held[k.Plural()]
		_, other := d.other[k.Plural()]
		if (held || other) && !k.Beside {
			return true
		}
	}
	return false
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
	d.define(h, raw)
	k, known := d.kindOf(h.typeMeta)
	namespace := cmp.Or(h.Metadata.Namespace, "default")
	if !known {
		d.skip(h.typeMeta, h.Metadata.Namespace)
		return nil
	}
	d.hold(k, 0)
	nowhere := !k.Namespaced && h.Metadata.Namespace == ""
	if !nowhere && len(d.namespaces) > 0 && !slices.Contains(d.namespaces, namespace) {
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
	if all := d.into.Facts.Resources; nowhere && len(all) > 0 {
		all[len(all)-1].Namespace = ""
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
